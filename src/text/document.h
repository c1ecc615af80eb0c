// SPDX-License-Identifier: Apache-2.0
// Document: a report taken apart for checking — flows, sentences, and in them figures and dates,
// each figure with the words around it.
//
// Positions are indexes into the normal text of a flow; the Document maps them back.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "text/date_mention.h"
#include "text/normal_text.h"
#include "text/quantity.h"
#include "text/report.h"

namespace kaogong::text {

// A stretch of one flow.
struct Span {
  std::uint32_t flow = 0;
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
};

// A quantity in its place. What it measures is said by the words of its clause before and behind
// it, up to the neighbouring figures: "初中学生" [432人], [31个] "社区达标并挂牌".
struct Figure {
  Quantity quantity;
  std::uint32_t flow = 0;
  std::uint32_t sentence = 0;
  std::uint32_t clause_begin = 0;  // Of the clause it stands in.
  std::uint32_t clause_end = 0;
  std::uint32_t label_begin = 0;   // Where the words before it begin.
  std::uint32_t label_end = 0;     // Where the words behind it end.

  Span span() const {
    return {flow, static_cast<std::uint32_t>(quantity.begin),
            static_cast<std::uint32_t>(quantity.end)};
  }
};

struct DatedSpan {
  DateMention mention;
  std::uint32_t flow = 0;
};

// From one full stop to the next; a sentence never crosses a flow.
struct Sentence {
  std::uint32_t flow = 0;
  std::uint32_t begin = 0;
  std::uint32_t end = 0;           // Past the full stop.
  std::uint32_t figure_first = 0;  // Its figures are [figure_first, figure_last).
  std::uint32_t figure_last = 0;
};

struct Document {
  const Report* report = nullptr;  // Outlives the document.
  NormalText normal;
  std::vector<Sentence> sentences;
  std::vector<Figure> figures;  // In order of flow and place.
  std::vector<DatedSpan> dates;

  std::u32string_view TextOf(const Span& span) const;
  std::u32string_view TextOf(const Sentence& sentence) const;
  std::u32string_view FlowText(std::uint32_t flow) const { return normal.flows[flow].text; }
  // The words of the clause before the figure, and behind it.
  std::u32string_view Before(const Figure& figure) const;
  std::u32string_view After(const Figure& figure) const;
  // The text between two figures of one flow, `a` before `b`.
  std::u32string_view Between(const Figure& a, const Figure& b) const;
  // The original text of a span, as the author wrote it.
  std::string Original(const Span& span) const;
};

Document Analyze(const Report& report);

// True for the marks that end a clause: , ; : 。 ! ? ( ) 、.
bool EndsClause(char32_t c);

// Returns the text as UTF-8.
std::string ToUtf8(std::u32string_view text);

}  // namespace kaogong::text
