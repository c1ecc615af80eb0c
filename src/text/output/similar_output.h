// SPDX-License-Identifier: Apache-2.0
// What a search for copies found, for the terminal, for programs and for reading.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "base/text.h"
#include "text/report.h"
#include "text/similar/similar.h"

namespace kaogong::text {

// Pairs past these are counted but not written out: the first ones share the most.
inline constexpr std::size_t kPairsListed = 1000;
inline constexpr std::size_t kPairsShown = 200;  // Side by side in HTML.

// Returns the pairs, the reports by share and the clusters as lines of text.
std::string SimilarTable(const std::vector<Report>& reports, const SimilarResult& result, Language language);

// Returns one JSON document. Its shape is described in docs/reference/reports.md.
std::string SimilarJson(const std::vector<Report>& reports, const SimilarResult& result);

// Returns a page with the clusters in one picture and the shared passages side by side.
std::string SimilarHtml(const std::vector<Report>& reports, const SimilarResult& result, Language language);

}  // namespace kaogong::text
