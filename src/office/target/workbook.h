// SPDX-License-Identifier: Apache-2.0
// Target sheets as a workbook: out to be filled in beside last year's values, and in again.
//
// A sheet for each kind, a row for each assessee, a column for each target and period, and before
// it a locked one with last year's value. An empty cell leaves a target as it is.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "office/target/sheet.h"

namespace kaogong::office::target {

// The newest sheets within reach. Errors: kNotFound.
Result<std::string> ExportTargets(library::Library& library, const Actor& actor, Id assessment,
                                  Language language);

// Writes what differs into drafts that the actor may draft, and returns how many targets changed.
// Nothing is written when `issues` has errors: kInvalidInput then. Findings name sheet and cell:
// target.no-sheet target.column target.code target.twice target.state target.number target.value
Result<std::int64_t> ImportTargets(library::Library& library, const Actor& actor, Id assessment,
                                   std::string_view bytes, std::string_view file, Issues* issues);

}  // namespace kaogong::office::target
