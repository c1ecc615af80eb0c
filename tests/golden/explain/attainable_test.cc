// SPDX-License-Identifier: Apache-2.0
#include "explain/attainable.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "fixture.h"
#include "random_regulation.h"

namespace kaogong::explain {
namespace {

using testing::ElementsAre;

// One leaf of 40 points; `score` is its formula.
std::unique_ptr<Fixture> Leaf(const std::string& score, const std::string& cells) {
  auto fixture = MakeFixture(
      "## 第一条\n\n```规则\n对象 村\n"
      "  数据 产量: 小数2, 含 目标, 单位 吨, 缺失 待定, 范围 [0, 1000]\n"
      "  数据 合格率: 百分比, 缺失 待定, 范围 [0, 100)\n  数据 例数: 整数, 单位 例, 缺失 零, 范围 [0, 50]\n"
      "  数据 利润: 小数1, 缺失 待定\n"
      "指标 得分 40分\n  计分 " + score + "\n```\n",
      "村: {一: {" + cells + "}}");
  EXPECT_EQ(fixture->problems, "");
  return fixture;
}

Attainable Find(const Fixture& fixture, const std::string& ask = "村/一/得分", const AttainableOptions& options = {}) {
  const auto asked = fixture.Find(ask);
  return FindAttainable(*fixture.reference, asked.figure, asked.row, asked.period, options);
}

std::vector<std::string> Sentences(const Fixture& fixture, const std::string& ask = "村/一/得分") {
  std::vector<std::string> sentences;
  for (const Text& text : MakeSentences(fixture.scheme, Find(fixture, ask))) sentences.push_back(text.zh);
  return sentences;
}

TEST(FindAttainable, SaysHowMuchMoreReachesFullPoints) {
  const auto fixture = Leaf("按比例(产量, 产量.目标, 封顶: 120%)", "产量: 90, 产量.目标: 100");
  EXPECT_THAT(Sentences(*fixture),
              ElementsAre("得分得 36 分，比满分少 4 分：再完成 10 吨（产量达到 100 吨）可再得 4 分，达到满分。"));
}

TEST(FindAttainable, FindsTheNextBandAndTheBest) {
  const auto fixture = Leaf("分段(产量, ≥95.5: 40, ≥80.25: 25, 其余: 0)", "产量: 12.3");
  const Attainable found = Find(*fixture);
  ASSERT_EQ(found.leaves.size(), 1U);
  const FieldAdvice& advice = found.leaves[0].fields.at(0);
  EXPECT_EQ(advice.next->value.ToString(), "80.25");
  EXPECT_EQ(advice.next->gain, Rational(25));
  EXPECT_EQ(advice.full->value.ToString(), "95.5");
  EXPECT_EQ(advice.full->by.ToString(), "83.2");
}

TEST(FindAttainable, GoesDownWhereLessIsBetter) {
  const auto fixture = Leaf("不低于(满分 - 5 × 例数, 0)", "例数: 11");
  EXPECT_THAT(Sentences(*fixture),
              ElementsAre("得分得 0 分，比满分少 40 分：例数减少 4 例（降到 7 例）可再得 5 分；"
                          "例数减少 11 例（降到 0 例）可再得 40 分，达到满分。"));
}

TEST(FindAttainable, NeverAdvisesToLowerWhatIsMeasuredAgainst) {
  const auto advised = [](const std::string& score) {
    const auto fixture = MakeFixture(
        "## 第一条\n\n```规则\n对象 村\n  数据 办结: 整数, 缺失 待定\n  数据 立案: 整数, 缺失 待定\n"
        "  数据 年度任务: 整数, 缺失 待定\n  数据 成本: 整数, 缺失 待定\n参数 定额 = 100\n"
        "定义 办结率 = 办结 ÷ 立案\n指标 得分 40分\n  计分 " + score + "\n```\n",
        "村: {一: {办结: 50, 立案: 100, 年度任务: 90, 成本: 200}}");
    EXPECT_EQ(fixture->problems, "");
    std::string names;
    const Attainable found = Find(*fixture);
    for (const FieldAdvice& advice : found.leaves.at(0).fields)
      names += fixture->scheme.field(advice.field).name + " ";
    return names;
  };
  EXPECT_EQ(advised("满分 × 办结率"), "办结 ");
  EXPECT_EQ(advised("不超过(满分 × 办结率 + 办结 ÷ 立案, 40)"), "办结 ");
  EXPECT_EQ(advised("按比例(办结, 立案)"), "办结 ");
  EXPECT_EQ(advised("满分 × 增长率(办结, 立案)"), "办结 ");
  EXPECT_EQ(advised("不低于(满分 - 每(年度任务 - 办结, 步长: 1, 计: 足), 0)"), "办结 ");
  EXPECT_EQ(advised("功效系数(办结, 不允许: 立案 ÷ 2, 满意: 立案, 底分: 0, 幅度: 40)"), "办结 ");
  // Costs are the unit's own: lower is better.
  EXPECT_EQ(advised("按反比例(成本, 定额)"), "成本 ");
  EXPECT_EQ(advised("不超过(满分 × 定额 ÷ 成本, 40)"), "成本 ");
}

TEST(FindAttainable, CountsPercentagesInPointsAndStaysInTheRange) {
  const auto fixture = Leaf("满分 × 合格率", "合格率: 98.5");
  const Attainable found = Find(*fixture);
  const FieldAdvice& advice = found.leaves.at(0).fields.at(0);
  // 100 % itself is outside the range [0, 100).
  EXPECT_FALSE(advice.full.has_value());
  EXPECT_TRUE(advice.next.has_value());
  const auto reachable = Leaf("满分 × 合格率 ÷ 99%", "合格率: 98.5");
  EXPECT_THAT(Sentences(*reachable),
              ElementsAre(testing::HasSubstr("增加 0.5 个百分点（达到 99%）")));
}

TEST(FindAttainable, SaysWhenNoSingleFactHelps) {
  EXPECT_THAT(Sentences(*Leaf("若 产量 < 0 则 40 否则 10", "产量: 5")),
              ElementsAre("得分得 10 分，比满分少 30 分：无法由单项数据提高。"));
  EXPECT_THAT(Sentences(*Leaf("10", "产量: 5")),
              ElementsAre("得分得 10 分，比满分少 30 分：没有可以单独提高它的数据。"));
}

TEST(FindAttainable, TellsWhatAFactNotYetReportedHasToBe) {
  EXPECT_THAT(Sentences(*Leaf("按比例(产量, 产量.目标)", "产量.目标: 100")),
              ElementsAre("得分 待定，满分 40 分：产量达到 100 吨，可再得 40 分，达到满分。"));
  EXPECT_THAT(Sentences(*Leaf("按比例(产量, 产量.目标)", "产量: 100")),
              ElementsAre("得分 待定，满分 40 分：数据补齐后才能测算。"));
}

TEST(FindAttainable, TellsHowHighAFactMayBeWhereLessIsBetter) {
  EXPECT_THAT(Sentences(*Leaf("分段(产量, [0, 3]: 40, 其余: 0)", "例数: 1")),
              ElementsAre("得分 待定，满分 40 分：产量不超过 3 吨，可再得 40 分，达到满分。"));
}

TEST(FindAttainable, FindsAWindowInAResponseThatIsNotMonotone) {
  const auto fixture = Leaf("分段(产量, [100, 110]: 40, 其余: 0)", "产量: 99");
  EXPECT_EQ(Find(*fixture).leaves.at(0).fields.at(0).full->value.ToString(), "100");
  const auto above = Leaf("分段(产量, [100, 110]: 40, 其余: 0)", "产量: 110.5");
  EXPECT_EQ(Find(*above).leaves.at(0).fields.at(0).full->value.ToString(), "110");
}

TEST(FindAttainable, StopsWhenTheWorkIsUsedUp) {
  AttainableOptions options;
  options.work_max = 30;
  const auto fixture = Leaf("按比例(利润, 产量.目标)", "利润: 1, 产量.目标: 1000");
  const Attainable found = Find(*fixture, "村/一/得分", options);
  EXPECT_TRUE(found.leaves.at(0).fields.at(0).is_exhausted);
}

TEST(FindAttainable, LeavesTheCallersEvaluatorAlone) {
  const auto fixture = Leaf("按比例(产量, 产量.目标)", "产量: 50, 产量.目标: 100");
  const auto asked = fixture->Find("村/一/得分");
  Find(*fixture);
  EXPECT_EQ(fixture->reference->Figure(asked.figure, asked.row, asked.period).number, Rational(20));
}

TEST(FindAttainable, CountsThePointsToTheNextGrade) {
  const auto fixture = MakeFixture(
      "## 第一条\n\n```规则\n对象 镇\n对象 村 属于 镇\n  数据 甲: 小数2, 缺失 待定, 范围 [0, 100]\n"
      "总分 = 甲 舍入 1位\n等次\n  优秀: 总分 ≥ 60 且 入围(总分, 名额: 1, 在: 镇, 并列: 不入)\n"
      "  良好: 总分 ≥ 80\n  合格: 其余\n```\n",
      "镇: {镇: {}}\n村: {一: {甲: 75.5}, 二: {甲: 91}}");
  ASSERT_EQ(fixture->problems, "");
  const Attainable found = Find(*fixture, "村/一/总分");
  ASSERT_EQ(found.grades.size(), 1U);
  EXPECT_EQ(found.grades[0].next, "良好");
  EXPECT_EQ(found.grades[0].missing->ToString(), "4.5");
  EXPECT_TRUE(Find(*fixture, "村/二/总分").grades.empty());
}

// What the search says is true: the change reaches its goal and one unit less does not.
TEST(FindAttainable, IsRightOnRandomRegulations) {
  int checked = 0;
  for (std::uint64_t seed = 7; seed < 127; ++seed) {
    const RandomRegulation made = MakeRandomRegulation(seed);
    const auto fixture = MakeFixture(made);
    if (!fixture->problems.empty()) continue;
    const scheme::Scheme& scheme = fixture->scheme;
    const scheme::KindId village = scheme.FindKind("村");
    if (scheme.FindFigure(village, "总分") == scheme::kNone) continue;
    if (!fixture->facts.FindRow(village, "村0")) continue;
    const auto total = fixture->Find("村/村0/总分");
    AttainableOptions options;
    options.work_max = 20'000;
    const Attainable found =
        FindAttainable(*fixture->reference, total.figure, total.row, total.period, options);
    for (const LeafAdvice& leaf : found.leaves) {
      for (const FieldAdvice& field : leaf.fields) {
        if (!field.full) continue;
        SCOPED_TRACE(fmt::format("seed {}: {} by {}", seed, scheme.figure(leaf.figure).name,
                                 scheme.field(field.field).name));
        const bool is_percent = scheme.field(field.field).is_percent;
        const int scale = is_percent ? 4 : scheme.field(field.field).places_max;
        const auto points_at = [&](const Rational& value) {
          scoring::Reference trial(scheme, fixture->facts);
          trial.Pretend(field.field, total.row, field.period, scoring::Value::Of(value));
          return trial.Figure(leaf.figure, total.row, leaf.period);
        };
        const bool goes_down = field.full->by.sign() < 0 || field.full->is_at_most;
        const Rational unit = Quotient(Rational(goes_down ? 1 : -1), Rational(PowerOfTen(scale)));
        const scoring::Value there = points_at(field.full->value);
        ASSERT_TRUE(there.ok());
        EXPECT_GE(there.number, Rational(leaf.full_points));
        EXPECT_EQ(there.number, field.full->points);
        const scoring::Value before = points_at(Rational(field.full->value) + unit);
        const bool is_now = field.now.ok() && Rational(field.full->value) + unit == field.now.number;
        // Nothing below the range was tried.
        const bool is_lowest = !field.now.ok() && field.full->value.is_zero() && !field.full->is_at_most;
        EXPECT_TRUE(is_now || is_lowest || !before.ok() || before.number < Rational(leaf.full_points));
        ++checked;
      }
    }
  }
  EXPECT_GT(checked, 20);
}

}  // namespace
}  // namespace kaogong::explain
