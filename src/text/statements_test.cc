// SPDX-License-Identifier: Apache-2.0
// Runs testdata/statements.txt; the head of that file says how it is written.
#include <gtest/gtest.h>

#include <fstream>
#include <string>
#include <vector>

#include "text/check.h"

namespace kaogong::text {
namespace {

struct Choice {
  std::vector<std::string> texts;
};

struct Statement {
  int line = 0;
  std::string check;
  std::vector<std::string> fixed;  // One more than choices.
  std::vector<Choice> choices;

  // The text with choice `index` set to `pick`, every other to its first.
  std::string Text(std::size_t index, std::size_t pick) const {
    std::string text = fixed[0];
    for (std::size_t i = 0; i < choices.size(); ++i) {
      text += choices[i].texts[i == index ? pick : 0] + fixed[i + 1];
    }
    return text;
  }
};

std::string TrimBlanks(const std::string& text) {
  const std::size_t begin = text.find_first_not_of(' ');
  const std::size_t end = text.find_last_not_of(' ');
  return begin == std::string::npos ? std::string() : text.substr(begin, end - begin + 1);
}

Statement Parse(const std::string& line, int number) {
  Statement statement;
  statement.line = number;
  const std::size_t bar = line.find('|');
  statement.check = TrimBlanks(line.substr(0, bar));
  std::string rest = TrimBlanks(line.substr(bar + 1));
  std::size_t at = 0;
  while (true) {
    const std::size_t open = rest.find('{', at);
    statement.fixed.push_back(rest.substr(at, open == std::string::npos ? open : open - at));
    if (open == std::string::npos) break;
    const std::size_t close = rest.find('}', open);
    Choice choice;
    std::string inside = rest.substr(open + 1, close - open - 1);
    for (std::size_t mark = inside.find('|'); mark != std::string::npos; mark = inside.find('|')) {
      choice.texts.push_back(inside.substr(0, mark));
      inside.erase(0, mark + 1);
    }
    choice.texts.push_back(inside);
    statement.choices.push_back(choice);
    at = close + 1;
  }
  return statement;
}

std::vector<Statement> LoadStatements() {
  std::ifstream file(std::string(KAOGONG_SOURCE_DIR) + "/src/text/testdata/statements.txt");
  std::vector<Statement> statements;
  std::string line;
  for (int number = 1; std::getline(file, line); ++number) {
    if (line.empty() || line[0] == '#') continue;
    statements.push_back(Parse(line, number));
  }
  return statements;
}

Report ReportOf(const std::string& text) {
  static const std::string kMark = "⏎";
  Report report;
  std::string rest = text;
  while (!rest.empty()) {
    const std::size_t end = rest.find(kMark);
    Paragraph paragraph;
    paragraph.text = rest.substr(0, end);
    paragraph.line = static_cast<int>(report.paragraphs.size()) + 1;
    report.paragraphs.push_back(paragraph);
    rest = end == std::string::npos ? std::string() : rest.substr(end + kMark.size());
  }
  return report;
}

std::string Findings(const std::string& text) {
  const Report report = ReportOf(text);
  std::string all;
  for (const Finding& finding : Check(Analyze(report)).findings) {
    all += std::string(finding.check) + ": " + finding.message.zh + "\n";
  }
  return all;
}

TEST(Statements, RightOnesPass) {
  const std::vector<Statement> statements = LoadStatements();
  ASSERT_GT(statements.size(), 50U);
  for (const Statement& statement : statements) {
    const std::string text = statement.Text(0, 0);
    EXPECT_EQ(Findings(text), "") << "line " << statement.line << ": " << text;
  }
}

TEST(Statements, WrongOnesAreFound) {
  for (const Statement& statement : LoadStatements()) {
    for (std::size_t i = 0; i < statement.choices.size(); ++i) {
      for (std::size_t pick = 1; pick < statement.choices[i].texts.size(); ++pick) {
        const std::string text = statement.Text(i, pick);
        EXPECT_NE(Findings(text), "") << "line " << statement.line << ": " << text;
      }
    }
  }
}

}  // namespace
}  // namespace kaogong::text
