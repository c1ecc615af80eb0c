// SPDX-License-Identifier: Apache-2.0
#include "office/process/record.h"

#include "office/process/panel.h"
#include "process_fixture.h"

namespace kaogong::office::process {
namespace {

using store::IsOk;

class RecordTest : public ProcessTest {
 protected:
  NewRecord Praise(const std::string& code = "甲村") {
    NewRecord made;
    made.assessment = assessment_;
    made.field = "表彰";
    made.assessee = AssesseeOf(assessment_, code);
    made.day = Date::Parse("2026-02-10").value();
    made.amount = "1";
    made.basis = "县委通报 2026 第 3 号";
    return made;
  }
  PanelKey Sheet(const std::string& code) {
    return {assessment_, "现场评分", AssesseeOf(assessment_, code)};
  }
  static PanelScore Score(const std::string& item, const std::string& value) {
    return {item, PanelChoice::kScore, value, ""};
  }
};

TEST_P(RecordTest, ASecondPersonDecides) {
  const auto made = ProposeRecord(*library_, clerk_, Praise());
  ASSERT_TRUE(IsOk(made));
  const Id id = made.value().id;
  EXPECT_EQ(made.value().amount, "1");
  EXPECT_EQ(Trouble(DecideRecord(*library_, clerk_, id, 1, true, "")), "not permitted");
  NewRecord own = Praise("乙村");
  const auto mine = ProposeRecord(*library_, chief_, own);
  ASSERT_TRUE(IsOk(mine));
  EXPECT_FALSE(mine.value().may_decide);
  EXPECT_EQ(Trouble(DecideRecord(*library_, chief_, mine.value().id, 1, true, "")),
            "not permitted");
  EXPECT_EQ(Trouble(DecideRecord(*library_, second_, id, 1, false, " ")), "invalid /reason");
  ASSERT_TRUE(IsOk(DecideRecord(*library_, chief_, id, 1, true, "")));
  EXPECT_EQ(Trouble(DecideRecord(*library_, second_, id, 1, true, "")), "conflict");
  EXPECT_EQ(Trouble(DecideRecord(*library_, second_, id, 2, false, "晚了")), "conflict");
  EXPECT_EQ(Refusal(fmt::format("UPDATE record SET units = 9 WHERE id = {}", id)),
            store::FailureKind::kImmutable);
  EXPECT_EQ(Refusal(fmt::format("DELETE FROM record WHERE id = {}", id)),
            store::FailureKind::kImmutable);
}

TEST_P(RecordTest, TwiceIsOnceAndOthersWhoClaimItAreShown) {
  ASSERT_TRUE(IsOk(ProposeRecord(*library_, clerk_, Praise())));
  NewRecord again = Praise();
  again.basis = "县委通报２０２６第3号";
  EXPECT_EQ(Trouble(ProposeRecord(*library_, clerk_, again)), "conflict");
  again.assessee = AssesseeOf(assessment_, "乙村");
  const auto other = ProposeRecord(*library_, clerk_, again);
  ASSERT_TRUE(IsOk(other));
  ASSERT_EQ(other.value().claimed_by.size(), 1U);
  EXPECT_EQ(other.value().claimed_by.at(0).assessee, "甲村");
}

TEST_P(RecordTest, AllFaultsComeAtOnce) {
  NewRecord made = Praise();
  made.amount = "1.5";
  made.day = Date::Parse("2026-12-10").value();
  made.basis = " ";
  EXPECT_EQ(Trouble(ProposeRecord(*library_, clerk_, made)), "invalid /amount /day /basis");
  made = Praise("邻村");
  EXPECT_EQ(Trouble(ProposeRecord(*library_, clerk_, made)), "invalid /assessee_id");
  made = Praise();
  made.field.reset();
  made.amount.reset();
  made.kind = "项目登记";
  made.values = {{"总投资", "-1"}, {"没有", "x"}};
  EXPECT_EQ(Trouble(ProposeRecord(*library_, clerk_, made)),
            "invalid /values/没有 /values/项目名称 /values/总投资");
  made.values = {{"项目名称", "米厂"}, {"总投资", "１２０"}};
  const auto record = ProposeRecord(*library_, clerk_, made);
  ASSERT_TRUE(IsOk(record));
  ASSERT_EQ(record.value().values.size(), 3U);
  EXPECT_EQ(record.value().values.at(0).value, "2026-02-10");
  EXPECT_EQ(record.value().values.at(2).value, "120");
}

TEST_P(RecordTest, WithdrawnStays) {
  const Id open = ProposeRecord(*library_, clerk_, Praise()).value().id;
  EXPECT_EQ(Trouble(WithdrawRecord(*library_, neighbour_, open, 1, "x")), "not found");
  EXPECT_EQ(Trouble(WithdrawRecord(*library_, clerk_, open, 1, "")), "invalid /reason");
  ASSERT_TRUE(IsOk(WithdrawRecord(*library_, clerk_, open, 1, "重复")));
  // Afterwards it may be proposed again.
  const Id again = ProposeRecord(*library_, clerk_, Praise()).value().id;
  ASSERT_TRUE(IsOk(DecideRecord(*library_, chief_, again, 1, true, "")));
  EXPECT_EQ(Trouble(WithdrawRecord(*library_, chief_, again, 2, "误批")), "not permitted");
  ASSERT_TRUE(IsOk(WithdrawRecord(*library_, second_, again, 2, "误批")));
  EXPECT_EQ(FindRecord(*library_, clerk_, again).value().state, RecordState::kWithdrawn);
  EXPECT_EQ(Trouble(WithdrawRecord(*library_, second_, again, 3, "再来")), "conflict");
  EXPECT_EQ(Count(*pool_, "record"), 2);
  RecordFilter filter;
  filter.state = RecordState::kWithdrawn;
  EXPECT_EQ(ListRecords(*library_, clerk_, filter, {}).value().total, 2);
  EXPECT_EQ(ListRecords(*library_, neighbour_, {}, {}).value().total, 0);
}

TEST_P(RecordTest, ClosedOnceResultsArePublished) {
  const Id id = ProposeRecord(*library_, clerk_, Praise()).value().id;
  MoveTo("notice");
  EXPECT_EQ(Trouble(ProposeRecord(*library_, clerk_, Praise("乙村"))), "conflict");
  EXPECT_EQ(Trouble(DecideRecord(*library_, chief_, id, 1, true, "")), "conflict");
  EXPECT_EQ(Trouble(WithdrawRecord(*library_, clerk_, id, 1, "x")), "conflict");
}

TEST_P(RecordTest, PanelScoresAndSubmits) {
  EXPECT_EQ(
      Trouble(AppointPanel(*library_, chief_, assessment_, {"项目登记表", {clerk_.account}, {1}})),
      "invalid /kind /account_ids/0");
  ASSERT_TRUE(
      IsOk(AppointPanel(*library_, chief_, assessment_,
                        {"现场评分",
                         {judge_.account, judge2_.account},
                         {AssesseeOf(assessment_, "甲村"), AssesseeOf(assessment_, "乙村")}})));
  NewRecord made = Praise();
  made.field.reset();
  made.amount.reset();
  made.kind = "现场评分";
  EXPECT_EQ(Trouble(ProposeRecord(*library_, clerk_, made)), "invalid /kind");
  EXPECT_EQ(ListPanelSheets(*library_, judge_, {}, {}).value().total, 2);
  EXPECT_EQ(Trouble(OpenPanelSheet(*library_, judge_, Sheet("丙村"))), "not found");
  EXPECT_EQ(Trouble(OpenPanelSheet(*library_, clerk_, Sheet("甲村"))), "not permitted");
  const PanelKey sheet = Sheet("甲村");
  EXPECT_EQ(
      Trouble(SavePanelSheet(
          *library_, judge_, sheet, 0,
          {Score("看", "101"), Score("嗅", "1"), {"听", PanelChoice::kUnknown, "5", ""}}, true)),
      "invalid /items/0/value /items/1/item /items/2/value");
  EXPECT_EQ(Trouble(SavePanelSheet(*library_, judge_, sheet, 0, {Score("看", "90")}, true)),
            "invalid /items");
  const auto saved = SavePanelSheet(*library_, judge_, sheet, 0, {Score("看", "90.0")}, false);
  ASSERT_TRUE(IsOk(saved));
  EXPECT_EQ(saved.value().row.done, 1);
  EXPECT_EQ(saved.value().items.at(0).value, "90");
  EXPECT_EQ(Trouble(SavePanelSheet(*library_, judge_, sheet, 0, {Score("看", "80")}, false)),
            "conflict");
  // Another member sees nothing of it.
  EXPECT_FALSE(OpenPanelSheet(*library_, judge2_, sheet).value().items.at(0).choice.has_value());
  ASSERT_TRUE(IsOk(SavePanelSheet(*library_, judge_, sheet, 1,
                                  {{"听", PanelChoice::kUnknown, {}, "未到场"}}, true)));
  EXPECT_EQ(Trouble(SavePanelSheet(*library_, judge_, sheet, 2, {Score("看", "80")}, false)),
            "conflict");
  EXPECT_EQ(Refusal("UPDATE panel_score SET value = '1' WHERE value IS NOT NULL"),
            store::FailureKind::kImmutable);
  EXPECT_EQ(
      Trouble(AppointPanel(*library_, chief_, assessment_, {"现场评分", {judge2_.account}, {}})),
      "conflict");
  PanelFilter open;
  open.state = "open";
  EXPECT_EQ(ListPanelSheets(*library_, judge_, open, {}).value().total, 1);
  MoveTo("results");
  EXPECT_EQ(Trouble(SavePanelSheet(*library_, judge2_, sheet, 0, {Score("看", "80")}, false)),
            "conflict");
}

KAOGONG_STORE_SUITE(RecordTest);

}  // namespace
}  // namespace kaogong::office::process
