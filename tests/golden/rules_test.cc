// SPDX-License-Identifier: Apache-2.0
// Golden files of the rule language: tests/golden/rules/{good,bad}/*.txt. A file holds
//
//   shows: lint.points-sum          optional: run the linter too and show these of its codes
//   …                               rules, or a whole regulation that begins with ---
//   ==== params/x.yaml              optional further files: params/*.yaml, cases/*.yaml
//   ==== facts                      optional: KIND ID < PARENT: FIELD=VALUE; FIELD[PERIOD]=VALUE
//   ----
//   what comes out: findings in Chinese (with the source) and English, failed cases, then every
//   figure of every row
//
// Rules alone stand under one article of a regulation of 2012. KAOGONG_ACCEPT=1 writes what comes
// out into the files; read the difference like code. A file in good/ has no errors, one in bad/ at
// least one finding.
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

#include "base/utf8.h"
#include "facts/builder.h"
#include "regulation/case.h"
#include "regulation/linter.h"
#include "scoring/outcome.h"
#include "scoring/score.h"

namespace kaogong {
namespace {

namespace fs = std::filesystem;

fs::path Root() { return fs::path(KAOGONG_SOURCE_DIR) / "tests" / "golden" / "rules"; }

std::string ReadAll(const fs::path& path) {
  std::ifstream stream(path, std::ios::binary);
  std::ostringstream text;
  text << stream.rdbuf();
  return std::move(text).str();
}

std::vector<fs::path> Files() {
  std::vector<fs::path> files;
  for (const char* folder : {"good", "bad"}) {
    for (const auto& entry : fs::directory_iterator(Root() / folder)) {
      if (entry.path().extension() == ".txt") files.push_back(entry.path());
    }
  }
  std::sort(files.begin(), files.end());
  return files;
}

constexpr std::string_view kDivider = "----\n";

struct Golden {
  std::string input;  // All before the divider.
  std::string want;
  std::vector<std::string> shows;
  regulation::RegulationFiles files;
  std::string facts;
};

std::vector<std::string> SplitLines(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

void AddFile(const std::string& name, std::string text, Golden* golden) {
  if (name == "facts") {
    golden->facts = std::move(text);
  } else if (name.starts_with("params/")) {
    golden->files.parameters.push_back({name, std::move(text)});
  } else if (name.starts_with("cases/")) {
    golden->files.cases.push_back({name, std::move(text)});
  } else if (text.starts_with("---")) {
    golden->files.documents.push_back({name, std::move(text)});
  } else {
    const std::string head =
        "---\n名称: 例\n版本: 1\n施行: 2012-01-01\n---\n## 第一条 规则\n\n```规则\n";
    golden->files.documents.push_back({name, head + text + "```\n"});
  }
}

Golden ReadGolden(const fs::path& path) {
  Golden golden;
  golden.files.id = "example";
  const std::string text = ReadAll(path);
  std::string name = "regulation.md";
  std::string part;
  bool is_input = true;
  for (const std::string& line : SplitLines(text)) {
    if (!is_input) {
      golden.want += line + "\n";
      continue;
    }
    if (line + "\n" == kDivider) {
      is_input = false;
      continue;
    }
    golden.input += line + "\n";
    constexpr std::string_view kShows = "shows: ";
    constexpr std::string_view kFile = "==== ";
    if (line.starts_with(kShows)) {
      std::istringstream codes(line.substr(kShows.size()));
      for (std::string code; codes >> code;) golden.shows.push_back(code);
    } else if (line.starts_with(kFile)) {
      AddFile(name, std::exchange(part, {}), &golden);
      name = line.substr(kFile.size());
    } else {
      part += line + "\n";
    }
  }
  AddFile(name, std::move(part), &golden);
  return golden;
}

// --- What comes out.

std::string SourceOf(const Golden& golden, const std::string& path) {
  for (const auto* list :
       {&golden.files.documents, &golden.files.parameters, &golden.files.cases}) {
    for (const regulation::SourceFile& file : *list) {
      if (file.path == path) return file.text;
    }
  }
  return {};
}

std::string ShowIssue(const Golden& golden, const Issue& issue) {
  return Render(issue, Language::kChinese, SourceOf(golden, issue.place.file)) +
         Render(issue, Language::kEnglish);
}

// FIELD=VALUE or FIELD[PERIOD]=VALUE.
void SetCell(const scheme::Scheme& scheme, scheme::KindId kind, facts::Row row,
             const std::string& cell, facts::Builder* builder, std::string* out) {
  const std::size_t equal = cell.find('=');
  ASSERT_NE(equal, std::string::npos) << cell;
  std::string name(Trim(cell.substr(0, equal)));
  std::string period_name;
  if (name.ends_with("]")) {
    const std::size_t open = name.find('[');
    period_name = name.substr(open + 1, name.size() - open - 2);
    name.resize(open);
  }
  const scheme::FieldId field = scheme.FindField(kind, name);
  ASSERT_NE(field, scheme::kNone) << cell;
  const scheme::LevelId level = scheme.field(field).level;
  const auto period = period_name.empty()
                          ? std::optional<int>(0)
                          : scheme::FindPeriod(level, scheme.level(level), period_name, scheme.year);
  ASSERT_TRUE(period.has_value()) << cell;
  if (const auto problem = builder->SetCell(field, *period, row, cell.substr(equal + 1))) {
    *out += fmt::format("{}: {} / {} [{}]\n", cell, problem->message.zh, problem->message.en,
                        problem->code);
  }
}

// KIND [ID] [< PARENT][: cells]
void AddRow(const scheme::Scheme& scheme, const std::string& line, facts::Builder* builder,
            std::string* out) {
  const std::size_t colon = line.find(':');
  std::istringstream head(line.substr(0, colon));
  std::vector<std::string> words;
  for (std::string word; head >> word;) words.push_back(word);
  ASSERT_FALSE(words.empty());
  const scheme::KindId kind = scheme.FindKind(words[0]);
  ASSERT_NE(kind, scheme::kNone) << line;
  const bool has_id = words.size() > 1 && words[1] != "<";
  const facts::Row row = builder->FindOrAdd(kind, kind == 0 ? "全体" : has_id ? words[1] : "");
  const auto parent = std::find(words.begin(), words.end(), "<");
  if (parent != words.end()) builder->SetParent(kind, row, *(parent + 1));
  if (colon == std::string::npos) return;
  std::istringstream cells(line.substr(colon + 1));
  for (std::string cell; std::getline(cells, cell, ';');) {
    if (!Trim(cell).empty()) SetCell(scheme, kind, row, std::string(Trim(cell)), builder, out);
  }
}

std::string ShowResults(const Golden& golden, const scheme::Scheme& scheme) {
  std::string out;
  facts::Builder builder(scheme);
  for (const std::string& line : SplitLines(golden.facts)) {
    if (!Trim(line).empty()) AddRow(scheme, line, &builder, &out);
  }
  Issues issues;
  const facts::Facts facts = builder.Finish(&issues);
  for (const Issue& issue : issues.list()) out += ShowIssue(golden, issue);
  const scoring::Outcome reference = scoring::ScoreByReference(scheme, facts);
  const scoring::Outcome plan = scoring::Score(scheme, facts);
  EXPECT_EQ(scoring::HashOf(scheme, plan), scoring::HashOf(scheme, reference))
      << "the compiled plan and the reference evaluator disagree";
  for (std::size_t kind = 0; kind < scheme.kinds.size(); ++kind) {
    const facts::Table& table = facts.table(static_cast<scheme::KindId>(kind));
    for (const facts::Row row : table.order) {
      std::string line;
      for (std::size_t i = 0; i < scheme.figures.size(); ++i) {
        const auto id = static_cast<scheme::FigureId>(i);
        const scheme::Figure& figure = scheme.figures[i];
        if (figure.kind != static_cast<scheme::KindId>(kind)) continue;
        const scheme::Level& level = scheme.level(figure.level);
        for (int period = 0; period < level.count(); ++period) {
          const scoring::Value value = reference.At(id, row, period);
          const bool is_long = figure.level == scheme::kWeek || figure.level == scheme::kDay;
          if (is_long && value.state == scoring::State::kPending) continue;
          line += line.empty() ? "" : "; ";
          line += figure.name;
          if (level.count() > 1) {
            line += "[" + level.periods[static_cast<std::size_t>(period)] + "]";
          }
          line += "=" + scoring::ShowValue(scheme, facts, id, value, Language::kChinese);
        }
      }
      if (!line.empty()) out += table.NameOf(row) + ": " + line + "\n";
    }
  }
  return out;
}

bool IsShown(const Golden& golden, std::string_view code) {
  return std::find(golden.shows.begin(), golden.shows.end(), code) != golden.shows.end();
}

std::string WhatComesOut(const Golden& golden, bool* has_errors) {
  const regulation::Compiled compiled = regulation::Compile(golden.files, {});
  std::string out;
  *has_errors = compiled.issues.has_errors();
  for (const Issue& issue : compiled.issues.list()) out += ShowIssue(golden, issue);
  const std::vector<regulation::CaseResult> cases = regulation::RunAllCases(golden.files);
  if (!golden.shows.empty()) {
    const Issues found = regulation::Lint(golden.files, compiled,
                                          golden.files.cases.empty() && !IsShown(golden, "lint.no-cases")
                                              ? nullptr
                                              : &cases);
    for (const Issue& issue : found.list()) {
      if (IsShown(golden, issue.code)) out += ShowIssue(golden, issue);
    }
  }
  for (const regulation::CaseResult& result : cases) {
    for (const Issue& issue : result.failures.list()) out += ShowIssue(golden, issue);
  }
  if (!*has_errors && !golden.facts.empty()) out += ShowResults(golden, compiled.scheme);
  return out;
}

class GoldenRules : public testing::TestWithParam<fs::path> {};

TEST_P(GoldenRules, ComeOutAsWritten) {
  const Golden golden = ReadGolden(GetParam());
  bool has_errors = false;
  const std::string got = WhatComesOut(golden, &has_errors);
  const bool is_good = GetParam().parent_path().filename() == "good";
  if (is_good) {
    EXPECT_TRUE(!has_errors && golden.shows.empty()) << got;
  }
  EXPECT_TRUE(is_good || !got.empty()) << "a file in bad/ has a finding";
  if (std::getenv("KAOGONG_ACCEPT") != nullptr) {
    ASSERT_EQ(std::getenv("CI"), nullptr) << "continuous integration accepts nothing";
    std::ofstream(GetParam(), std::ios::binary) << golden.input << kDivider << got;
    return;
  }
  EXPECT_EQ(got, golden.want) << "KAOGONG_ACCEPT=1 writes what came out into "
                              << GetParam().lexically_relative(Root()).string();
}

std::string NameOf(const testing::TestParamInfo<fs::path>& tested) {
  std::string name = tested.param.parent_path().filename().string() + "_" +
                     tested.param.stem().string();
  for (char& c : name) {
    if (std::isalnum(static_cast<unsigned char>(c)) == 0) c = '_';
  }
  return name;
}

INSTANTIATE_TEST_SUITE_P(All, GoldenRules, testing::ValuesIn(Files()), NameOf);

// --- The reference pages: what they show comes out.

struct Fence {
  std::string info;
  std::string text;
};

std::vector<Fence> FencesIn(const std::string& page) {
  std::vector<Fence> fences;
  bool is_open = false;
  for (const std::string& line : SplitLines(page)) {
    if (line.starts_with("```")) {
      is_open = !is_open;
      if (is_open) fences.push_back({line.substr(3), {}});
    } else if (is_open) {
      fences.back().text += line + "\n";
    }
  }
  return fences;
}

// Rules, the files of the same example, and its facts with "→ row: figure=value" lines.
struct Example {
  std::string rules;
  std::vector<std::pair<std::string, std::string>> files;
  std::string facts;
  std::vector<std::string> expected;
};

std::vector<Example> ExamplesIn(const std::string& page) {
  std::vector<Example> examples;
  for (const Fence& fence : FencesIn(page)) {
    if (fence.info == "规则" || fence.info == "rule") {
      examples.push_back({fence.text, {}, {}, {}});
    } else if (fence.info == "yaml") {
      const std::string first = fence.text.substr(0, fence.text.find('\n'));
      examples.back().files.emplace_back(first.substr(2), fence.text);
    } else if (fence.info == "例") {
      constexpr std::string_view kArrow = "→ ";
      for (const std::string& line : SplitLines(fence.text)) {
        if (line.starts_with(kArrow)) {
          examples.back().expected.push_back(line.substr(kArrow.size()));
        } else {
          examples.back().facts += line + "\n";
        }
      }
    }
  }
  return examples;
}

// What comes out, one line for each row, between semicolons: "甲: ;总分=3; 等次=优秀;".
std::string OutcomeOf(const Example& example) {
  Golden golden;
  golden.files.id = "example";
  AddFile("regulation.md", example.rules, &golden);
  for (const auto& [name, text] : example.files) AddFile(name, text, &golden);
  golden.facts = example.facts;
  bool has_errors = false;
  std::string out;
  const std::string shown = WhatComesOut(golden, &has_errors);
  EXPECT_FALSE(has_errors) << shown << example.rules;
  for (const std::string& line : SplitLines(shown)) {
    const std::size_t colon = line.find(": ");
    out += colon == std::string::npos ? line + "\n"
                                      : line.substr(0, colon) + ": ;" + line.substr(colon + 1) + ";\n";
  }
  return out;
}

void ExpectLine(const std::string& outcome, const std::string& expected) {
  const std::size_t colon = expected.find(": ");
  const std::string row = expected.substr(0, colon) + ": ;";
  const std::vector<std::string> lines = SplitLines(outcome);
  std::string line;
  for (const std::string& of : lines) {
    if (of.starts_with(row)) line = of;
  }
  ASSERT_NE(line, "") << "no row " << expected << "\n" << outcome;
  std::istringstream figures(expected.substr(colon + 1));
  for (std::string figure; std::getline(figures, figure, ';');) {
    EXPECT_NE(line.find("; " + std::string(Trim(figure)) + ";"), std::string::npos)
        << expected << "\ncomes out as\n" << line;
  }
}

std::string Page(const char* name) {
  return ReadAll(fs::path(KAOGONG_SOURCE_DIR) / "docs" / "reference" / name);
}

TEST(ReferencePages, ExamplesComeOut) {
  for (const char* name : {"language.md", "clause-to-rule.md"}) {
    const std::vector<Example> examples = ExamplesIn(Page(name));
    EXPECT_GT(examples.size(), 1u) << name;
    for (const Example& example : examples) {
      const std::string outcome = OutcomeOf(example);
      const bool has_case = std::any_of(example.files.begin(), example.files.end(), [](const auto& file) {
        return file.first.starts_with("cases/");
      });
      if (has_case) {
        EXPECT_EQ(outcome, "");
      }
      const bool shows = has_case || !example.expected.empty() || &example == &examples.back();
      EXPECT_TRUE(shows) << example.rules;
      for (const std::string& expected : example.expected) ExpectLine(outcome, expected);
    }
  }
}

// The cells of a row of a table without the outer bars.
std::vector<std::string> CellsOf(const std::string& line) {
  std::vector<std::string> cells;
  std::istringstream stream(line.substr(1));
  for (std::string cell; std::getline(stream, cell, '|');) cells.emplace_back(Trim(cell));
  return cells;
}

TEST(ReferencePages, ClausesComeOut) {
  const std::string page = Page("clause-to-rule.md");
  const Example names = ExamplesIn(page).back();
  int rows = 0;
  for (const std::string& line : SplitLines(page)) {
    const std::vector<std::string> cells = line.starts_with("| ") ? CellsOf(line) : std::vector<std::string>{};
    if (cells.size() < 4 || !cells[1].starts_with('`')) continue;
    ++rows;
    const std::string rule = cells[1].substr(1, cells[1].size() - 2);
    const std::string shown = cells[2].substr(1, cells[2].size() - 2);
    const std::size_t arrow = shown.find("→ ");
    ASSERT_NE(arrow, std::string::npos) << line;
    Example example = names;
    const bool has_points = rule.find("满分") != std::string::npos || rule.starts_with("按") ||
                            rule.starts_with("达标");
    example.rules += (has_points ? "指标 例 20分 = " : "定义 例 = ") + rule + "\n";
    const std::string facts = shown.substr(0, arrow);
    if (!Trim(facts).empty()) example.facts += "乡 甲 < 岚: " + facts + "\n";
    ExpectLine(OutcomeOf(example),
               "甲: 例=" + shown.substr(arrow + std::string_view("→ ").size()));
  }
  EXPECT_GT(rows, 35);
}

// Spellings in tables of the sources such as {"分段", "bands", ….
std::vector<std::string> SpellingsIn(const fs::path& path) {
  std::vector<std::string> words;
  const std::string text = ReadAll(path);
  for (std::size_t at = text.find("{\""); at != std::string::npos; at = text.find("{\"", at + 1)) {
    const std::size_t end = text.find("\", \"", at);
    const std::size_t stop = end == std::string::npos ? end : text.find("\", ", end + 4);
    const std::size_t line = text.find('\n', at);
    if (stop == std::string::npos || stop > line) continue;
    if (text.find("  ", at) < stop) continue;  // A list of words and no pair of spellings.
    words.push_back(text.substr(at + 2, end - at - 2));
    words.push_back(text.substr(end + 4, stop - end - 4));
  }
  return words;
}

TEST(ReferencePages, NameEveryFunctionAndStatement) {
  const std::string page = Page("language.md");
  const fs::path source = fs::path(KAOGONG_SOURCE_DIR) / "src" / "regulation";
  std::vector<std::string> words;
  for (const char* file : {"internal/functions.cc", "internal/aggregates.cc", "declaration.cc"}) {
    const auto more = SpellingsIn(source / file);
    EXPECT_GT(more.size(), 20u) << file;
    words.insert(words.end(), more.begin(), more.end());
  }
  for (const std::string& word : words) {
    EXPECT_NE(page.find(word), std::string::npos) << word << " is not on the page of the language";
  }
}

// --- Every code has a text that produces it.

// Codes of findings as they stand in the sources: "formula.too-deep".
std::map<std::string, std::string> CodesIn(const fs::path& folder) {
  std::map<std::string, std::string> codes;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    const fs::path& path = entry.path();
    const std::string name = path.filename().string();
    if (path.extension() != ".cc" || name.ends_with("_test.cc") || name.ends_with("_fuzz.cc")) continue;
    const std::string text = ReadAll(path);
    for (std::size_t at = text.find('"'); at != std::string::npos; at = text.find('"', at + 1)) {
      const std::size_t end = text.find('"', at + 1);
      if (end == std::string::npos) break;
      const std::string word = text.substr(at + 1, end - at - 1);
      const std::size_t dot = word.find('.');
      const bool is_code =
          dot != std::string::npos && dot > 2 && dot + 2 < word.size() &&
          std::all_of(word.begin(), word.end(),
                      [](char c) { return (c >= 'a' && c <= 'z') || c == '.' || c == '-'; }) &&
          std::count(word.begin(), word.end(), '.') == 1;
      if (is_code) codes[word] = name;
    }
  }
  return codes;
}

TEST(IssueCodes, AreEachProducedByATest) {
  // Codes that nothing can produce any more would be listed here with the reason.
  const std::vector<std::string> exceptions;
  const fs::path source = fs::path(KAOGONG_SOURCE_DIR) / "src";
  std::map<std::string, std::string> codes;
  for (const char* module : {"formula", "regulation", "facts"}) {
    codes.merge(CodesIn(source / module));
  }
  EXPECT_GT(codes.size(), 60u);
  std::string produced;
  for (const fs::path& file : Files()) produced += ReadGolden(file).want;
  for (const char* module : {"formula", "regulation", "facts"}) {
    for (const auto& entry : fs::directory_iterator(source / module)) {
      if (entry.path().string().ends_with("_test.cc")) produced += ReadAll(entry.path());
    }
  }
  // Each of these is run by rejects_test.cc.
  const fs::path rejects = fs::path(KAOGONG_SOURCE_DIR) / "regulations" / "_rejects";
  for (const auto& entry : fs::directory_iterator(rejects)) {
    for (const std::string& line : SplitLines(ReadAll(entry.path() / "expected.txt")))
      produced += "[" + line.substr(line.find(' ') + 1) + "]";
  }
  for (const auto& [code, file] : codes) {
    if (std::find(exceptions.begin(), exceptions.end(), code) != exceptions.end()) continue;
    const bool is_produced = produced.find("[" + code + "]") != std::string::npos ||
                             produced.find("\"" + code + "\"") != std::string::npos;
    EXPECT_TRUE(is_produced) << code << " of " << file << " is produced by no test or golden file";
  }
}

}  // namespace
}  // namespace kaogong
