// SPDX-License-Identifier: Apache-2.0
#include "document/template.h"

#include <gtest/gtest.h>

#include <thread>

#include "document/document_json.h"
#include "document/given.h"
#include "document/internal/docx_reader.h"
#include "document/render.h"
#include "document/template_source.h"
#include "document/verify.h"
#include "text/archive.h"
#include "text/read_report.h"

namespace kaogong::document {
namespace {

constexpr const char* kGiven = R"(
单位: 甘溪镇𠮷䶮·买买提
金额: 12300
村:
  - {名称: 青石村, 得分: 90.50}
  - {名称: 柳塘村, 得分: 95.00}
)";

constexpr const char* kSource = R"(
@公文标题 关于{{单位}}的通报
{{单位}}共{{计数(村)}}个村：{{每个 村 间隔 、}}{{序号}}.{{名称}}{{完}}。{{若 有(没有)}}不写{{否则}}合计{{金额|大写}}{{完}}
{{若 计数(村) > 5}}
很多
{{否则}}
不多
{{完}}
%表 900 3000 1500
= 序号 | 村 | 得分
- {{每个 村 按 得分 降序}}{{序号}} | [左]{{名称}} | {{得分|2位}}{{完}}
- [2]合计 | {{合计(村.得分)}}
)";

std::string Docx(std::string_view source) {
  const auto document = ReadTemplateSource(source, "test.txt");
  EXPECT_TRUE(document.ok());
  return RenderDocx(document.value()).value();
}

struct Filled {
  std::optional<Document> document;
  std::string findings;
};

Filled Fill(std::string_view source, const Record& record) {
  Issues issues;
  Filled filled;
  auto form = Template::ReadDocx(Docx(source), "test.docx", &issues);
  EXPECT_TRUE(form.ok());
  if (form.ok() && form.value())
    filled.document = form.value()->Fill(record, "", &issues).value();
  for (const Issue& issue : issues.list())
    filled.findings += std::to_string(issue.place.line) + " " + issue.message.zh + "\n";
  return filled;
}

GivenRecord Given() { return GivenRecord::Parse(kGiven, "given.yaml").value(); }

TEST(Template, FillsTextLoopsConditionsAndTables) {
  const GivenRecord record = Given();
  const Filled filled = Fill(kSource, record);
  EXPECT_EQ(filled.findings, "");
  ASSERT_TRUE(filled.document);
  EXPECT_EQ(TextOf(*filled.document),
            "关于甘溪镇𠮷䶮·买买提的通报\n"
            "甘溪镇𠮷䶮·买买提共2个村：1.青石村、2.柳塘村。合计壹万贰仟叁佰元整\n"
            "不多\n"
            "序号\t村\t得分\n"
            "1\t柳塘村\t95.00\n"
            "2\t青石村\t90.50\n"
            "合计\t185.50\n");
  EXPECT_EQ(filled.document->title, "关于甘溪镇𠮷䶮·买买提的通报");
}

TEST(Template, ReportsEveryMistakeWithItsParagraph) {
  const GivenRecord record = Given();
  const Filled filled = Fill(
      "第一段\n{{每个 村}}没有完\n{{单位|大些}}\n{{单位\n{{完}}\n{{}}\n{{1 +}}\n%表 900\n- {{若 1}}\n", record);
  EXPECT_FALSE(filled.document);
  EXPECT_NE(filled.findings.find("2 {{每个 村}} 没有 {{完}}"), std::string::npos) << filled.findings;
  EXPECT_NE(filled.findings.find("3 {{单位|大些}}：没有“大些”这种格式"), std::string::npos)
      << filled.findings;
  EXPECT_NE(filled.findings.find("4 “{{单位…”没有写 }}"), std::string::npos) << filled.findings;
  EXPECT_NE(filled.findings.find("5 {{完}} 前面没有对应的"), std::string::npos) << filled.findings;
  EXPECT_NE(filled.findings.find("7 {{1 +}}："), std::string::npos) << filled.findings;
  EXPECT_NE(filled.findings.find("8 {{若 1}} 没有 {{完}}"), std::string::npos) << filled.findings;
}

TEST(Template, ReportsEveryUnknownName) {
  const GivenRecord record = Given();
  const Filled filled = Fill("{{单伍}}和{{没有这个东西}}\n{{每个 村}}{{名秤}}{{完}}\n{{单位|大写}}\n", record);
  EXPECT_FALSE(filled.document);
  EXPECT_EQ(filled.findings,
            "1 {{单伍}}：这里没有“单伍”这一项，是否想写“单位”？\n"
            "1 {{没有这个东西}}：这里没有“没有这个东西”这一项\n"
            "2 {{名秤}}：这里没有“名秤”这一项，是否想写“名称”？\n"
            "3 {{单位}}：不能用“数的格式”显示：“甘溪镇𠮷䶮·买买提”是文字\n");
}

