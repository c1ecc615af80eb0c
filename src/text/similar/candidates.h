// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "text/similar/letters.h"
#include "text/similar/weights.h"

namespace kaogong::text {

// How sure a match of two sentences is.
enum class Strength : std::uint8_t {
  kWeak,    // Counts only beside one that stands alone.
  kBeside,  // Counts beside another like it.
  kAlone,   // Counts on its own.
};

// Two sentences that share much; equal ones are a pair of a sentence with itself. first <= second.
struct SentencePair {
  std::uint32_t first = 0;
  std::uint32_t second = 0;
  Strength strength = Strength::kWeak;
  std::uint8_t percent = 0;   // How much of the lighter one's weight the two share.
};

// Returns every two sentences that match, found through rare words and rare runs of three letters
// that both hold, and each sentence that stands in several places with itself. Sorted by first.
std::vector<SentencePair> MatchSentences(const std::vector<Letters>& reports, const Sentences& sentences,
                                         int threads);

}  // namespace kaogong::text
