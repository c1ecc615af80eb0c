// SPDX-License-Identifier: Apache-2.0
#include "organisation_test.h"

namespace kaogong::office {
namespace {

class Persons : public OrganisationTest {
 protected:
  void SetUp() override {
    OrganisationTest::SetUp();
    city_ = AddUnit("市", 0);
    a_ = AddUnit("甲", city_);
    b_ = AddUnit("乙", city_);
    a1_ = AddUnit("甲一", a_);
    wang_ = AddPerson("R1", "王建国", a_);
    li_ = AddPerson("R2", "李梅", a1_);
    shan_ = AddPerson("R3", "单雄", b_);
    AddPerson("R4", "Ann Lee");
  }
  std::string List(const PersonFilter& filter, const Actor& actor, Page page = {}) {
    const auto listing = ListPersons(office(), actor, filter, page);
    if (!listing.ok()) return Error(listing.error());
    std::string text = std::to_string(listing.value().total) + ":";
    for (const Person& person : listing.value().items) {
      text += " " + person.name + (person.phone.has_value() ? "" : "-");
    }
    return text;
  }
  std::string List(const PersonFilter& filter) { return List(filter, program_); }
  static PersonFilter Like(std::string query) {
    PersonFilter filter;
    filter.query = std::move(query);
    return filter;
  }
  Person Found(Id id) {
    auto person = FindPerson(office(), program_, id);
    EXPECT_TRUE(person.ok());
    return person.ok() ? std::move(person).value() : Person();
  }

