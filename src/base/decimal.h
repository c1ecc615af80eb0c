// SPDX-License-Identifier: Apache-2.0
// Decimal: a recorded number — a fact, a parameter, a score, an amount of money.
//
// A Decimal is units × 10^-scale. Arithmetic happens on Rational (exact, unbounded); a Decimal is
// what arithmetic is rounded to. There is no binary floating point anywhere.
//
// Invariants
// 1. |units| < 10^18 and 0 <= scale <= 12, so that a value and its scale fit a database BIGINT.
// 2. Two Decimals of different scale may be equal: 1.50 == 1.5.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace kaogong {

// How a step rounds. Stored. Do not renumber; append only.
enum class Rounding : std::uint8_t {
  kHalfUp,    // 四舍五入: ties away from zero.
  kHalfEven,  // 四舍六入五成双: ties to the even digit.
  kDown,      // 舍去: toward zero.
  kUp,        // 进一: away from zero.
};

class Decimal {
 public:
  static constexpr int kScaleMax = 12;
  static constexpr std::int64_t kUnitsLimit = 1'000'000'000'000'000'000;  // Exclusive.

  constexpr Decimal() = default;
  // Requires: |units| < kUnitsLimit, 0 <= scale <= kScaleMax.
  static Decimal FromUnits(std::int64_t units, int scale);
  static Decimal FromInteger(std::int64_t value) { return FromUnits(value, 0); }

  // Returns the number written as [+-]digits[.digits], or nothing when the text is not such a
  // number or has more than 18 digits or 12 decimal places. Keeps trailing zeros as scale.
  static std::optional<Decimal> Parse(std::string_view text);

  std::int64_t units() const { return units_; }
  int scale() const { return scale_; }
  bool is_zero() const { return units_ == 0; }

  // Returns the digits with exactly scale() decimal places: "1.50".
  std::string ToString() const;
  // Returns the same value without trailing zeros after the point.
  Decimal Trimmed() const;

  friend std::strong_ordering operator<=>(const Decimal& a, const Decimal& b);
  friend bool operator==(const Decimal& a, const Decimal& b) { return (a <=> b) == 0; }

 private:
  std::int64_t units_ = 0;
  std::int8_t scale_ = 0;
};

// Returns 10^exponent. Requires: 0 <= exponent <= 18.
std::int64_t PowerOfTen(int exponent);

}  // namespace kaogong
