// SPDX-License-Identifier: Apache-2.0
#include "explain/trace.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "explain/sentences.h"
#include "fixture.h"

namespace kaogong::explain {
namespace {

std::unique_ptr<Fixture> Make(const std::string& lines, const std::string& given) {
  auto fixture = MakeFixture("## 第一条\n\n```规则\n" + lines + "```\n", given);
  EXPECT_EQ(fixture->problems, "");
  return fixture;
}

Explanation ExplanationOf(const Fixture& fixture, const std::string& ask, const TraceOptions& options = {}) {
  const auto asked = fixture.Find(ask);
  return Explain(*fixture.reference, asked.figure, asked.row, asked.period, options);
}

std::size_t CountNodes(const Node& node) {
  std::size_t count = 1;
  for (const Node& child : node.children) count += CountNodes(child);
  return count;
}

constexpr char kTwoLeaves[] =
    "对象 村\n  数据 甲: 小数2, 来源 农业站, 缺失 待定\n  数据 乙: 小数2, 缺失 零\n"
    "指标 工作 100分\n  指标 头项 60分 = 甲\n  指标 次项 40分 = 乙\n总分 = 工作 + 头项\n";

TEST(Explain, ExplainsAFigureOnceAndRefersBackToIt) {
  const auto fixture = Make(kTwoLeaves, "村: {一: {甲: 50, 乙: 30}}");
  const Explanation explanation = ExplanationOf(*fixture, "村/一/总分");
  ASSERT_EQ(explanation.root.children.size(), 2U);
  EXPECT_EQ(explanation.root.children[0].name, "工作");
  EXPECT_FALSE(explanation.root.children[0].repeated);
  EXPECT_EQ(explanation.root.children[1].name, "头项");
  EXPECT_TRUE(explanation.root.children[1].repeated);
}

TEST(Explain, SaysWhereAFactComesFrom) {
  const auto fixture = Make(kTwoLeaves, "村: {一: {甲: 50}}");
  facts::Provenance from;
  from.file = "facts/village.csv";
  from.line = 7;
  from.entered_by = "张三";
  from.verified_by = "李四";
  from.evidence = "测产记录";
  fixture->facts.provenance[{fixture->scheme.FindField(1, "甲"), 0, 0}] = from;
  const Explanation explanation = ExplanationOf(*fixture, "村/一/头项");
  ASSERT_EQ(explanation.root.inputs.size(), 1U);
  const Input& input = explanation.root.inputs[0];
  EXPECT_EQ(input.source, "农业站");
  EXPECT_EQ(input.standing, Standing::kStated);
  ASSERT_NE(input.provenance, nullptr);
  const std::string tree =
      RenderTree(fixture->scheme, fixture->facts, explanation, Language::kChinese);
  EXPECT_THAT(tree, testing::HasSubstr(
                        "甲 50（农业站；facts/village.csv:7；张三 填报；李四 核实；佐证 测产记录）"));
  const auto flat = Flatten(fixture->scheme, fixture->facts, explanation);
  ASSERT_EQ(flat.size(), 1U);
  EXPECT_EQ(flat[0].inputs[0].verified_by, "李四");
  EXPECT_EQ(flat[0].inputs[0].line, 7);
}

TEST(Explain, SaysWhatWasDoneAboutAMissingFact) {
  const auto fixture = Make(kTwoLeaves, "村: {一: {甲: 50}}");
  const Explanation explanation = ExplanationOf(*fixture, "村/一/次项");
  ASSERT_EQ(explanation.root.inputs.size(), 1U);
  EXPECT_EQ(explanation.root.inputs[0].standing, Standing::kZero);
  EXPECT_TRUE(explanation.missing.empty());
}

TEST(Explain, NamesEveryMissingFactOnceAndCountsTheRest) {
  const auto fixture = Make(
      "对象 镇\n对象 村 属于 镇\n  数据 甲: 小数2, 来源 农业站, 缺失 待定\n总分 = 甲\n"
      "排名 = 名次(总分, 在: 镇, 并列: 跳号)\n",
      "镇: {镇: {}}\n村: {一: {甲: 1}, 二: {}, 三: {}, 四: {}}");
  TraceOptions options;
  options.missing_max = 2;
  const Explanation explanation = ExplanationOf(*fixture, "村/一/排名", options);
  EXPECT_EQ(explanation.missing_count, 3);
  ASSERT_EQ(explanation.missing.size(), 2U);
  EXPECT_EQ(Describe(explanation.missing[0]).zh, "甲（二，农业站）");
  EXPECT_EQ(Describe(explanation.missing[1]).en, "甲 (三, 农业站)");
}

TEST(Explain, StopsAtTheLimitsAndSaysSo) {
  const auto fixture = Make(kTwoLeaves, "村: {一: {甲: 50, 乙: 30}}");
  TraceOptions shallow;
  shallow.depth_max = 1;
  const Explanation explanation = ExplanationOf(*fixture, "村/一/总分", shallow);
  ASSERT_EQ(explanation.root.children.size(), 2U);
  EXPECT_TRUE(explanation.root.children[0].truncated);
  EXPECT_TRUE(explanation.root.children[0].children.empty());
  EXPECT_EQ(explanation.root.children[0].value.number, Rational(80));
  TraceOptions few;
  few.nodes_max = 3;
  EXPECT_LE(CountNodes(ExplanationOf(*fixture, "村/一/总分", few).root), 4U);
}

TEST(Explain, ListsOnlySoManyRecords) {
  const auto fixture = Make(
      "对象 村\n明细 票 属于 村\n  数据 分: 小数2, 缺失 待定\n针对 村\n定义 均分 = 平均(票.分)\n",
      "村: {一: {}}\n票: [{分: 1}, {分: 2}, {分: 3}]");
  TraceOptions options;
  options.members_max = 2;
  const Explanation explanation = ExplanationOf(*fixture, "村/一/均分", options);
  EXPECT_TRUE(explanation.root.children.empty());
  ASSERT_NE(explanation.root.group, nullptr);
  EXPECT_EQ(explanation.root.group->counted, 3);
  EXPECT_EQ(ExplanationOf(*fixture, "村/一/均分").root.children.size(), 3U);
}

TEST(Explain, ShowsNeighboursInsteadOfTheGroup) {
  std::string given = "镇: {镇: {}}\n村:\n";
  for (int i = 0; i < 300; ++i) given += fmt::format("  村{}: {{甲: {}}}\n", i, i / 2);
  const auto fixture = Make(
      "对象 镇\n对象 村 属于 镇\n  数据 甲: 整数, 缺失 待定\n"
      "排名 = 名次(甲, 在: 镇, 并列: 跳号)\n定义 均值 = 平均(甲, 在: 镇)\n",
      given);
  const Explanation explanation = ExplanationOf(*fixture, "村/村100/排名");
  EXPECT_EQ(CountNodes(explanation.root), 1U);
  const Group& group = *explanation.root.group;
  EXPECT_EQ(group.counted, 300);
  EXPECT_EQ(group.tied, 1);
  EXPECT_EQ(group.above->value, Rational(51));
  EXPECT_EQ(group.above->tied, 2);
  EXPECT_EQ(group.below->value, Rational(49));
  EXPECT_EQ(*group.rank, explanation.root.value.number);
  const Explanation mean = ExplanationOf(*fixture, "村/村0/均值");
  EXPECT_EQ(*mean.root.group->mean, mean.root.value.number);
}

TEST(Explain, ReadsAFinishedRunWithoutComputingItAgain) {
  const auto fixture = Make(kTwoLeaves, "村: {一: {甲: 50, 乙: 30}}");
  scoring::Reference finished(fixture->scheme, fixture->facts);
  const auto asked = fixture->Find("村/一/工作");
  // A value that the rules would not give shows that it was taken over.
  finished.Adopt(asked.figure, asked.row, asked.period, scoring::Value::Of(Rational(77)));
  const auto total = fixture->Find("村/一/总分");
  EXPECT_EQ(Explain(finished, total.figure, total.row, total.period).root.value.number, Rational(127));
}

}  // namespace
}  // namespace kaogong::explain
