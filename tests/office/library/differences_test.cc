// SPDX-License-Identifier: Apache-2.0
#include "office/library/differences.h"

#include <gtest/gtest.h>

#include <random>

#include "office/library/line_diff.h"
#include "regulation/compile.h"
#include "texts.h"

namespace kaogong::office::library {
namespace {

std::string Render(const std::vector<Hunk>& hunks) {
  std::string text;
  for (const Hunk& hunk : hunks) {
    text += fmt::format("@{},{}\n", hunk.before_line, hunk.after_line);
    for (const DiffLine& line : hunk.lines) {
      text += line.kind == LineKind::kSame ? " " : (line.kind == LineKind::kAdded ? "+" : "-");
      text += fmt::format("{}\n", line.text);
    }
  }
  return text;
}

TEST(LineDiff, ShowsChangesWithContext) {
  EXPECT_EQ(Render(DiffLines("a\nb\nc\n", "a\nb\nc\n")), "");
  EXPECT_EQ(Render(DiffLines("", "a\n")), "@1,1\n+a\n");
  EXPECT_EQ(Render(DiffLines("a\n", "")), "@1,1\n-a\n");
  EXPECT_EQ(Render(DiffLines("a\nb\nc\nd\ne\n", "a\nb\nX\nd\ne\n", 1)), "@2,2\n b\n-c\n+X\n d\n");
  EXPECT_EQ(Render(DiffLines("1\n2\n3\n4\n5\n6\n7\n", "0\n1\n2\n3\n4\n5\n6\n8\n", 1)),
            "@1,1\n+0\n 1\n@6,7\n 6\n-7\n+8\n");
}

// Whatever the texts, the lines rebuild both of them.
TEST(LineDiff, RebuildsBothTexts) {
  std::mt19937 random(7);
  for (int round = 0; round < 300; ++round) {
    std::string before;
    std::string after;
    for (std::size_t i = random() % 12; i > 0; --i)
      before += std::string(1, static_cast<char>('a' + random() % 4)) + "\n";
    for (std::size_t i = random() % 12; i > 0; --i)
      after += std::string(1, static_cast<char>('a' + random() % 4)) + "\n";
    for (const std::size_t changes_max : {std::size_t{2000}, std::size_t{3}}) {
      std::string was;
      std::string is;
      for (const Hunk& hunk : DiffLines(before, after, 100, changes_max)) {
        for (const DiffLine& line : hunk.lines) {
          if (line.kind != LineKind::kAdded) was += std::string(line.text) + "\n";
          if (line.kind != LineKind::kRemoved) is += std::string(line.text) + "\n";
        }
      }
      if (before == after) continue;
      EXPECT_EQ(was, before);
      EXPECT_EQ(is, after);
    }
  }
}

std::vector<std::string> DifferencesIn(const std::string& before, const std::string& after) {
  const auto compile = [](const std::string& text) {
    return regulation::Compile(FilesOf("sample", {{"regulation.md", text}}), {});
  };
  const auto was = compile(before);
  const auto is = compile(after);
  std::vector<std::string> lines;
  for (const Difference& difference : DifferencesOf(was.scheme, is.scheme)) {
    lines.push_back(fmt::format("{}|{}|{}|{}", difference.what.zh, difference.article,
                                difference.before, difference.after));
  }
  return lines;
}

TEST(Differences, NoneBetweenEqualTexts) {
  EXPECT_TRUE(DifferencesIn(VillageText(), VillageText()).empty());
}

TEST(Differences, NamePointsParametersAndArticles) {
  const auto points =
      DifferencesIn(VillageText(), Replaced(VillageText(), "粮食生产 60分", "粮食生产 70分"));
  ASSERT_EQ(points.size(), 2U);
  EXPECT_EQ(points[0], "村的“粮食生产”的分值|第一条|60|70");
  const auto parameter =
      DifferencesIn(VillageText(), Replaced(VillageText(), "加分上限 = 3", "加分上限 = 5"));
  ASSERT_FALSE(parameter.empty());
  EXPECT_EQ(parameter[0], "参数“加分上限”|第二条|3|5");
  const auto article =
      DifferencesIn(VillageText(), Replaced(VillageText(), "累计不超过加分上限", "累计不超过上限"));
  ASSERT_EQ(article.size(), 1U);
  EXPECT_TRUE(article[0].starts_with("第二条的条文|第二条|"));
}

TEST(Differences, NameWhatIsNewAndGone) {
  const std::string less =
      Replaced(VillageText(), "排名 排名 = 名次(总分, 在: 全体, 并列: 跳号)\n", "");
  const auto gone = DifferencesIn(VillageText(), less);
  ASSERT_EQ(gone.size(), 1U);
  EXPECT_TRUE(gone[0].starts_with("删去村的“排名”|第三条|")) << gone[0];
  const auto added = DifferencesIn(less, VillageText());
  ASSERT_EQ(added.size(), 1U);
  EXPECT_TRUE(added[0].starts_with("新增村的“排名”|第三条||")) << added[0];
}

}  // namespace
}  // namespace kaogong::office::library
