// SPDX-License-Identifier: Apache-2.0
#include "base/decimal.h"

#include <array>

#include "base/result.h"

namespace kaogong {
namespace {

__extension__ typedef __int128 Int128;

constexpr int kDigitsMax = 18;

}  // namespace

std::int64_t PowerOfTen(int exponent) {
  static constexpr std::array<std::int64_t, 19> kPowers = [] {
    std::array<std::int64_t, 19> powers{};
    powers[0] = 1;
    for (std::size_t i = 1; i < powers.size(); ++i) powers[i] = powers[i - 1] * 10;
    return powers;
  }();
  KAOGONG_ASSERT(exponent >= 0 && exponent <= 18);
  return kPowers[static_cast<std::size_t>(exponent)];
}

Decimal Decimal::FromUnits(std::int64_t units, int scale) {
  KAOGONG_ASSERT(units > -kUnitsLimit && units < kUnitsLimit);
  KAOGONG_ASSERT(scale >= 0 && scale <= kScaleMax);
  Decimal result;
  result.units_ = units;
  result.scale_ = static_cast<std::int8_t>(scale);
  return result;
}

std::optional<Decimal> Decimal::Parse(std::string_view text) {
  const bool negative = !text.empty() && text.front() == '-';
  if (negative || (!text.empty() && text.front() == '+')) text.remove_prefix(1);
  std::int64_t units = 0;
  int digits = 0;
  int scale = -1;  // Before the point.
  bool any = false;
  for (const char c : text) {
    if (c == '.' && scale < 0) {
      scale = 0;
      continue;
    }
    if (c < '0' || c > '9') return std::nullopt;
    any = true;
    if (units != 0 || c != '0') ++digits;
    if (scale >= 0) ++scale;
    if (digits > kDigitsMax || scale > kScaleMax) return std::nullopt;
    units = units * 10 + (c - '0');
  }
  if (!any || text.back() == '.') return std::nullopt;
  return FromUnits(negative ? -units : units, scale < 0 ? 0 : scale);
}

std::string Decimal::ToString() const {
  std::string digits = std::to_string(units_ < 0 ? -units_ : units_);
  const auto scale = static_cast<std::size_t>(scale_);
  if (scale > 0) {
    if (digits.size() <= scale) digits.insert(0, scale + 1 - digits.size(), '0');
    digits.insert(digits.size() - scale, 1, '.');
  }
  if (units_ < 0) digits.insert(0, 1, '-');
  return digits;
}

Decimal Decimal::Trimmed() const {
  Decimal result = *this;
  while (result.scale_ > 0 && result.units_ % 10 == 0) {
    result.units_ /= 10;
    --result.scale_;
  }
  return result;
}

std::strong_ordering operator<=>(const Decimal& a, const Decimal& b) {
  // 10^18 × 10^12 fits 128 bits.
  const auto left = static_cast<Int128>(a.units_) * PowerOfTen(b.scale_);
  const auto right = static_cast<Int128>(b.units_) * PowerOfTen(a.scale_);
  return left <=> right;
}

}  // namespace kaogong
