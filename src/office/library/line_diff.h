// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace kaogong::office::library {

enum class LineKind { kSame, kAdded, kRemoved };

struct DiffLine {
  LineKind kind = LineKind::kSame;
  std::string_view text;  // Into the texts compared, without its line end.
};

// A stretch of changed lines with the unchanged ones around it.
struct Hunk {
  int before_line = 0;  // First line of the stretch in each text, from 1.
  int after_line = 0;
  std::vector<DiffLine> lines;
};

// Returns what turns `before` into `after` with the fewest lines added and removed, in hunks with
// `context` unchanged lines around. Texts that differ in more than `changes_max` lines give one
// replacement of everything between their common beginning and end.
std::vector<Hunk> DiffLines(std::string_view before, std::string_view after,
                            std::size_t context = 3, std::size_t changes_max = 2000);

}  // namespace kaogong::office::library
