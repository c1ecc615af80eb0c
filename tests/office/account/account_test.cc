// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "office/account/accounts.h"
#include "office/account/sign_in.h"
#include "organisation_test.h"

namespace kaogong::office {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class AccountTest : public OrganisationTest {
 protected:
  void SetUp() override {
    OrganisationTest::SetUp();
    city_ = AddUnit("城", 0);
    bureau_ = AddUnit("局", city_);
    sibling_ = AddUnit("另局", city_);
    Open("root", AddPerson("P0", "总管", city_), {{Role::kAdministrator, std::nullopt}});
  }

  Id Open(std::string login, Id person, std::vector<Grant> grants) {
    const auto id = SetUpAccount(office(), program_, {person, std::move(login), std::move(grants)},
                                 "a long password");
    EXPECT_TRUE(store::IsOk(id));
    return id.ok() ? id.value() : 0;
  }
  Account Get(Id id) { return FindAccount(office(), program_, id).value(); }
  static std::vector<std::string> Pointers(const kaogong::Error& error) {
    std::vector<std::string> pointers;
    for (const Fault& fault : error.faults) pointers.push_back(fault.pointer);
    return pointers;
  }

  Id city_ = 0;
  Id bureau_ = 0;
  Id sibling_ = 0;
  const Actor root_ = With(Role::kAdministrator);
};

TEST_P(AccountTest, OpensWithAnInitialPasswordToBeChanged) {
  const Id person = AddPerson("P1", "王伟", bureau_);
  const auto opened =
      OpenAccount(office(), root_, {person, "Wang.Wei", {{Role::kReportingClerk, bureau_}}});
  ASSERT_TRUE(store::IsOk(opened));
  const Account& account = opened.value().account;
  EXPECT_EQ(account.login, "wang.wei");
  EXPECT_EQ(account.person.name, "王伟");
  ASSERT_EQ(account.units.size(), 1U);
  EXPECT_EQ(account.units[0].name, "局");
  ASSERT_EQ(account.grants.size(), 1U);
  EXPECT_EQ(account.grants[0].unit->name, "局");
  EXPECT_TRUE(account.must_change_password);
  const auto outcome =
      SignIn(office(), {"WANG.wei", opened.value().initial_password, std::nullopt, "test"});
  ASSERT_TRUE(store::IsOk(outcome));
  EXPECT_TRUE(std::holds_alternative<SignedIn>(outcome.value()));
  EXPECT_THAT(LastAudit(), HasSubstr("session.sign_in"));
  ExpectAuditWhole();
}

TEST_P(AccountTest, TellsAllThatIsWrongAtOnce) {
  Open("taken", AddPerson("P1", "王伟", bureau_), {});
  const auto opened = OpenAccount(office(), root_,
                                  {999'999, "taken", {{Role::kOffice, 888'888},
                                                      {Role::kOffice, bureau_},
                                                      {Role::kOffice, bureau_}}});
  ASSERT_FALSE(opened.ok());
  EXPECT_EQ(opened.error().code, ErrorCode::kInvalidInput);
  EXPECT_THAT(Pointers(opened.error()),
              testing::UnorderedElementsAre("/login", "/person_id", "/grants/0", "/grants/2"));
  const Id person = AddPerson("P2", "李明", bureau_);
  for (const char* login : {"", "x", "has blank", "王伟", "a/b"}) {
    const auto refused = OpenAccount(office(), root_, {person, login, {}});
    ASSERT_FALSE(refused.ok()) << login;
    EXPECT_THAT(Pointers(refused.error()), ElementsAre("/login"));
  }
}

TEST_P(AccountTest, NobodyGrantsBeyondHisOwnReach) {
  const Actor local = With(Role::kAdministrator, bureau_);
  const Id person = AddPerson("P1", "王伟", bureau_);
  const auto wide = OpenAccount(office(), local,
                                {person, "wang", {{Role::kOffice, std::nullopt},
                                                  {Role::kOffice, sibling_},
                                                  {Role::kOffice, bureau_}}});
  ASSERT_FALSE(wide.ok());
  EXPECT_THAT(Pointers(wide.error()), ElementsAre("/grants/0", "/grants/1"));
  const Id stranger = AddPerson("P2", "李明", sibling_);
  const auto foreign = OpenAccount(office(), local, {stranger, "li", {}});
  ASSERT_FALSE(foreign.ok());
  EXPECT_THAT(Pointers(foreign.error()), ElementsAre("/person_id"));
}

