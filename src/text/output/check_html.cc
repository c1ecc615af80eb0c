// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <map>

#include "text/output/check_output.h"
#include "text/output/html_text.h"

namespace kaogong::text {
namespace {

// A stretch of one paragraph that a finding marks.
struct Mark {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::size_t finding = 0;  // Index.
};

using Marks = std::map<std::size_t, std::vector<Mark>>;  // By paragraph.

Marks MarksOf(const CheckedReport& checked) {
  Marks marks;
  for (std::size_t i = 0; i < checked.outcome->findings.size(); ++i) {
    const Span& span = checked.outcome->findings[i].span;
    const SourceRange range = RangeOf(checked.document->normal.flows[span.flow], span.begin, span.end);
    for (std::uint32_t p = range.paragraph_first; p <= range.paragraph_last; ++p) {
      const std::size_t begin = p == range.paragraph_first ? range.begin : 0;
      const std::size_t end = p == range.paragraph_last ? range.end : checked.report->paragraphs[p].text.size();
      marks[p].push_back({begin, end, i});
    }
  }
  for (auto& [paragraph, list] : marks) {
    std::stable_sort(list.begin(), list.end(), [](const Mark& a, const Mark& b) { return a.begin < b.begin; });
  }
  return marks;
}

// The page's name for a finding: r2f5 is the fifth of the second report.
std::string AnchorOf(std::size_t report, std::size_t finding) {
  return fmt::format("r{}f{}", report + 1, finding + 1);
}

std::string MarkedText(const CheckedReport& checked, std::size_t number, const std::string& text,
                       const std::vector<Mark>& marks, Language language) {
  std::string html;
  std::size_t at = 0;
  for (const Mark& mark : marks) {
    const std::size_t begin = std::max(mark.begin, at);
    const Finding& finding = checked.outcome->findings[mark.finding];
    html += Escape(std::string_view(text).substr(at, begin - at));
    html += fmt::format("<mark id=\"{0}\" class=\"{1}\" title=\"{2}\">", AnchorOf(number, mark.finding),
                        NameOf(finding.certainty), Escape(finding.message.In(language)));
    const std::size_t end = std::max(mark.end, begin);
    html += Escape(std::string_view(text).substr(begin, end - begin));
    html += "</mark>";
    at = end;
  }
  return html + Escape(std::string_view(text).substr(at));
}

std::string BodyOf(const CheckedReport& checked, std::size_t number, Language language) {
  const Marks marks = MarksOf(checked);
  const std::vector<Paragraph>& paragraphs = checked.report->paragraphs;
  std::string html;
  int table = 0;
  int row = 0;
  for (std::size_t i = 0; i < paragraphs.size(); ++i) {
    const Paragraph& paragraph = paragraphs[i];
    if (paragraph.table != table) {
      if (table > 0) html += "</tr></table>\n";
      if (paragraph.table > 0) html += "<table><tr>";
      table = paragraph.table;
      row = paragraph.row;
    } else if (table > 0 && paragraph.row != row) {
      html += "</tr>\n<tr>";
      row = paragraph.row;
    }
    const auto found = marks.find(i);
    const std::string text =
        found == marks.end() ? Escape(paragraph.text) : MarkedText(checked, number, paragraph.text, found->second, language);
    const std::string_view tag = table > 0 ? "td" : paragraph.kind == ParagraphKind::kHeading ? "h2" : "p";
    html += fmt::format("<{0}>{1}</{0}>{2}", tag, text, table > 0 ? "" : "\n");
  }
  if (table > 0) html += "</tr></table>\n";
  return html;
}

std::string ListOf(const CheckedReport& checked, std::size_t number, Language language) {
  std::string html = "<aside><ol>\n";
  const std::vector<Finding>& findings = checked.outcome->findings;
  for (std::size_t i = 0; i < findings.size(); ++i) {
    const Finding& finding = findings[i];
    html += fmt::format("<li><a href=\"#{0}\"><span class=\"tag {1}\">{2}</span>{3}</a>", AnchorOf(number, i),
                        NameOf(finding.certainty), Escape(TitleOf(finding.certainty).In(language)),
                        Escape(LocationOf(*checked.document, finding.span).In(language)));
    html += "<br>" + Escape(finding.message.In(language));
    if (!finding.computed.empty()) html += "<span class=\"computed\">" + Escape(finding.computed) + "</span>";
    html += "</li>\n";
  }
  return html + "</ol></aside>\n";
}

std::string TitleOfReport(const CheckedReport& checked, Language language) {
  return Say("{0}：数字核对，发现 {1} 处", "{0}: {1} findings", checked.report->name, checked.outcome->findings.size())
      .In(language);
}

std::string SectionOf(const CheckedReport& checked, std::size_t number, Language language) {
  std::string html = "<main>\n<article>\n<h1>" + Escape(TitleOfReport(checked, language)) + "</h1>\n";
  for (const Issue& note : checked.report->notes.list()) {
    html += "<p class=\"note\">" + Escape(note.message.In(language)) + "</p>\n";
  }
  html += BodyOf(checked, number, language);
  return html + "</article>\n" + ListOf(checked, number, language) + "</main>\n";
}

}  // namespace

std::string CheckHtml(const std::vector<CheckedReport>& reports, Language language) {
  const std::string title = reports.size() == 1
                                ? TitleOfReport(reports.front(), language)
                                : Say("{} 份报告的数字核对", "Figures of {} reports", reports.size()).In(language);
  std::string html = HtmlHead(title, language == Language::kChinese ? "zh-CN" : "en") + "<body>\n";
  for (std::size_t i = 0; i < reports.size(); ++i) html += SectionOf(reports[i], i, language);
  return html + "</body>\n</html>\n";
}

}  // namespace kaogong::text
