// SPDX-License-Identifier: Apache-2.0
// Makes altered copies of a passage, as a copyist would, to measure how many are found.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace kaogong::text {

// Numbers that are the same on every machine for the same seed (splitmix64).
class Chance {
 public:
  explicit Chance(std::uint64_t seed) : state_(seed) {}

  std::uint64_t Next() {
    state_ += 0x9E3779B97F4A7C15U;
    std::uint64_t z = state_;
    z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27U)) * 0x94D049BB133111EBU;
    return z ^ (z >> 31U);
  }
  // Returns a number below `end`. Requires: end > 0.
  std::size_t Below(std::size_t end) { return static_cast<std::size_t>(Next() % end); }
  bool OneIn(std::size_t n) { return Below(n) == 0; }

 private:
  std::uint64_t state_;
};

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