TEST_P(AccountTest, NobodyTakesOverAnAccountThatReachesFurther) {
  const Actor local = With(Role::kAdministrator, bureau_);
  const Id chief = Open("chief", AddPerson("P1", "王伟", bureau_), {{Role::kOffice, std::nullopt}});
  for (const auto& result :
       {ResetPassword(office(), local, chief).ok(),
        ChangeAccount(office(), local, chief, {Get(chief).version, "other", {}, {}}).ok()}) {
    EXPECT_FALSE(result);
  }
  EXPECT_TRUE(FindAccount(office(), local, chief).ok());
}

TEST_P(AccountTest, KeepsOneAdministratorOverEverything) {
  const auto listing = ListAccounts(office(), root_, {.query = "root", .role = {}, .unit = {}}, {});
  ASSERT_EQ(listing.value().items.size(), 1U);
  const Account only = listing.value().items[0];
  const auto closed = ChangeAccount(office(), root_, only.id, {only.version, {}, false, {}});
  ASSERT_FALSE(closed.ok());
  EXPECT_EQ(closed.error().code, ErrorCode::kConflict);
  EXPECT_TRUE(Get(only.id).is_active);
}

TEST_P(AccountTest, AStaleChangeIsRefused) {
  const Id id = Open("wang", AddPerson("P1", "王伟", bureau_), {});
  const std::int64_t version = Get(id).version;
  ASSERT_TRUE(ChangeAccount(office(), root_, id, {version, "wang2", {}, {}}).ok());
  const auto stale = ChangeAccount(office(), root_, id, {version, "wang3", {}, {}});
  ASSERT_FALSE(stale.ok());
  EXPECT_EQ(stale.error().code, ErrorCode::kConflict);
  EXPECT_EQ(Get(id).login, "wang2");
}

TEST_P(AccountTest, ListsThoseWithinReach) {
  Open("wang", AddPerson("P1", "王伟", bureau_), {{Role::kReportingClerk, bureau_}});
  Open("li", AddPerson("P2", "李明", sibling_), {{Role::kLeader, std::nullopt}});
  const auto logins = [&](const Actor& actor, AccountFilter filter) {
    std::vector<std::string> found;
    const auto listing = ListAccounts(office(), actor, filter, {}).value();
    for (const Account& account : listing.items) found.push_back(account.login);
    EXPECT_EQ(listing.total, static_cast<std::int64_t>(found.size()));
    return found;
  };
  EXPECT_THAT(logins(root_, {}), ElementsAre("li", "root", "wang"));
  EXPECT_THAT(logins(With(Role::kAuditor, bureau_), {}), ElementsAre("wang"));
  AccountFilter filter;
  filter.role = Role::kLeader;
  EXPECT_THAT(logins(root_, filter), ElementsAre("li"));
  filter = {};
  filter.unit = bureau_;
  EXPECT_THAT(logins(root_, filter), ElementsAre("wang"));
  filter = {};
  filter.query = "王";
  EXPECT_THAT(logins(root_, filter), ElementsAre("wang"));
  filter.query = "%";
  EXPECT_THAT(logins(root_, filter), testing::IsEmpty());
  EXPECT_FALSE(ListAccounts(office(), With(Role::kOffice), {}, {}).ok());
}

TEST_P(AccountTest, ClosingEndsItsSessions) {
  const Id id = Open("wang", AddPerson("P1", "王伟", bureau_), {});
  const auto outcome = SignIn(office(), {"wang", "a long password", std::nullopt, ""}).value();
  const std::string token = std::get<SignedIn>(outcome).token;
  ASSERT_TRUE(FindUser(office(), token).value().has_value());
  ASSERT_TRUE(ChangeAccount(office(), root_, id, {Get(id).version, {}, false, {}}).ok());
  EXPECT_FALSE(FindUser(office(), token).value().has_value());
  const auto again = SignIn(office(), {"wang", "a long password", std::nullopt, ""}).value();
  EXPECT_TRUE(std::holds_alternative<SignInRefusal>(again));
}

KAOGONG_STORE_SUITE(AccountTest);

}  // namespace
}  // namespace kaogong::office
