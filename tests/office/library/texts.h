// SPDX-License-Identifier: Apache-2.0
// Small regulations and facts that the tests share.
#pragma once

#include <string>
#include <vector>

#include "office/library/sources.h"

namespace kaogong::office::library {

// Villages of a town with two indicators, a bonus whose cap is a parameter, a total, a rank, a
// grade and a payout. It has no errors, and its one case passes.
std::string VillageText();
std::string VillageCase();
std::vector<SourceFile> VillageFiles();

// 村.csv for it: three villages.
std::string VillageTable();

// Returns the text with the first occurrence of `from` replaced. Requires: there is one.
std::string Replaced(std::string text, std::string_view from, std::string_view to);

}  // namespace kaogong::office::library
