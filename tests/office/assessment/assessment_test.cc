// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include "assessment_fixture.h"
#include "office/target/stages.h"
#include "sheet/write.h"

namespace kaogong::office::assessment {
namespace {

using store::IsOk;
using testing::Contains;
using testing::ElementsAre;

const FieldView* FieldOf(const FieldsView& view, std::string_view name) {
  for (const FieldView& item : view.items) {
    if (item.field->name == name) return &item;
  }
  return nullptr;
}

std::string CodeOf(ErrorCode code) { return std::to_string(static_cast<int>(code)); }

TEST_P(AssessmentTest, ALaunchClassifiesFieldsAndFindsVerifiers) {
  const Overview made = Launch(Publish());
  EXPECT_EQ(made.summary.row.stage, Stage::kPreparing);
  EXPECT_EQ(made.summary.assessee_count, 7);
  EXPECT_TRUE(made.has_targets);
  EXPECT_EQ(made.next, Stage::kTargets);
  EXPECT_TRUE(made.strip.front().missing.empty());
  const auto fields = ListFields(*library_, chief_, made.summary.row.id);
  ASSERT_TRUE(IsOk(fields));
  const FieldView* grain = FieldOf(fields.value(), "粮食");
  ASSERT_NE(grain, nullptr);
  EXPECT_EQ(grain->use.use, FieldClass::kMeasurement);
  ASSERT_TRUE(grain->verifier_unit.has_value());
  EXPECT_EQ(grain->verifier_unit->name, "县农业局");
  const FieldView* target = FieldOf(fields.value(), "粮食.目标");
  ASSERT_NE(target, nullptr);
  EXPECT_EQ(target->base, "粮食");
  EXPECT_EQ(LabelOf(*target->field), "粮食 目标");
  EXPECT_EQ(FieldOf(fields.value(), "事故")->verifier_unit, std::nullopt);
  ExpectAuditWhole();
}

TEST_P(AssessmentTest, TheSameFigureIsOneElementOfTwoAssessments) {
  const Id version = Publish();
  const Id first = Launch(version).summary.row.id;
  const Id second = Launch(version).summary.row.id;
  const auto fields = ListFields(*library_, chief_, second);
  ASSERT_TRUE(IsOk(fields));
  const FieldView* grain = FieldOf(fields.value(), "粮食");
  EXPECT_THAT(grain->shared_with, ElementsAre("2026年度考核"));
  const auto before = ListFields(*library_, chief_, first);
  EXPECT_EQ(FieldOf(before.value(), "粮食")->use.element, grain->use.element);
  EXPECT_EQ(Count(*pool_, "subject"), 7);  // Each unit once.
}

TEST_P(AssessmentTest, FieldsChangeWhileItIsPrepared) {
  const Overview made = Launch(Publish());
  const Id id = made.summary.row.id;
  FieldChange change{"村", "事故", {}, std::optional<Id>(insurance_), 2, 20, {}};
  const auto changed = ChangeFields(*library_, chief_, id, made.summary.row.version, {change});
  ASSERT_TRUE(IsOk(changed));
  const FieldView* accidents = FieldOf(changed.value(), "事故");
  EXPECT_EQ(accidents->verifier_unit->name, "县社保局");
  EXPECT_EQ(accidents->use.rounds, 2);
  EXPECT_EQ(accidents->use.due_days, 20);
  // Stale.
  EXPECT_EQ(ChangeFields(*library_, chief_, id, made.summary.row.version, {change}).error().code,
            ErrorCode::kConflict);
  // All that is wrong at once.
  const std::int64_t version = changed.value().frame.row.version;
  FieldChange wrong{"村", "人口", FieldClass::kReported, std::optional<Id>(999'999), 9, 999, {}};
  const auto refused =
      ChangeFields(*library_, chief_, id, version, {wrong, {"村", "没有", {}, {}, {}, {}, {}}});
  ASSERT_FALSE(refused.ok());
  std::vector<std::string> pointers;
  for (const Fault& fault : refused.error().faults) pointers.push_back(fault.pointer);
  EXPECT_THAT(pointers, ElementsAre("/items/0/class", "/items/0/verifier_unit_id",
                                    "/items/0/rounds", "/items/0/due_days", "/items/1/field"));
}

TEST_P(AssessmentTest, AssesseesAreAddedOnceAndFindTheRowAbove) {
  const Overview made = Launch(Publish());
  const Id id = made.summary.row.id;
  NewAssessees again;
  again.kind = "村";
  again.units = villages_;
  const auto added = AddAssessees(*library_, chief_, id, again);
  ASSERT_TRUE(IsOk(added));
  EXPECT_EQ(added.value().added, 0);
  EXPECT_EQ(added.value().skipped, 4);
  const auto list = ListAssessees(*library_, chief_, id, {"村", {}, "", {}});
  ASSERT_TRUE(IsOk(list));
  ASSERT_EQ(list.value().total, 5);
  EXPECT_EQ(list.value().items[0].row.name, "甲村");
  EXPECT_EQ(list.value().items[0].parent->name, "镇");
  EXPECT_EQ(list.value().items[4].parent->name, "邻镇");
  // Who covers one town sees its rows only.
  const Actor clerk = Person(Role::kReportingClerk, town_, 1);
  EXPECT_EQ(ListAssessees(*library_, clerk, id, {"", {}, "", {}}).error().code,
            ErrorCode::kNotFound);  // It is being prepared.
  ASSERT_TRUE(IsOk(target::MoveStage(*library_, chief_, id,
                                     {Stage::kTargets, "", Get(id).summary.row.version})));
  const auto seen = ListAssessees(*library_, clerk, id, {"", {}, "", {}});
  ASSERT_TRUE(IsOk(seen));
  EXPECT_EQ(seen.value().total, 5);  // The town and its four villages.
  // A village without its town.
  NewAssessees orphan;
  orphan.kind = "村";
  orphan.rows = {{"新村", "", "没有的镇"}};
  EXPECT_EQ(CodeOf(AddAssessees(*library_, chief_, id, orphan).error().code),
            CodeOf(ErrorCode::kConflict));  // No longer prepared.
}

TEST_P(AssessmentTest, RowsOfAWorkbookAreAllOrNone) {
  const Id version = Publish();
  NewAssessment wanted{version, 2026, "导入", {}, {}, {}};
  const auto made = CreateAssessment(*library_, chief_, wanted);
  ASSERT_TRUE(IsOk(made));
  const Id id = made.value().summary.row.id;
  const auto book = [](const std::vector<std::vector<std::string>>& villages) {
    sheet::Workbook workbook;
    sheet::Sheet towns;
    towns.name = "镇";
    towns.columns.resize(2);
    towns.columns[0].title = "镇";
    towns.columns[1].title = "名称";
    towns.rows = {{sheet::Cell::Text("镇"), sheet::Cell::Text("镇人民政府")}};
    sheet::Sheet below;
    below.name = "村";
    below.columns.resize(2);
    below.columns[0].title = "村";
    below.columns[1].title = "镇";
    for (const auto& row : villages) {
      below.rows.push_back({sheet::Cell::Text(row[0]), sheet::Cell::Text(row[1])});
    }
    workbook.sheets = {towns, below};
    return sheet::RenderWorkbook(workbook).value();
  };
  Issues issues;
  const auto refused = ImportAssessees(*library_, chief_, id,
                                       book({{"甲村", "镇"}, {"散村", "别镇"}}), "a.xlsx", &issues);
  ASSERT_FALSE(refused.ok());
  ASSERT_EQ(issues.error_count(), 1U);
  EXPECT_EQ(issues.list()[0].place.sheet, "村");
  EXPECT_EQ(issues.list()[0].place.cell, "B3");
  EXPECT_EQ(Get(id).summary.assessee_count, 0);
  Issues none;
  const auto added = ImportAssessees(*library_, chief_, id, book({{"甲村", "镇"}, {"新村", "镇"}}),
                                     "a.xlsx", &none);
  ASSERT_TRUE(IsOk(added));
  EXPECT_EQ(added.value().added, 3);
  const auto list = ListAssessees(*library_, chief_, id, {"村", {}, "", {}});
  EXPECT_EQ(list.value().items[0].unit->id, villages_[0]);
  EXPECT_EQ(list.value().items[1].row.name, "新村");
  EXPECT_EQ(list.value().items[1].unit->id, town_);  // It has no unit of its own.
}

TEST_P(AssessmentTest, StagesFollowOneAnother) {
  const Overview made = Launch(Publish());
  const Id id = made.summary.row.id;
  const auto move = [&](Stage to, std::string reason) {
    return target::MoveStage(*library_, chief_, id,
                             {to, std::move(reason), Get(id).summary.row.version});
  };
  EXPECT_EQ(move(Stage::kProcess, "").error().code, ErrorCode::kConflict);
  EXPECT_EQ(move(Stage::kResults, "").error().code, ErrorCode::kConflict);
  ASSERT_TRUE(IsOk(move(Stage::kTargets, "")));
  EXPECT_EQ(Count(*pool_, "target_sheet"), 5);
  // Something is missing: each thing is named, and a reason is needed.
  const auto refused = move(Stage::kProcess, "");
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, ErrorCode::kConflict);
  ASSERT_EQ(refused.error().faults.size(), 1U);
  EXPECT_EQ(refused.error().faults[0].pointer, "/missing/sheet_draft");
  const auto forward = move(Stage::kProcess, "先开展工作");
  ASSERT_TRUE(IsOk(forward));
  EXPECT_THAT(LastAudit(), testing::HasSubstr("先开展工作"));
  // Back needs a reason.
  EXPECT_EQ(move(Stage::kTargets, "").error().code, ErrorCode::kInvalidInput);
  ASSERT_TRUE(IsOk(move(Stage::kTargets, "补签")));
  EXPECT_EQ(Count(*pool_, "target_sheet"), 5);  // None twice.
  // Nobody else moves it; a stale move is refused.
  const Actor leader = Person(Role::kUnitLeader, county_, 5);
  EXPECT_EQ(
      target::MoveStage(*library_, leader, id, {Stage::kProcess, "x", Get(id).summary.row.version})
          .error()
          .code,
      ErrorCode::kNotPermitted);
  EXPECT_EQ(target::MoveStage(*library_, chief_, id, {Stage::kProcess, "x", 1}).error().code,
            ErrorCode::kConflict);
}

TEST_P(AssessmentTest, IsDeletedOnlyWhileNothingWasReported) {
  const Overview made = Launch(Publish());
  const Id id = made.summary.row.id;
  EXPECT_EQ(DeleteAssessment(*library_, chief_, id, 1).error().code, ErrorCode::kConflict);
  Measure(id, "粮食", "甲村", 2026, 100);
  EXPECT_EQ(DeleteAssessment(*library_, chief_, id, made.summary.row.version).error().code,
            ErrorCode::kConflict);
  Run(*pool_, {"DELETE FROM measurement"});
  ASSERT_TRUE(IsOk(DeleteAssessment(*library_, chief_, id, made.summary.row.version)));
  EXPECT_EQ(GetAssessment(*library_, chief_, id).error().code, ErrorCode::kNotFound);
  EXPECT_EQ(Count(*pool_, "assessee"), 0);
  ExpectAuditWhole();
}

TEST_P(AssessmentTest, RollsOverWithAssesseesAndSettings) {
  const Overview made = Launch(Publish());
  const Id id = made.summary.row.id;
  FieldChange change{"村", "事故", {}, std::optional<Id>(insurance_), 3, 40, {}};
  ASSERT_TRUE(IsOk(ChangeFields(*library_, chief_, id, made.summary.row.version, {change})));
  const auto next = RollOverAssessment(*library_, chief_, id, {2027, "2027年度考核", {}});
  ASSERT_TRUE(IsOk(next));
  EXPECT_EQ(next.value().summary.row.stage, Stage::kPreparing);
  EXPECT_EQ(next.value().summary.row.year, 2027);
  EXPECT_EQ(next.value().summary.assessee_count, 7);
  const Id made_id = next.value().summary.row.id;
  const auto fields = ListFields(*library_, chief_, made_id);
  EXPECT_EQ(FieldOf(fields.value(), "事故")->use.rounds, 3);
  const auto list = ListAssessees(*library_, chief_, made_id, {"村", {}, "", {}});
  EXPECT_EQ(list.value().items[0].parent->name, "镇");
  EXPECT_EQ(Count(*pool_, "subject"), 7);  // The same subjects go on.
}

TEST_P(AssessmentTest, WhoMayNotIsRefused) {
  const Id version = Publish();
  const Overview made = Launch(version);
  const Id id = made.summary.row.id;
  const Actor clerk = Person(Role::kReportingClerk, town_, 1);
  EXPECT_EQ(CreateAssessment(*library_, clerk, {version, 2026, "甲", {}, {}, {}}).error().code,
            ErrorCode::kNotPermitted);
  EXPECT_EQ(GetAssessment(*library_, clerk, id).error().code, ErrorCode::kNotFound);
  EXPECT_TRUE(IsOk(GetAssessment(*library_, auditor_, id)));
  EXPECT_EQ(ListAssessments(office(), clerk, {}).value().total, 0);
  EXPECT_EQ(ListAssessments(office(), chief_, {}).value().total, 1);
  const auto wrong =
      CreateAssessment(*library_, chief_,
                       {version, 12, "", Id{999'999}, Date::Parse("2026-05-01").value(),
                        Date::Parse("2026-04-01").value()});
  ASSERT_FALSE(wrong.ok());
  EXPECT_EQ(wrong.error().faults.size(), 4U);
  EXPECT_EQ(CreateAssessment(*library_, chief_, {999'999, 2026, "甲", {}, {}, {}}).error().code,
            ErrorCode::kInvalidInput);
}

KAOGONG_STORE_SUITE(AssessmentTest);

}  // namespace
}  // namespace kaogong::office::assessment
