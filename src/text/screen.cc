// SPDX-License-Identifier: Apache-2.0
#include "text/screen.h"

#include <algorithm>

#include "base/utf8.h"
#include "text/check.h"
#include "text/output/finding_view.h"
#include "text/output/passage_view.h"
#include "text/similar/letters.h"

namespace kaogong::text {
namespace {

// The UTF-16 code units of the first `bytes` of a text.
std::size_t UnitsOf(std::string_view text, std::size_t bytes) {
  std::size_t units = 0;
  for (std::size_t at = 0; at < std::min(bytes, text.size());) {
    const CodePoint point = DecodeCodePoint(text, at);
    units += point.value > 0xFFFF ? 2 : 1;
    at += point.size;
  }
  return units;
}

std::vector<Piece> PiecesOf(const Report& report, const SourceRange& range) {
  std::vector<Piece> pieces;
  for (std::uint32_t p = range.paragraph_first; p <= range.paragraph_last; ++p) {
    const std::string& text = report.paragraphs[p].text;
    const std::size_t begin = p == range.paragraph_first ? range.begin : 0;
    const std::size_t end = p == range.paragraph_last ? range.end : text.size();
    if (begin < end) pieces.push_back({p, UnitsOf(text, begin), UnitsOf(text, end)});
  }
  return pieces;
}

std::string_view NameOfKind(ParagraphKind kind) {
  switch (kind) {
    case ParagraphKind::kBody:
      return "body";
    case ParagraphKind::kHeading:
      return "heading";
    case ParagraphKind::kCell:
      return "cell";
  }
  return "";
}

std::vector<ParagraphView> ParagraphsOf(const Report& report) {
  std::vector<ParagraphView> views;
  views.reserve(report.paragraphs.size());
  for (const Paragraph& paragraph : report.paragraphs) {
    views.push_back({paragraph.text, NameOfKind(paragraph.kind), paragraph.line, paragraph.page,
                     paragraph.table, paragraph.row, paragraph.column});
  }
  return views;
}

Stretch StretchOf(const Document& document, const Span& span) {
  const SourceRange range = RangeOf(document.normal.flows[span.flow], span.begin, span.end);
  return {document.Original(span), PiecesOf(*document.report, range)};
}

FindingView ViewOf(const Document& document, const Finding& finding) {
  FindingView view;
  view.check = finding.check;
  view.check_title = TitleOfCheck(finding.check);
  view.certainty = NameOf(finding.certainty);
  view.certainty_title = TitleOf(finding.certainty);
  view.figure = StretchOf(document, finding.span);
  view.sentence = SentenceOf(document, finding.span);
  view.message = finding.message;
  view.computed = finding.computed;
  view.location = LocationOf(document, finding.span);
  for (const Span& span : finding.others) view.compared_with.push_back(StretchOf(document, span));
  return view;
}

PassageSide SideOf(PassageView& passages, const std::vector<Report>& reports, std::size_t report,
                   std::uint32_t begin, std::uint32_t end, std::size_t other,
                   std::uint32_t other_begin, std::uint32_t other_end) {
  PassageSide side;
  side.report = report;
  if (begin < end)
    side.pieces = PiecesOf(reports[report], passages.RangeOfLetters(report, begin, end));
  for (MarkedText& marked : passages.Marked(report, begin, end, other, other_begin, other_end)) {
    side.text.emplace_back(std::move(marked.text), marked.is_shared);
  }
  return side;
}

PairView ViewOf(const SimilarPair& pair, const std::vector<Report>& reports,
                PassageView& passages) {
  PairView view{pair.a, pair.b, pair.percent_a, pair.percent_b, pair.letters_a, pair.letters_b, {}};
  for (const SharedPassage& shared : pair.passages) {
    view.passages.push_back({shared.likeness_percent,
                             SideOf(passages, reports, pair.a, shared.begin_a, shared.end_a, pair.b,
                                    shared.begin_b, shared.end_b),
                             SideOf(passages, reports, pair.b, shared.begin_b, shared.end_b, pair.a,
                                    shared.begin_a, shared.end_a)});
  }
  return view;
}

}  // namespace

ReportView CheckForScreen(const Report& report, const Record* record) {
  const Document document = Analyze(report);
  const Outcome outcome = Check(document, record);
  ReportView view;
  view.name = report.name;
  view.format = NameOf(report.format);
  view.encoding = report.encoding;
  for (const Paragraph& paragraph : report.paragraphs)
    view.characters += CountCodePoints(paragraph.text);
  view.statements_verified = outcome.verified.size();
  for (const Issue& note : report.notes.list()) view.notes.push_back(note.message);
  view.paragraphs = ParagraphsOf(report);
  for (const Finding& finding : outcome.findings)
    view.findings.push_back(ViewOf(document, finding));
  return view;
}

SimilarityView CompareForScreen(const std::vector<Report>& reports, const SimilarOptions& options,
                                std::size_t pairs_most) {
  const SimilarResult result = FindSimilar(reports, options);
  SimilarityView view;
  for (std::size_t i = 0; i < reports.size(); ++i) {
    const SimilarReport& report = result.reports[i];
    view.reports.push_back(
        {reports[i].name, report.letters, report.shared, report.percent, ParagraphsOf(reports[i])});
  }
  view.pairs_total = result.pairs.size();
  PassageView passages(reports);
  for (std::size_t i = 0; i < std::min(result.pairs.size(), pairs_most); ++i) {
    view.pairs.push_back(ViewOf(result.pairs[i], reports, passages));
  }
  view.clusters = result.clusters;
  return view;
}

}  // namespace kaogong::text
