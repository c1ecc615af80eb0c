// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "text/fold.h"
#include "text/similar/common_pairs.h"

namespace kaogong::text {

// What a pair of neighbouring letters weighs that official prose is full of, and one that it is not.
inline constexpr std::uint32_t kCommonWeight = 1;
inline constexpr std::uint32_t kRareWeight = 4;

inline std::uint32_t WeightOfPair(char32_t a, char32_t b) {
  // Figures repeat by chance; the words around them tell more.
  if (IsDigit(a) && IsDigit(b)) return kCommonWeight;
  return IsCommonPair(a, b) ? kCommonWeight : kRareWeight;
}

}  // namespace kaogong::text
