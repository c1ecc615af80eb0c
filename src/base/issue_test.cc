// SPDX-License-Identifier: Apache-2.0
#include "base/issue.h"

#include <gtest/gtest.h>

#include <vector>

namespace kaogong {
namespace {

const Text kMessage{"没有这个指标", "no such indicator"};
const Text kHint{"是否指“粮食产量”？", "did you mean grain_output?"};

Place At(int line, int column, int length) {
  Place place;
  place.file = "regulation.md";
  place.line = line;
  place.column = column;
  place.length = length;
  return place;
}

// Returns the lines of the source excerpt only.
std::string Excerpt(const Place& place, std::string_view source) {
  const Issue issue{Severity::kError, "a.b", place, {"x", "x"}, {}};
  const std::string rendered = Render(issue, Language::kEnglish, source);
  return rendered.substr(rendered.find('\n') + 1);
}

TEST(RenderPlace, ShowsTheFieldsThatAreKnown) {
  struct Case {
    Place place;
    const char* zh;
    const char* en;
  };
  // Fields: file, line, column, length, article, sheet, cell.
  const std::vector<Case> cases = {
      {{}, "", ""},
      {{"a.md", 0, 0, 0, "", "", ""}, "a.md", "a.md"},
      {{"a.md", 12, 0, 0, "", "", ""}, "a.md:12", "a.md:12"},
      {{"a.md", 12, 5, 1, "", "", ""}, "a.md:12:5", "a.md:12:5"},
      {{"a.md", 0, 5, 0, "", "", ""}, "a.md", "a.md"},
      {{"a.md", 12, 5, 0, "第五条", "", ""}, "a.md:12:5 第五条", "a.md:12:5 第五条"},
      {{"", 3, 0, 0, "", "", ""}, "第3行", "line 3"},
      {{"", 3, 7, 0, "", "", ""}, "第3行第7列", "line 3, column 7"},
      {{"", 0, 0, 0, "第五条", "", ""}, "第五条", "第五条"},
      {{"b.xlsx", 0, 0, 0, "", "经济", "B12"}, "b.xlsx[经济!B12]", "b.xlsx[经济!B12]"},
      {{"b.xlsx", 0, 0, 0, "", "经济", ""}, "b.xlsx[经济]", "b.xlsx[经济]"},
      {{"", 0, 0, 0, "", "", "B12"}, "[B12]", "[B12]"},
      {{"b.csv", 4, 0, 0, "", "", "B4"}, "b.csv:4[B4]", "b.csv:4[B4]"},
  };
  for (const Case& row : cases) {
    EXPECT_EQ(Render(row.place, Language::kChinese), row.zh);
    EXPECT_EQ(Render(row.place, Language::kEnglish), row.en);
  }
}

TEST(RenderIssue, ShowsPlaceMessageSourceAndHint) {
  Place place = At(2, 3, 4);
  place.article = "第五条";
  const Issue issue{Severity::kError, "formula.unknown-name", place, kMessage, kHint};
  const std::string_view source = "first\nx 粮食产两 + 1\nlast\n";
  EXPECT_EQ(Render(issue, Language::kChinese, source),
            "regulation.md:2:3 第五条: 错误: 没有这个指标 [formula.unknown-name]\n"
            "  2 | x 粮食产两 + 1\n"
            "    |   ^^^^^^^^\n"
            "  → 是否指“粮食产量”？\n");
  EXPECT_EQ(Render(issue, Language::kEnglish),
            "regulation.md:2:3 第五条: error: no such indicator [formula.unknown-name]\n"
            "  → did you mean grain_output?\n");
}

TEST(RenderIssue, NamesTheSeverity) {
  const Issue issue{Severity::kWarning, "a.b", {}, kMessage, {}};
  EXPECT_EQ(Render(issue, Language::kChinese), "警告: 没有这个指标 [a.b]\n");
  EXPECT_EQ(Render(issue, Language::kEnglish), "warning: no such indicator [a.b]\n");
}

TEST(RenderIssue, PlacesCaretsByDisplayWidth) {
  struct Case {
    const char* name;
    Place place;
    std::string_view source;
    std::string_view want;
  };
  const std::vector<Case> cases = {
      {"no length means one character", At(1, 2, 0), "abc", "  1 | abc\n    |  ^\n"},
      {"no column means no caret", At(1, 0, 3), "abc", "  1 | abc\n"},
      {"wide characters before and under", At(1, 2, 1), "考核x", "  1 | 考核x\n    |   ^^\n"},
      {"combining marks take no column", At(1, 3, 1), "e\u0301x", "  1 | e\u0301x\n    |  ^\n"},
      {"a combining mark alone has a caret", At(1, 2, 1), "e\u0301", "  1 | e\u0301\n    |  ^\n"},
      {"tabs become four spaces", At(1, 2, 1), "\tx\ty", "  1 |     x    y\n    |     ^\n"},
      {"end of line", At(1, 4, 1), "abc\nd", "  1 | abc\n    |    ^\n"},
      {"beyond the end of line", At(1, 99, 9), "abc\nd", "  1 | abc\n    |    ^\n"},
      {"length stops at the end of line", At(1, 2, 99), "abc\ndef", "  1 | abc\n    |  ^^\n"},
      {"carriage return is no part", At(2, 1, 9), "a\r\nbc\r\nd", "  2 | bc\n    | ^^\n"},
      {"the empty last line", At(2, 1, 1), "a\n", "  2 | \n    | ^\n"},
      {"no such line", At(3, 1, 1), "a\n", ""},
      {"wide line number", At(10, 1, 1), "\n\n\n\n\n\n\n\n\nx", "  10 | x\n     | ^\n"},
      {"bad byte counts as one", At(1, 2, 1), "\xFFx", "  1 | \uFFFDx\n    |  ^\n"},
      {"escapes are shown, not obeyed", At(1, 6, 1), "\x1B[31mx",
       "  1 | \u241B[31mx\n    |      ^\n"},
      {"direction marks are shown", At(1, 2, 1), "\u202Ex", "  1 | \uFFFDx\n    |  ^\n"},
  };
  for (const Case& row : cases) EXPECT_EQ(Excerpt(row.place, row.source), row.want) << row.name;
}

TEST(RenderIssue, CutsLongLinesAroundThePlace) {
  const std::string hundred(100, 'a');
  EXPECT_EQ(Excerpt(At(1, 100, 1), hundred),
            "  1 | " + hundred + "\n    | " + std::string(99, ' ') + "^\n");
  EXPECT_EQ(Excerpt(At(1, 1, 2), hundred + "b"), "  1 | " + hundred + "...\n    | ^^\n");
  EXPECT_EQ(Excerpt(At(1, 51, 1), std::string(50, 'a') + "X" + std::string(500, 'b')),
            "  1 | ..." + std::string(40, 'a') + "X" + std::string(59, 'b') + "...\n    | " +
                std::string(43, ' ') + "^\n");
  EXPECT_EQ(Excerpt(At(1, 151, 99), hundred + std::string(50, 'b')),
            "  1 | ..." + std::string(40, 'b') + "\n    | " + std::string(43, ' ') + "^\n");
  // The mark itself may be longer than what is shown.
  EXPECT_EQ(Excerpt(At(1, 1, 500), std::string(500, 'a')),
            "  1 | " + hundred + "...\n    | " + std::string(100, '^') + "\n");
}

TEST(RenderIssue, KeepsWideCharactersWholeWhenCutting) {
  std::string line;
  for (int i = 0; i < 200; ++i) line += "考";
  std::string shown;
  for (int i = 0; i < 50; ++i) shown += "考";
  EXPECT_EQ(Excerpt(At(1, 101, 1), line),
            "  1 | ..." + shown + "...\n    | " + std::string(43, ' ') + "^^\n");
}

TEST(RenderIssue, StaysSmallForAHugeSingleLine) {
  std::string source;
  for (int i = 0; i < 3'500'000; ++i) source += "考";
  for (const int column : {1, 1'750'000, 3'500'000, 3'600'000}) {
    EXPECT_LT(Excerpt(At(1, column, 3'500'000), source).size(), 600U) << column;
  }
  // Marks without width must not let the whole line through.
  std::string marks;
  for (int i = 0; i < 100'000; ++i) marks += "\u0301";
  EXPECT_LT(Excerpt(At(1, 50'000, 1), marks).size(), 600U);
}

TEST(RenderIssue, ShowsQuotedControlCharactersInMessages) {
  const Issue issue{Severity::kError, "a.b", {}, {"x", "bad \x1B[2J name"}, {"y", "one\ntwo"}};
  EXPECT_EQ(Render(issue, Language::kEnglish),
            "error: bad \u241B[2J name [a.b]\n  → one\n    two\n");
}

TEST(Issues, CountsErrorsAndWarnings) {
  Issues issues;
  EXPECT_TRUE(issues.empty());
  EXPECT_FALSE(issues.has_errors());
  issues.Warning("a.warning", {}, kMessage);
  EXPECT_FALSE(issues.has_errors());
  issues.Error("a.error", {}, kMessage, kHint);

  Issues more;
  more.Error("b.error", {}, kMessage);
  more.Warning("b.warning", {}, kMessage);
  issues.Append(std::move(more));
  EXPECT_TRUE(issues.has_errors());
  EXPECT_EQ(issues.error_count(), 2U);
  EXPECT_EQ(issues.warning_count(), 2U);
  EXPECT_EQ(issues.list()[2].code, "b.error");
}

TEST(Issues, SortByFileLineAndColumnKeepingEquals) {
  Issues issues;
  const auto add = [&issues](std::string_view code, std::string file, int line, int column) {
    Place place;
    place.file = std::move(file);
    place.line = line;
    place.column = column;
    issues.Error(code, std::move(place), kMessage);
  };
  add("6", "b", 1, 1);
  add("3", "a", 2, 9);
  add("4", "a", 10, 1);
  add("5", "a", 10, 1);
  add("2", "a", 2, 1);
  add("1", "a", 0, 0);
  issues.SortByPlace();
  std::string order;
  for (const Issue& issue : issues.list()) order += issue.code;
  EXPECT_EQ(order, "123456");
}

}  // namespace
}  // namespace kaogong
