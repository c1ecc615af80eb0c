// SPDX-License-Identifier: Apache-2.0
// Linear: what the plan's compiler knows of a number before any instruction is written for it.
#pragma once

#include <optional>
#include <vector>

#include "base/rational.h"
#include "scoring/plan.h"

namespace kaogong::scoring::internal {

struct Term {
  RegisterId reg = -1;
  std::int64_t factor = 1;
};

// (constant + Σ factor × register) × 10^-scale, with bounds on the bracket that hold for all rows.
struct Linear {
  std::vector<Term> terms;
  Int128 constant = 0;
  int scale = 0;
  Int128 low = 0;
  Int128 high = 0;

  bool is_constant() const { return terms.empty(); }
  // The register itself, without factor or constant.
  bool is_register() const { return terms.size() == 1 && terms[0].factor == 1 && constant == 0; }
};

// Every intermediate sum of a Linear stays below this, so that 64 bits never overflow.
inline constexpr Int128 kBound = static_cast<Int128>(1) << 61;

Linear ConstantLinear(Decimal value);
// Each returns nothing when the bounds can no longer be proved.
std::optional<Linear> AddLinear(const Linear& a, const Linear& b, bool subtract);
std::optional<Linear> ScaleLinear(const Linear& a, Int128 factor);
// Writes the number at a larger scale.
std::optional<Linear> Rescale(const Linear& a, int scale);
// Multiplies by an exact decimal.
std::optional<Linear> MultiplyByConstant(const Linear& a, const Linear& constant);
// Drops common factors of ten.
void TrimScale(Linear* a);
bool IsWithin(const Linear& a, Int128 limit);

}  // namespace kaogong::scoring::internal
