// SPDX-License-Identifier: Apache-2.0
// Moving an assessment through its year.
#pragma once

#include <optional>
#include <string>

#include "office/assessment/assessments.h"

namespace kaogong::office::target {

struct StageMove {
  assessment::Stage to = assessment::Stage::kPreparing;
  std::string reason;  // Going back, or forward while something is missing.
  std::int64_t version = 0;
};

// One stage forward or back. Opening the targets makes the sheets. Errors: kConflict for another
// stage, or, with faults /missing/0 …, while something is missing and no reason is given;
// kInvalidInput with fault /reason going back without one.
Result<assessment::Overview> MoveStage(library::Library& library, const Actor& actor, Id assessment,
                                       const StageMove& wanted);

}  // namespace kaogong::office::target
