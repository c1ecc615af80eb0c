// SPDX-License-Identifier: Apache-2.0
// The loops behind the plan's instructions, each over plain arrays of one block.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/decimal.h"
#include "scheme/scheme.h"

namespace kaogong::scoring::internal {

void Widen(const std::int32_t* x, std::size_t n, std::int64_t* out);

// Sums wrap like unsigned numbers on the way; the plan proves that every result fits.
void Linear(const std::int64_t* const* in, const std::int64_t* k, std::size_t terms, std::size_t n,
            std::int64_t* out);

// out = round((x × factor + offset) ÷ divisor). Requires |x × factor + offset| < 2^60, divisor <
// 2^60.
void DivideConstant(const std::int64_t* x, std::size_t n, std::int64_t factor, std::int64_t offset,
                    std::int64_t divisor, Rounding rounding, bool is_signed, std::int64_t* out);
// out = round(x × factor ÷ y), y > 0; the wide form takes any 64-bit operands.
void Divide(const std::int64_t* x, const std::int64_t* y, std::size_t n, std::int64_t factor,
            Rounding rounding, std::int64_t* out);
void DivideWide(const std::int64_t* x, const std::int64_t* y, std::size_t n, std::int64_t factor,
                std::int64_t divisor, Rounding rounding, std::int64_t* out);

// k: first value, then threshold and step in turn, ascending.
void Step(const std::int64_t* x, std::size_t n, const std::int64_t* k, std::size_t steps,
          std::int64_t* out);
// k: (from, factor, offset) of each segment, ascending; the first has no from.
void Piecewise(const std::int64_t* x, std::size_t n, const std::int64_t* k, std::size_t segments,
               std::int64_t* out);

void Compare(const std::int64_t* x, std::size_t n, std::int64_t bound, scheme::Op op,
             std::uint8_t* out);

// Ranks of n values; ties share the first (or, when dense, the next) number.
void Rank(const std::int64_t* x, std::size_t n, bool ascending, bool dense, std::int64_t* out);
// Whether each value lies within the best places[0]; see IsWithinQuota.
void WithinQuota(const std::int64_t* x, std::size_t n, std::int64_t places, bool ascending,
                 bool whole, std::uint8_t* out);
// Shares of `total` by weight, see Allocate; weights sum below 2^63.
void AllocateUnits(std::int64_t total, const std::int64_t* weights, std::size_t n,
                   std::int64_t* out);

}  // namespace kaogong::scoring::internal
