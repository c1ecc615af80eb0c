// SPDX-License-Identifier: Apache-2.0
#include "text/document.h"

#include <algorithm>

#include "base/utf8.h"

namespace kaogong::text {
namespace {

using View = std::u32string_view;

// A sentence longer than this is cut, so that whatever looks about in a sentence takes bounded time.
constexpr std::size_t kSentenceMax = 2000;

bool EndsSentence(char32_t c) { return c == U'。' || c == U'!' || c == U'?'; }

void AddSentences(std::uint32_t flow, View text, std::vector<Sentence>& sentences) {
  std::size_t begin = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool is_last = i + 1 == text.size();
    if (!EndsSentence(text[i]) && !is_last && i - begin < kSentenceMax) continue;
    std::size_t end = i + 1;
    // A closing quotation mark or parenthesis belongs to the sentence it closes.
    while (end < text.size() && (text[end] == U'”' || text[end] == U')' || text[end] == U'》')) ++end;
    sentences.push_back({flow, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end), 0, 0});
    begin = end;
    i = end - 1;
  }
}

std::uint32_t ClauseBegin(View text, std::size_t at, std::size_t floor) {
  while (at > floor && !EndsClause(text[at - 1])) --at;
  return static_cast<std::uint32_t>(at);
}

std::uint32_t ClauseEnd(View text, std::size_t at, std::size_t ceiling) {
  while (at < ceiling && !EndsClause(text[at])) ++at;
  return static_cast<std::uint32_t>(at);
}

void AddFigures(Document& document, std::uint32_t sentence_index, std::vector<Quantity>& quantities,
                std::size_t& next) {
  Sentence& sentence = document.sentences[sentence_index];
  const View text = document.FlowText(sentence.flow);
  sentence.figure_first = static_cast<std::uint32_t>(document.figures.size());
  for (; next < quantities.size() && quantities[next].begin < sentence.end; ++next) {
    Figure figure;
    figure.quantity = std::move(quantities[next]);
    figure.flow = sentence.flow;
    figure.sentence = sentence_index;
    figure.clause_begin = ClauseBegin(text, figure.quantity.begin, sentence.begin);
    figure.clause_end = ClauseEnd(text, figure.quantity.end, sentence.end);
    figure.label_begin = figure.clause_begin;
    figure.label_end = figure.clause_end;
    const bool has_previous = document.figures.size() > sentence.figure_first;
    if (has_previous) {
      Figure& previous = document.figures.back();
      figure.label_begin =
          std::max(figure.label_begin, static_cast<std::uint32_t>(previous.quantity.end));
      previous.label_end =
          std::min(previous.label_end, static_cast<std::uint32_t>(figure.quantity.begin));
    }
    document.figures.push_back(std::move(figure));
  }
  sentence.figure_last = static_cast<std::uint32_t>(document.figures.size());
}

}  // namespace

bool EndsClause(char32_t c) { return View(U",;:。!?()、").find(c) != View::npos; }

std::string ToUtf8(View text) {
  std::string utf8;
  utf8.reserve(text.size() * 3);
  for (const char32_t c : text) AppendCodePoint(c, utf8);
  return utf8;
}

View Document::TextOf(const Span& span) const {
  return FlowText(span.flow).substr(span.begin, span.end - span.begin);
}

View Document::TextOf(const Sentence& sentence) const {
  return FlowText(sentence.flow).substr(sentence.begin, sentence.end - sentence.begin);
}

View Document::Before(const Figure& figure) const {
  return FlowText(figure.flow).substr(figure.label_begin, figure.quantity.begin - figure.label_begin);
}

View Document::After(const Figure& figure) const {
  return FlowText(figure.flow).substr(figure.quantity.end, figure.label_end - figure.quantity.end);
}

View Document::Between(const Figure& a, const Figure& b) const {
  return FlowText(a.flow).substr(a.quantity.end, b.quantity.begin - a.quantity.end);
}

std::string Document::Original(const Span& span) const {
  if (span.begin >= span.end) return {};
  return text::TextOf(*report, RangeOf(normal.flows[span.flow], span.begin, span.end));
}

Document Analyze(const Report& report) {
  Document document;
  document.report = &report;
  document.normal = Normalize(report);
  for (std::size_t i = 0; i < document.normal.flows.size(); ++i) {
    const auto flow = static_cast<std::uint32_t>(i);
    const View text = document.FlowText(flow);
    const std::vector<DateMention> dates = FindDates(text);
    std::vector<Quantity> quantities = FindQuantities(text, dates);
    for (const DateMention& mention : dates) document.dates.push_back({mention, flow});
    const std::size_t first = document.sentences.size();
    AddSentences(flow, text, document.sentences);
    std::size_t next = 0;
    for (std::size_t s = first; s < document.sentences.size(); ++s) {
      AddFigures(document, static_cast<std::uint32_t>(s), quantities, next);
    }
  }
  return document;
}

}  // namespace kaogong::text
