// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include <map>
#include <set>

#include "office/target/bulk.h"
#include "target_fixture.h"

namespace kaogong::office::target {
namespace {

using store::IsOk;
using testing::ElementsAre;
using testing::IsEmpty;

const TargetView& ItemOf(const SheetView& sheet, std::string_view field, int period = 0) {
  for (const TargetView& item : sheet.items) {
    if (item.term->field->name == field && item.period == period) return item;
  }
  return sheet.items.front();
}

std::vector<std::string> CodesOf(const std::vector<Warning>& warnings) {
  std::vector<std::string> codes;
  for (const Warning& warning : warnings) codes.emplace_back(warning.code);
  return codes;
}

class SheetTest : public TargetTest {};

TEST_P(SheetTest, ADraftStandsBesideLastYearTrendAndPeers) {
  const SheetView sheet = Sheet("甲村");
  EXPECT_EQ(sheet.summary.row.state, SheetState::kDraft);
  ASSERT_EQ(sheet.items.size(), 7U);  // Three of the year, one of four quarters.
  EXPECT_EQ(sheet.summary.filled, 0);
  const TargetView& grain = ItemOf(sheet, "粮食.目标");
  EXPECT_EQ(grain.baseline, 10'000);
  EXPECT_EQ(grain.history,
            (std::vector<std::pair<int, std::int64_t>>{{2024, 9'500}, {2025, 10'000}}));
  ASSERT_TRUE(grain.peers.has_value());
  EXPECT_EQ(grain.peers->count, 3);
  EXPECT_EQ(grain.peers->low, 20'000);
  EXPECT_EQ(grain.peers->median, 30'000);
  EXPECT_EQ(grain.peers->high, 40'000);
  EXPECT_EQ(grain.term->points->ToString(), "40");
  EXPECT_EQ(grain.term->article, "第二条");
  EXPECT_EQ(grain.term->trend, Trend::kUp);
  EXPECT_EQ(ItemOf(sheet, "事故.目标").term->trend, Trend::kDown);
  EXPECT_EQ(ItemOf(sheet, "进度.目标", 2).term->periods[2], "三季度");
}

TEST_P(SheetTest, WarnsOfTargetsBelowLastYearAndFarAboveIt) {
  const auto warnings = [&](std::string_view value) {
    const SheetView sheet = Sheet("甲村");
    const auto saved =
        SaveTargets(*library_, clerk_, sheet.summary.row.id, sheet.summary.row.version,
                    {{"粮食.目标", 0, Decimal::Parse(value), {}, {}, {}, {}}});
    EXPECT_TRUE(IsOk(saved));
    return CodesOf(ItemOf(saved.value(), "粮食.目标").warnings);
  };
  EXPECT_THAT(warnings("99.99"), ElementsAre("sandbag", "unlike_peers"));
  EXPECT_THAT(warnings("110"), IsEmpty());
  // Usual growth is 5; more than three times that is much.
  EXPECT_THAT(warnings("115.01"), ElementsAre("ratchet"));
  EXPECT_THAT(warnings("700"), ElementsAre("ratchet", "unlike_peers"));
}

TEST_P(SheetTest, EveryActHasItsState) {
  const std::map<SheetState, std::set<SheetAct>> allowed{
      {SheetState::kDraft, {SheetAct::kSave, SheetAct::kSubmit}},
      {SheetState::kSubmitted, {SheetAct::kConfirm, SheetAct::kReturn}},
      {SheetState::kConfirmed, {SheetAct::kApprove, SheetAct::kReturn}},
      {SheetState::kApproved, {SheetAct::kSign, SheetAct::kRevise}},
      {SheetState::kPublished, {SheetAct::kSign, SheetAct::kRevise}},
      {SheetState::kSignedByAssessee, {SheetAct::kSign, SheetAct::kRevise}},
      {SheetState::kSigned, {SheetAct::kRevise}},
  };
  const std::vector<SheetAct> acts{SheetAct::kSave,   SheetAct::kSubmit,  SheetAct::kConfirm,
                                   SheetAct::kReturn, SheetAct::kApprove, SheetAct::kSign,
                                   SheetAct::kRevise};
  BringTo("甲村", SheetState::kDraft);
  for (const auto& [state, good] : allowed) {
    if (state != SheetState::kDraft) {
      // One step on from the state before.
      switch (state) {
        case SheetState::kSubmitted:
          ASSERT_EQ(Do("甲村", SheetAct::kSubmit), std::nullopt);
          break;
        case SheetState::kConfirmed:
          ASSERT_EQ(Do("甲村", SheetAct::kConfirm), std::nullopt);
          break;
        case SheetState::kApproved:
          ASSERT_EQ(Do("甲村", SheetAct::kApprove), std::nullopt);
          break;
        case SheetState::kPublished:
          Run(*pool_, {"UPDATE target_sheet SET state = 'published', comment_until = '2026-03-10' "
                       "WHERE state = 'approved'"});
          break;
        default:
          ASSERT_EQ(Do("甲村", SheetAct::kSign), std::nullopt);
          break;
      }
    }
    ASSERT_EQ(Sheet("甲村").summary.row.state, state) << NameOf(state);
    const std::int64_t records = AuditCount();
    for (const SheetAct act : acts) {
      if (good.contains(act)) continue;
      EXPECT_EQ(Do("甲村", act), ErrorCode::kConflict) << NameOf(state) << " " << NameOf(act);
    }
    EXPECT_EQ(AuditCount(), records) << NameOf(state);
  }
  ExpectAuditWhole();
}

TEST_P(SheetTest, NobodyDecidesOnHisOwnSubmission) {
  Fill("甲村");
  // The unit's leader hands it in himself: another leader has to confirm.
  ASSERT_EQ(Do("甲村", SheetAct::kSubmit, leader_), std::nullopt);
  EXPECT_EQ(Do("甲村", SheetAct::kConfirm, leader_), ErrorCode::kNotPermitted);
  const Actor other = Person(Role::kUnitLeader, county_, 7);
  ASSERT_EQ(Do("甲村", SheetAct::kConfirm, other), std::nullopt);
  // Somebody of the office who confirmed for the unit does not approve it.
  Actor both = other;
  both.grants.push_back({Role::kOffice, std::nullopt});
  EXPECT_EQ(Do("甲村", SheetAct::kApprove, both), ErrorCode::kNotPermitted);
  EXPECT_EQ(ApproveTargets(*library_, both, assessment_, {SheetOf("甲村")}).error().code,
            ErrorCode::kInvalidInput);
  EXPECT_EQ(Do("甲村", SheetAct::kApprove, chief_), std::nullopt);
}

TEST_P(SheetTest, OthersAreRefused) {
  Fill("甲村");
  EXPECT_EQ(Do("甲村", SheetAct::kSave, outsider_), ErrorCode::kNotFound);
  EXPECT_EQ(Do("甲村", SheetAct::kSubmit, superior_), ErrorCode::kNotPermitted);
  EXPECT_EQ(Do("甲村", SheetAct::kApprove, leader_), ErrorCode::kNotPermitted);
  EXPECT_EQ(GetSheet(*library_, outsider_, SheetOf("甲村")).error().code, ErrorCode::kNotFound);
  EXPECT_EQ(GetSheet(*library_, Person(Role::kAdministrator, {}, 9), SheetOf("甲村")).error().code,
            ErrorCode::kNotPermitted);
  SheetQuery query;
  EXPECT_EQ(ListSheets(office(), outsider_, query).value().total, 1);
  EXPECT_EQ(ListSheets(office(), clerk_, query).value().total, 4);
}

TEST_P(SheetTest, AStaleChangeIsRefused) {
  Fill("甲村");
  const Id sheet = SheetOf("甲村");
  const std::int64_t version = VersionOf("甲村");
  const TargetChange change{"粮食.目标", 0, Decimal::FromInteger(110), {}, {}, {}, {}};
  ASSERT_TRUE(IsOk(SaveTargets(*library_, clerk_, sheet, version, {change})));
  EXPECT_EQ(SaveTargets(*library_, clerk_, sheet, version, {change}).error().code,
            ErrorCode::kConflict);
  EXPECT_EQ(SubmitSheet(*library_, clerk_, sheet, version).error().code, ErrorCode::kConflict);
}

TEST_P(SheetTest, WhatIsWrongIsSaidAtOnce) {
  const Id sheet = SheetOf("甲村");
  const std::int64_t version = VersionOf("甲村");
  const auto refused = SaveTargets(*library_, clerk_, sheet, version,
                                   {{"粮食.目标", 0, Decimal::Parse("1.234"), {}, {}, {}, {}},
                                    {"参保率.目标", 0, Decimal::FromInteger(101), {}, {}, {}, {}},
                                    {"没有", 0, {}, {}, {}, {}, {}},
                                    {"进度.目标", 4, {}, {}, {}, {}, {}},
                                    {"事故.目标",
                                     0,
                                     Decimal::FromInteger(1),
                                     true,
                                     std::optional<Id>(999'999),
                                     {},
                                     std::string(2000, 'x')}});
  ASSERT_FALSE(refused.ok());
  std::vector<std::string> pointers;
  for (const Fault& fault : refused.error().faults) pointers.push_back(fault.pointer);
  EXPECT_THAT(pointers,
              ElementsAre("/items/0/value", "/items/1/value", "/items/2/field", "/items/3/field",
                          "/items/4/value", "/items/4/owner_person_id", "/items/4/measure"));
  EXPECT_EQ(VersionOf("甲村"), version);
  // Not filled in: each target is named.
  const auto unfilled = SubmitSheet(*library_, clerk_, sheet, version);
  ASSERT_FALSE(unfilled.ok());
  EXPECT_EQ(unfilled.error().faults.size(), 7U);
  EXPECT_EQ(unfilled.error().faults[0].pointer.substr(0, 7), "/items/");
}

TEST_P(SheetTest, AReturnedTargetShowsTheReasonUntilItIsChanged) {
  BringTo("甲村", SheetState::kConfirmed);
  ASSERT_EQ(Do("甲村", SheetAct::kReturn), std::nullopt);
  SheetView sheet = Sheet("甲村");
  EXPECT_EQ(sheet.summary.row.state, SheetState::kDraft);
  EXPECT_EQ(sheet.summary.row.reason, "偏低");
  EXPECT_EQ(sheet.summary.returned, 1);
  EXPECT_EQ(ItemOf(sheet, "粮食.目标").return_reason, "低于上年");
  ASSERT_EQ(Do("甲村", SheetAct::kSave), std::nullopt);
  sheet = Sheet("甲村");
  EXPECT_EQ(sheet.summary.returned, 0);
  std::vector<std::string> acts;
  for (const StepView& step : sheet.steps) acts.push_back(step.act);
  EXPECT_THAT(acts, ElementsAre("open", "save", "submit", "confirm", "return", "save"));
  // A reason is needed.
  ASSERT_EQ(Do("甲村", SheetAct::kSubmit), std::nullopt);
  EXPECT_EQ(
      ReturnSheet(*library_, leader_, SheetOf("甲村"), VersionOf("甲村"), " ", {}).error().code,
      ErrorCode::kInvalidInput);
}

TEST_P(SheetTest, ARevisionStandsBesideUntilItIsApproved) {
  BringTo("甲村", SheetState::kSigned);
  const Id before = SheetOf("甲村");
  ASSERT_EQ(Do("甲村", SheetAct::kRevise), std::nullopt);
  SheetView sheet = Sheet("甲村");
  EXPECT_NE(sheet.summary.row.id, before);
  EXPECT_EQ(sheet.summary.row.revision, 2);
  EXPECT_EQ(sheet.summary.row.state, SheetState::kDraft);
  EXPECT_EQ(sheet.summary.filled, 7);
  const auto old = GetSheet(*library_, chief_, before);
  EXPECT_EQ(old.value().summary.row.state, SheetState::kSigned);  // In force still.
  EXPECT_TRUE(old.value().summary.row.is_void);
  EXPECT_EQ(
      ReviseSheet(*library_, chief_, before, old.value().summary.row.version, "再改").error().code,
      ErrorCode::kConflict);
  ASSERT_EQ(Do("甲村", SheetAct::kSave), std::nullopt);
  ASSERT_EQ(Do("甲村", SheetAct::kSubmit), std::nullopt);
  ASSERT_EQ(Do("甲村", SheetAct::kConfirm), std::nullopt);
  ASSERT_EQ(Do("甲村", SheetAct::kApprove), std::nullopt);
  EXPECT_EQ(GetSheet(*library_, chief_, before).value().summary.row.state, SheetState::kSuperseded);
}

TEST_P(SheetTest, ApprovedTargetsNeverChangeInTheDatabase) {
  BringTo("甲村", SheetState::kSigned);
  const auto kImmutable = store::FailureKind::kImmutable;
  const std::string sheet = std::to_string(SheetOf("甲村"));
  EXPECT_EQ(Refusal("UPDATE target_value SET units = 1 WHERE sheet_id = " + sheet), kImmutable);
  EXPECT_EQ(Refusal("DELETE FROM target_value WHERE sheet_id = " + sheet), kImmutable);
  EXPECT_EQ(Refusal("DELETE FROM target_sheet WHERE id = " + sheet), kImmutable);
  EXPECT_EQ(Refusal("UPDATE target_sheet SET approved_by = 9 WHERE id = " + sheet), kImmutable);
  for (const char* table : {"target_letter", "target_signature", "target_step"}) {
    EXPECT_EQ(Refusal(fmt::format("DELETE FROM {} WHERE sheet_id = {}", table, sheet)), kImmutable)
        << table;
  }
  EXPECT_EQ(Refusal("UPDATE target_signature SET signed_by = 'x'"), kImmutable);
  EXPECT_EQ(Refusal("UPDATE target_letter SET text = 'x'"), kImmutable);
}

TEST_P(SheetTest, MineAreThoseThatWaitForMe) {
  BringTo("甲村", SheetState::kSubmitted);
  BringTo("乙村", SheetState::kConfirmed);
  BringTo("丙村", SheetState::kSignedByAssessee);
  SheetQuery mine;
  mine.is_mine = true;
  const auto names = [&](const Actor& actor) {
    std::vector<std::string> found;
    const auto sheets = ListSheets(office(), actor, mine).value();
    for (const SheetSummary& sheet : sheets.items) found.push_back(sheet.assessee.name);
    return found;
  };
  EXPECT_THAT(names(clerk_), ElementsAre("丁村"));
  EXPECT_THAT(names(leader_), ElementsAre("甲村", "丁村"));
  EXPECT_THAT(names(chief_), ElementsAre("乙村"));  // Drafts are the units' to fill in.
  EXPECT_THAT(names(superior_), ElementsAre("丙村"));
}

KAOGONG_STORE_SUITE(SheetTest);

}  // namespace
}  // namespace kaogong::office::target
