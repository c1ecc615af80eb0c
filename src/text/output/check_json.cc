// SPDX-License-Identifier: Apache-2.0
#include <nlohmann/json.hpp>

#include "base/utf8.h"
#include "text/output/check_output.h"

namespace kaogong::text {
namespace {

using Json = nlohmann::ordered_json;

Json ToJson(const Text& text) { return {{"zh", text.zh}, {"en", text.en}}; }

Json PlaceJson(const Document& document, const Span& span) {
  const SourceRange range = RangeOf(document.normal.flows[span.flow], span.begin, span.end);
  const Paragraph& paragraph = document.report->paragraphs[range.paragraph_first];
  const Place place = PlaceOf(document, span);
  Json json = {{"paragraph", range.paragraph_first + 1}};
  if (paragraph.line > 0) json["line"] = paragraph.line;
  if (paragraph.page > 0) json["page"] = paragraph.page;
  json["column"] = place.column;
  json["length"] = place.length;
  if (document.report->format != Format::kPdf && document.report->format != Format::kDocx) {
    json["byte"] = paragraph.SourceOf(range.begin).offset;
  }
  return json;
}

Json SpanJson(const Document& document, const Span& span) {
  return {{"text", document.Original(span)}, {"place", PlaceJson(document, span)}};
}

Json FindingJson(const Document& document, const Finding& finding) {
  Json json = {{"check", finding.check},
               {"certainty", NameOf(finding.certainty)},
               {"figure", document.Original(finding.span)},
               {"place", PlaceJson(document, finding.span)},
               {"sentence", SentenceOf(document, finding.span)},
               {"message", ToJson(finding.message)}};
  if (!finding.computed.empty()) json["computed"] = finding.computed;
  Json others = Json::array();
  for (const Span& span : finding.others) others.push_back(SpanJson(document, span));
  json["compared_with"] = std::move(others);
  return json;
}

Json ReportJson(const CheckedReport& checked) {
  const Report& report = *checked.report;
  std::size_t characters = 0;
  for (const Paragraph& paragraph : report.paragraphs) characters += CountCodePoints(paragraph.text);
  Json notes = Json::array();
  for (const Issue& note : report.notes.list()) {
    notes.push_back({{"code", note.code}, {"message", ToJson(note.message)}});
  }
  Json findings = Json::array();
  for (const Finding& finding : checked.outcome->findings) {
    findings.push_back(FindingJson(*checked.document, finding));
  }
  return {{"file", report.name},
          {"format", NameOf(report.format)},
          {"encoding", report.encoding},
          {"characters", characters},
          {"statements_verified", checked.outcome->verified.size()},
          {"notes", std::move(notes)},
          {"findings", std::move(findings)}};
}

}  // namespace

std::string CheckJson(const std::vector<CheckedReport>& reports) {
  Json list = Json::array();
  for (const CheckedReport& checked : reports) list.push_back(ReportJson(checked));
  const Json json = {{"reports", std::move(list)}};
  return json.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
}

}  // namespace kaogong::text
