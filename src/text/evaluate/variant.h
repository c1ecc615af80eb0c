// SPDX-License-Identifier: Apache-2.0
// Makes altered copies of a passage, as a copyist would, to measure how many are found.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "text/evaluate/chance.h"

namespace kaogong::text {

enum class Variant : std::uint8_t {
  kExact,
  kReworded,         // Words exchanged for others of like meaning, adverbs put in and taken out.
  kClausesMoved,     // The clauses of each sentence in another order.
  kSentencesMoved,   // The sentences in another order.
  kOtherScript,      // Simplified to traditional (with Taiwan's words) or back.
  kNoisy,            // Pinyin, lost characters, line ends, blanks, other widths.
  kShortened,        // A quarter of the clauses left out.
  kRewordedMoved,    // Reworded, and clauses and sentences moved.
  kEverything,       // All of it at once.
};

inline constexpr std::array kVariants = {
    Variant::kExact,       Variant::kReworded, Variant::kClausesMoved,  Variant::kSentencesMoved,
    Variant::kOtherScript, Variant::kNoisy,    Variant::kShortened,     Variant::kRewordedMoved,
    Variant::kEverything};

std::string_view NameOf(Variant variant);

// Returns the altered passage (UTF-8).
std::string Alter(std::string_view passage, Variant variant, Chance& chance);

}  // namespace kaogong::text
