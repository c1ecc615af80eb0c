// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "base/utf8.h"
#include "text/output/check_output.h"

namespace kaogong::text {
namespace {

// The stretch of the sentence around the finding, at most `limit` characters.
std::string Excerpt(const std::string& sentence, const std::string& figure, std::size_t limit) {
  if (CountCodePoints(sentence) <= limit) return sentence;
  const std::size_t at = std::min(sentence.find(figure), sentence.size());
  std::size_t begin = at == sentence.size() ? 0 : at;
  for (std::size_t i = 0; i < limit / 2 && begin > 0; ++i) begin = PreviousCodePoint(sentence, begin);
  const std::size_t end = AdvanceCodePoints(sentence, begin, limit);
  return (begin > 0 ? "…" : "") + sentence.substr(begin, end - begin) + (end < sentence.size() ? "…" : "");
}

void AddFinding(const CheckedReport& checked, const Finding& finding, Language language, std::string& table) {
  const Document& document = *checked.document;
  table += fmt::format("{}  [{}] {}:{}\n", LocationOf(document, finding.span).In(language),
                       TitleOf(finding.certainty).In(language), TitleOfCheck(finding.check).In(language),
                       finding.message.In(language));
  const std::string sentence = SentenceOf(document, finding.span);
  table += "    " + Excerpt(sentence, document.Original(finding.span), 90) + "\n";
  if (!finding.computed.empty()) table += "    = " + finding.computed + "\n";
}

}  // namespace

std::string CheckTable(const std::vector<CheckedReport>& reports, Language language) {
  std::string table;
  for (const CheckedReport& checked : reports) {
    const Outcome& outcome = *checked.outcome;
    table += fmt::format("{}\n", Say("{0}：核对 {1} 处，发现 {2} 处问题", "{0}: {1} statements hold, {2} findings",
                                     checked.report->name, outcome.verified.size(), outcome.findings.size())
                                     .In(language));
    for (const Issue& note : checked.report->notes.list()) table += "  " + note.message.In(language) + "\n";
    for (const Finding& finding : outcome.findings) AddFinding(checked, finding, language, table);
  }
  return table;
}

}  // namespace kaogong::text
