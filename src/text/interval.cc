// SPDX-License-Identifier: Apache-2.0
#include "text/interval.h"

#include "base/result.h"

namespace kaogong::text {
namespace {

using Bound = std::optional<Rational>;

}  // namespace

Interval operator+(const Interval& a, const Interval& b) {
  Bound high;
  if (a.high_ && b.high_) high = *a.high_ + *b.high_;
  return Interval(a.low_ + b.low_, high);
}

Interval operator-(const Interval& a, const Interval& b) {
  Bound high;
  if (a.high_) high = *a.high_ - b.low_;
  // Without an upper bound on b the difference has no lower one; what is compared is never
  // negative, so zero stands for it.
  const Rational low = b.high_ ? a.low_ - *b.high_ : (high && *high < Rational() ? *high : Rational());
  return Interval(low, high);
}

Interval operator*(const Interval& a, const Rational& factor) {
  KAOGONG_ASSERT(factor.sign() >= 0);
  Bound high;
  if (a.high_) high = *a.high_ * factor;
  return Interval(a.low_ * factor, high);
}

Interval Product(const Interval& a, const Interval& b) {
  Bound high;
  if (a.high_ && b.high_) high = *a.high_ * *b.high_;
  return Interval(a.low_ * b.low_, high);
}

std::optional<Interval> Ratio(const Interval& a, const Interval& b) {
  if (b.low_.sign() <= 0) return std::nullopt;
  Bound high;
  if (a.high_) high = Quotient(*a.high_, b.low_);
  const Rational low = b.high_ ? Quotient(a.low_, *b.high_) : Rational();
  return Interval(low, high);
}

}  // namespace kaogong::text
