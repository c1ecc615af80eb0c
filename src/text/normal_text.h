// SPDX-License-Identifier: Apache-2.0
// NormalText: a report as it is matched — one script, one width, without scraping noise — with the
// way back from every character to the paragraph it came from.
//
// Removed are: pinyin in parentheses after a character, 務(wù); blanks except between Latin words
// or numbers; a stray ` or ' beside an ideograph; a hyphen that splits a word, 民-主; invisible
// characters. A sentence that a stray line end cut in two reads on. Nothing is ever added: a
// character that was lost stays lost.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "text/report.h"

namespace kaogong::text {

// Where a character of a Flow stood: bytes [offset, offset + size) of a paragraph's text.
struct TextPlace {
  std::uint32_t paragraph = 0;
  std::uint32_t offset = 0;
  std::uint32_t size = 0;
};

// A run of text that reads as one: a paragraph, or several when a line end cut a sentence.
struct Flow {
  std::u32string text;
  std::vector<TextPlace> places;  // One for each character of text.
  ParagraphKind kind = ParagraphKind::kBody;
};

struct NormalText {
  std::vector<Flow> flows;
};

// A range of a report's original text: from a byte of one paragraph to a byte of the same or a
// later one.
struct SourceRange {
  std::uint32_t paragraph_first = 0;
  std::uint32_t begin = 0;  // Byte offset in paragraph_first.
  std::uint32_t paragraph_last = 0;
  std::uint32_t end = 0;  // Byte offset past the range, in paragraph_last.
};

NormalText Normalize(const Report& report);

// Returns the original range of characters [begin, end) of a flow.
// Requires: begin < end <= flow.text.size().
SourceRange RangeOf(const Flow& flow, std::size_t begin, std::size_t end);

// Returns the original text of a range; paragraphs it spans are joined as they read.
std::string TextOf(const Report& report, const SourceRange& range);

}  // namespace kaogong::text
