// SPDX-License-Identifier: Apache-2.0
#include <random>

#include "office/organisation/internal/tables.h"
#include "organisation_test.h"

namespace kaogong::office {
namespace {

class Units : public OrganisationTest {
 protected:
  void SetUp() override {
    OrganisationTest::SetUp();
    city_ = AddUnit("市", 0);
    a_ = AddUnit("甲", city_);
    b_ = AddUnit("乙", city_);
    a1_ = AddUnit("甲一", a_);
  }
  std::string Change(Id id, UnitChange change, const Actor& actor) {
    if (change.version == 0) change.version = Unit(id).node.version;
    const auto changed = ChangeUnit(office(), actor, id, change);
    return changed.ok() ? "ok" : Error(changed.error());
  }
  std::string Change(Id id, UnitChange change) { return Change(id, std::move(change), program_); }
  UnitChange From(std::string_view day) {
    UnitChange change;
    change.from = Day(day);
    return change;
  }
  std::string Close(Id id, std::string_view on) {
    const auto closed = CloseUnit(office(), program_, id, Unit(id).node.version, Day(on));
    return closed.ok() ? "ok" : Error(closed.error());
  }

  Id city_ = 0;
  Id a_ = 0;
  Id b_ = 0;
  Id a1_ = 0;
};

TEST_P(Units, KeepTheirStateOfEveryDay) {
  UnitChange rename = From("2026-07-01");
  rename.name = "新甲";
  EXPECT_EQ(Change(a_, rename), "ok");
  UnitChange move = From("2026-09-01");
  move.parent = b_;
  EXPECT_EQ(Change(a1_, move), "ok");
  EXPECT_EQ(TreeText("2019-12-31", program_), "");
  EXPECT_EQ(TreeText("2020-01-01", program_), "市 -甲 --甲一 -乙 ");
  EXPECT_EQ(TreeText("2026-06-30", program_), "市 -甲 --甲一 -乙 ");
  EXPECT_EQ(TreeText("2026-07-01", program_), "市 -新甲 --甲一 -乙 ");
  EXPECT_EQ(TreeText("2026-09-01", program_), "市 -新甲 -乙 --甲一 ");
  const UnitView unit = Unit(a1_, "2026-09-01");
  ASSERT_EQ(unit.path.size(), 2u);
  EXPECT_EQ(unit.path[1].name, "乙");
  ASSERT_EQ(unit.history.size(), 2u);
  EXPECT_EQ(unit.history[0].parent->name, "甲");
  EXPECT_EQ(unit.history[0].validity.to, Day("2026-09-01"));
  EXPECT_EQ(LastAudit().substr(0, 16), "unit.change unit");
  ExpectAuditWhole();
}

TEST_P(Units, AreCorrectedOnTheFirstDayOfTheirLastState) {
  UnitChange correction = From("2020-01-01");
  correction.short_name = "甲局";
  correction.order = 9;
  EXPECT_EQ(Change(a_, correction), "ok");
  EXPECT_EQ(Unit(a_).history.size(), 1u);
  EXPECT_EQ(TreeText("2026-03-01", program_), "市 -乙 -甲 --甲一 ");
  UnitChange rename = From("2026-07-01");
  rename.name = "新甲";
  EXPECT_EQ(Change(a_, rename), "ok");
  EXPECT_EQ(Change(a_, correction), "0 1 things are wrong [/from]");
}

TEST_P(Units, RefuseWhatBreaksTheTree) {
  UnitChange below_itself = From("2026-05-01");
  below_itself.parent = a1_;
  EXPECT_NE(Change(a_, below_itself).find("[/parent_id]"), std::string::npos);
  UnitChange under_later = From("2026-05-01");
  under_later.parent = AddUnit("丙", city_, "2026-06-01");
  EXPECT_NE(Change(a_, under_later).find("[/parent_id]"), std::string::npos);
  under_later.from = Day("2026-06-01");
  EXPECT_EQ(Change(a_, under_later), "ok");

  NewUnit second_top;
  second_top.code = "x";
  second_top.name = "另一市";
  second_top.from = Day("2026-01-01");
  EXPECT_FALSE(CreateUnit(office(), program_, second_top).ok());
  NewUnit bad;
  bad.code = "有 空格";
  bad.parent = 424242;
  bad.order = -1;
  bad.from = Day("2026-01-01");
  const auto refused = CreateUnit(office(), program_, bad);
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(Error(refused.error()), "0 4 things are wrong [/code] [/name] [/order] [/parent_id]");
  NewUnit twin;
  twin.code = "甲";
  twin.name = "双";
  twin.parent = city_;
  twin.from = Day("2026-01-01");
  EXPECT_EQ(CreateUnit(office(), program_, twin).error().code, ErrorCode::kConflict);
}

TEST_P(Units, CloseOnlyWhenNothingRemains) {
  EXPECT_NE(Close(a_, "2026-06-01").find("[/on]"), std::string::npos);
  EXPECT_EQ(Close(a1_, "2026-06-01"), "ok");
  EXPECT_EQ(Close(a_, "2026-05-31").substr(0, 1), "0");  // A day before the one below.
  const Id person = AddPerson("R1", "王平", a_);
  EXPECT_NE(Close(a_, "2026-06-01").find("[/on]"), std::string::npos);
  const auto found = FindPerson(office(), program_, person);
  ASSERT_TRUE(found.ok());
  AppointmentChange end;
  end.version = 1;
  end.to.emplace(Day("2026-06-01"));
  ASSERT_TRUE(
      ChangeAppointment(office(), program_, found.value().appointments[0].id, end).ok());
  EXPECT_EQ(Close(a_, "2026-06-01"), "ok");
  EXPECT_EQ(TreeText("2026-05-31", program_), "市 -甲 --甲一 -乙 ");
  EXPECT_EQ(TreeText("2026-06-01", program_), "市 -乙 ");
  EXPECT_FALSE(Unit(a_, "2026-06-01").exists);
  EXPECT_EQ(Change(a_, From("2026-06-01")), "0 1 things are wrong [/from]");
}

TEST_P(Units, TellTheSecondOfTwoClerksThatHeIsLate) {
  UnitChange first = From("2026-07-01");
  first.version = Unit(a_).node.version;
  UnitChange second = first;
  first.name = "一";
  second.name = "二";
  EXPECT_EQ(Change(a_, first), "ok");
  const std::int64_t audited = AuditCount();
  const auto late = ChangeUnit(office(), program_, a_, second);
  ASSERT_FALSE(late.ok());
  EXPECT_EQ(late.error().code, ErrorCode::kConflict);
  EXPECT_EQ(CloseUnit(office(), program_, a_, second.version, Day("2027-01-01")).error().code,
            ErrorCode::kConflict);
  EXPECT_EQ(Unit(a_, "2026-07-01").node.state.name, "一");
  EXPECT_EQ(AuditCount(), audited);
}

TEST_P(Units, ShowEachWhatHeCovers) {
  EXPECT_EQ(TreeText("2026-03-01", With(Role::kReportingClerk, a_)), "市? -甲 --甲一 ");
  EXPECT_EQ(TreeText("2026-03-01", With(Role::kReportingClerk, a1_)), "市? -甲? --甲一 ");
  EXPECT_EQ(TreeText("2026-03-01", With(Role::kLeader)), "市 -甲 --甲一 -乙 ");
  const Actor clerk = With(Role::kReportingClerk, a_);
  EXPECT_TRUE(FindUnit(office(), clerk, a1_).ok());
  EXPECT_EQ(FindUnit(office(), clerk, b_).error().code, ErrorCode::kNotFound);
  EXPECT_EQ(FindUnit(office(), clerk, city_).error().code, ErrorCode::kNotFound);

  UnitChange rename = From("2026-07-01");
  rename.name = "改";
  EXPECT_EQ(Change(a_, rename, clerk).substr(0, 1), "3");                         // Not permitted.
  EXPECT_EQ(Change(b_, rename, clerk).substr(0, 1), "1");                         // Not found.
  EXPECT_EQ(Change(b_, rename, With(Role::kOffice, a_)).substr(0, 1), "1");       // Not found.
  EXPECT_EQ(Change(a1_, rename, With(Role::kOffice, a_)), "ok");
  UnitChange move = From("2026-08-01");
  move.parent = b_;
  EXPECT_NE(Change(a1_, move, With(Role::kOffice, a_)).find("[/parent_id]"), std::string::npos);
}

TEST_P(Units, CoverAsOfTodayWhateverDayIsLookedAt) {
  UnitChange move = From("2026-02-01");
  move.parent = b_;
  EXPECT_EQ(Change(a1_, move), "ok");
  // On that day 甲一 stood below 甲, but today it is 乙's.
  EXPECT_EQ(TreeText("2025-01-01", With(Role::kReportingClerk, a_)), "市? -甲 ");
  EXPECT_EQ(TreeText("2025-01-01", With(Role::kReportingClerk, b_)), "市? -甲? --甲一 -乙 ");
  EXPECT_EQ(Close(a1_, "2026-02-15"), "ok");
  EXPECT_EQ(TreeText("2025-01-01", With(Role::kReportingClerk, a_)), "市? -甲 --甲一 ");
}

TEST_P(Units, StayATreeOnEveryDayUnderRandomEdits) {
  std::vector<Id> units = {city_, a_, b_, a1_};
  std::mt19937 random(20260101);
  const auto pick = [&](std::size_t size) {
    return std::uniform_int_distribution<std::size_t>(0, size - 1)(random);
  };
  const auto day = [&] { return Day("2026-01-01").AddDays(static_cast<int>(pick(120))).value(); };
  int done = 0;
  for (int i = 0; i < 150; ++i) {
    const Id id = units[pick(units.size())];
    const Id other = units[pick(units.size())];
    switch (pick(4)) {
      case 0: {
        NewUnit made;
        made.code = "u" + std::to_string(i);
        made.name = made.code;
        made.parent = other;
        made.from = day();
        const auto unit = CreateUnit(office(), program_, made);
        if (unit.ok()) units.push_back(unit.value().node.id);
        done += unit.ok();
        break;
      }
      case 1:
        done += CloseUnit(office(), program_, id, Unit(id).node.version, day()).ok();
        break;
      default: {
        UnitChange move;
        move.version = Unit(id).node.version;
        move.from = day();
        move.parent = other;
        done += ChangeUnit(office(), program_, id, move).ok();
      }
    }
  }
  EXPECT_GT(done, 20);
  const auto history = pool_->Read(
      [](store::Transaction& transaction) { return LoadHistory(transaction); });
  ASSERT_TRUE(history.ok());
  for (int i = -1; i < 125; ++i) {
    const Date on = Day("2026-01-01").AddDays(i).value();
    std::size_t count = 0;
    for (const UnitSpan& span : history.value().spans()) count += span.validity.Holds(on);
    const auto rows = ListUnits(office(), cache_, program_, on);
    ASSERT_TRUE(rows.ok());
    // Every unit of the day is reached from the one topmost unit.
    EXPECT_EQ(rows.value().size(), count) << on.ToString();
    for (std::size_t row = 0; row < rows.value().size(); ++row) {
      EXPECT_EQ(rows.value()[row].node.depth == 0, row == 0) << on.ToString();
    }
  }
  ExpectAuditWhole();
}

KAOGONG_STORE_SUITE(Units);

}  // namespace
}  // namespace kaogong::office
