// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>
#include <vector>

#include "text/document.h"

namespace kaogong::text {

// A figure that may be the whole which another is a share of.
struct WholeCandidate {
  const Figure* figure = nullptr;
  int strength = 0;  // Over kWholeWeak a reader might think of it, over kWholeStrong he would.
};

inline constexpr int kWholeWeak = 8;
inline constexpr int kWholeStrong = 24;
inline constexpr int kWholeCertain = 40;

// Returns the figures of the report that `part` may be a share of, strongest first. `phrase` holds
// the words that name the whole (全部复核对象), and may be empty. `at` is where the phrase stands.
// Works by words and nearness alone; the values only rule out wholes smaller than the part.
std::vector<WholeCandidate> FindWholes(const Document& document, const Figure& part,
                                       std::u32string_view phrase);

}  // namespace kaogong::text
