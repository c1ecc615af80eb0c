// SPDX-License-Identifier: Apache-2.0
// What the engine says of a draft and of an example.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "regulation/compile.h"
#include "suggest/suggestion.h"

namespace kaogong::suggest {

struct Computed {
  Issues issues;                     // Errors of the rules or of the facts.
  std::optional<std::string> value;  // Of the example's figure for its first row, as a case has it.
};

// Compiles the rules and computes the example. `kind` is who is assessed.
Computed Compute(const regulation::RegulationFiles& files, const Example& example,
                 const std::string& kind);

// The name of the row an example is about.
inline constexpr const char* kExampleRow = "甲单位";

}  // namespace kaogong::suggest