  Id city_ = 0;
  Id a_ = 0;
  Id b_ = 0;
  Id a1_ = 0;
  Id wang_ = 0;
  Id li_ = 0;
  Id shan_ = 0;
};

TEST_P(Persons, PagesFromEitherEndMakeTheWholeList) {
  for (int i = 0; i < 7; ++i) AddPerson("S" + std::to_string(i), "同名", i % 2 == 0 ? a_ : b_);
  PersonFilter below_city;
  below_city.unit = city_;
  below_city.has_below = true;
  for (PersonFilter filter : {PersonFilter(), below_city}) {
    for (const auto sort : {PersonFilter::Sort::kCode, PersonFilter::Sort::kCodeDown,
                            PersonFilter::Sort::kName, PersonFilter::Sort::kNameDown}) {
      filter.sort = sort;
      const auto whole = ListPersons(office(), program_, filter, Page{1, 50});
      ASSERT_TRUE(whole.ok());
      std::vector<Id> all;
      for (const Person& person : whole.value().items) all.push_back(person.id);
      EXPECT_EQ(static_cast<std::int64_t>(all.size()), whole.value().total);
      std::vector<Id> joined;
      for (int number = 1; number <= 5; ++number) {
        const auto page = ListPersons(office(), program_, filter, Page{number, 3});
        ASSERT_TRUE(page.ok());
        for (const Person& person : page.value().items) joined.push_back(person.id);
      }
      EXPECT_EQ(joined, all);
    }
  }
}

TEST_P(Persons, AreFoundByCodeNameAndInitials) {
  EXPECT_EQ(List({}), "4: 王建国 李梅 单雄 Ann Lee");
  EXPECT_EQ(List(Like("建国")), "1: 王建国");
  EXPECT_EQ(List(Like("王")), "1: 王建国");
  EXPECT_EQ(List(Like("国建")), "0:");
  EXPECT_EQ(List(Like("WJ")), "1: 王建国");
  EXPECT_EQ(List(Like("ａｎｎ")), "1: Ann Lee");
  EXPECT_EQ(List(Like("r")), "4: 王建国 李梅 单雄 Ann Lee");
  EXPECT_EQ(List(Like("%")), "0:");
  PersonFilter by_name;
  by_name.sort = PersonFilter::Sort::kName;
  EXPECT_EQ(List(by_name), "4: Ann Lee 李梅 单雄 王建国");
  EXPECT_EQ(List({}, program_, {.number = 2, .size = 3}), "4: Ann Lee");
}

TEST_P(Persons, AreFoundByUnitAndDay) {
  PersonFilter filter;
  filter.unit = a_;
  EXPECT_EQ(List(filter), "1: 王建国");
  filter.has_below = true;
  EXPECT_EQ(List(filter), "2: 王建国 李梅");
  filter.on = Day("2019-12-31");
  EXPECT_EQ(List(filter), "0:");
  filter.on = Day("2020-01-01");
  filter.query = "李";
  EXPECT_EQ(List(filter), "1: 李梅");
}

TEST_P(Persons, AreShownWithinReachAndDetailsOnlyToWhoMaySeeThem) {
  EXPECT_EQ(List({}, With(Role::kReportingClerk, a_)), "2: 王建国- 李梅-");
  EXPECT_EQ(List({}, With(Role::kUnitLeader, a_)), "2: 王建国 李梅");
  EXPECT_EQ(List({}, With(Role::kLeader, a_)), "2: 王建国- 李梅-");
  EXPECT_EQ(List({}, With(Role::kLeader)), "4: 王建国- 李梅- 单雄- Ann Lee-");
  PersonFilter in_b;
  in_b.unit = b_;
  EXPECT_EQ(List(in_b, With(Role::kReportingClerk, a_)), "0:");
  in_b.has_below = true;
  EXPECT_EQ(List(in_b, With(Role::kReportingClerk, a_)), "0:");
  EXPECT_EQ(List({}, With(Role::kPanelMember)).substr(0, 1), "3");
  EXPECT_EQ(FindPerson(office(), With(Role::kReportingClerk, a_), shan_).error().code,
            ErrorCode::kNotFound);
  const auto seen = FindPerson(office(), With(Role::kLeader), wang_);
  ASSERT_TRUE(seen.ok());
  EXPECT_FALSE(seen.value().phone.has_value());

  // Two grants: details where the second reaches, names where the first does.
  Actor both = With(Role::kLeader);
  both.grants.push_back({Role::kUnitLeader, a1_});
  EXPECT_EQ(List({}, both), "4: 王建国- 李梅 单雄- Ann Lee-");
}

TEST_P(Persons, ChangeWithTheirKeysAndRefuseStaleOnes) {
  PersonChange rename;
  rename.version = 1;
  rename.name = "王建军";
  rename.phone = "777";
  ASSERT_TRUE(ChangePerson(office(), program_, wang_, rename).ok());
  EXPECT_EQ(LastAudit(),
            "person.change person {\"name\":{\"after\":\"王建军\",\"before\":\"王建国\"},"
            "\"note_changed\":false,\"phone_changed\":true}");
  EXPECT_EQ(List(Like("建国")), "0:");
  EXPECT_EQ(List(Like("wjj")), "1: 王建军");
  EXPECT_EQ(ChangePerson(office(), program_, wang_, rename).error().code, ErrorCode::kConflict);
  PersonChange taken;
  taken.version = 2;
  taken.code = "R2";
  EXPECT_EQ(ChangePerson(office(), program_, wang_, taken).error().code, ErrorCode::kConflict);
  PersonChange bad;
  bad.version = 2;
  bad.code = "";
  bad.name = "坏\n名";
  EXPECT_EQ(Error(ChangePerson(office(), program_, wang_, bad).error()),
            "0 2 things are wrong [/code] [/name]");
  EXPECT_EQ(ChangePerson(office(), With(Role::kReportingClerk, a_), wang_, taken).error().code,
            ErrorCode::kNotPermitted);
}

TEST_P(Persons, HoldSeveralAppointmentsAtOnceButOnePrimary) {
  NewAppointment second{b_, {}, {}, {Day("2026-01-01"), {}}};
  auto person = AddAppointment(office(), program_, wang_, second);
  ASSERT_TRUE(person.ok());
  ASSERT_EQ(person.value().appointments.size(), 2u);
  EXPECT_TRUE(person.value().appointments[0].is_primary);
  EXPECT_FALSE(person.value().appointments[1].is_primary);
  EXPECT_EQ(Error(AddAppointment(office(), program_, wang_, second).error()),
            "0 1 things are wrong [/valid_from]");
  NewAppointment rival{a1_, {}, true, {Day("2026-01-01"), {}}};
  EXPECT_EQ(Error(AddAppointment(office(), program_, wang_, rival).error()),
            "0 1 things are wrong [/is_primary]");
  NewAppointment early{b_, 424242, false, {Day("2019-06-01"), Day("2019-07-01")}};
  EXPECT_EQ(Error(AddAppointment(office(), program_, wang_, early).error()),
            "0 2 things are wrong [/valid_from] [/position_id]");
  NewAppointment backwards{b_, {}, false, {Day("2027-01-01"), Day("2027-01-01")}};
  EXPECT_EQ(Error(AddAppointment(office(), program_, wang_, backwards).error()),
            "0 1 things are wrong [/valid_to]");

  // Primary moves over on a day: end the one, then the other may be it from that day.
  AppointmentChange end;
  end.version = 1;
  end.to.emplace(Day("2026-05-01"));
  const Id first = person.value().appointments[0].id;
  const Id other = person.value().appointments[1].id;
  ASSERT_TRUE(ChangeAppointment(office(), program_, first, end).ok());
  EXPECT_EQ(ChangeAppointment(office(), program_, first, end).error().code, ErrorCode::kConflict);
  AppointmentChange primary;
  primary.version = 1;
  primary.is_primary = true;
  EXPECT_EQ(Error(ChangeAppointment(office(), program_, other, primary).error()),
            "0 1 things are wrong [/is_primary]");
  primary.from = Day("2026-05-01");
  ASSERT_TRUE(ChangeAppointment(office(), program_, other, primary).ok());
  end.version = 2;
  end.to.emplace(std::nullopt);
  EXPECT_FALSE(ChangeAppointment(office(), program_, first, end).ok());
  ExpectAuditWhole();
}

TEST_P(Persons, AreKeptToTheReachOfWhoAppointsThem) {
  const Actor office_a = With(Role::kOffice, a_);
  NewPerson made;
  made.code = "R9";
  made.name = "赵平";
  EXPECT_EQ(Error(CreatePerson(office(), office_a, made).error()),
            "0 Say where the person is appointed [/appointments]");
  made.appointments = {{b_, {}, {}, {Day("2026-01-01"), {}}}};
  EXPECT_EQ(Error(CreatePerson(office(), office_a, made).error()),
            "0 1 things are wrong [/appointments/0/unit_id]");
  made.appointments[0].unit = a1_;
  EXPECT_TRUE(CreatePerson(office(), office_a, made).ok());
  NewAppointment to_b{b_, {}, {}, {Day("2026-01-01"), {}}};
  EXPECT_EQ(Error(AddAppointment(office(), office_a, li_, to_b).error()),
            "0 1 things are wrong [/unit_id]");
  NewAppointment to_a{a_, {}, {}, {Day("2026-01-01"), {}}};
  EXPECT_EQ(AddAppointment(office(), office_a, shan_, to_a).error().code, ErrorCode::kNotFound);
  AppointmentChange end;
  end.version = 1;
  end.to.emplace(Day("2026-05-01"));
  EXPECT_EQ(
      ChangeAppointment(office(), office_a, Found(shan_).appointments[0].id, end).error().code,
      ErrorCode::kNotFound);
}

TEST_P(Persons, HoldPositionsWithCoefficients) {
  const auto made = CreatePosition(office(), program_, {"P1", "局长", 15000, {}});
  ASSERT_TRUE(made.ok());
  EXPECT_EQ(CreatePosition(office(), program_, {"P1", "处长", 1, {}}).error().code,
            ErrorCode::kConflict);
  EXPECT_EQ(Error(CreatePosition(office(), program_, {"", "", -1, 1}).error()),
            "0 3 things are wrong [/code] [/name] [/coefficient]");
  EXPECT_EQ(CreatePosition(office(), With(Role::kOffice, a_), {"P2", "处长", 1, {}}).error().code,
            ErrorCode::kNotPermitted);
  PositionChange change;
  change.version = 1;
  change.coefficient = 10420;
  const auto changed = ChangePosition(office(), program_, made.value().id, change);
  ASSERT_TRUE(changed.ok());
  EXPECT_EQ(CoefficientText(changed.value().coefficient), "1.042");
  EXPECT_EQ(ChangePosition(office(), program_, made.value().id, change).error().code,
            ErrorCode::kConflict);
  NewAppointment with{b_, made.value().id, {}, {Day("2026-01-01"), {}}};
  ASSERT_TRUE(AddAppointment(office(), program_, li_, with).ok());
  PersonFilter holders;
  holders.position = made.value().id;
  EXPECT_EQ(List(holders), "1: 李梅");
  const auto listed = ListPositions(office(), With(Role::kVerifyingDepartment, a_), "局", {});
  ASSERT_TRUE(listed.ok());
  EXPECT_EQ(listed.value().total, 1);
}

TEST_P(Persons, WhoLookWithAnothersEyesChangeNothing) {
  Actor looking = With(Role::kOffice);
  looking.is_viewing_as = true;
  PersonChange rename;
  rename.version = 1;
  rename.name = "王";
  EXPECT_EQ(ChangePerson(office(), looking, wang_, rename).error().code,
            ErrorCode::kNotPermitted);
}

KAOGONG_STORE_SUITE(Persons);

}  // namespace
}  // namespace kaogong::office
