// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

namespace kaogong::text {

// Returns the 20-bit hash that the table of common pairs is kept by. Two pairs in a thousand that
// are not common share the place of one that is; for weighing that does no harm.
inline std::size_t HashOfPair(char32_t first, char32_t second) {
  const std::uint64_t mixed = (static_cast<std::uint64_t>(first) << 21U | second) * 0x9E3779B97F4A7C15U;
  return static_cast<std::size_t>(mixed >> 44U);
}

// True when the two characters often follow each other in official prose of any subject.
bool IsCommonPair(char32_t first, char32_t second);

}  // namespace kaogong::text
