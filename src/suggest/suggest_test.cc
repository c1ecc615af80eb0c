// SPDX-License-Identifier: Apache-2.0
// Golden files: testdata/NAME.{txt,md,csv} is a rubric, NAME.golden what comes of it: the table as
// `kaogong suggest` prints it, then the draft. KAOGONG_ACCEPT=1 writes what comes out; read the
// difference like code.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "suggest/clause_text.h"
#include "suggest/output.h"
#include "suggest/suggestion.h"

namespace kaogong::suggest {
namespace {

namespace fs = std::filesystem;

fs::path Root() { return fs::path(KAOGONG_SOURCE_DIR) / "src" / "suggest" / "testdata"; }

std::string ReadAll(const fs::path& path) {
  std::ifstream stream(path, std::ios::binary);
  std::ostringstream text;
  text << stream.rdbuf();
  return std::move(text).str();
}

std::vector<fs::path> Files() {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(Root())) {
    if (entry.path().extension() != ".golden") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

std::string Show(const Issues& issues) {
  std::string text;
  for (const Issue& issue : issues.list()) text += Render(issue, Language::kChinese);
  return text;
}

std::string WhatComesOut(const fs::path& path) {
  Issues issues;
  const auto rubric = ReadRubric(ReadAll(path), path.filename().string(), issues);
  if (!rubric.ok()) return rubric.error().message.zh + "\n";
  SuggestOptions options;
  options.kind = "村";
  options.group = "镇";
  const Suggestion suggestion = Suggest(rubric.value(), options);
  EXPECT_FALSE(suggestion.issues.has_errors()) << Show(suggestion.issues);
  std::string out = Show(issues) + SuggestTable(suggestion, Language::kChinese);
  for (const DraftFile& file : suggestion.files) out += "==== " + file.path + "\n" + file.text;
  return out + "==== issues\n" + Show(suggestion.issues);
}

class GoldenRubric : public testing::TestWithParam<fs::path> {};

TEST_P(GoldenRubric, ComesOutAsWritten) {
  fs::path golden = GetParam();
  golden.replace_extension(".golden");
  const std::string got = WhatComesOut(GetParam());
  if (std::getenv("KAOGONG_ACCEPT") != nullptr) {
    ASSERT_EQ(std::getenv("CI"), nullptr) << "continuous integration accepts nothing";
    std::ofstream(golden, std::ios::binary) << got;
    return;
  }
  EXPECT_EQ(got, ReadAll(golden)) << "KAOGONG_ACCEPT=1 writes what came out";
}

INSTANTIATE_TEST_SUITE_P(All, GoldenRubric, testing::ValuesIn(Files()),
                         [](const testing::TestParamInfo<fs::path>& tested) {
                           return tested.param.stem().string();
                         });

Rubric RubricOf(const std::string& standard, std::int64_t points) {
  Rubric rubric;
  RubricRow row;
  row.name = "粮食产量";
  row.points = Decimal::FromInteger(points);
  row.standard = standard;
  rubric.rows.push_back(row);
  return rubric;
}

TEST(Suggest, RejectingAClauseLeavesItToTheHand) {
  SuggestOptions options;
  options.decisions = {{0, 0, Verdict::kReject, {}}};
  const Suggestion suggestion =
      Suggest(RubricOf("完成目标得满分，未完成按比例得分，超额不加分。", 20), options);
  ASSERT_EQ(suggestion.items.size(), 1U);
  EXPECT_TRUE(suggestion.items[0].is_by_hand);
  EXPECT_EQ(suggestion.coverage.missed, 1);
  EXPECT_FALSE(suggestion.issues.has_errors()) << Show(suggestion.issues);
}

TEST(Suggest, ACorrectedRuleIsComputedByTheEngine) {
  SuggestOptions options;
  options.decisions = {
      {0, 0, Verdict::kCorrect,
       "按比例(「粮食产量完成值」, 「粮食产量完成值」.目标, 封顶: 120%, 保底: 0) ÷ 2"}};
  const Suggestion suggestion =
      Suggest(RubricOf("完成目标得满分，未完成按比例得分，超额不加分。", 20), options);
  ASSERT_EQ(suggestion.items[0].clauses.size(), 1U);
  ASSERT_EQ(suggestion.items[0].clauses[0].examples.size(), 1U);
  EXPECT_EQ(suggestion.items[0].clauses[0].examples[0].expected, "9.00");
  EXPECT_FALSE(suggestion.issues.has_errors()) << Show(suggestion.issues);
}

TEST(Suggest, ACorrectionThatDoesNotRunIsAnError) {
  SuggestOptions options;
  options.decisions = {{0, 0, Verdict::kCorrect, "按比例(没有的数据, 100)"}};
  const Suggestion suggestion =
      Suggest(RubricOf("完成目标得满分，未完成按比例得分，超额不加分。", 20), options);
  EXPECT_TRUE(suggestion.issues.has_errors());
  EXPECT_TRUE(suggestion.items[0].is_by_hand);
}

TEST(Suggest, ACorrectionThatDoesNotRunSaysWhere) {
  SuggestOptions options;
  options.decisions = {{0, 0, Verdict::kCorrect, "按比例(没有的数据, 100)"}};
  const Suggestion suggestion =
      Suggest(RubricOf("完成目标得满分，未完成按比例得分，超额不加分。", 20), options);
  const Issues& errors = suggestion.items[0].clauses[0].errors;
  ASSERT_FALSE(errors.empty());
  EXPECT_EQ(errors.list().front().place.line, 1);
  EXPECT_EQ(errors.list().front().place.column, 5) << Show(errors);
  EXPECT_EQ(errors.list().front().place.length, 5);
}

TEST(Suggest, ACorrectionMayNameFiguresThatAreNew) {
  SuggestOptions options;
  options.decisions = {{0, 0, Verdict::kCorrect, "0.5 × 「督办次数」"}};
  const Suggestion suggestion = Suggest(RubricOf("工作不力的酌情扣分。", 5), options);
  ASSERT_EQ(suggestion.items[0].clauses.size(), 1U);
  const Clause& clause = suggestion.items[0].clauses[0];
  EXPECT_EQ(clause.understood, Understood::kWhole);
  EXPECT_EQ(clause.part, Part::kDeduction);
  ASSERT_EQ(clause.examples.size(), 1U);
  EXPECT_EQ(clause.examples[0].expected, "4.00");
  EXPECT_EQ(clause.examples[0].told, "督办次数2");
  EXPECT_FALSE(suggestion.items[0].is_by_hand);
  EXPECT_FALSE(suggestion.issues.has_errors()) << Show(suggestion.issues);
}

TEST(Suggest, ACorrectionMayNameATargetBesideANewFigure) {
  SuggestOptions options;
  options.decisions = {{0, 0, Verdict::kCorrect, "按比例(「巡查次数」, 「巡查次数」.目标, 封顶: 100%, 保底: 0)"}};
  const Suggestion suggestion = Suggest(RubricOf("认真开展巡查。", 10), options);
  ASSERT_EQ(suggestion.items[0].clauses.size(), 1U);
  ASSERT_EQ(suggestion.items[0].clauses[0].examples.size(), 1U) << Show(suggestion.issues);
  EXPECT_EQ(suggestion.items[0].clauses[0].examples[0].expected, "9.00");
  EXPECT_FALSE(suggestion.issues.has_errors()) << Show(suggestion.issues);
}

TEST(Suggest, ADraftOfManyIndicatorsRuns) {
  Rubric rubric;
  for (int i = 0; i < 450; ++i) {
    RubricRow row;
    row.name = "甲";
    row.points = Decimal::FromInteger(2);
    row.standard = "每发生一起扣1分，扣完为止。";
    rubric.rows.push_back(row);
  }
  const Suggestion suggestion = Suggest(rubric, {});
  EXPECT_FALSE(suggestion.issues.has_errors()) << Show(suggestion.issues);
  EXPECT_EQ(suggestion.coverage.whole, 450);
}

TEST(Suggest, AnEndlessRubricIsRefusedBeforeItsEnd) {
  std::string table = "指标,分值,评分标准\n";
  for (int i = 0; i < 250'000; ++i) table += "甲,2,每起扣1分\n";
  Issues issues;
  const auto rubric = ReadRubric(table, "长.csv", issues);
  ASSERT_FALSE(rubric.ok());
  EXPECT_EQ(rubric.error().code, ErrorCode::kLimitExceeded);
}

TEST(ClauseText, WritesNumeralsInDigits) {
  EXPECT_EQ(NormalClause("每发生一起扣两分").text, "每发生1起扣2分");
  EXPECT_EQ(NormalClause("第一名得满分，每后一名递减百分之五").text, "第1名得满分,每后1名递减5%");
  EXPECT_EQ(NormalClause("一票否决；一等奖；十分重视").text, "一票否决;一等奖;十分重视");
  EXPECT_EQ(NormalClause("每低半个百分點扣０．５分").text, "每低0.5个百分点扣0.5分");
}

TEST(ClauseText, KeepsTheSignsOfAFormula) {
  EXPECT_EQ(NormalClause("实得分=基本分+加分-扣分").text, "实得分=基本分+加分-扣分");
  EXPECT_EQ(NormalClause("总分＝甲－乙").text, "总分=甲-乙");
}

TEST(ClauseText, PartsAtStopsAndNumbers) {
  const std::string text = "1.完成得5分；2.未完成的不得分。（3）扣完为止";
  std::string parts;
  for (const Stretch& stretch : SplitClauses(text))
    parts += text.substr(stretch.begin, stretch.end - stretch.begin) + "|";
  EXPECT_EQ(parts, "完成得5分|未完成的不得分|扣完为止|");
}

}  // namespace
}  // namespace kaogong::suggest
