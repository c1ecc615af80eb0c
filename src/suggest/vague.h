// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "suggest/clause_text.h"
#include "suggest/suggestion.h"

namespace kaogong::suggest {

// Returns the vague words of a clause, in order. Places are bytes of the source that `clause` was
// made of.
std::vector<Vague> FindVague(const ClauseText& clause);

}  // namespace kaogong::suggest
