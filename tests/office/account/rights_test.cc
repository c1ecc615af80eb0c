// SPDX-License-Identifier: Apache-2.0
#include "office/rights.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "organisation_test.h"

namespace kaogong::office {
namespace {

using testing::ElementsAre;

TEST(Rights, NamesAreUniqueAndFindTheirRoles) {
  std::set<std::string_view> names;
  for (const Role role : AllRoles()) {
    EXPECT_EQ(RoleNamed(NameOf(role)), role);
    EXPECT_TRUE(names.insert(NameOf(role)).second);
    EXPECT_FALSE(TitleOf(role).zh.empty() || DescriptionOf(role).en.empty());
  }
  for (const Act act : AllActs()) {
    EXPECT_TRUE(names.insert(NameOf(act)).second);
    EXPECT_FALSE(TitleOf(act).zh.empty() || DescriptionOf(act).en.empty());
    // Each act has somebody who may do it, and somebody who may not but for seeing.
    EXPECT_TRUE(std::ranges::any_of(AllRoles(), [&](Role role) { return Allows(role, act); }));
  }
  EXPECT_FALSE(RoleNamed("nobody").has_value());
}

TEST(Rights, KeepDutiesApart) {
  // Who computes scores does not open accounts, and the other way round; who audits changes nothing.
  EXPECT_FALSE(Allows(Role::kOffice, Act::kManageAccounts));
  EXPECT_FALSE(Allows(Role::kAdministrator, Act::kEditRegulations));
  for (const Act act : {Act::kEditOrganisation, Act::kImportOrganisation, Act::kManageAccounts,
                        Act::kEditRegulations, Act::kPublishRegulations}) {
    EXPECT_FALSE(Allows(Role::kAuditor, act)) << NameOf(act);
  }
}

class RightsTest : public OrganisationTest {
 protected:
  void SetUp() override {
    OrganisationTest::SetUp();
    city_ = AddUnit("城", 0);
    bureau_ = AddUnit("局", city_);
    section_ = AddUnit("科", bureau_);
    sibling_ = AddUnit("另局", city_);
  }

  std::string Try(const Actor& actor, Act act, Id unit, std::string_view on = "2026-03-01") {
    const auto result = office().Read(actor, [&](Session& session) {
      return RequireOn(session.transaction, actor, act, unit, Date::Parse(on).value());
    });
    if (result.ok()) return "ok";
    return result.error().code == ErrorCode::kNotFound ? "hidden" : "forbidden";
  }

  Id city_ = 0;
  Id bureau_ = 0;
  Id section_ = 0;
  Id sibling_ = 0;
};

TEST_P(RightsTest, AGrantCoversItsUnitAndAllBelow) {
  const Actor leader = With(Role::kUnitLeader, bureau_);
  EXPECT_EQ(Try(leader, Act::kViewPersons, bureau_), "ok");
  EXPECT_EQ(Try(leader, Act::kViewPersons, section_), "ok");
  EXPECT_EQ(Try(leader, Act::kViewPersons, sibling_), "hidden");
  EXPECT_EQ(Try(leader, Act::kViewPersons, city_), "hidden");
  EXPECT_EQ(Try(leader, Act::kEditOrganisation, section_), "forbidden");
  EXPECT_EQ(Try(leader, Act::kEditOrganisation, sibling_), "hidden");
  const Actor everywhere = With(Role::kAdministrator);
  EXPECT_EQ(Try(everywhere, Act::kEditOrganisation, city_), "ok");
  EXPECT_EQ(Try(everywhere, Act::kVerifyAudit, city_), "forbidden");
  EXPECT_EQ(Try(Actor{}, Act::kViewOrganisation, city_), "hidden");
}

TEST_P(RightsTest, ASecondGrantAddsAndTakesNothingAway) {
  Actor actor = With(Role::kReportingClerk, bureau_);
  actor.grants.push_back({Role::kOffice, sibling_});
  EXPECT_EQ(Try(actor, Act::kEditOrganisation, sibling_), "ok");
  EXPECT_EQ(Try(actor, Act::kEditOrganisation, bureau_), "forbidden");
  EXPECT_EQ(Try(actor, Act::kViewPersons, section_), "ok");
}

TEST_P(RightsTest, FollowsTheTreeAsOfTheDay) {
  const Actor leader = With(Role::kUnitLeader, bureau_);
  UnitChange move;
  move.version = Unit(section_).node.version;
  move.from = Date::Parse("2026-02-01").value();
  move.parent = sibling_;
  ASSERT_TRUE(ChangeUnit(office(), program_, section_, move).ok());
  EXPECT_EQ(Try(leader, Act::kViewPersons, section_, "2026-01-31"), "ok");
  EXPECT_EQ(Try(leader, Act::kViewPersons, section_, "2026-02-01"), "hidden");
}

TEST_P(RightsTest, UnitsWithinAreThoseThatExist) {
  const auto within = [&](Reach reach, std::string_view on) {
    return office()
        .Read(program_, [&](Session& session) {
          return UnitsWithin(session.transaction, reach, Date::Parse(on).value());
        })
        .value();
  };
  EXPECT_THAT(within(Reach{false, {bureau_}}, "2026-03-01"), ElementsAre(bureau_, section_));
  EXPECT_THAT(within(Reach{true, {}}, "2026-03-01"), ElementsAre(city_, bureau_, section_, sibling_));
  EXPECT_THAT(within(Reach{false, {bureau_}}, "2019-12-31"), testing::IsEmpty());
  EXPECT_THAT(within(Reach{}, "2026-03-01"), testing::IsEmpty());
}

TEST_P(RightsTest, WhoLooksWithAnothersEyesWritesNothing) {
  Actor actor = With(Role::kAdministrator);
  actor.is_viewing_as = true;
  const auto result = office().Write(actor, [](Change& change) -> Result<void> {
    change.Record("unit.change", "unit/1");
    return {};
  });
  ASSERT_FALSE(result.ok());
  EXPECT_EQ(result.error().code, ErrorCode::kNotPermitted);
}

KAOGONG_STORE_SUITE(RightsTest);

}  // namespace
}  // namespace kaogong::office
