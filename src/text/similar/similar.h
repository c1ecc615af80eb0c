// SPDX-License-Identifier: Apache-2.0
// Finds passages that reports share: copied, reworded, re-ordered, in another script or with noise.
//
// Reports are cut into sentences. Two sentences match when the pairs of neighbouring characters that
// they share weigh much of what the lighter of the two weighs; pairs that all official prose is full
// of weigh little, pairs that many reports of the folder hold weigh nothing. Order within a sentence
// and of sentences plays no part. A weak match counts only beside another.
//
// Deterministic: the number of threads changes nothing. No binary floating point.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "text/report.h"
#include "text/normal_text.h"

namespace kaogong::text {

struct SimilarOptions {
  // A pair of reports is named when the passages it shares have so many letters together.
  std::size_t letters_min = 45;
  // What more than this share of the reports hold is boilerplate, from eight reports on.
  int common_percent = 30;
  int threads = 2;  // Reading and comparing; the result does not depend on it.
};

// A passage of one report beside that of another.
struct SharedPassage {
  std::uint32_t begin_a = 0;  // Letters of the first report.
  std::uint32_t end_a = 0;
  std::uint32_t begin_b = 0;
  std::uint32_t end_b = 0;
  int likeness_percent = 0;   // How much of the lighter passage's weight the two share.
};

struct SimilarPair {
  std::size_t a = 0;  // Indexes of reports, a < b.
  std::size_t b = 0;
  std::vector<SharedPassage> passages;  // By place in a.
  std::size_t letters_a = 0;  // Letters of a that lie in shared passages.
  std::size_t letters_b = 0;
  int percent_a = 0;  // The same as a share of the report, rounded half up.
  int percent_b = 0;
};

struct SimilarReport {
  std::size_t letters = 0;  // In all.
  std::size_t shared = 0;   // Those that lie in a passage shared with any other report.
  int percent = 0;
};

struct SimilarResult {
  std::vector<SimilarReport> reports;          // As given.
  std::vector<SimilarPair> pairs;              // By the larger share, largest first.
  std::vector<std::vector<std::size_t>> clusters;  // Reports linked by pairs; two or more each.
};

// Compares all reports with each other.
SimilarResult FindSimilar(const std::vector<Report>& reports, const SimilarOptions& options = {});

}  // namespace kaogong::text
