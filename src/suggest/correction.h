// SPDX-License-Identifier: Apache-2.0
// What a person decides about a clause, put in place of what the patterns read.
#pragma once

#include <string>
#include <vector>

#include "suggest/understand.h"

namespace kaogong::suggest {

// Applies a decision to the clauses of its item. New figures that a formula names take their names
// from `namer`. Requires: decision.clause < clauses.size().
void Decide(const Decision& decision, Namer* namer, std::vector<ReadClause>& clauses);

// Returns what is wrong with a corrected formula as places in the formula: `found` are the errors
// of the rules that it became part of, `rules` their text.
Issues PlacedInFormula(const std::string& formula, const std::string& rules, const Issues& found);

}  // namespace kaogong::suggest
