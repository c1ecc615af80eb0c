// SPDX-License-Identifier: Apache-2.0
#include "base/rational.h"

#include <algorithm>
#include <boost/multiprecision/cpp_dec_float.hpp>
#include <boost/multiprecision/cpp_int.hpp>
#include <numeric>

#include "base/result.h"

namespace kaogong {

namespace mp = boost::multiprecision;

struct Rational::Big {
  mp::cpp_rational value;
};

// The one place that turns small into big values and back.
struct RationalAccess {
  static mp::cpp_rational Value(const Rational& a) {
    if (a.big_) return a.big_->value;
    return mp::cpp_rational(mp::cpp_int(a.numerator_), mp::cpp_int(a.denominator_));
  }
  static Rational Make(mp::cpp_rational value) {
    static const mp::cpp_int kLimit = (mp::cpp_int(1) << 126);
    const mp::cpp_int numerator = mp::numerator(value);
    const mp::cpp_int denominator = mp::denominator(value);
    Rational result;
    if (mp::abs(numerator) < kLimit && denominator < kLimit) {
      result.numerator_ = static_cast<Int128>(numerator);
      result.denominator_ = static_cast<Int128>(denominator);
    } else {
      result.big_ = std::make_shared<Rational::Big>(Rational::Big{std::move(value)});
    }
    return result;
  }
};

namespace {

using DecimalFloat = mp::number<mp::cpp_dec_float<80>>;

constexpr Int128 kInt128Least = static_cast<Int128>(1) << 127;

Int128 Gcd(Int128 a, Int128 b) {
  if (a < 0) a = -a;
  while (b != 0) {
    const Int128 rest = a % b;
    a = b;
    b = rest;
  }
  return a;
}

std::string Digits(Int128 value) {
  const bool negative = value < 0;
  std::string text;
  do {
    const int digit = static_cast<int>(value % 10);
    text.insert(text.begin(), static_cast<char>('0' + (digit < 0 ? -digit : digit)));
    value /= 10;
  } while (value != 0);
  return negative ? "-" + text : text;
}

// Decides the rounding of a quotient whose whole part is `quotient` (toward zero) and whose rest
// is `rest` of `divisor`, both without sign.
template <class Integer>
bool RoundsAway(const Integer& quotient, const Integer& rest, const Integer& divisor,
                Rounding rounding) {
  switch (rounding) {
    case Rounding::kDown:
      return false;
    case Rounding::kUp:
      return rest != 0;
    case Rounding::kHalfUp:
      return rest >= divisor - rest;
    case Rounding::kHalfEven:
      return rest > divisor - rest || (rest == divisor - rest && quotient % 2 != 0);
  }
  return false;
}

template <class Integer>
Integer DivideRounded(Integer numerator, const Integer& denominator, Rounding rounding) {
  const bool negative = numerator < 0;
  if (negative) numerator = -numerator;
  Integer quotient = numerator / denominator;
  const Integer rest = numerator % denominator;
  if (RoundsAway(quotient, rest, denominator, rounding)) ++quotient;
  return negative ? Integer(-quotient) : quotient;
}

Rational FromDecimalFloat(const DecimalFloat& value) {
  // 30 places of a value of at most 40 digits before the point: 80 digits of work suffice.
  const DecimalFloat scaled = value * mp::pow(DecimalFloat(10), Rational::kFunctionPlaces);
  const DecimalFloat rounded = mp::round(scaled);
  // Boost asks for the exponent of what it converts, and zero has none.
  if (rounded == 0) return Rational();
  const mp::cpp_int units(rounded.convert_to<mp::cpp_int>());
  return RationalAccess::Make(
      mp::cpp_rational(units, mp::pow(mp::cpp_int(10), Rational::kFunctionPlaces)));
}

DecimalFloat ToDecimalFloat(const mp::cpp_rational& value) {
  return DecimalFloat(mp::numerator(value)) / DecimalFloat(mp::denominator(value));
}

}  // namespace

Rational Rational::FromInt128(Int128 numerator, Int128 denominator) {
  KAOGONG_ASSERT(denominator != 0);
  // The least number has no opposite of its size.
  if (numerator == kInt128Least || denominator == kInt128Least) {
    return RationalAccess::Make(mp::cpp_rational(mp::cpp_int(numerator), mp::cpp_int(denominator)));
  }
  Rational result;
  result.numerator_ = denominator < 0 ? -numerator : numerator;
  result.denominator_ = denominator < 0 ? -denominator : denominator;
  return result;
}

Rational Rational::Fraction(std::int64_t numerator, std::int64_t denominator) {
  return FromInt128(numerator, denominator);
}

Rational operator+(const Rational& a, const Rational& b) {
  if (!a.big_ && !b.big_) {
    Int128 left = 0;
    Int128 right = 0;
    Int128 sum = 0;
    if (a.denominator_ == b.denominator_) {
      if (!__builtin_add_overflow(a.numerator_, b.numerator_, &sum)) {
        return Rational::FromInt128(sum, a.denominator_);
      }
    } else {
      const Int128 common = Gcd(a.denominator_, b.denominator_);
      const Int128 a_factor = b.denominator_ / common;
      Int128 denominator = 0;
      if (!__builtin_mul_overflow(a.numerator_, a_factor, &left) &&
          !__builtin_mul_overflow(b.numerator_, a.denominator_ / common, &right) &&
          !__builtin_add_overflow(left, right, &sum) &&
          !__builtin_mul_overflow(a.denominator_, a_factor, &denominator)) {
        return Rational::FromInt128(sum, denominator);
      }
    }
  }
  return RationalAccess::Make(RationalAccess::Value(a) + RationalAccess::Value(b));
}

Rational operator-(const Rational& a) {
  if (!a.big_) return Rational::FromInt128(-a.numerator_, a.denominator_);
  return RationalAccess::Make(-RationalAccess::Value(a));
}

Rational operator-(const Rational& a, const Rational& b) { return a + (-b); }

Rational operator*(const Rational& a, const Rational& b) {
  if (!a.big_ && !b.big_) {
    Int128 numerator = 0;
    Int128 denominator = 0;
    if (!__builtin_mul_overflow(a.numerator_, b.numerator_, &numerator) &&
        !__builtin_mul_overflow(a.denominator_, b.denominator_, &denominator)) {
      return Rational::FromInt128(numerator, denominator);
    }
    const Int128 left = Gcd(a.numerator_, b.denominator_);
    const Int128 right = Gcd(b.numerator_, a.denominator_);
    if (left != 0 && right != 0 &&
        !__builtin_mul_overflow(a.numerator_ / left, b.numerator_ / right, &numerator) &&
        !__builtin_mul_overflow(a.denominator_ / right, b.denominator_ / left, &denominator)) {
      return Rational::FromInt128(numerator, denominator);
    }
  }
  return RationalAccess::Make(RationalAccess::Value(a) * RationalAccess::Value(b));
}

Rational Quotient(const Rational& a, const Rational& b) {
  KAOGONG_ASSERT(!b.is_zero());
  if (!b.big_) return a * Rational::FromInt128(b.denominator_, b.numerator_);
  return RationalAccess::Make(RationalAccess::Value(a) / RationalAccess::Value(b));
}

std::strong_ordering operator<=>(const Rational& a, const Rational& b) {
  if (!a.big_ && !b.big_) {
    if (a.denominator_ == b.denominator_) return a.numerator_ <=> b.numerator_;
    Int128 left = 0;
    Int128 right = 0;
    if (!__builtin_mul_overflow(a.numerator_, b.denominator_, &left) &&
        !__builtin_mul_overflow(b.numerator_, a.denominator_, &right)) {
      return left <=> right;
    }
  }
  const int order = RationalAccess::Value(a).compare(RationalAccess::Value(b));
  return order <=> 0;
}

bool Rational::is_zero() const { return sign() == 0; }

int Rational::sign() const {
  if (big_) return big_->value.sign();
  return numerator_ > 0 ? 1 : numerator_ < 0 ? -1 : 0;
}

bool Rational::is_integer() const {
  if (big_) return mp::denominator(big_->value) == 1;
  return numerator_ % denominator_ == 0;
}

std::optional<Decimal> Rational::Round(int scale, Rounding rounding) const {
  KAOGONG_ASSERT(scale >= 0 && scale <= Decimal::kScaleMax);
  if (!big_) {
    Int128 scaled = 0;
    if (!__builtin_mul_overflow(numerator_, static_cast<Int128>(PowerOfTen(scale)), &scaled)) {
      const Int128 units = DivideRounded<Int128>(scaled, denominator_, rounding);
      if (units <= -Decimal::kUnitsLimit || units >= Decimal::kUnitsLimit) return std::nullopt;
      return Decimal::FromUnits(static_cast<std::int64_t>(units), scale);
    }
  }
  const mp::cpp_rational value = RationalAccess::Value(*this);
  const mp::cpp_int units = DivideRounded<mp::cpp_int>(mp::numerator(value) * PowerOfTen(scale),
                                                       mp::denominator(value), rounding);
  if (mp::abs(units) >= Decimal::kUnitsLimit) return std::nullopt;
  return Decimal::FromUnits(static_cast<std::int64_t>(units), scale);
}

std::optional<Decimal> Rational::ExactDecimal() const {
  constexpr Int128 kSmall = static_cast<Int128>(1) << 120U;
  if (!big_ && denominator_ < kSmall) {
    // Long division until nothing is left.
    Int128 rest = numerator_ % denominator_;
    for (int scale = 0; scale <= Decimal::kScaleMax; ++scale) {
      if (rest == 0) return Round(scale, Rounding::kDown);
      rest = rest * 10 % denominator_;
    }
    return std::nullopt;
  }
  for (int scale = 0; scale <= Decimal::kScaleMax; ++scale) {
    const auto rounded = Round(scale, Rounding::kDown);
    if (!rounded) return std::nullopt;
    if (Rational(*rounded) == *this) return rounded;
  }
  return std::nullopt;
}

std::optional<std::int64_t> Rational::ToInteger(Rounding rounding) const {
  const auto rounded = Round(0, rounding);
  if (!rounded) return std::nullopt;
  return rounded->units();
}

std::string Rational::ToString() const {
  if (const auto decimal = ExactDecimal()) return decimal->ToString();
  if (big_) return big_->value.str();
  const Int128 common = Gcd(numerator_, denominator_);
  const std::string top = Digits(numerator_ / common);
  const Int128 bottom = denominator_ / common;
  return bottom == 1 ? top : top + "/" + Digits(bottom);
}

std::size_t Rational::bits() const {
  if (!big_) return 256;
  return mp::msb(mp::abs(mp::numerator(big_->value))) + mp::msb(mp::denominator(big_->value)) + 2;
}

std::optional<Rational> Rational::SquareRoot() const {
  if (sign() < 0) return std::nullopt;
  const mp::cpp_rational value = RationalAccess::Value(*this);
  // floor(√(n/d) × 10^30) = isqrt(floor(n × 10^60 / d)); one more comparison rounds it.
  const mp::cpp_int scale = mp::pow(mp::cpp_int(10), kFunctionPlaces);
  const mp::cpp_int square = mp::numerator(value) * scale * scale / mp::denominator(value);
  mp::cpp_int root = mp::sqrt(square);
  const mp::cpp_rational middle(2 * root + 1, 2 * scale);
  if (middle * middle < value || (middle * middle == value && root % 2 != 0)) ++root;
  return RationalAccess::Make(mp::cpp_rational(root, scale));
}

std::optional<Rational> Rational::NaturalLogarithm() const {
  if (sign() <= 0) return std::nullopt;
  return FromDecimalFloat(mp::log(ToDecimalFloat(RationalAccess::Value(*this))));
}

std::optional<Rational> Rational::Power(const Rational& exponent) const {
  const auto whole = exponent.is_integer() ? exponent.ToInteger(Rounding::kDown) : std::nullopt;
  if (whole && *whole >= -1000 && *whole <= 1000) {
    if (*whole < 0 && is_zero()) return std::nullopt;
    Rational base = *whole < 0 ? Quotient(Rational(1), *this) : *this;
    Rational result(1);
    for (auto n = *whole < 0 ? -*whole : *whole; n > 0; n >>= 1) {
      if (result.bits() > 100'000 || base.bits() > 100'000) return std::nullopt;
      if (n & 1) result = result * base;
      if (n > 1) base = base * base;
    }
    return result;
  }
  if (is_zero() && exponent.sign() > 0) return Rational();
  if (sign() <= 0) return std::nullopt;
  const DecimalFloat logarithm = mp::log(ToDecimalFloat(RationalAccess::Value(*this))) *
                                 ToDecimalFloat(RationalAccess::Value(exponent));
  if (mp::abs(logarithm) > 90) return std::nullopt;  // e^90 has 40 digits before the point.
  return FromDecimalFloat(mp::exp(logarithm));
}

Rational Absolute(const Rational& value) { return value.sign() < 0 ? -value : value; }

std::vector<Decimal> Allocate(Decimal total, const std::vector<Rational>& weights) {
  KAOGONG_ASSERT(total.units() >= 0);
  Rational sum;
  for (const auto& weight : weights) {
    KAOGONG_ASSERT(weight.sign() >= 0);
    sum += weight;
  }
  std::vector<Decimal> shares(weights.size(), Decimal::FromUnits(0, total.scale()));
  if (sum.is_zero()) return shares;
  std::vector<Rational> rest(weights.size());
  std::int64_t left = total.units();
  for (std::size_t i = 0; i < weights.size(); ++i) {
    const Rational exact = Quotient(Rational(total.units()) * weights[i], sum);
    const std::int64_t down = *exact.ToInteger(Rounding::kDown);
    shares[i] = Decimal::FromUnits(down, total.scale());
    rest[i] = exact - Rational(down);
    left -= down;
  }
  std::vector<std::size_t> order(weights.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return rest[a] > rest[b]; });
  for (std::size_t i = 0; left > 0; ++i, --left) {
    Decimal& share = shares[order[i]];
    share = Decimal::FromUnits(share.units() + 1, total.scale());
  }
  return shares;
}

}  // namespace kaogong
