// SPDX-License-Identifier: Apache-2.0
#include "office/target/bulk.h"

#include <gmock/gmock.h>

#include "office/target/stages.h"
#include "target_fixture.h"

namespace kaogong::office::target {
namespace {

using assessment::NewAssessees;
using assessment::Stage;
using store::IsOk;

class BulkTest : public TargetTest {};

TEST_P(BulkTest, AssignsValuesAndFactorsOfLastYear) {
  const auto done = AssignTargets(
      *library_, chief_, assessment_, "村",
      {{"粮食.目标", 0, {}, Decimal::Parse("1.0555"), {}},
       {"事故.目标", 0, Decimal::FromInteger(1), {}, Date::Parse("2026-12-31").value()}},
      std::nullopt);
  ASSERT_TRUE(IsOk(done));
  EXPECT_EQ(done.value().sheets, 5);
  EXPECT_EQ(done.value().values, 9);
  EXPECT_EQ(done.value().without_baseline, 1);  // 邻村
  const SheetView sheet = Sheet("甲村");
  EXPECT_EQ(sheet.items[0].units, 10'555);
  EXPECT_EQ(sheet.items[2].units, 1);
  EXPECT_EQ(sheet.items[2].deadline, "2026-12-31");
  // The same again changes nothing.
  const std::int64_t records = AuditCount();
  const auto again =
      AssignTargets(*library_, chief_, assessment_, "村",
                    {{"事故.目标", 0, Decimal::FromInteger(1), {}, {}}}, std::nullopt);
  ASSERT_TRUE(IsOk(again));
  EXPECT_EQ(again.value().values, 0);
  EXPECT_EQ(AuditCount(), records);
}

TEST_P(BulkTest, LeavesSheetsAloneThatAreNoDrafts) {
  BringTo("甲村", SheetState::kSubmitted);
  const auto done = AssignTargets(
      *library_, chief_, assessment_, "村", {{"事故.目标", 0, Decimal::FromInteger(1), {}, {}}},
      std::vector<Id>{AssesseeOf(assessment_, "甲村"), AssesseeOf(assessment_, "乙村")});
  ASSERT_TRUE(IsOk(done));
  EXPECT_EQ(done.value().sheets, 1);
  EXPECT_EQ(done.value().skipped_sheets, 1);
  EXPECT_EQ(Sheet("甲村").items[2].units, 2);
}

TEST_P(BulkTest, WhatIsWrongIsSaidAtOnce) {
  const auto refused = AssignTargets(*library_, chief_, assessment_, "村",
                                     {{"没有", 0, Decimal::FromInteger(1), {}, {}},
                                      {"进度.目标", 7, Decimal::FromInteger(1), {}, {}},
                                      {"事故.目标", 0, {}, {}, {}},
                                      {"粮食.目标", 0, {}, Decimal::FromInteger(-1), {}}},
                                     std::nullopt);
  ASSERT_FALSE(refused.ok());
  std::vector<std::string> pointers;
  for (const Fault& fault : refused.error().faults) pointers.push_back(fault.pointer);
  EXPECT_THAT(pointers, testing::ElementsAre("/items/0/field", "/items/1/period", "/items/2/value",
                                             "/items/3/baseline_factor"));
  EXPECT_EQ(AssignTargets(*library_, clerk_, assessment_, "村", {}, std::nullopt).error().code,
            ErrorCode::kNotPermitted);
  // A factor that leads out of the range is refused as a whole.
  EXPECT_EQ(AssignTargets(*library_, chief_, assessment_, "村",
                          {{"粮食.目标", 0, {}, Decimal::FromInteger(100'000), {}}}, std::nullopt)
                .error()
                .code,
            ErrorCode::kInvalidInput);
  EXPECT_EQ(Sheet("甲村").summary.filled, 0);
}

TEST_P(BulkTest, ApprovesAllOrNone) {
  BringTo("甲村", SheetState::kConfirmed);
  BringTo("乙村", SheetState::kSubmitted);
  const auto refused =
      ApproveTargets(*library_, chief_, assessment_, {SheetOf("甲村"), SheetOf("乙村"), 424'242});
  ASSERT_FALSE(refused.ok());
  ASSERT_EQ(refused.error().faults.size(), 2U);
  EXPECT_EQ(refused.error().faults[0].pointer, "/sheet_ids/1");
  EXPECT_EQ(Sheet("甲村").summary.row.state, SheetState::kConfirmed);
  ASSERT_EQ(Do("乙村", SheetAct::kConfirm), std::nullopt);
  const auto done =
      ApproveTargets(*library_, chief_, assessment_, {SheetOf("甲村"), SheetOf("乙村")});
  ASSERT_TRUE(IsOk(done));
  EXPECT_EQ(done.value(), 2);
  EXPECT_EQ(Sheet("乙村").summary.row.state, SheetState::kApproved);
  EXPECT_EQ(PublishTargets(*library_, chief_, assessment_, Date::Parse("2026-02-01").value())
                .error()
                .code,
            ErrorCode::kInvalidInput);
  EXPECT_EQ(
      PublishTargets(*library_, chief_, assessment_, Date::Parse("2026-03-20").value()).value(), 2);
  EXPECT_EQ(PublishTargets(*library_, chief_, assessment_, Date::Parse("2026-03-20").value())
                .error()
                .code,
            ErrorCode::kConflict);
}

std::string ManyTargets(int count) {
  std::string text = R"(---
名称: 多目标样例办法
版本: 2026
施行: 2025-01-01
---

# 多目标样例办法

## 第一条 数据

镇对各村考核，各项按完成比例计分，每项一分。没有核定的，得分待定。

```规则
对象 村
针对 村
)";
  for (int i = 1; i <= count; ++i) {
    text += fmt::format(
        "数据 任务{}: 小数2, 含 目标, 单位 件, 来源 考核办, 缺失 待定, 范围 [0, 100000]\n", i);
  }
  text += fmt::format("指标 任务 {}分 责任 考核办\n", count);
  for (int i = 1; i <= count; ++i) {
    text += fmt::format(
        "  指标 任务{0}得分 1分 责任 考核办\n    计分 按比例(任务{0}, 任务{0}.目标, 封顶: 1, 保底: "
        "0)\n    舍入 2位\n",
        i);
  }
  return text + "总分 总分 = 任务 舍入 2位 四舍五入\n```\n";
}

TEST_P(BulkTest, ThirtyTargetsForFiveHundredUnitsAreWrittenAtOnce) {
  const Id version = Publish(ManyTargets(30), "many");
  const auto made =
      assessment::CreateAssessment(*library_, chief_, {version, 2026, "多目标", {}, {}, {}});
  ASSERT_TRUE(IsOk(made));
  const Id id = made.value().summary.row.id;
  NewAssessees villages;
  villages.kind = "村";
  for (int i = 0; i < 500; ++i) villages.rows.push_back({fmt::format("V{:03}", i), "", ""});
  ASSERT_TRUE(IsOk(AddAssessees(*library_, chief_, id, villages)));
  ASSERT_TRUE(
      IsOk(MoveStage(*library_, chief_, id, {Stage::kTargets, "", Get(id).summary.row.version})));
  std::vector<Assignment> items;
  for (int i = 1; i <= 30; ++i) {
    items.push_back({fmt::format("任务{}.目标", i), 0, Decimal::FromInteger(i), {}, {}});
  }
  const auto done = AssignTargets(*library_, chief_, id, "村", items, std::nullopt);
  ASSERT_TRUE(IsOk(done));
  EXPECT_EQ(done.value().sheets, 500);
  EXPECT_EQ(done.value().values, 15'000);
}

KAOGONG_STORE_SUITE(BulkTest);

}  // namespace
}  // namespace kaogong::office::target
