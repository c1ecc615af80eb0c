// SPDX-License-Identifier: Apache-2.0
// Rational: the number that a formula computes with.
//
// A quotient stays a fraction until a rounding step, so that a rule rounds exactly where the
// regulation says and nowhere else: (1 ÷ 3) × 0.015 rounded to two places is 0.01, never 0.00.
// Small values live in two 128-bit integers; what does not fit moves to an arbitrary-precision
// fraction, so no sum, product or quotient is ever wrong or refused for size alone.
#pragma once

#include <compare>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/decimal.h"

namespace kaogong {

__extension__ typedef __int128 Int128;

class Rational {
 public:
  Rational() = default;
  Rational(std::int64_t value) : numerator_(value) {}  // Implicit: a whole number is a Rational.
  Rational(Decimal value)                              // Implicit: so is a Decimal.
      : numerator_(value.units()), denominator_(PowerOfTen(value.scale())) {}
  // Requires: denominator != 0.
  static Rational Fraction(std::int64_t numerator, std::int64_t denominator);
  static Rational FromInt128(Int128 numerator, Int128 denominator = 1);

  friend Rational operator+(const Rational& a, const Rational& b);
  friend Rational operator-(const Rational& a, const Rational& b);
  friend Rational operator*(const Rational& a, const Rational& b);
  friend Rational operator-(const Rational& a);
  // Returns a ÷ b exactly. Requires: !b.is_zero().
  friend Rational Quotient(const Rational& a, const Rational& b);
  friend std::strong_ordering operator<=>(const Rational& a, const Rational& b);
  friend bool operator==(const Rational& a, const Rational& b) { return (a <=> b) == 0; }
  Rational& operator+=(const Rational& other) { return *this = *this + other; }

  bool is_zero() const;
  int sign() const;  // -1, 0 or 1.
  // True when the value is a whole number.
  bool is_integer() const;
  // Returns the value rounded to `scale` places, or nothing when it has more than 18 digits.
  std::optional<Decimal> Round(int scale, Rounding rounding) const;
  // Returns the value as a Decimal when it is one exactly, with the fewest places.
  std::optional<Decimal> ExactDecimal() const;
  // Returns the whole number below (kDown), above (kUp) or nearest; nothing past 18 digits.
  std::optional<std::int64_t> ToInteger(Rounding rounding) const;
  // Returns the exact decimal ("12.5") or, when there is none, the fraction in lowest terms
  // ("1/3").
  std::string ToString() const;
  // Size in bits of numerator and denominator together; evaluation stops past a limit.
  std::size_t bits() const;

  // Non-algebraic functions are correct to kFunctionPlaces decimal places (half-even at the last),
  // computed in decimal software arithmetic: the same digits on any machine.
  static constexpr int kFunctionPlaces = 30;
  // Nothing for a negative value.
  std::optional<Rational> SquareRoot() const;
  // Natural logarithm; nothing unless the value is positive.
  std::optional<Rational> NaturalLogarithm() const;
  // This value raised to `exponent`. Exact for whole exponents of magnitude at most 1000; else
  // this value must be positive. Nothing when undefined or too large.
  std::optional<Rational> Power(const Rational& exponent) const;

 private:
  struct Big;
  friend struct RationalAccess;
  Int128 numerator_ = 0;
  Int128 denominator_ = 1;          // > 0.
  std::shared_ptr<const Big> big_;  // When set, it holds the value.
};

// Returns |value|.
Rational Absolute(const Rational& value);

// Divides `total` (in units of 10^-scale of `total`) in proportion to `weights` so that the shares
// add up to it exactly: each share is rounded down, then the units left over go one each to the
// largest remainders; equal remainders go to the lower index. All weights zero gives all zero.
// Requires: no weight negative; total not negative.
std::vector<Decimal> Allocate(Decimal total, const std::vector<Rational>& weights);

}  // namespace kaogong
