// SPDX-License-Identifier: Apache-2.0
#include "text/similar/similar.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace kaogong::text {
namespace {

constexpr std::size_t kReports = 36;
constexpr std::size_t kSentences = 42;

// A sentence of the words that all reports are made of; no two reports have one in common.
std::string GenreSentence(std::size_t report, std::size_t i) {
  static const char* const kWho[] = {"各村干部", "帮扶单位", "镇工作组", "党员骨干", "驻村队员", "包片领导"};
  static const char* const kDid[] = {"逐户上门核对底数", "对照清单整改问题", "建立台账按月销号", "组织骨干外出学习",
                                     "公开办事流程时限", "抽调人员组成小组", "邀请专家现场指导"};
  static const char* const kWhat[] = {"改造灌溉渠道", "维修村级公路", "加固水库堤坝", "清理河道垃圾", "新建文化广场"};
  const std::size_t turn = i + report;
  return std::string(kWho[turn % 6]) + kDid[(i * 3 + report * 5) % 7] + "，" + kWhat[(i * 2 + report) % 5] +
         std::to_string(100 + report * kSentences + i) + "处，群众反映良好。";
}

std::vector<Report> GenreReports() {
  std::vector<Report> reports(kReports);
  for (std::size_t r = 0; r < kReports; ++r) {
    for (std::size_t i = 0; i < kSentences; ++i) {
      Paragraph paragraph;
      paragraph.text = GenreSentence(r, i);
      reports[r].paragraphs.push_back(paragraph);
    }
  }
  return reports;
}

// Puts sentences of report `from` into the middle of report `to`.
void Copy(std::vector<Report>& reports, std::size_t from, std::size_t to, std::size_t begin, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i)
    reports[to].paragraphs[20 + i].text = GenreSentence(from, begin + i);
}

TEST(Similar, DoesNotAccuseReportsOfOneGenre) { EXPECT_TRUE(FindSimilar(GenreReports()).pairs.empty()); }

TEST(Similar, FindsSentencesCopiedAsTheyAreHoweverCommonTheirWords) {
  std::vector<Report> reports = GenreReports();
  Copy(reports, 3, 7, 5, 3);
  const SimilarResult result = FindSimilar(reports);
  ASSERT_EQ(result.pairs.size(), 1U);
  EXPECT_EQ(result.pairs[0].a, 3U);
  EXPECT_EQ(result.pairs[0].b, 7U);
  ASSERT_EQ(result.pairs[0].passages.size(), 1U);
  EXPECT_EQ(result.pairs[0].passages[0].likeness_percent, 100);
}

TEST(Similar, OneCommonSentenceAloneIsNoCopy) {
  std::vector<Report> reports = GenreReports();
  Copy(reports, 3, 7, 5, 1);
  EXPECT_TRUE(FindSimilar(reports).pairs.empty());
}

TEST(Similar, SentencesOfManyReportsAreSetPhrases) {
  std::vector<Report> reports = GenreReports();
  for (const std::size_t to : {0U, 1U, 2U, 4U, 5U, 6U, 7U, 8U, 9U}) Copy(reports, 3, to, 5, 3);
  EXPECT_TRUE(FindSimilar(reports).pairs.empty());
}

}  // namespace
}  // namespace kaogong::text
