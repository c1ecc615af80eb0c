// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "text/report.h"
#include "text/similar/letters.h"
#include "text/similar/similar.h"

namespace kaogong::text {

// A stretch of original text, marked when the other passage holds it too.
struct MarkedText {
  std::string text;
  bool is_shared = false;
};

// The original text of shared passages. Letters are worked out again when a report is first asked
// for: the result keeps only places.
class PassageView {
 public:
  explicit PassageView(const std::vector<Report>& reports) : reports_(reports) {}

  // The text of letters [begin, end) of a report, as its author wrote it.
  std::string TextOf(std::size_t report, std::uint32_t begin, std::uint32_t end);
  // Where they stood. Requires: begin < end.
  SourceRange RangeOfLetters(std::size_t report, std::uint32_t begin, std::uint32_t end) {
    return RangeOf(LettersFor(report), begin, end);
  }
  // The same in stretches, with those marked whose pairs of letters the other passage holds.
  std::vector<MarkedText> Marked(std::size_t report, std::uint32_t begin, std::uint32_t end,
                                 std::size_t other, std::uint32_t other_begin, std::uint32_t other_end);
  // The 1-based line, or for formats without lines paragraph, that a letter stands on.
  int LineOf(std::size_t report, std::uint32_t letter);

 private:
  const Letters& LettersFor(std::size_t report);

  const std::vector<Report>& reports_;
  std::map<std::size_t, Letters> letters_;
};

}  // namespace kaogong::text
