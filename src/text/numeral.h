// SPDX-License-Identifier: Apache-2.0
// Numerals as reports write them: 1,234.5 · 3.99万 · 一千二百三十 · 二〇一四 · 3230余万 · 三四.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "base/rational.h"

namespace kaogong::text {

struct Numeral {
  std::size_t length = 0;  // Characters it takes, 余 inside and 万 behind included.
  Rational value;
  // Worth of the last digit written: 0.01 for 1.25, 10000 for 3万, 1 for 300.
  Rational step = Rational(1);
  // Worth of the last digit that is not zero: 1000 for 5000, 10 for 3230. What 余 may add at most.
  Rational round_step = Rational(1);
  std::optional<Rational> range_high;  // For 三四 (3 to 4) and 七八十 (70 to 80).
  bool is_arabic = false;
  bool has_decimals = false;
  bool has_magnitude = false;  // 万 or 亿, or 百 or 千 behind digits.
  bool has_more = false;       // 余, 多 or 来 before the magnitude: 3230余万.
};

// Returns the numeral that begins at `at` of normal text, or nothing. Digits glued to Latin
// letters (PM2.5, A4) and runs of over 15 digits (telephone, identity numbers) are none.
// Requires: at < text.size().
std::optional<Numeral> NumeralAt(std::u32string_view text, std::size_t at);

// Returns the value of one Chinese digit (两 is 2), or -1.
int ChineseDigit(char32_t c);
// True for a character that Chinese numerals are written with.
bool IsChineseNumeral(char32_t c);

}  // namespace kaogong::text
