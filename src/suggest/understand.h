// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "suggest/reading.h"
#include "suggest/suggestion.h"

namespace kaogong::suggest {

// A clause with what the patterns made of it.
struct ReadClause {
  Clause clause;                  // Formula and examples are still empty.
  std::vector<Reading> readings;  // Empty when it was not understood.
};

// Reads the clauses of a standard. Questions stand with the readings they belong to.
std::vector<ReadClause> ReadStandard(std::string_view standard, const Scope& scope);

}  // namespace kaogong::suggest
