// SPDX-License-Identifier: Apache-2.0
// A report as it is compared: its letters alone, folded, with synonyms made one, cut into sentences.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "text/normal_text.h"
#include "text/report.h"

namespace kaogong::text {

// Letters [begin, end) of one report: a sentence, or some short ones together.
struct LetterSpan {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
};

// A word of two letters or more, as ICU's dictionary parts it.
struct Word {
  std::uint32_t hash = 0;
  std::uint32_t weight = 0;  // Of the letter pairs it is made of; see weights.h.
};

struct Letters {
  std::vector<char32_t> text;       // Ideographs, Latin letters and digits.
  std::vector<TextPlace> places;    // Where each stood.
  std::vector<LetterSpan> units;          // In order; together they hold every letter.
  std::vector<Word> words;          // Of one unit after the other; in each sorted by hash, each once.
  std::vector<std::uint32_t> word_begins;  // Of each unit in words; one more at the end.
};

Letters LettersOf(const Report& report);

// Returns the original range of letters [begin, end). Requires: begin < end.
SourceRange RangeOf(const Letters& letters, std::size_t begin, std::size_t end);

}  // namespace kaogong::text
