// SPDX-License-Identifier: Apache-2.0
#include "target_fixture.h"

#include "office/target/bulk.h"
#include "office/target/stages.h"

namespace kaogong::office::target {

using store::IsOk;

void TargetTest::SetUp() {
  AssessmentTest::SetUp();
  assessment_ = Launch(Publish()).summary.row.id;
  for (const auto& [code, units] :
       {std::pair("甲村", 10'000), {"乙村", 20'000}, {"丙村", 30'000}, {"丁村", 40'000}}) {
    Measure(assessment_, "粮食", code, 2025, units);
  }
  Measure(assessment_, "粮食", "甲村", 2024, 9'500);
  ASSERT_TRUE(
      IsOk(MoveStage(*library_, chief_, assessment_,
                     {assessment::Stage::kTargets, "", Get(assessment_).summary.row.version})));
  clerk_ = Person(Role::kReportingClerk, town_, 1);
  leader_ = Person(Role::kUnitLeader, town_, 2);
  superior_ = Person(Role::kLeader, county_, 3);
  outsider_ = Person(Role::kUnitLeader, other_town_, 4);
}

SheetView TargetTest::Sheet(const std::string& code) {
  SheetQuery query;
  query.assessment = assessment_;
  query.assessee = AssesseeOf(assessment_, code);
  const auto list = ListSheets(office(), chief_, query);
  EXPECT_TRUE(IsOk(list));
  EXPECT_EQ(list.value().total, 1);
  auto sheet = GetSheet(*library_, chief_, list.value().items.at(0).row.id);
  EXPECT_TRUE(IsOk(sheet));
  return std::move(sheet).value();
}

void TargetTest::Fill(const std::string& code) {
  const SheetView sheet = Sheet(code);
  std::vector<TargetChange> changes;
  for (const TargetView& item : sheet.items) {
    TargetChange change;
    change.field = item.term->field->name;
    change.period = item.period;
    change.value = Decimal::FromInteger(item.term->field->name == "事故.目标" ? 2 : 90);
    changes.push_back(std::move(change));
  }
  ASSERT_TRUE(IsOk(
      SaveTargets(*library_, clerk_, sheet.summary.row.id, sheet.summary.row.version, changes)));
}

const Actor& TargetTest::Right(SheetAct act, SheetState state) const {
  switch (act) {
    case SheetAct::kSave:
    case SheetAct::kSubmit:
    case SheetAct::kDecompose:
      return clerk_;
    case SheetAct::kConfirm:
      return leader_;
    case SheetAct::kReturn:
      return state == SheetState::kConfirmed ? chief_ : leader_;
    case SheetAct::kApprove:
    case SheetAct::kRevise:
      return chief_;
    case SheetAct::kSign:
      return state == SheetState::kSignedByAssessee ? superior_ : leader_;
  }
  return chief_;
}

std::optional<ErrorCode> TargetTest::Do(const std::string& code, SheetAct act) {
  return Do(code, act, Right(act, Sheet(code).summary.row.state));
}

std::optional<ErrorCode> TargetTest::Do(const std::string& code, SheetAct act, const Actor& actor) {
  const SheetRow sheet = Sheet(code).summary.row;
  const auto code_of = [](const auto& result) {
    return result.ok() ? std::nullopt : std::optional(result.error().code);
  };
  switch (act) {
    case SheetAct::kSave:
      return code_of(SaveTargets(
          *library_, actor, sheet.id, sheet.version,
          {{"粮食.目标", 0, Decimal::FromInteger(sheet.version + 500), {}, {}, {}, {}}}));
    case SheetAct::kSubmit:
      return code_of(SubmitSheet(*library_, actor, sheet.id, sheet.version));
    case SheetAct::kConfirm:
      return code_of(ConfirmSheet(*library_, actor, sheet.id, sheet.version));
    case SheetAct::kReturn:
      return code_of(ReturnSheet(*library_, actor, sheet.id, sheet.version, "偏低",
                                 {{"粮食.目标", 0, "低于上年"}}));
    case SheetAct::kApprove:
      return code_of(ApproveSheet(*library_, actor, sheet.id, sheet.version));
    case SheetAct::kSign:
      return code_of(Sign(code, actor));
    case SheetAct::kRevise:
      return code_of(ReviseSheet(*library_, actor, sheet.id, sheet.version, "调整"));
    case SheetAct::kDecompose:
      return std::nullopt;
  }
  return std::nullopt;
}

Result<LetterView> TargetTest::Sign(const std::string& code, const Actor& actor) {
  const SheetRow sheet = Sheet(code).summary.row;
  const auto letter = GetLetter(*library_, chief_, sheet.id);
  return SignLetter(*library_, actor, sheet.id, letter.ok() ? letter.value().digest : "",
                    sheet.version);
}

void TargetTest::BringTo(const std::string& code, SheetState state) {
  const auto step = [&](SheetState reached, auto act) {
    if (state >= reached) act();
  };
  Fill(code);
  step(SheetState::kSubmitted, [&] { EXPECT_EQ(Do(code, SheetAct::kSubmit), std::nullopt); });
  step(SheetState::kConfirmed, [&] { EXPECT_EQ(Do(code, SheetAct::kConfirm), std::nullopt); });
  step(SheetState::kApproved, [&] { EXPECT_EQ(Do(code, SheetAct::kApprove), std::nullopt); });
  step(SheetState::kPublished, [&] {
    EXPECT_TRUE(
        IsOk(PublishTargets(*library_, chief_, assessment_, Date::Parse("2026-03-10").value())));
  });
  step(SheetState::kSignedByAssessee, [&] { EXPECT_EQ(Do(code, SheetAct::kSign), std::nullopt); });
  step(SheetState::kSigned, [&] { EXPECT_EQ(Do(code, SheetAct::kSign), std::nullopt); });
}

}  // namespace kaogong::office::target
