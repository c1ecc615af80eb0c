// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

#include "fixture.h"

namespace kaogong::explain {

// Expects of every figure, at all its rows and periods or at `places_max` of them spread evenly, that
// - the lines of its ledger add up to its value digit for digit,
// - every node of its trace has the evaluator's value, no figure is explained twice, and no more
//   nodes than the limit are made,
// - a figure without value names what is missing or why it cannot be computed,
// - sentences and trees are valid UTF-8 and say the value.
// Stops at the first failure. Returns how many were checked.
std::size_t CheckAllFigures(const Fixture& fixture, std::size_t places_max = 1'000'000);

}  // namespace kaogong::explain
