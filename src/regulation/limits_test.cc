// SPDX-License-Identifier: Apache-2.0
// Texts that no office writes: too long, too deep, too many. Each is refused with its own code, and
// soon.
#include <gtest/gtest.h>

#include <algorithm>

#include "regulation/linter.h"

namespace kaogong::regulation {
namespace {

RegulationFiles Files(const std::string& rules, const std::string& cases = {}) {
  RegulationFiles files;
  files.id = "example";
  files.documents.push_back({"regulation.md",
                             "---\n名称: 例\n施行: 2012-01-01\n---\n## 第一条 规则\n\n```规则\n" +
                                 rules + "```\n"});
  if (!cases.empty()) files.cases.push_back({"cases/a.yaml", cases});
  return files;
}

// The codes of the errors in the order of the findings, each once.
std::vector<std::string> Codes(const Issues& issues) {
  std::vector<std::string> codes;
  for (const Issue& issue : issues.list()) {
    if (issue.severity == Severity::kError && (codes.empty() || codes.back() != issue.code))
      codes.emplace_back(issue.code);
  }
  return codes;
}

std::vector<std::string> CompileCodes(const std::string& rules, const CompileOptions& options = {}) {
  return Codes(Compile(Files(rules), options).issues);
}

CompileOptions In(int year) {
  CompileOptions options;
  options.year = year;
  return options;
}

CompileOptions With(const std::string& name, const std::string& value) {
  CompileOptions options;
  options.overrides.emplace_back(name, value);
  return options;
}

using List = std::vector<std::string>;

constexpr const char* kVillage = "对象 村\n  数据 数: 小数2, 缺失 待定\n";

TEST(Limits, LinesOfTenMegabytes) {
  RegulationFiles files = Files(kVillage);
  files.documents[0].text += std::string(10 << 20, 'x') + "\n";
  EXPECT_EQ(Codes(Compile(files, {}).issues), List{"regulation.line-too-long"});
  files.documents[0].text = std::string(10 << 20, '(');
  EXPECT_EQ(Codes(Compile(files, {}).issues), List{"regulation.line-too-long"});
}

TEST(Limits, WordsOfALine) {
  std::string line = "定义 甲 = 数";
  for (int i = 0; i < 30'000; ++i) line += " + 1";
  EXPECT_EQ(CompileCodes(kVillage + line + "\n"), List{"formula.line-too-long"});
}

TEST(Limits, BracketsInBrackets) {
  for (const char* open : {"(", "-", "非 ", "若 ", "不超过(", "甲[", "[", "合计("}) {
    std::string line = "定义 甲 = ";
    for (int i = 0; i < 3'000; ++i) line += open;
    const List codes = CompileCodes(kVillage + line + "\n");
    EXPECT_FALSE(codes.empty()) << open;
    for (const std::string& code : codes)
      EXPECT_TRUE(code.starts_with("formula.")) << open << " " << code;
  }
}

TEST(Limits, FiguresThatNameFigures) {
  std::string chain = kVillage;
  for (int i = 0; i < 2'000; ++i)
    chain += "定义 甲" + std::to_string(i) + " = 甲" + std::to_string(i + 1) + " + 1\n";
  EXPECT_EQ(CompileCodes(chain + "定义 甲2000 = 数\n"), List{"rule.too-deep"});
  // The other way round nothing has to be opened before it is known, but the value is as deep.
  std::string reversed = std::string(kVillage) + "定义 甲0 = 数\n";
  for (int i = 1; i < 2'000; ++i)
    reversed += "定义 甲" + std::to_string(i) + " = 甲" + std::to_string(i - 1) + " + 1\n";
  EXPECT_EQ(CompileCodes(reversed), List{"rule.too-deep"});
}

TEST(Limits, TablesThatCallTables) {
  std::string rules = kVillage;
  for (int i = 0; i < 20; ++i) {
    const std::string next = "表" + std::to_string(i + 1);
    rules += "参数 表" + std::to_string(i) + " = 分段(≥3: " + next + "(1), ≥2: " + next +
             "(2), ≥1: " + next + "(3), 其余: 0)\n";
  }
  EXPECT_EQ(CompileCodes(rules + "参数 表20 = 分段(≥1: 1, 其余: 0)\n定义 甲 = 表0(数)\n").back(),
            "rule.too-large");
}

TEST(Limits, ColumnsOfDays) {
  std::string rules = "对象 村\n";
  for (int i = 0; i < 600; ++i)
    rules += "  数据 日报" + std::to_string(i) + ": 整数, 每日, 缺失 零\n";
  EXPECT_EQ(CompileCodes(rules), List{"rule.too-large"});
}

TEST(Limits, CirclesOfRules) {
  std::string rules = kVillage;
  for (int i = 0; i < 300; ++i)
    rules += "定义 甲" + std::to_string(i) + " = 甲" + std::to_string((i + 1) % 300) + "\n";
  const List codes = CompileCodes(rules);
  ASSERT_FALSE(codes.empty());
  EXPECT_EQ(codes.front(), "rule.cycle");
}

TEST(Limits, YearsTheCalendarLacks) {
  EXPECT_EQ(CompileCodes(kVillage, In(123456)), List{"regulation.bad-year"});
  EXPECT_EQ(CompileCodes(kVillage, In(-1)), List{"regulation.bad-year"});
}

TEST(Overrides, NameAParameterOrWeightAndANumber) {
  const std::string rules = std::string(kVillage) + "参数 上限 = 5\n定义 甲 = 不超过(数, 上限)\n";
  EXPECT_EQ(CompileCodes(rules, With("上限", "6.5")), List{});
  EXPECT_EQ(CompileCodes(rules, With("上限", "六")),
            (List{"rule.bad-override", "formula.parameter-not-in-force"}));
  const auto unknown = Compile(Files(rules), With("上线", "6"));
  ASSERT_EQ(Codes(unknown.issues), List{"rule.bad-override"});
  EXPECT_NE(unknown.issues.list().front().hint.zh.find("上限"), std::string::npos);
}

TEST(Overrides, SayWhenPointsNoLongerAddUp) {
  const std::string rules = std::string(kVillage) +
                            "指标 总评 100分\n  指标 甲 60分\n    计分 数\n"
                            "  指标 乙 40分\n    计分 数\n";
  const auto is_said = [&](const CompileOptions& options) {
    const Compiled compiled = Compile(Files(rules), options);
    EXPECT_FALSE(compiled.issues.has_errors());
    return std::ranges::any_of(compiled.issues.list(), [](const Issue& issue) {
      return issue.code == "rule.override-total" && issue.severity == Severity::kWarning;
    });
  };
  EXPECT_FALSE(is_said({}));
  EXPECT_TRUE(is_said(With("甲.分值", "50")));
  EXPECT_TRUE(is_said(With("总评.分值", "90")));
  CompileOptions both = With("甲.分值", "50");
  both.overrides.emplace_back("乙.分值", "50");
  EXPECT_FALSE(is_said(both));
}

TEST(Linter, AsksWhenTheYearIsBeforeTheRegulation) {
  const RegulationFiles files = Files(std::string(kVillage) + "定义 甲 = 数\n");
  const auto has_code = [&](int year) {
    const List codes = Codes(Lint(files, Compile(files, In(year)), nullptr));
    return std::find(codes.begin(), codes.end(), "lint.not-yet-in-force") != codes.end();
  };
  EXPECT_TRUE(has_code(2011));
  EXPECT_FALSE(has_code(2012));
}

// --- Cases.

List CaseCodes(const RegulationFiles& files) {
  List codes;
  for (const CaseResult& result : RunAllCases(files)) {
    for (const std::string& code : Codes(result.failures)) codes.push_back(code);
  }
  return codes;
}

std::string Case(int year) {
  return "---\ncase: 例\nyear: " + std::to_string(year) +
         "\ngiven: {村: {甲: {数: 1}}}\nexpect: {村: {甲: {加一: \"2\"}}}\n";
}

TEST(Cases, AllFilesTogetherHaveALimitToo) {
  RegulationFiles files = Files(std::string(kVillage) + "定义 加一 = 数 + 1\n");
  std::string text = "## 第二条 说明 {说明}\n\n";
  while (text.size() < 1'500'000) text += "这一段只是说明，读它也要花时间。\n";
  files.documents.push_back({"regulation/long.md", text});
  for (int i = 0; i < 12; ++i)
    files.cases.push_back({"cases/" + std::to_string(10 + i) + ".yaml", Case(2012 + i)});
  const std::vector<CaseResult> results = RunAllCases(files);
  EXPECT_EQ(Codes(results.front().failures), List{});
  EXPECT_EQ(Codes(results.back().failures), List{"case.too-large"});
}

TEST(Cases, AreAtMostThreeHundredInAFile) {
  const std::string rules = std::string(kVillage) + "定义 加一 = 数 + 1\n";
  std::string cases;
  for (int i = 0; i < 299; ++i) cases += Case(2012);
  EXPECT_EQ(CaseCodes(Files(rules, cases)), List{});
  EXPECT_EQ(CaseCodes(Files(rules, cases + Case(2012) + Case(2012))), List{"case.too-many"});
}

TEST(Cases, StopBeforeTheyTakeAllDay) {
  RegulationFiles files = Files(std::string(kVillage) + "定义 加一 = 数 + 1\n",
                                Case(2012) + Case(2013) + Case(2014) + Case(2015));
  EXPECT_EQ(CaseCodes(files), List{});
  // Every other year compiles the whole text again.
  files.documents[0].text += "## 第二条 {说明}\n";
  for (int i = 0; i < 1'000; ++i) files.documents[0].text += std::string(1'000, 'x') + "\n";
  EXPECT_EQ(CaseCodes(files), List{"case.too-large"});
}

// YAML that repeats itself by reference: a billion nodes in a few hundred bytes.
TEST(Cases, RefuseYamlBombs) {
  std::string bomb = "a0: &a0 {甲: {数: 1}}\n";
  for (int i = 1; i < 12; ++i) {
    const std::string before = "*a" + std::to_string(i - 1);
    bomb += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [";
    for (int k = 0; k < 10; ++k) bomb += (k ? ", " : "") + before;
    bomb += "]\n";
  }
  bomb += "case: 例\ngiven: {村: *a11}\nexpect: {村: {甲: {加一: \"2\"}}}\n";
  const List codes = CaseCodes(Files(std::string(kVillage) + "定义 加一 = 数 + 1\n", bomb));
  EXPECT_FALSE(codes.empty());
}

}  // namespace
}  // namespace kaogong::regulation
