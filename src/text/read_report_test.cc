// SPDX-License-Identifier: Apache-2.0
// What is no report is refused with a reason, and what is damaged does no harm.
#include "text/read_report.h"

#include <gtest/gtest.h>

#include <string>

#include "text/archive.h"
#include "text/check.h"

namespace kaogong::text {
namespace {

std::string Refusal(const std::string& bytes, const char* name, const ReadLimits& limits = {}) {
  const auto report = ReadReport(bytes, name, limits);
  return report.ok() ? "read" : report.error().message.zh;
}

std::string AllText(const Report& report) {
  std::string text;
  for (const Paragraph& paragraph : report.paragraphs) text += paragraph.text + "\n";
  return text;
}

std::string PdfOf(const std::string& content, const std::string& extra = {}) {
  return "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
         "2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
         "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R"
         "/Resources<</Font<</F1 5 0 R>>>>>>endobj\n4 0 obj<</Length " +
         std::to_string(content.size()) + ">>stream\n" + content +
         "\nendstream endobj\n5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\n" +
         extra + "trailer<</Root 1 0 R>>\n";
}

TEST(ReadReport, RefusesWhatIsNoReport) {
  EXPECT_EQ(Refusal("", "a.txt"), "文件是空的");
  for (const std::string& bytes :
       {std::string("\x89PNG\r\n"), std::string("\xFF\xD8\xFF\xE0"), std::string("Rar!\x1A"),
        std::string("{\\rtf1}"), std::string("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1rest")}) {
    EXPECT_NE(Refusal(bytes, "a.docx").find("不是可读的报告"), std::string::npos) << bytes;
  }
}

TEST(ReadReport, SaysThatAScanHasNoText) {
  EXPECT_NE(Refusal(PdfOf("0 0 10 10 re f"), "scan.pdf"), "read");
  const auto read =
      ReadReport(PdfOf("BT /F1 12 Tf 72 700 Td (120 letters, 114 answered) Tj ET"), "text.pdf");
  ASSERT_TRUE(read.ok()) << read.error().message.en;
  EXPECT_NE(AllText(read.value()).find("120 letters, 114 answered"), std::string::npos);
}

TEST(ReadReport, TheContentDecidesWhateverTheNameSays) {
  const auto html =
      ReadReport("<!DOCTYPE html><html><body><p>受理120件</p></body></html>", "a.txt");
  ASSERT_TRUE(html.ok());
  EXPECT_EQ(html.value().format, Format::kHtml);
  const auto plain = ReadReport("受理120件", "a.docx");
  ASSERT_TRUE(plain.ok());
  EXPECT_EQ(plain.value().format, Format::kPlain);
  const auto pdf =
      ReadReport(PdfOf("BT /F1 12 Tf 72 700 Td (120 letters, 114 answered) Tj ET"), "a.txt");
  ASSERT_TRUE(pdf.ok());
  EXPECT_EQ(pdf.value().format, Format::kPdf);
}

TEST(ReadReport, KnowsTheEncodings) {
  const std::string gb =
      "\xCA\xDC\xC0\xED"
      "120"
      "\xBC\xFE";  // 受理120件
  const auto read = ReadReport(gb, "a.txt");
  ASSERT_TRUE(read.ok());
  EXPECT_EQ(AllText(read.value()), "受理120件\n");
  const auto wide = ReadReport(std::string("\xFF\xFE\xD7\x53\x06\x74", 6), "a.txt");
  ASSERT_TRUE(wide.ok());
  EXPECT_EQ(AllText(wide.value()), "受理\n");
}

TEST(ReadReport, MixedEncodingsGiveTextAndNoFault) {
  const std::string mixed =
      std::string("受理120件\n") + "\xCA\xDC\xC0\xED" + "\xFF\xFE\n受理114件\n";
  const auto read = ReadReport(mixed, "a.txt");
  if (read.ok()) {
    EXPECT_FALSE(AllText(read.value()).empty());
  } else {
    EXPECT_FALSE(read.error().message.zh.empty());
  }
}

TEST(ReadReport, RefusesADocumentThatIsEncryptedDamagedOrCutShort) {
  EXPECT_NE(Refusal("PK\x03\x04 broken", "a.docx"), "read");
  const auto archive = WriteArchive({{"word/document.xml", "<w:document><w:body>"}});
  ASSERT_TRUE(archive.ok());
  EXPECT_NE(Refusal(archive.value(), "a.docx"), "read");
  EXPECT_NE(Refusal(archive.value().substr(0, archive.value().size() / 2), "a.docx"), "read");
  const auto other = WriteArchive({{"readme.txt", "no document"}});
  ASSERT_TRUE(other.ok());
  EXPECT_NE(Refusal(other.value(), "a.docx"), "read");
}

TEST(ReadReport, KeepsToItsLimits) {
  const ReadLimits small = {.file_bytes_max = 1000, .text_bytes_max = 500, .paragraphs_max = 20};
  EXPECT_NE(Refusal(std::string(1001, 'a'), "a.txt", small), "read");
  std::string lines;
  for (int i = 0; i < 30; ++i) lines += "行\n";
  EXPECT_NE(Refusal(lines, "a.txt", small), "read");
  EXPECT_NE(Refusal(std::string(600, 'a'), "a.txt", small), "read");
}

TEST(ReadReport, AnEndlessTableIsReadOrRefusedInTime) {
  std::string table = "| 村 | 户 |\n|---|---|\n";
  for (int i = 0; i < 20'000; ++i) table += "| 村 | 3 |\n";
  table += "| 合计 | 7 |\n";
  const auto read = ReadReport(table, "a.md");
  ASSERT_TRUE(read.ok());
  Check(Analyze(read.value()));
  std::string nested;
  for (int i = 0; i < 5'000; ++i) nested += "<table><tr><td>";
  const auto html = ReadReport("<html>" + nested + "120", "a.html");
  if (html.ok()) Check(Analyze(html.value()));
}

TEST(ReadReport, ABombIsNotUnpacked) {
  const auto archive = WriteArchive({{"word/document.xml", std::string(40U << 20U, ' ')}});
  ASSERT_TRUE(archive.ok());
  ASSERT_LT(archive.value().size(), 1U << 20U);
  EXPECT_NE(Refusal(archive.value(), "a.docx"), "read");
}

}  // namespace
}  // namespace kaogong::text
