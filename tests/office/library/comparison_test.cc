// SPDX-License-Identifier: Apache-2.0
#include "office/library/comparison.h"

#include <gtest/gtest.h>

#include "texts.h"

namespace kaogong::office::library {
namespace {

std::shared_ptr<const Evaluation> EvaluateText(
    const std::string& text,
    const std::vector<std::pair<std::string, std::string>>& overrides = {}) {
  regulation::CompileOptions options;
  options.overrides = overrides;
  Issues issues;
  auto made = Evaluate(regulation::Compile(FilesOf("sample", {{"regulation.md", text}}), options),
                       {{"村.csv", VillageTable()}}, {}, &issues);
  EXPECT_TRUE(made.ok());
  EXPECT_TRUE(issues.empty());
  return made.value();
}

TEST(Comparison, NothingMovesWithoutAChange) {
  const auto same = EvaluateText(VillageText());
  const auto made = Compare(*same, *same, "", Language::kChinese);
  ASSERT_TRUE(made.ok());
  EXPECT_EQ(made.value().moved, 0U);
  EXPECT_EQ(made.value().grade_changes, 0U);
  EXPECT_TRUE(made.value().not_comparable.empty());
  ASSERT_EQ(made.value().rows.size(), 3U);
  EXPECT_EQ(made.value().rows[0].change, "0");
}

TEST(Comparison, OverrideShowsWhoMovesAndWhatItCosts) {
  const auto before = EvaluateText(VillageText());
  const auto after = EvaluateText(VillageText(), {{"加分上限", "5"}});
  const auto made = Compare(*before, *after, "", Language::kChinese);
  ASSERT_TRUE(made.ok());
  const Comparison& comparison = made.value();
  EXPECT_EQ(comparison.moved, 1U);
  EXPECT_EQ(comparison.grade_changes, 1U);
  const ComparisonRow& first = comparison.rows.front();
  EXPECT_EQ(before->facts.table(first.kind).NameOf(first.row), "甲村");
  EXPECT_EQ(first.before, (Standing{"89.00", "2", "良好", "500"}));
  EXPECT_EQ(first.after, (Standing{"91.00", "2", "优秀", "1000"}));
  EXPECT_EQ(first.change, "+2");
  ASSERT_EQ(comparison.payouts.size(), 1U);
  EXPECT_EQ(comparison.payouts[0].before, "1500");
  EXPECT_EQ(comparison.payouts[0].after, "2000");
}

TEST(Comparison, NamesWhatOnlyOneRegulationHas) {
  const auto before = EvaluateText(VillageText());
  const auto after =
      EvaluateText(Replaced(VillageText(), "排名 排名 = 名次(总分, 在: 全体, 并列: 跳号)\n", ""));
  const auto made = Compare(*before, *after, "", Language::kChinese);
  ASSERT_TRUE(made.ok());
  EXPECT_EQ(made.value().not_comparable, std::vector<std::string>{"村.排名"});
  EXPECT_EQ(made.value().rows[0].before.rank, "");
}

TEST(Comparison, ComparesTheFigureAskedFor) {
  const auto before = EvaluateText(VillageText());
  const auto after = EvaluateText(VillageText(), {{"加分上限", "4"}});
  const auto made = Compare(*before, *after, "村.表彰加分", Language::kChinese);
  ASSERT_TRUE(made.ok());
  EXPECT_EQ(made.value().rows[0].before.score, "3");
  EXPECT_EQ(made.value().rows[0].change, "+1");
  EXPECT_EQ(Compare(*before, *after, "表彰加份", Language::kChinese).error().code,
            ErrorCode::kInvalidInput);
}

}  // namespace
}  // namespace kaogong::office::library
