// SPDX-License-Identifier: Apache-2.0
#include "explain/ledger.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "fixture.h"

namespace kaogong::explain {
namespace {

using testing::ElementsAre;

// Rules for one kind 村; `lines` are its fields and figures.
std::unique_ptr<Fixture> Village(const std::string& lines, const std::string& given) {
  auto fixture = MakeFixture("## 第一条\n\n```规则\n对象 村\n" + lines + "```\n", given);
  EXPECT_EQ(fixture->problems, "");
  return fixture;
}

Ledger LedgerOf(const Fixture& fixture, const std::string& ask, const LedgerOptions& options = {}) {
  const auto asked = fixture.Find(ask);
  return MakeLedger(*fixture.reference, asked.figure, asked.row, asked.period, options);
}

// "kind path amount" of every line.
std::vector<std::string> Lines(const Fixture& fixture, const Ledger& ledger) {
  std::vector<std::string> lines;
  for (const LedgerLine& line : ledger.lines) {
    lines.push_back(NameOf(line.kind).zh + " " + ledger.PathOf(fixture.scheme, line) + " " +
                    line.amount.ToString());
  }
  return lines;
}

constexpr char kFields[] =
    "  数据 甲: 小数2, 缺失 待定\n  数据 乙: 小数2, 缺失 免\n  数据 丙: 小数2, 缺失 零\n";

TEST(MakeLedger, TakesALeafApartIntoFullPointsAndDeductions) {
  const auto fixture =
      Village(std::string(kFields) + "指标 安全 20分\n  计分 不低于(满分 - 2 × 甲 - 丙, 0)\n", "村: {一: {甲: 3, 丙: 1}}");
  EXPECT_THAT(Lines(*fixture, LedgerOf(*fixture, "村/一/安全")),
              ElementsAre("满分 安全 20", "扣分 安全 -6", "扣分 安全 -1"));
}

TEST(MakeLedger, GivesFloorAndCapTheDifferenceTheyMake) {
  const auto fixture = Village(std::string(kFields) +
                                   "指标 安全 20分\n  计分 不低于(满分 - 2 × 甲, 0)\n"
                                   "加分 外加 不超过 3分 = 丙\n总分 = 安全 + 外加\n",
                               "村: {一: {甲: 13, 丙: 4.5}}");
  EXPECT_THAT(Lines(*fixture, LedgerOf(*fixture, "村/一/总分")),
              ElementsAre("满分 安全 20", "扣分 安全 -26", "保底 安全 6", "加分 外加 4.5", "封顶 外加 -1.5"));
}

TEST(MakeLedger, ScalesLinesByConstantsAndGivesACoefficientItsOwnLine) {
  const auto fixture = Village(std::string(kFields) +
                                   "指标 安全 20分\n  计分 满分 - 甲\n系数 难度 = 丙\n"
                                   "总分 = 50% × 安全 × 难度\n",
                               "村: {一: {甲: 2, 丙: 1.1}}");
  EXPECT_THAT(Lines(*fixture, LedgerOf(*fixture, "村/一/总分")),
              ElementsAre("满分 安全 10", "扣分 安全 -1", "系数 总分 0.9"));
}

TEST(MakeLedger, ShowsExemptPartsAndWhatReweightingAdds) {
  const auto fixture = Village(std::string(kFields) +
                                   "指标 工作 100分\n  指标 头项 60分 = 甲\n  指标 次项 40分 = 乙\n",
                               "村: {一: {甲: 45}}");
  EXPECT_THAT(Lines(*fixture, LedgerOf(*fixture, "村/一/工作")),
              ElementsAre("计分 头项 45", "免计 次项 0", "权重调整 工作 30"));
}

TEST(MakeLedger, PutsWhatIsLostInShowingIntoTheRoundingLine) {
  const auto fixture =
      Village(std::string(kFields) + "指标 工作 100分\n  计分 甲 ÷ 3 + 乙 ÷ 7\n  舍入 2位\n定义 原值 = 甲 ÷ 3\n",
              "村: {一: {甲: 100, 乙: 100}}");
  EXPECT_THAT(Lines(*fixture, LedgerOf(*fixture, "村/一/工作")),
              ElementsAre("计分 工作 33.333333", "计分 工作 14.285714", "舍入 工作 0.000953"));
  const Ledger ledger = LedgerOf(*fixture, "村/一/原值");
  EXPECT_FALSE(ledger.is_exact);
  EXPECT_EQ(ledger.total->ToString(), "33.333333");
}

TEST(MakeLedger, KeepsAnEffectWithinTheFiguresLimits) {
  const auto fixture = Village(std::string(kFields) +
                                   "指标 工作 100分 = 甲\n总分 = 工作 不低于 0 舍入 1位\n否决 事故 = 丙 > 0\n  效果 总分 扣 "
                                   "丙 × 1.25\n",
                               "村: {一: {甲: 88, 丙: 1}, 二: {甲: 3, 丙: 9}}");
  EXPECT_THAT(Lines(*fixture, LedgerOf(*fixture, "村/一/总分")),
              ElementsAre("计分 工作 88", "否决 总分 -1.2"));
  EXPECT_THAT(Lines(*fixture, LedgerOf(*fixture, "村/二/总分")),
              ElementsAre("计分 工作 3", "否决 总分 -3"));
}

TEST(MakeLedger, KeepsTheOriginalBesideAnEffect) {
  const auto fixture = Village(std::string(kFields) +
                                   "指标 工作 100分 = 甲\n总分 = 工作\n否决 事故 = 丙 > 0\n  效果 总分 清零\n"
                                   "例外 总分\n  条件 丙 > 5\n  改为 60\n",
                               "村: {一: {甲: 88, 丙: 1}, 二: {甲: 88, 丙: 9}, 三: {丙: 9}, 四: {甲: 88}}");
  EXPECT_THAT(Lines(*fixture, LedgerOf(*fixture, "村/一/总分")),
              ElementsAre("计分 工作 88", "否决 总分 -88"));
  EXPECT_THAT(Lines(*fixture, LedgerOf(*fixture, "村/二/总分")),
              ElementsAre("计分 工作 88", "例外 总分 -28", "否决 总分 -60"));
  // What was pending does not matter any more; clearing is final wherever it is written.
  EXPECT_THAT(Lines(*fixture, LedgerOf(*fixture, "村/三/总分")), ElementsAre("例外 总分 60", "否决 总分 -60"));
  EXPECT_THAT(Lines(*fixture, LedgerOf(*fixture, "村/四/总分")), ElementsAre("计分 工作 88"));
}

TEST(MakeLedger, HasALineForEveryRecordUntilThereAreTooMany) {
  const std::string rules =
      "明细 违规 属于 村\n  数据 分: 小数2, 缺失 待定\n针对 村\n扣分 处罚 = 0.5 × 合计(违规.分)\n";
  const auto fixture =
      Village(rules, "村: {一: {}}\n违规:\n  - {分: 1}\n  - {分: 2}\n  - {分: 0.5}\n");
  EXPECT_THAT(Lines(*fixture, LedgerOf(*fixture, "村/一/处罚")),
              ElementsAre("扣分 处罚 0.5", "扣分 处罚 1", "扣分 处罚 0.25"));
  LedgerOptions few;
  few.records_max = 2;
  EXPECT_THAT(Lines(*fixture, LedgerOf(*fixture, "村/一/处罚", few)), ElementsAre("扣分 处罚 1.75"));
}

TEST(MakeLedger, StopsTakingApartAtTheLimit) {
  const auto fixture = Village(std::string(kFields) +
                                   "指标 工作 100分\n  指标 头项 60分 = 60 - 甲\n  指标 次项 40分 = 40 - 甲\n",
                               "村: {一: {甲: 5}}");
  LedgerOptions one;
  one.lines_max = 1;
  const Ledger ledger = LedgerOf(*fixture, "村/一/工作", one);
  EXPECT_LT(ledger.lines.size(), 4U);
  Rational sum;
  for (const LedgerLine& line : ledger.lines) sum += Rational(line.amount);
  EXPECT_EQ(sum, Rational(90));
}

TEST(MakeLedger, ShowsWhatIsSettledOfAPendingFigure) {
  const auto fixture = Village(std::string(kFields) +
                                   "指标 工作 100分\n  指标 头项 60分 = 甲\n  指标 次项 40分 = 丙\n",
                               "村: {一: {丙: 33}}");
  const Ledger ledger = LedgerOf(*fixture, "村/一/工作");
  EXPECT_FALSE(ledger.total.has_value());
  EXPECT_THAT(Lines(*fixture, ledger), ElementsAre("待定 头项 0", "计分 次项 33"));
}

TEST(MakeLedger, CitesTheArticleOfTheFigureAndOfTheEffect) {
  const auto fixture = MakeFixture(
      "## 第一条\n\n```规则\n对象 村\n  数据 甲: 小数2, 缺失 待定\n总分 = 甲 @第二款\n```\n\n"
      "## 第九条\n\n```规则\n否决 事故 = 甲 > 5\n  效果 总分 清零 @第三款\n```\n",
      "村: {一: {甲: 9}}");
  ASSERT_EQ(fixture->problems, "");
  const Ledger ledger = LedgerOf(*fixture, "村/一/总分");
  ASSERT_EQ(ledger.lines.size(), 2U);
  EXPECT_EQ(fixture->scheme.articles[static_cast<std::size_t>(ledger.lines[0].article)].number, "第一条");
  EXPECT_EQ(ledger.lines[0].clause, "第二款");
  EXPECT_EQ(fixture->scheme.articles[static_cast<std::size_t>(ledger.lines[1].article)].number, "第九条");
  EXPECT_EQ(ledger.lines[1].clause, "第三款");
}

}  // namespace
}  // namespace kaogong::explain
