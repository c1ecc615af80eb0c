// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string_view>

namespace kaogong::text {

struct SynonymMatch {
  std::u32string_view canonical;  // The word that stands for its group.
  std::size_t length = 0;         // Characters of the text it replaces; zero for none.
};

// Returns the longest word at `at` that belongs to a group of words which official prose uses for
// each other (提高 提升 增强), with the word that stands for the group. The text must be folded.
SynonymMatch SynonymAt(std::u32string_view text, std::size_t at);

}  // namespace kaogong::text
