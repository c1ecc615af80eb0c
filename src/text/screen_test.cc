// SPDX-License-Identifier: Apache-2.0
#include "text/screen.h"

#include <gtest/gtest.h>

#include <string>

#include "text/read_report.h"

namespace kaogong::text {
namespace {

Report ReportOf(const std::string& text, const char* name) {
  auto report = ReadReport(text, name);
  EXPECT_TRUE(report.ok());
  return std::move(report).value();
}

TEST(Screen, PlacesCountAsABrowserDoes) {
  // The first character takes two code units.
  const ReportView view =
      CheckForScreen(ReportOf("𠮷祥镇受理120件,办结114件,办结率为98%。\n\n情况较好。", "a.txt"));
  ASSERT_EQ(view.findings.size(), 1U);
  const FindingView& finding = view.findings[0];
  EXPECT_EQ(finding.check, "rate");
  EXPECT_EQ(finding.figure.text, "98%");
  ASSERT_EQ(finding.figure.pieces.size(), 1U);
  EXPECT_EQ(finding.figure.pieces[0].paragraph, 0U);
  EXPECT_EQ(finding.figure.pieces[0].begin, 22U);
  EXPECT_EQ(finding.figure.pieces[0].end, 25U);
  ASSERT_EQ(finding.compared_with.size(), 2U);
  EXPECT_EQ(finding.compared_with[0].text, "114件");
  ASSERT_EQ(view.paragraphs.size(), 2U);
  EXPECT_EQ(view.paragraphs[1].text, "情况较好。");
}

TEST(Screen, SharedPassagesStandSideBySide) {
  const std::string passage =
      "一年来,我镇坚持把改善民生放在首位,新修通村公路十二公里,改造危旧房屋三十六户,"
      "解决了两千多名群众的饮水困难。";
  const std::vector<Report> reports = {
      ReportOf("前言略。\n" + passage, "a.txt"), ReportOf(passage, "b.txt"),
      ReportOf("本年度重点推进茶园建设和河道整治,取得一定成效。", "c.txt")};
  const SimilarityView view = CompareForScreen(reports);
  ASSERT_EQ(view.pairs.size(), 1U);
  const PairView& pair = view.pairs[0];
  EXPECT_EQ(pair.a, 0U);
  EXPECT_EQ(pair.b, 1U);
  ASSERT_FALSE(pair.passages.empty());
  const SharedView& shared = pair.passages[0];
  ASSERT_FALSE(shared.a.pieces.empty());
  EXPECT_EQ(shared.a.pieces.back().paragraph, 1U);
  std::string marked;
  for (const auto& [text, is_shared] : shared.b.text) marked += is_shared ? text : "";
  EXPECT_NE(marked.find("改善民生"), std::string::npos);
  ASSERT_EQ(view.clusters.size(), 1U);
}

}  // namespace
}  // namespace kaogong::text
