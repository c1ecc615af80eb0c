// SPDX-License-Identifier: Apache-2.0
#include "office/library/check.h"

#include <gtest/gtest.h>

#include "office/library/reading.h"
#include "texts.h"

namespace kaogong::office::library {
namespace {

Checked CheckText(const std::string& text) {
  return Check(
      FilesOf("sample", {{"cases/01-bonus.yaml", VillageCase()}, {"regulation.md", text}}));
}

std::string NameOf(const Checked& checked, scheme::FigureId id) {
  return id == scheme::kNone ? "-" : checked.compiled.scheme.figure(id).name;
}

TEST(Check, SoundRegulationHasNoIssuesAndPassedCases) {
  const Checked checked = CheckText(VillageText());
  EXPECT_TRUE(checked.issues.empty());
  EXPECT_EQ(checked.cases_passed, 1);
  EXPECT_EQ(checked.cases_failed, 0);
  EXPECT_EQ(checked.coverage.encoded, 4);
  EXPECT_TRUE(checked.is_sound());
}

TEST(Check, TreeHasParentsBeforeChildrenAndWhoReports) {
  const Checked checked = CheckText(VillageText());
  std::vector<std::string> rows;
  for (const TreeRow& row : checked.tree) {
    rows.push_back(fmt::format("{} {} <{}> {}", row.depth, NameOf(checked, row.figure),
                               NameOf(checked, row.parent), row.source));
  }
  ASSERT_GE(rows.size(), 4U);
  EXPECT_EQ(rows[0], "0 基本考核 <-> ");
  EXPECT_EQ(rows[1], "1 粮食生产 <基本考核> 农业站");
  EXPECT_EQ(rows[2], "1 环境整治 <基本考核> 村镇办");
  EXPECT_EQ(rows[3], "0 表彰加分 <-> 党政办");
}

TEST(Check, TotalsSayWhetherPointsAddUp) {
  Checked checked = CheckText(VillageText());
  ASSERT_EQ(checked.totals.size(), 1U);
  EXPECT_EQ(checked.totals[0].children_points, "100");
  EXPECT_TRUE(checked.totals[0].is_balanced);
  checked = CheckText(Replaced(VillageText(), "环境整治 40分", "环境整治 45分"));
  ASSERT_EQ(checked.totals.size(), 1U);
  EXPECT_EQ(checked.totals[0].children_points, "105");
  EXPECT_FALSE(checked.totals[0].is_balanced);
  EXPECT_FALSE(checked.is_sound());
}

TEST(Check, FailedCaseKeepsItFromBeingSound) {
  const Checked checked =
      Check(FilesOf("sample", {{"cases/a.yaml", Replaced(VillageCase(), "总分: 89", "总分: 91")},
                               {"regulation.md", VillageText()}}));
  EXPECT_EQ(checked.cases_failed, 1);
  EXPECT_FALSE(checked.is_sound());
}

TEST(Check, RegulationThatDoesNotCompileRunsNoCase) {
  const Checked checked = CheckText(Replaced(VillageText(), "计分 粮食评分", "计分 粮食平分"));
  EXPECT_TRUE(checked.issues.has_errors());
  EXPECT_TRUE(checked.cases.empty());
}

TEST(Check, ReadingPutsRulesFiguresAndParametersUnderTheirArticle) {
  const auto files = FilesOf("sample", VillageFiles());
  const Checked checked = Check(files);
  const auto articles = ReadArticles(files, checked);
  ASSERT_EQ(articles.size(), 4U);
  EXPECT_EQ(checked.compiled.scheme.articles[0].number, "第一条");
  ASSERT_EQ(articles[0].paragraphs.size(), 1U);
  EXPECT_TRUE(articles[0].paragraphs[0].starts_with("镇对各村考核"));
  ASSERT_FALSE(articles[0].rules.empty());
  EXPECT_EQ(articles[0].rules[0].text, "对象 村");
  EXPECT_EQ(articles[0].rules[0].line, 14);
  EXPECT_EQ(articles[0].figures.size(), 3U);
  ASSERT_EQ(articles[1].parameters.size(), 1U);
  EXPECT_EQ(
      checked.compiled.scheme.parameters[static_cast<std::size_t>(articles[1].parameters[0])].name,
      "加分上限");
}

TEST(Check, ReadingPutsIssuesUnderTheirArticle) {
  const auto files = FilesOf(
      "sample", {{"regulation.md", Replaced(VillageText(), "计分 粮食评分", "计分 粮食平分")}});
  const Checked checked = Check(files);
  const auto articles = ReadArticles(files, checked);
  ASSERT_FALSE(articles[0].issues.empty());
  bool found = false;
  for (const std::size_t at : articles[0].issues)
    found = found || checked.issues.list()[at].message.zh.find("粮食平分") != std::string::npos;
  EXPECT_TRUE(found);
}

}  // namespace
}  // namespace kaogong::office::library
