// SPDX-License-Identifier: Apache-2.0
#include "scoring/internal/kernels.h"

#include <algorithm>
#include <bit>
#include <utility>

namespace kaogong::scoring::internal {
namespace {

__extension__ typedef __int128 Int128;
__extension__ typedef unsigned __int128 UnsignedInt128;

std::uint64_t Wrap(std::int64_t value) { return static_cast<std::uint64_t>(value); }
std::int64_t Unwrap(std::uint64_t value) { return static_cast<std::int64_t>(value); }

// Division of numbers below 2^63 by a constant, as one multiplication: floor(x × m ÷ 2^(63 + l))
// with l = ⌈log2 d⌉ and m = ⌈2^(63 + l) ÷ d⌉, which is exact for every x < 2^63 (Granlund,
// Montgomery 1994).
class Divider {
 public:
  explicit Divider(std::uint64_t divisor) : divisor_(divisor) {
    log_ = divisor <= 1 ? 0 : 64 - std::countl_zero(divisor - 1);
    const UnsignedInt128 power = static_cast<UnsignedInt128>(1) << (63 + log_);
    multiplier_ = static_cast<std::uint64_t>((power + divisor - 1) / divisor);
  }

  std::uint64_t operator()(std::uint64_t x) const {
    return static_cast<std::uint64_t>((static_cast<UnsignedInt128>(x) * multiplier_) >>
                                      (63 + log_));
  }
  std::uint64_t divisor() const { return divisor_; }

