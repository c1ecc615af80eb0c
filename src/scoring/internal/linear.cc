// SPDX-License-Identifier: Apache-2.0
#include "scoring/internal/linear.h"

#include <algorithm>

namespace kaogong::scoring::internal {
namespace {

constexpr int kScaleLimit = 40;

// The largest magnitude any partial sum of the terms can reach.
bool PartialSumsFit(const Linear& a) {
  return IsWithin(a, kBound) && a.constant < kBound && a.constant > -kBound;
}

}  // namespace

bool IsWithin(const Linear& a, Int128 limit) { return a.low > -limit && a.high < limit; }

Linear ConstantLinear(Decimal value) {
  const Decimal trimmed = value.Trimmed();
  Linear result;
  result.constant = result.low = result.high = trimmed.units();
  result.scale = trimmed.scale();
  return result;
}

std::optional<Linear> ScaleLinear(const Linear& a, Int128 factor) {
  Linear result = a;
  if (factor == 0) {
    result = Linear();
    return result;
  }
  const Int128 size = factor < 0 ? -factor : factor;
  if (size >= kBound) return std::nullopt;
  const Int128 room = kBound / size;
  if (!IsWithin(a, room) || a.constant >= room || a.constant <= -room) return std::nullopt;
  for (Term& term : result.terms) {
    const Int128 scaled = static_cast<Int128>(term.factor) * factor;
    if (scaled >= kBound || scaled <= -kBound) return std::nullopt;
    term.factor = static_cast<std::int64_t>(scaled);
  }
  result.constant = a.constant * factor;
  result.low = factor < 0 ? a.high * factor : a.low * factor;
  result.high = factor < 0 ? a.low * factor : a.high * factor;
  return result;
}

std::optional<Linear> Rescale(const Linear& a, int scale) {
  if (scale == a.scale) return a;
  if (scale < a.scale || scale > kScaleLimit || scale - a.scale > 18) return std::nullopt;
  auto result = ScaleLinear(a, PowerOfTen(scale - a.scale));
  if (result) result->scale = scale;
  return result;
}

void TrimScale(Linear* a) {
  while (a->scale > 0 && a->constant % 10 == 0 &&
         std::all_of(a->terms.begin(), a->terms.end(),
                     [](const Term& term) { return term.factor % 10 == 0; })) {
    for (Term& term : a->terms) term.factor /= 10;
    a->constant /= 10;
    a->low /= 10;
    a->high /= 10;
    --a->scale;
  }
}

std::optional<Linear> AddLinear(const Linear& a, const Linear& b, bool subtract) {
  const int scale = std::max(a.scale, b.scale);
  const auto left = Rescale(a, scale);
  auto right = Rescale(b, scale);
  if (right && subtract) right = ScaleLinear(*right, -1);
  if (!left || !right) return std::nullopt;
  Linear result = *left;
  if (right->scale != scale) result.scale = scale;
  result.constant += right->constant;
  result.low += right->low;
  result.high += right->high;
  for (const Term& term : right->terms) {
    const auto same = std::find_if(result.terms.begin(), result.terms.end(),
                                   [&](const Term& known) { return known.reg == term.reg; });
    if (same == result.terms.end()) {
      result.terms.push_back(term);
    } else {
      same->factor += term.factor;
    }
  }
  std::erase_if(result.terms, [](const Term& term) { return term.factor == 0; });
  if (!PartialSumsFit(result)) return std::nullopt;
  return result;
}

std::optional<Linear> MultiplyByConstant(const Linear& a, const Linear& constant) {
  auto result = ScaleLinear(a, constant.constant);
  if (!result) return std::nullopt;
  if (result->terms.empty() && result->constant == 0) return result;
  result->scale = a.scale + constant.scale;
  TrimScale(&*result);
  if (result->scale > kScaleLimit) return std::nullopt;
  return result;
}

}  // namespace kaogong::scoring::internal