TEST(Template, RefusesForeignAndHostileFiles) {
  const auto refused = [](std::string_view bytes) {
    Issues issues;
    const auto read = Template::ReadDocx(bytes, "模板.docx", &issues);
    return read.ok() ? std::string() : read.error().message.zh;
  };
  const auto with = [](const char* part, std::string content) {
    std::vector<text::ArchiveEntry> parts{{"word/document.xml",
                                           "<w:document><w:body><w:p/></w:body></w:document>"}};
    if (parts[0].name == part) parts.clear();
    parts.push_back({part, std::move(content)});
    return text::WriteArchive(parts).value();
  };
  EXPECT_NE(refused("%PDF-1.7").find("是 PDF"), std::string::npos);
  EXPECT_NE(refused("\xD0\xCF\x11\xE0 old").find("旧版 .doc"), std::string::npos);
  EXPECT_NE(refused("hello").find("不是 .docx"), std::string::npos);
  EXPECT_NE(refused("PK\x03\x04 broken").find("不是 .docx"), std::string::npos);
  EXPECT_NE(refused("").find("不是 .docx"), std::string::npos);
  EXPECT_NE(refused(with("xl/workbook.xml", "<workbook/>").substr(0, 60)).find("不是"),
            std::string::npos);
  EXPECT_NE(refused(with("word/vbaProject.bin", "x")).find("宏"), std::string::npos);
  EXPECT_NE(refused(with("word/document.xml",
                         "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><w:document/>"))
                .find("外部实体"),
            std::string::npos);
  EXPECT_NE(refused(with("word/document.xml", "<w:document><w:body>")).find("已损坏"),
            std::string::npos);
  EXPECT_NE(refused(with("word/document.xml", std::string(std::size_t{40} << 20U, ' '))).find("MB"),
            std::string::npos);
  std::string deep;
  for (int i = 0; i < 5000; ++i) deep += "<w:sdt>";
  EXPECT_NE(refused(with("word/document.xml", deep)).find("嵌套过深"), std::string::npos);
}

// What the model says is what a reader of the file finds, in its order.
std::string Letters(std::string_view text) {
  std::string letters;
  for (const char byte : text) {
    if (byte != ' ' && byte != '\n' && byte != '\t') letters += byte;
  }
  return letters;
}

std::string TextOfFile(const std::string& bytes, const char* name) {
  const auto report = text::ReadReport(bytes, name);
  EXPECT_TRUE(report.ok());
  std::string text;
  if (report.ok()) {
    for (const auto& paragraph : report.value().paragraphs) text += paragraph.text;
  }
  return Letters(text);
}

TEST(Render, DocxKeepsTextStylesAndTables) {
  const GivenRecord record = Given();
  const Document document = *Fill(kSource, record).document;
  Issues issues;
  const std::string bytes = RenderDocx(document).value();
  const auto read = ReadDocxDocument(bytes, "made.docx", &issues);
  ASSERT_TRUE(read.ok());
  EXPECT_TRUE(issues.empty());
  EXPECT_EQ(TextOf(read.value()), TextOf(document));
  for (std::size_t i = 0; i < document.blocks.size(); ++i) {
    const auto* paragraph = std::get_if<Paragraph>(&document.blocks[i]);
    if (paragraph == nullptr) continue;
    EXPECT_TRUE(std::get<Paragraph>(read.value().blocks[i]).style == paragraph->style) << i;
  }
  EXPECT_EQ(RenderDocx(document).value(), bytes);
}

TEST(Render, PdfHasTheTextAndIsTheSameEachTime) {
  const GivenRecord record = Given();
  const Document document = *Fill(kSource, record).document;
  const auto pdf = RenderPdf(document);
  ASSERT_TRUE(pdf.ok());
  EXPECT_EQ(RenderPdf(document).value(), pdf.value());
  const std::string text = TextOfFile(pdf.value(), "made.pdf");
  for (const char* const part : {"关于甘溪镇", "𠮷", "壹万贰仟叁佰元整", "柳塘村", "95.00", "185.50"})
    EXPECT_NE(text.find(part), std::string::npos) << part << " in " << text;
}

