// SPDX-License-Identifier: Apache-2.0
#include "office/library/evaluation.h"

#include <gtest/gtest.h>

#include "office/library/explanation.h"
#include "office/library/facts_book.h"
#include "office/library/result_table.h"
#include "scoring/score.h"
#include "texts.h"

namespace kaogong::office::library {
namespace {

regulation::Compiled CompileText(const std::string& text) {
  return regulation::Compile(FilesOf("sample", {{"regulation.md", text}}), {});
}

std::shared_ptr<const Evaluation> EvaluateTable(const std::string& table) {
  Issues issues;
  auto made = Evaluate(CompileText(VillageText()), {{"村.csv", table}}, {}, &issues);
  EXPECT_TRUE(made.ok()) << made.error().message.en;
  EXPECT_TRUE(issues.empty());
  return made.ok() ? made.value() : nullptr;
}

std::string Shown(const Evaluation& evaluation, std::string_view figure, facts::Row row) {
  const scheme::Scheme& scheme = evaluation.scheme();
  const scheme::FigureId id = scheme.FindFigure(scheme.FindKind("村"), figure);
  return scoring::ShowValue(scheme, evaluation.facts, id, evaluation.outcome.At(id, row, 0),
                            Language::kChinese);
}

TEST(Evaluation, ScoresTablesInMemory) {
  const auto evaluation = EvaluateTable(VillageTable());
  EXPECT_EQ(Shown(*evaluation, "总分", 0), "89.00");
  EXPECT_EQ(Shown(*evaluation, "等次", 1), "优秀");
  EXPECT_EQ(Shown(*evaluation, "总分", 2), "79.50");
  EXPECT_EQ(evaluation->result_hash,
            scoring::ResultHash(evaluation->scheme(), evaluation->facts, evaluation->outcome));
}

TEST(Evaluation, FactsWithErrorsGiveNothingButTheirIssues) {
  Issues issues;
  const auto made = Evaluate(CompileText(VillageText()),
                             {{"村.csv", "村,粮食评分\n甲村,七十\n乙村,99\n"}}, {}, &issues);
  ASSERT_TRUE(made.ok());
  EXPECT_EQ(made.value(), nullptr);
  EXPECT_EQ(issues.error_count(), 2U);
  EXPECT_EQ(issues.list()[0].place.file, "村.csv");
  EXPECT_EQ(issues.list()[0].place.line, 2);
}

TEST(Evaluation, RefusesWorkPastTheLimit) {
  const auto evaluation = EvaluateTable(VillageTable());
  ScoreOptions options;
  options.limits.work_max = 10;
  const auto refused = ScoreOnThreads(evaluation->scheme(), evaluation->facts, options);
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, ErrorCode::kLimitExceeded);
  options = {};
  options.limits.steps_max = 5;
  EXPECT_EQ(ScoreOnThreads(evaluation->scheme(), evaluation->facts, options).error().code,
            ErrorCode::kLimitExceeded);
  options = {};
  options.limits.cells_max = 5;
  EXPECT_EQ(ScoreOnThreads(evaluation->scheme(), evaluation->facts, options).error().code,
            ErrorCode::kLimitExceeded);
}

TEST(Evaluation, ImportsResultsByIdentifier) {
  const std::string importing = Replaced(
      VillageText(), "数据 粮食评分: 小数2, 单位 分, 来源 农业站, 缺失 待定, 范围 [0, 60]\n",
      "引用 粮食评分 = other/粮食生产\n");
  const auto compiled = CompileText(importing);
  ASSERT_FALSE(compiled.issues.has_errors());
  EXPECT_EQ(ImportedIds(compiled.scheme), std::vector<std::string>{"other"});
  Issues issues;
  const auto made = Evaluate(compiled, {{"村.csv", "村,环境评分\n乙村,20\n甲村,10\n戊村,5\n"}},
                             {{"other", EvaluateTable(VillageTable())}}, &issues);
  ASSERT_TRUE(made.ok());
  ASSERT_NE(made.value(), nullptr);
  EXPECT_EQ(Shown(*made.value(), "总分", 0), "80.00");
  EXPECT_EQ(Shown(*made.value(), "总分", 1), "60.00");
  EXPECT_EQ(Shown(*made.value(), "总分", 2), "待定");
}

TEST(ResultTable, ChoosesHeadlinesAndNamesColumns) {
  const auto evaluation = EvaluateTable(VillageTable());
  const scheme::Scheme& scheme = evaluation->scheme();
  const scheme::KindId kind = scheme.FindKind("村");
  std::vector<std::string> headings;
  for (const ResultColumn& column : ColumnsOf(scheme, kind, ColumnChoice::kHeadlines)) {
    headings.push_back(HeadingOf(scheme, column));
    EXPECT_EQ(ColumnOfKey(scheme, KeyOf(scheme, column)), column);
  }
  EXPECT_EQ(headings,
            (std::vector<std::string>{"基本考核", "表彰加分", "总分", "排名", "等次", "奖金"}));
  for (const std::string key : {"", "x", "-1", "9999", "0.1", "0.", ".0", "1.2.3"}) {
    EXPECT_FALSE(ColumnOfKey(scheme, key).has_value()) << key;
  }
}

TEST(ResultTable, FindsAndSortsRows) {
  const auto evaluation =
      EvaluateTable("村,粮食评分,环境评分,表彰次数\n甲村,50,36,5\n乙村,60,40,0\n丙村,,38,1\n");
  const scheme::Scheme& scheme = evaluation->scheme();
  const ResultView view{scheme, evaluation->facts, evaluation->outcome, Language::kChinese};
  const scheme::KindId kind = scheme.FindKind("村");
  const ResultColumn total{scheme.FindFigure(kind, "总分"), 0};
  EXPECT_EQ(FindRows(view, kind, {}), (std::vector<facts::Row>{0, 1, 2}));
  EXPECT_EQ(FindRows(view, kind, {"乙", std::nullopt, false, false}), (std::vector<facts::Row>{1}));
  EXPECT_EQ(FindRows(view, kind, {"", total, false, false}), (std::vector<facts::Row>{0, 1, 2}));
  EXPECT_EQ(FindRows(view, kind, {"", total, false, true}), (std::vector<facts::Row>{1, 0, 2}));
}

TEST(ResultTable, EscapesFormulasInCsvAndWritesAWorkbook) {
  const auto evaluation = EvaluateTable("村,粮食评分,环境评分\n\"=cmd|' /C calc'!A0\",50,36\n");
  const ResultView view{evaluation->scheme(), evaluation->facts, evaluation->outcome,
                        Language::kChinese};
  EXPECT_NE(CsvOf(view, ColumnChoice::kHeadlines).find("'=cmd|"), std::string::npos);
  const auto workbook = WorkbookOf(view, ColumnChoice::kAll);
  ASSERT_TRUE(workbook.ok());
  EXPECT_TRUE(workbook.value().starts_with("PK"));
}

TEST(Explanation, LedgerAddsUpToTheFigure) {
  const auto evaluation = EvaluateTable(VillageTable());
  const auto made = ExplainFigure(*evaluation, "村", 0, std::nullopt);
  ASSERT_TRUE(made.ok()) << made.error().message.en;
  const FigureExplanation& explanation = made.value();
  EXPECT_EQ(HeadingOf(evaluation->scheme(), explanation.column), "总分");
  EXPECT_FALSE(explanation.sentences.empty());
  EXPECT_FALSE(explanation.nodes.empty());
  ASSERT_TRUE(explanation.ledger.has_value());
  Rational sum;
  for (const explain::LedgerLine& line : explanation.ledger->lines) sum += Rational(line.amount);
  EXPECT_EQ(sum, explanation.value.number);
  EXPECT_FALSE(explanation.attainable.empty());
}

TEST(Explanation, RefusesWhatTheResultDoesNotHave) {
  const auto evaluation = EvaluateTable(VillageTable());
  EXPECT_EQ(ExplainFigure(*evaluation, "镇", 0, std::nullopt).error().code, ErrorCode::kNotFound);
  EXPECT_EQ(ExplainFigure(*evaluation, "村", -1, std::nullopt).error().code, ErrorCode::kNotFound);
  EXPECT_EQ(ExplainFigure(*evaluation, "村", 3, std::nullopt).error().code, ErrorCode::kNotFound);
}

TEST(FactsTemplate, HasASheetPerKindAndAGuide) {
  const auto compiled = CompileText(VillageText());
  const auto book = FactsTemplate(compiled.scheme, TableForm::kWide, Language::kChinese);
  ASSERT_EQ(book.sheets.size(), 2U);
  EXPECT_EQ(book.sheets[0].name, "村");
  EXPECT_EQ(book.sheets[1].name, "填报说明");
  EXPECT_EQ(FactsTemplate(compiled.scheme, TableForm::kLong, Language::kChinese).sheets[0].name, "数据");
}

}  // namespace
}  // namespace kaogong::office::library
