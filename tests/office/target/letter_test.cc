// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include "base/sha256.h"
#include "office/target/publicity.h"
#include "target_fixture.h"

namespace kaogong::office::target {
namespace {

using store::IsOk;
using testing::HasSubstr;

class LetterTest : public TargetTest {};

TEST_P(LetterTest, IsGeneratedFromRegulationAndTargets) {
  BringTo("甲村", SheetState::kApproved);
  const auto letter = GetLetter(*library_, clerk_, SheetOf("甲村"));
  ASSERT_TRUE(IsOk(letter));
  EXPECT_EQ(letter.value().text.title, "2026年度考核目标责任书");
  EXPECT_EQ(letter.value().text.assessee, "甲村");
  EXPECT_EQ(letter.value().text.superior, "镇");
  ASSERT_EQ(letter.value().text.items.size(), 7U);
  EXPECT_EQ(letter.value().text.items[0].label, "粮食 目标");
  EXPECT_EQ(letter.value().text.items[0].value, "90");
  EXPECT_EQ(letter.value().text.items[0].points, "40");
  EXPECT_THAT(testing::PrintToString(letter.value().text.paragraphs), HasSubstr("第二条"));
  EXPECT_EQ(letter.value().digest, Sha256Hex(letter.value().text.ToText()));
  const LetterText again = LetterText::FromText(letter.value().text.ToText());
  EXPECT_EQ(again.ToText(), letter.value().text.ToText());
}

TEST_P(LetterTest, BothSidesSignInOrder) {
  BringTo("甲村", SheetState::kApproved);
  // The superior not before the assessee, and not who stands for neither.
  EXPECT_EQ(Sign("甲村", superior_).error().code, ErrorCode::kNotPermitted);
  EXPECT_EQ(Sign("甲村", clerk_).error().code, ErrorCode::kNotPermitted);
  EXPECT_EQ(Sign("甲村", outsider_).error().code, ErrorCode::kNotFound);
  const auto first = Sign("甲村", leader_);
  ASSERT_TRUE(IsOk(first));
  EXPECT_EQ(first.value().signatures[0].by, leader_.name);
  EXPECT_EQ(first.value().signatures[1].by, std::nullopt);
  EXPECT_EQ(first.value().may_sign, std::nullopt);
  // Not the same hand twice.
  Actor both = leader_;
  both.grants.push_back({Role::kLeader, county_});
  EXPECT_EQ(Sign("甲村", both).error().code, ErrorCode::kNotPermitted);
  const auto second = Sign("甲村", superior_);
  ASSERT_TRUE(IsOk(second));
  EXPECT_EQ(second.value().sheet.state, SheetState::kSigned);
  EXPECT_EQ(second.value().signatures[1].by, superior_.name);
  EXPECT_EQ(second.value().digest, first.value().digest);
  EXPECT_EQ(Sign("甲村", superior_).error().code, ErrorCode::kConflict);
}

TEST_P(LetterTest, WhatIsSignedIsWhatWasRead) {
  BringTo("甲村", SheetState::kApproved);
  const SheetRow sheet = Sheet("甲村").summary.row;
  EXPECT_EQ(
      SignLetter(*library_, leader_, sheet.id, std::string(64, '0'), sheet.version).error().code,
      ErrorCode::kConflict);
  ASSERT_TRUE(IsOk(Sign("甲村", leader_)));
  const std::string digest = GetLetter(*library_, leader_, sheet.id).value().digest;
  // A unit that is renamed later does not alter what was signed.
  const UnitView unit = Unit(villages_[0]);
  ASSERT_TRUE(IsOk(ChangeUnit(
      office(), program_, villages_[0],
      {unit.node.version, Date::Parse("2026-02-01").value(), "新甲村", {}, {}, {}, {}})));
  EXPECT_EQ(GetLetter(*library_, leader_, sheet.id).value().digest, digest);
  EXPECT_TRUE(IsOk(Sign("甲村", superior_)));
}

TEST_P(LetterTest, ARevisionVoidsTheLetter) {
  BringTo("甲村", SheetState::kSignedByAssessee);
  const Id before = SheetOf("甲村");
  ASSERT_EQ(Do("甲村", SheetAct::kRevise), std::nullopt);
  const auto letter = GetLetter(*library_, superior_, before);
  ASSERT_TRUE(IsOk(letter));
  EXPECT_TRUE(letter.value().sheet.is_void);
  EXPECT_EQ(
      SignLetter(*library_, superior_, before, letter.value().digest, letter.value().sheet.version)
          .error()
          .code,
      ErrorCode::kConflict);
  ASSERT_EQ(Do("甲村", SheetAct::kSubmit), std::nullopt);
  ASSERT_EQ(Do("甲村", SheetAct::kConfirm), std::nullopt);
  ASSERT_EQ(Do("甲村", SheetAct::kApprove), std::nullopt);
  const auto now = GetLetter(*library_, leader_, SheetOf("甲村"));
  ASSERT_TRUE(IsOk(now));
  EXPECT_NE(now.value().digest, letter.value().digest);
  ASSERT_EQ(now.value().history.size(), 1U);
  EXPECT_TRUE(now.value().history[0].is_void);
  EXPECT_EQ(now.value().history[0].digest, letter.value().digest);
  EXPECT_EQ(now.value().history[0].signatures[0].by, leader_.name);
  ASSERT_TRUE(IsOk(Sign("甲村", leader_)));
  ASSERT_TRUE(IsOk(Sign("甲村", superior_)));
}

TEST_P(LetterTest, ThereIsNoneBeforeApproval) {
  BringTo("甲村", SheetState::kConfirmed);
  EXPECT_EQ(GetLetter(*library_, leader_, SheetOf("甲村")).error().code, ErrorCode::kConflict);
}

TEST_P(LetterTest, PublishedTargetsStandOpenToComment) {
  BringTo("甲村", SheetState::kPublished);
  const Id sheet = SheetOf("甲村");
  const auto open = ListPublicTargets(office());
  ASSERT_TRUE(IsOk(open));
  ASSERT_EQ(open.value().size(), 1U);
  EXPECT_EQ(open.value()[0].sheet_count, 1);
  EXPECT_EQ(open.value()[0].comment_until, "2026-03-10");
  const auto list = GetPublicTargets(*library_, assessment_, "", "", {});
  ASSERT_TRUE(IsOk(list));
  ASSERT_EQ(list.value().sheets.total, 1);
  EXPECT_EQ(list.value().columns.size(), 7U);
  EXPECT_EQ(list.value().sheets.items[0].values[0], "90");
  const Actor anybody = Person(Role::kPanelMember, other_town_, 55);
  ASSERT_TRUE(IsOk(AddComment(*library_, anybody, sheet, "偏高")));
  EXPECT_EQ(AddComment(*library_, anybody, sheet, " ").error().code, ErrorCode::kInvalidInput);
  EXPECT_EQ(AddComment(*library_, anybody, SheetOf("乙村"), "甲").error().code,
            ErrorCode::kNotFound);
  EXPECT_EQ(ListComments(*library_, leader_, sheet).value().at(0).text, "偏高");
  EXPECT_EQ(ListComments(*library_, anybody, sheet).error().code, ErrorCode::kNotFound);
  clock_.Set("2026-03-11T04:00:00Z");
  EXPECT_EQ(AddComment(*library_, anybody, sheet, "迟了").error().code, ErrorCode::kConflict);
  EXPECT_TRUE(ListPublicTargets(office()).value().empty());
  EXPECT_EQ(GetPublicTargets(*library_, assessment_, "", "", {}).error().code,
            ErrorCode::kNotFound);
}

KAOGONG_STORE_SUITE(LetterTest);

}  // namespace
}  // namespace kaogong::office::target
