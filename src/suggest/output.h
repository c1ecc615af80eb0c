// SPDX-License-Identifier: Apache-2.0
// A suggestion for the terminal and for programs.
#pragma once

#include <string>

#include "base/text.h"
#include "suggest/suggestion.h"

namespace kaogong::suggest {

// Returns the indicators with their clauses, rules, questions and vague words as lines of text; the
// last lines say how much was understood and list what was not.
std::string SuggestTable(const Suggestion& suggestion, Language language);

// Returns one JSON document. Its shape is described in docs/reference/suggest.md. Places in clauses
// count UTF-16 code units, as browsers do.
std::string SuggestJson(const Suggestion& suggestion);

}  // namespace kaogong::suggest
