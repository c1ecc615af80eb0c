// SPDX-License-Identifier: Apache-2.0
#include "text/output/passage_view.h"

#include <algorithm>
#include <utility>

namespace kaogong::text {
namespace {

using Pair = std::pair<char32_t, char32_t>;

std::vector<Pair> PairsOf(const Letters& letters, std::uint32_t begin, std::uint32_t end) {
  std::vector<Pair> pairs;
  for (std::uint32_t i = begin; i + 1 < end; ++i) pairs.emplace_back(letters.text[i], letters.text[i + 1]);
  std::sort(pairs.begin(), pairs.end());
  return pairs;
}

}  // namespace

const Letters& PassageView::LettersFor(std::size_t report) {
  const auto found = letters_.find(report);
  if (found != letters_.end()) return found->second;
  return letters_.emplace(report, LettersOf(reports_[report])).first->second;
}

std::string PassageView::TextOf(std::size_t report, std::uint32_t begin, std::uint32_t end) {
  if (begin >= end) return {};
  return text::TextOf(reports_[report], RangeOf(LettersFor(report), begin, end));
}

std::vector<MarkedText> PassageView::Marked(std::size_t report, std::uint32_t begin, std::uint32_t end,
                                            std::size_t other, std::uint32_t other_begin,
                                            std::uint32_t other_end) {
  const Letters& letters = LettersFor(report);
  const std::vector<Pair> theirs = PairsOf(LettersFor(other), other_begin, other_end);
  std::vector<bool> is_shared(end - begin, false);
  for (std::uint32_t i = begin; i + 1 < end; ++i) {
    if (!std::binary_search(theirs.begin(), theirs.end(), Pair(letters.text[i], letters.text[i + 1]))) continue;
    is_shared[i - begin] = is_shared[i + 1 - begin] = true;
  }
  std::vector<MarkedText> marked;
  for (std::uint32_t i = begin; i < end;) {
    std::uint32_t stop = i;
    while (stop < end && is_shared[stop - begin] == is_shared[i - begin]) ++stop;
    // Punctuation between two stretches belongs to the first.
    SourceRange range = RangeOf(letters, i, stop);
    if (stop < end) {
      range.paragraph_last = letters.places[stop].paragraph;
      range.end = letters.places[stop].offset;
    }
    const bool is_forward = range.paragraph_first < range.paragraph_last ||
                            (range.paragraph_first == range.paragraph_last && range.begin < range.end);
    if (is_forward) marked.push_back({text::TextOf(reports_[report], range), is_shared[i - begin]});
    i = stop;
  }
  return marked;
}

int PassageView::LineOf(std::size_t report, std::uint32_t letter) {
  const TextPlace& place = LettersFor(report).places[letter];
  const Paragraph& paragraph = reports_[report].paragraphs[place.paragraph];
  return paragraph.line > 0 ? paragraph.line : static_cast<int>(place.paragraph) + 1;
}

}  // namespace kaogong::text
