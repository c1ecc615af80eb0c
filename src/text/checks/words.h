// SPDX-License-Identifier: Apache-2.0
// Small questions that checks ask of words, and how they show numbers.
#pragma once

#include <cstddef>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "base/rational.h"
#include "text/document.h"
#include "text/interval.h"
#include "text/quantity.h"

namespace kaogong::text {

using WordList = std::initializer_list<std::u32string_view>;

bool ContainsAny(std::u32string_view text, WordList words);
bool StartsWithAny(std::u32string_view text, WordList words);
bool EndsWithAny(std::u32string_view text, WordList words);
inline bool Contains(std::u32string_view text, std::u32string_view word) {
  return text.find(word) != std::u32string_view::npos;
}
bool ContainsAnyOf(std::u32string_view text, std::u32string_view characters);

// Returns the text without any of the characters at its end (start).
std::u32string_view TrimEndOf(std::u32string_view text, std::u32string_view characters);
std::u32string_view TrimStartOf(std::u32string_view text, std::u32string_view characters);

// Returns how many different pairs of neighbouring ideographs the texts share. Pairs of words that
// every report is full of (的, 了, 和 …) do not count.
int SharedPairs(std::u32string_view a, std::u32string_view b);

// How a stated figure agrees with what was computed.
enum class Fit {
  kFits,       // Some rounding of the true value gives it.
  kTruncated,  // Only cutting the digits off does; half-up gives another figure.
  kOff,
};
Fit FitOf(const Interval& computed, const Quantity& stated);

// Returns a number with at most `places` decimals for a message; "≈" stands before it when digits
// were cut.
std::string Show(const Rational& value, int places = 2);
// Returns the middle of the interval, or its bound when it is unbounded.
Rational Middle(const Interval& interval);
// Returns the figure as its author wrote it.
std::string Show(const Document& document, const Figure& figure);

// True for an amount that can take part in sums and quotients: a counted or measured figure, no
// percentage, time, ordinal or blank.
bool IsAmount(const Figure& figure);
bool IsPercent(const Figure& figure);

// Returns the words that say what a figure is about: those of its clause on both sides.
std::u32string LabelOf(const Document& document, const Figure& figure);

// Returns the text of the clauses joined by 、 before the figure: from the last , ; : 。 on.
std::u32string_view WideBefore(const Document& document, const Figure& figure);

}  // namespace kaogong::text
