// SPDX-License-Identifier: Apache-2.0
// Interval: all values that a stated figure admits.
//
// "77.8%" admits every value that rounds to it; "5000余" every value from 5000 to below 6000;
// "近50" those just below 50. Arithmetic on intervals gives every value that can come out, so a
// statement is wrong only when the interval of what was computed and that of what was stated have
// nothing in common.
//
// Invariant: low <= high, unless the interval is unbounded above.
#pragma once

#include <optional>

#include "base/rational.h"

namespace kaogong::text {

class Interval {
 public:
  Interval() = default;
  static Interval Exactly(const Rational& value) { return Interval(value, value); }
  // Requires: low <= high.
  static Interval Between(const Rational& low, const Rational& high) { return Interval(low, high); }
  static Interval AtLeast(const Rational& low) { return Interval(low, std::nullopt); }

  const Rational& low() const { return low_; }
  // Nothing when there is no upper bound.
  const std::optional<Rational>& high() const { return high_; }
  bool is_exact() const { return high_.has_value() && *high_ == low_; }

  bool Contains(const Rational& value) const {
    return value >= low_ && (!high_.has_value() || value <= *high_);
  }
  bool Meets(const Interval& other) const {
    return (!other.high_.has_value() || low_ <= *other.high_) &&
           (!high_.has_value() || other.low_ <= *high_);
  }
  // True when every value of this lies below every value of `other`.
  bool IsBelow(const Interval& other) const { return high_.has_value() && *high_ < other.low_; }

  friend Interval operator+(const Interval& a, const Interval& b);
  friend Interval operator-(const Interval& a, const Interval& b);
  // Requires: `factor` not negative.
  friend Interval operator*(const Interval& a, const Rational& factor);
  // Multiplies two intervals. Requires: neither reaches below zero.
  friend Interval Product(const Interval& a, const Interval& b);
  // Divides two intervals; nothing when the divisor reaches zero.
  // Requires: neither reaches below zero.
  friend std::optional<Interval> Ratio(const Interval& a, const Interval& b);

 private:
  Interval(const Rational& low, std::optional<Rational> high)
      : low_(low), high_(std::move(high)) {}

  Rational low_;
  std::optional<Rational> high_ = Rational();
};

}  // namespace kaogong::text