 private:
  std::uint64_t divisor_;
  std::uint64_t multiplier_;
  int log_;
};

// (2x + d) ÷ 2d for half-up; x ÷ d for down; (x + d − 1) ÷ d for up.
template <bool kSigned, class Adjust>
void DivideLoop(const std::int64_t* x, std::size_t n, std::uint64_t factor, std::uint64_t offset,
                const Divider& divide, Adjust adjust, std::int64_t* out) {
  for (std::size_t i = 0; i < n; ++i) {
    const std::uint64_t scaled = Wrap(x[i]) * factor + offset;
    if constexpr (kSigned) {
      const bool negative = Unwrap(scaled) < 0;
      const std::uint64_t quotient = adjust(negative ? 0 - scaled : scaled, divide);
      out[i] = Unwrap(negative ? 0 - quotient : quotient);
    } else {
      out[i] = Unwrap(adjust(scaled, divide));
    }
  }
}

std::int64_t RoundedQuotient(Int128 x, Int128 y, Rounding rounding) {
  const bool negative = x < 0;
  if (negative) x = -x;
  Int128 quotient = x / y;
  const Int128 rest = x - quotient * y;
  bool away = false;
  switch (rounding) {
    case Rounding::kDown:
      break;
    case Rounding::kUp:
      away = rest != 0;
      break;
    case Rounding::kHalfUp:
      away = rest >= y - rest;
      break;
    case Rounding::kHalfEven:
      away = rest > y - rest || (rest == y - rest && quotient % 2 != 0);
      break;
  }
  if (away) ++quotient;
  return static_cast<std::int64_t>(negative ? -quotient : quotient);
}

// Values with their places, best first.
struct Ordered {
  std::int64_t value;
  std::int32_t index;
};

std::vector<Ordered>& SortedByValue(const std::int64_t* x, std::size_t n, bool ascending) {
  thread_local std::vector<Ordered> order;
  order.resize(n);
  for (std::size_t i = 0; i < n; ++i)
    order[i] = {ascending ? x[i] : -x[i], static_cast<std::int32_t>(i)};
  std::sort(order.begin(), order.end(),
            [](const Ordered& a, const Ordered& b) { return a.value < b.value; });
  return order;
}

}  // namespace

void Widen(const std::int32_t* x, std::size_t n, std::int64_t* out) {
  for (std::size_t i = 0; i < n; ++i) out[i] = x[i];
}

void Linear(const std::int64_t* const* in, const std::int64_t* k, std::size_t terms, std::size_t n,
            std::int64_t* out) {
  const std::uint64_t constant = Wrap(k[0]);
  std::size_t done = 0;
  const auto take = [&](std::size_t count) {
    const std::int64_t* const* x = in + done;
    const std::int64_t* f = k + 1 + done;
    const bool first = done == 0;
    if (count == 4) {
      const std::uint64_t a = Wrap(f[0]), b = Wrap(f[1]), c = Wrap(f[2]), d = Wrap(f[3]);
      for (std::size_t i = 0; i < n; ++i) {
        const std::uint64_t base = first ? constant : Wrap(out[i]);
        out[i] = Unwrap(base + a * Wrap(x[0][i]) + b * Wrap(x[1][i]) + c * Wrap(x[2][i]) +
                        d * Wrap(x[3][i]));
      }
    } else {
      const std::uint64_t a = Wrap(f[0]);
      for (std::size_t i = 0; i < n; ++i) {
        const std::uint64_t base = first ? constant : Wrap(out[i]);
        out[i] = Unwrap(base + a * Wrap(x[0][i]));
      }
    }
    done += count;
  };
  while (terms - done >= 4) take(4);
  while (done < terms) take(1);
  if (terms == 0) std::fill(out, out + n, k[0]);
}

void DivideConstant(const std::int64_t* x, std::size_t n, std::int64_t factor, std::int64_t offset,
                    std::int64_t divisor, Rounding rounding, bool is_signed, std::int64_t* out) {
  const std::uint64_t d = Wrap(divisor);
  const auto run = [&](std::uint64_t scale, std::uint64_t by, auto adjust) {
    const Divider divide(by);
    if (is_signed) {
      DivideLoop<true>(x, n, Wrap(factor) * scale, Wrap(offset) * scale, divide, adjust, out);
    } else {
      DivideLoop<false>(x, n, Wrap(factor) * scale, Wrap(offset) * scale, divide, adjust, out);
    }
  };
  switch (rounding) {
    case Rounding::kHalfUp:
      if (is_signed) {
        run(2, 2 * d, [d](std::uint64_t v, const Divider& divide) { return divide(v + d); });
      } else {
        // The half goes into the offset: one addition less.
        const Divider divide(2 * d);
        DivideLoop<false>(
            x, n, Wrap(factor) * 2, Wrap(offset) * 2 + d, divide,
            [](std::uint64_t v, const Divider& by) { return by(v); }, out);
      }
      return;
    case Rounding::kDown:
      return run(1, d, [](std::uint64_t v, const Divider& divide) { return divide(v); });
    case Rounding::kUp:
      return run(1, d, [d](std::uint64_t v, const Divider& divide) { return divide(v + d - 1); });
    case Rounding::kHalfEven:
      return run(2, 2 * d, [d](std::uint64_t v, const Divider& divide) {
        const std::uint64_t quotient = divide(v + d);
        const bool tie = v + d == quotient * divide.divisor();
        return quotient - (tie ? quotient & 1 : 0);
      });
  }
}

void Divide(const std::int64_t* x, const std::int64_t* y, std::size_t n, std::int64_t factor,
            Rounding rounding, std::int64_t* out) {
  if (rounding == Rounding::kHalfUp) {
    for (std::size_t i = 0; i < n; ++i) {
      const std::int64_t scaled = x[i] * factor;
      const std::int64_t size = scaled < 0 ? -scaled : scaled;
      const std::int64_t quotient = (2 * size + y[i]) / (2 * y[i]);
      out[i] = scaled < 0 ? -quotient : quotient;
    }
    return;
  }
  for (std::size_t i = 0; i < n; ++i)
    out[i] = RoundedQuotient(static_cast<Int128>(x[i]) * factor, y[i], rounding);
}

void DivideWide(const std::int64_t* x, const std::int64_t* y, std::size_t n, std::int64_t factor,
                std::int64_t divisor, Rounding rounding, std::int64_t* out) {
  for (std::size_t i = 0; i < n; ++i) {
    out[i] = RoundedQuotient(static_cast<Int128>(x[i]) * factor, y == nullptr ? divisor : y[i],
                             rounding);
  }
}

void Step(const std::int64_t* x, std::size_t n, const std::int64_t* k, std::size_t steps,
          std::int64_t* out) {
  const auto loop = [&](auto count) {
    for (std::size_t i = 0; i < n; ++i) {
      std::int64_t value = k[0];
      for (std::size_t j = 0; j < count; ++j) value += x[i] >= k[1 + 2 * j] ? k[2 + 2 * j] : 0;
      out[i] = value;
    }
  };
  // A known count lets the compiler unroll the usual four bounds.
  switch (steps) {
    case 1:
      return loop(std::integral_constant<std::size_t, 1>());
    case 2:
      return loop(std::integral_constant<std::size_t, 2>());
    case 3:
      return loop(std::integral_constant<std::size_t, 3>());
    case 4:
      return loop(std::integral_constant<std::size_t, 4>());
    default:
      return loop(steps);
  }
}

void Piecewise(const std::int64_t* x, std::size_t n, const std::int64_t* k, std::size_t segments,
               std::int64_t* out) {
  for (std::size_t i = 0; i < n; ++i) {
    std::size_t at = 0;
    for (std::size_t j = 1; j < segments; ++j) at += x[i] >= k[3 * j] ? 1 : 0;
    out[i] = Unwrap(Wrap(k[3 * at + 1]) * Wrap(x[i]) + Wrap(k[3 * at + 2]));
  }
}

void Compare(const std::int64_t* x, std::size_t n, std::int64_t bound, scheme::Op op,
             std::uint8_t* out) {
  const auto loop = [&](auto holds) {
    for (std::size_t i = 0; i < n; ++i) out[i] = holds(x[i], bound) ? 1 : 0;
  };
  switch (op) {
    case scheme::Op::kEqual:
      return loop(std::equal_to<>());
    case scheme::Op::kUnequal:
      return loop(std::not_equal_to<>());
    case scheme::Op::kLess:
      return loop(std::less<>());
    case scheme::Op::kLessOrEqual:
      return loop(std::less_equal<>());
    case scheme::Op::kGreater:
      return loop(std::greater<>());
    default:
      return loop(std::greater_equal<>());
  }
}

void Rank(const std::int64_t* x, std::size_t n, bool ascending, bool dense, std::int64_t* out) {
  const std::vector<Ordered>& order = SortedByValue(x, n, ascending);
  std::int64_t rank = 0;
  for (std::size_t i = 0; i < n; ++i) {
    if (i == 0 || order[i].value != order[i - 1].value)
      rank = dense ? rank + 1 : static_cast<std::int64_t>(i) + 1;
    out[order[i].index] = rank;
  }
}

void WithinQuota(const std::int64_t* x, std::size_t n, std::int64_t places, bool ascending,
                 bool whole, std::uint8_t* out) {
  const std::vector<Ordered>& order = SortedByValue(x, n, ascending);
  for (std::size_t first = 0; first < n;) {
    std::size_t end = first;
    while (end < n && order[end].value == order[first].value) ++end;
    const auto last_place = static_cast<std::int64_t>(whole ? first + 1 : end);
    for (std::size_t i = first; i < end; ++i) out[order[i].index] = last_place <= places ? 1 : 0;
    first = end;
  }
}

void AllocateUnits(std::int64_t total, const std::int64_t* weights, std::size_t n,
                   std::int64_t* out) {
  thread_local std::vector<std::pair<std::uint64_t, std::size_t>> rest;
  UnsignedInt128 sum = 0;
  for (std::size_t i = 0; i < n; ++i) sum += Wrap(weights[i]);
  if (sum == 0) {
    std::fill(out, out + n, 0);
    return;
  }
  rest.resize(n);
  std::int64_t left = total;
  const auto whole = static_cast<std::uint64_t>(sum);
  for (std::size_t i = 0; i < n; ++i) {
    const UnsignedInt128 exact = static_cast<UnsignedInt128>(Wrap(total)) * Wrap(weights[i]);
    // 64-bit division is many times faster where the product allows it.
    const std::uint64_t share = (exact >> 64) == 0 ? static_cast<std::uint64_t>(exact) / whole
                                                   : static_cast<std::uint64_t>(exact / whole);
    out[i] = Unwrap(share);
    // Inverted, so that the largest remainder sorts first and ties go to the lower row.
    rest[i] = {
        whole - static_cast<std::uint64_t>(exact - static_cast<UnsignedInt128>(share) * whole), i};
    left -= out[i];
  }
  const auto count = static_cast<std::size_t>(left);
  if (count == 0) return;
  std::nth_element(rest.begin(), rest.begin() + static_cast<std::ptrdiff_t>(count) - 1, rest.end());
  for (std::size_t i = 0; i < count; ++i) ++out[rest[i].second];
}

}  // namespace kaogong::scoring::internal
