// SPDX-License-Identifier: Apache-2.0
#include "text/checks/words.h"

#include <algorithm>
#include <utility>

#include "text/fold.h"

namespace kaogong::text {
namespace {

using View = std::u32string_view;

bool IsEmptyWord(char32_t c) {
  return View(U"的了和与及在为是有个名人项所共达到其中等各并以将对把被由从以上年月日元").find(c) !=
         View::npos;
}

std::vector<std::pair<char32_t, char32_t>> PairsOf(View text) {
  std::vector<std::pair<char32_t, char32_t>> pairs;
  for (std::size_t i = 0; i + 1 < text.size(); ++i) {
    if (!IsHan(text[i]) || !IsHan(text[i + 1])) continue;
    if (IsEmptyWord(text[i]) || IsEmptyWord(text[i + 1])) continue;
    pairs.emplace_back(text[i], text[i + 1]);
  }
  std::sort(pairs.begin(), pairs.end());
  pairs.erase(std::unique(pairs.begin(), pairs.end()), pairs.end());
  return pairs;
}

}  // namespace

bool ContainsAny(View text, WordList words) {
  return std::any_of(words.begin(), words.end(), [&](View word) { return Contains(text, word); });
}

bool StartsWithAny(View text, WordList words) {
  return std::any_of(words.begin(), words.end(), [&](View word) { return text.starts_with(word); });
}

bool EndsWithAny(View text, WordList words) {
  return std::any_of(words.begin(), words.end(), [&](View word) { return text.ends_with(word); });
}

bool ContainsAnyOf(View text, View characters) {
  return text.find_first_of(characters) != View::npos;
}

View TrimEndOf(View text, View characters) {
  while (!text.empty() && characters.find(text.back()) != View::npos) text.remove_suffix(1);
  return text;
}

View TrimStartOf(View text, View characters) {
  while (!text.empty() && characters.find(text.front()) != View::npos) text.remove_prefix(1);
  return text;
}

int SharedPairs(View a, View b) {
  const auto first = PairsOf(a);
  const auto second = PairsOf(b);
  std::vector<std::pair<char32_t, char32_t>> both;
  std::set_intersection(first.begin(), first.end(), second.begin(), second.end(),
                        std::back_inserter(both));
  return static_cast<int>(both.size());
}

Fit FitOf(const Interval& computed, const Quantity& stated) {
  if (stated.admitted.Meets(computed)) return Fit::kFits;
  const bool is_plain = stated.approximation == Approximation::kNone && !stated.range_high;
  const bool is_cut = is_plain && computed.low() < stated.value + stated.step &&
                      (!computed.high() || *computed.high() >= stated.value);
  return is_cut ? Fit::kTruncated : Fit::kOff;
}

std::string Show(const Rational& value, int places) {
  if (const auto exact = value.ExactDecimal(); exact && exact->scale() <= places) {
    return exact->ToString();
  }
  const auto rounded = value.Round(places, Rounding::kHalfUp);
  return rounded ? "≈" + rounded->Trimmed().ToString() : value.ToString();
}

Rational Middle(const Interval& interval) {
  if (!interval.high()) return interval.low();
  return Quotient(interval.low() + *interval.high(), Rational(2));
}

std::string Show(const Document& document, const Figure& figure) {
  return document.Original(figure.span());
}

bool IsAmount(const Figure& figure) {
  const Quantity& quantity = figure.quantity;
  if (quantity.kind != QuantityKind::kAmount || quantity.is_rate_per) return false;
  switch (quantity.unit.dimension) {
    case Dimension::kPercent:
    case Dimension::kPoint:
    case Dimension::kMultiple:
    case Dimension::kTime:
      return false;
    default:
      return true;
  }
}

bool IsPercent(const Figure& figure) {
  return figure.quantity.kind == QuantityKind::kAmount &&
         figure.quantity.unit.dimension == Dimension::kPercent;
}

std::u32string LabelOf(const Document& document, const Figure& figure) {
  std::u32string label(document.Before(figure));
  label += U'|';
  label += document.After(figure);
  return label;
}

View WideBefore(const Document& document, const Figure& figure) {
  const View text = document.FlowText(figure.flow);
  std::size_t begin = figure.quantity.begin;
  const std::size_t floor = document.sentences[figure.sentence].begin;
  while (begin > floor && View(U",;:。!?(").find(text[begin - 1]) == View::npos) --begin;
  return text.substr(begin, figure.quantity.begin - begin);
}

}  // namespace kaogong::text
