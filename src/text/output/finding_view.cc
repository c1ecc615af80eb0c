// SPDX-License-Identifier: Apache-2.0
#include "text/output/finding_view.h"

#include <algorithm>
#include <array>

#include "base/utf8.h"

namespace kaogong::text {
namespace {

struct CheckTitle {
  std::string_view check;
  std::string_view code;
  const char* zh;
  const char* en;
};

constexpr std::array kTitles = {
    CheckTitle{"parts-of-whole", "text.parts-of-whole", "部分与总数", "parts and whole"},
    CheckTitle{"share", "text.share", "占比", "share"},
    CheckTitle{"share-sum", "text.share-sum", "占比合计", "sum of shares"},
    CheckTitle{"rate", "text.rate", "比率", "rate"},
    CheckTitle{"completion", "text.completion", "完成率", "completion"},
    CheckTitle{"growth", "text.growth", "增减", "growth"},
    CheckTitle{"before-after", "text.before-after", "前后变化", "before and after"},
    CheckTitle{"average", "text.average", "平均数", "average"},
    CheckTitle{"counted-list", "text.counted-list", "列举项数", "counted list"},
    CheckTitle{"repeat", "text.repeat", "前后不一", "stated twice"},
    CheckTitle{"date", "text.date", "日期", "date"},
    CheckTitle{"over-100", "text.over-100", "超过100%", "over 100%"},
    CheckTitle{"rank", "text.rank", "名次", "rank"},
    CheckTitle{"table-sum", "text.table-sum", "表格合计", "table total"},
    CheckTitle{"record", "text.record", "与核实数据不符", "against the record"},
    CheckTitle{"numbering", "text.numbering", "序号", "numbering"},
};

const CheckTitle* Find(std::string_view check) {
  const auto found = std::find_if(kTitles.begin(), kTitles.end(),
                                  [&](const CheckTitle& title) { return title.check == check; });
  return found == kTitles.end() ? nullptr : &*found;
}

}  // namespace

Place PlaceOf(const Document& document, const Span& span) {
  const SourceRange range = RangeOf(document.normal.flows[span.flow], span.begin, span.end);
  Place place = PlaceOf(*document.report, range.paragraph_first, range.begin);
  place.length = static_cast<int>(CountCodePoints(document.Original(span)));
  return place;
}

std::string SentenceOf(const Document& document, const Span& span) {
  const auto after = std::upper_bound(document.sentences.begin(), document.sentences.end(), span,
                                      [](const Span& wanted, const Sentence& sentence) {
                                        return wanted.flow < sentence.flow ||
                                               (wanted.flow == sentence.flow && wanted.begin < sentence.begin);
                                      });
  if (after == document.sentences.begin()) return document.Original(span);
  const Sentence& sentence = *std::prev(after);
  if (sentence.flow != span.flow) return document.Original(span);
  return document.Original({sentence.flow, sentence.begin, sentence.end});
}

Text LocationOf(const Document& document, const Span& span) {
  const SourceRange range = RangeOf(document.normal.flows[span.flow], span.begin, span.end);
  const Paragraph& paragraph = document.report->paragraphs[range.paragraph_first];
  const Place place = PlaceOf(document, span);
  if (paragraph.page > 0) {
    return Say("第{0}页“{1}”", "page {0}, \"{1}\"", paragraph.page, document.Original(span));
  }
  if (paragraph.line > 0) return Say("第{0}行第{1}字", "line {0}, character {1}", place.line, place.column);
  return Say("第{0}段第{1}字", "paragraph {0}, character {1}", place.line, place.column);
}

Text TitleOfCheck(std::string_view check) {
  const CheckTitle* title = Find(check);
  return title == nullptr ? Text{std::string(check), std::string(check)} : Text{title->zh, title->en};
}

Issues IssuesOf(const CheckedReport& checked) {
  Issues issues;
  for (const Finding& finding : checked.outcome->findings) {
    const CheckTitle* title = Find(finding.check);
    const std::string_view code = title == nullptr ? "text.finding" : title->code;
    Place place = PlaceOf(*checked.document, finding.span);
    if (finding.certainty == Certainty::kSure) {
      issues.Error(code, std::move(place), finding.message);
    } else {
      issues.Warning(code, std::move(place), finding.message);
    }
  }
  return issues;
}

}  // namespace kaogong::text