// Fonts are cut for what was drawn so far: nothing of that may show in the bytes.
TEST(Render, PdfDoesNotDependOnWhatWasDrawnBefore) {
  const GivenRecord record = Given();
  const Document document = *Fill(kSource, record).document;
  std::string alone;
  std::thread([&] { alone = RenderPdf(document).value(); }).join();
  std::string after;
  std::thread([&] {
    ASSERT_TRUE(RenderPdf(*Fill("另一份公文，用到另一些字：龘靐齉\n", record).document).ok());
    after = RenderPdf(document).value();
  }).join();
  EXPECT_EQ(alone, after);
  EXPECT_LT(alone.size(), 60'000U);
}

TEST(Render, HtmlMarksFiguresAndEscapes) {
  GivenRecord record = Given();
  record.Set("", "单位", "<b>&\"");
  const std::string html = RenderHtml(*Fill("{{单位}}与{{金额}}\n", record).document);
  EXPECT_NE(html.find("&lt;b&gt;&amp;&quot;</data>"), std::string::npos) << html;
  EXPECT_NE(html.find(R"(data-figure="1" value="12300")"), std::string::npos) << html;
}

TEST(Render, LongTablesAndTitlesMakePages) {
  GivenRecord record;
  std::string yaml = "标题: " + std::string();
  for (int i = 0; i < 300; ++i) yaml += "长";
  yaml += "\n村:\n";
  for (int i = 0; i < 100; ++i) yaml += "  - {名称: 很长很长很长很长很长很长很长很长的单位名称之" + std::to_string(i) + "}\n";
  record = GivenRecord::Parse(yaml, "given.yaml").value();
  const auto filled = Fill(
      "@公文标题 {{标题}}\n%表 900 3000\n= 序号 | 单位\n- {{每个 村}}{{序号}} | {{名称}}{{完}}\n", record);
  ASSERT_TRUE(filled.document) << filled.findings;
  const std::string pdf = RenderPdf(*filled.document).value();
  const auto report = text::ReadReport(pdf, "made.pdf");
  ASSERT_TRUE(report.ok());
  EXPECT_GE(report.value().paragraphs.back().page, 3);
  // The head stands on every page.
  std::size_t heads = 0;
  const std::string text = TextOfFile(pdf, "made.pdf");
  for (std::size_t at = text.find("序号"); at != std::string::npos; at = text.find("序号", at + 1)) ++heads;
  EXPECT_GE(heads, 3U);
  EXPECT_NE(text.find("单位名称之99"), std::string::npos);
}

TEST(Render, EmptyDocumentsAreFiles) {
  const Document empty;
  EXPECT_TRUE(RenderDocx(empty).ok());
  EXPECT_TRUE(RenderPdf(empty).ok());
  EXPECT_TRUE(RenderXlsx(empty).ok());
}

TEST(Verify, NamesEveryPlaceThatChanged) {
  GivenRecord record = Given();
  Document document = *Fill(kSource, record).document;
  EXPECT_TRUE(Verify(document, record).ok());
  record.Set("给定:村/1", "得分", "96.50");
  record.Set("", "金额", "12300.5");
  const auto changes = FindChanges(document, record);
  std::string found;
  for (const Change& change : changes)
    found += change.place + " " + change.expression + " " + change.before + " → " + change.after + "\n";
  EXPECT_NE(found.find("第2段 金额 壹万贰仟叁佰元整 → 壹万贰仟叁佰元伍角整"), std::string::npos) << found;
  EXPECT_NE(found.find("表1第3行第3格 得分 90.50 → 96.50"), std::string::npos) << found;
  EXPECT_NE(found.find("合计(村.得分) 185.50 → 191.50"), std::string::npos) << found;
  // The order of the table was decided by the figures: it would be another document.
  EXPECT_NE(found.find("排序("), std::string::npos) << found;
  EXPECT_NE(found.find(" 2项 → 2项，次序不同"), std::string::npos) << found;
  const auto verified = Verify(document, record);
  ASSERT_FALSE(verified.ok());
  EXPECT_EQ(verified.error().code, ErrorCode::kConflict);
  EXPECT_EQ(verified.error().faults.size(), changes.size());
}

TEST(Verify, FindsAFigureAlteredByHandAndOneThatIsGone) {
  const GivenRecord record = Given();
  Document document = *Fill("合计{{金额}}元，{{单位}}\n", record).document;
  std::get<Paragraph>(document.blocks[0]).runs[1].text = "12301";
  ASSERT_EQ(FindChanges(document, record).size(), 1U);
  EXPECT_EQ(FindChanges(document, record)[0].before, "12301");
  const GivenRecord nothing;
  EXPECT_EQ(FindChanges(document, nothing).size(), 2U);
  Refresh(record, &document);
  EXPECT_TRUE(Verify(document, record).ok());
}

TEST(DocumentJson, ReadsWhatItWrote) {
  const GivenRecord record = Given();
  const Document document = *Fill(kSource, record).document;
  const std::string json = ToJson(document);
  const auto read = FromJson(json);
  ASSERT_TRUE(read.ok()) << read.error().message.zh;
  EXPECT_EQ(ToJson(read.value()), json);
  EXPECT_TRUE(Verify(read.value(), record).ok());
}

TEST(DocumentJson, NamesEveryFault) {
  const auto read = FromJson(R"({"title": 1, "page": {"width": -5}, "blocks": [{}, {"paragraph": {}}]})");
  ASSERT_FALSE(read.ok());
  EXPECT_GE(read.error().faults.size(), 5U);
  EXPECT_FALSE(FromJson("{").ok());
}

}  // namespace
}  // namespace kaogong::document
