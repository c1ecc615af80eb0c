// SPDX-License-Identifier: Apache-2.0
// What golden files do not show: coverage, order, and what is not asked twice. Every finding has a
// file under tests/golden/rules or regulations/_rejects.
#include "regulation/linter.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace kaogong::regulation {
namespace {

RegulationFiles Files(const std::string& text) {
  RegulationFiles files;
  files.id = "example";
  files.documents.push_back({"regulation.md", "---\n名称: 例\n施行: 2012-01-01\n---\n" + text});
  return files;
}

constexpr const char* kRules =
    "## 第三条 计分\n\n```规则\n对象 村\n  数据 数: 小数2\n  数据 闲: 小数2, 缺失 零\n总分 = 数\n```\n";

TEST(Coverage, CountsEachArticleOnce) {
  const auto compiled = Compile(Files("## 第一条 目的 {说明}\n甲\n## 第二条 其他\n\n```未编码\n另行通知\n```\n" +
                                      std::string(kRules) + "## 第四条 奖惩\n酌情奖励。\n## 第五条\n"),
                                {});
  const Coverage coverage = CoverageOf(compiled.scheme);
  EXPECT_EQ(coverage.informative, 1);
  EXPECT_EQ(coverage.not_modelled, 1);
  EXPECT_EQ(coverage.encoded, 1);
  EXPECT_EQ(coverage.unmarked, 1);
  EXPECT_EQ(coverage.articles(), 4);
}

TEST(Lint, FindingsComeInOrderOfPlaceAndNoneOfTheCompilers) {
  const RegulationFiles files = Files(std::string(kRules) + "## 第四条\n\n```规则\n定义 甲 = 没有\n```\n");
  const Compiled compiled = Compile(files, {});
  ASSERT_TRUE(compiled.issues.has_errors());
  const Issues found = Lint(files, compiled, nullptr);
  ASSERT_FALSE(found.empty());
  EXPECT_TRUE(std::is_sorted(
      found.list().begin(), found.list().end(),
      [](const Issue& a, const Issue& b) { return a.place.line < b.place.line; }));
  for (const Issue& issue : found.list()) EXPECT_TRUE(issue.code.starts_with("lint.")) << issue.code;
}

// Of a regulation with errors nobody knows what is unused.
TEST(Lint, AsksAboutTheUnusedOnlyWhenAllIsUnderstood) {
  const auto asks = [](const std::string& more) {
    const RegulationFiles files = Files(kRules + more);
    const Issues found = Lint(files, Compile(files, {}), nullptr);
    return std::any_of(found.list().begin(), found.list().end(),
                       [](const Issue& issue) { return issue.code == "lint.unused-field"; });
  };
  EXPECT_TRUE(asks(""));
  EXPECT_FALSE(asks("## 第四条\n\n```规则\n定义 甲 = 没有\n```\n"));
}

TEST(Lint, AsksAboutCasesOnlyWhenTheyWereRun) {
  const RegulationFiles files = Files(kRules);
  const Compiled compiled = Compile(files, {});
  const std::vector<CaseResult> none;
  const auto asks = [&](const std::vector<CaseResult>* cases) {
    const Issues found = Lint(files, compiled, cases);
    return std::any_of(found.list().begin(), found.list().end(),
                       [](const Issue& issue) { return issue.code == "lint.no-cases"; });
  };
  EXPECT_TRUE(asks(&none));
  EXPECT_FALSE(asks(nullptr));
}

}  // namespace
}  // namespace kaogong::regulation
