// SPDX-License-Identifier: Apache-2.0
// What follows from calibrated grades: pay, grades of those below. Computed by the engine with the
// grades given; the result of the run itself stays what it is.
#pragma once

#include <memory>
#include <vector>

#include "office/library/evaluation.h"
#include "scoring/given.h"

namespace kaogong::office::result::internal {

struct Calibrated {
  // With the grades given: what explanations of those figures are read from.
  std::shared_ptr<const library::Evaluation> given;
  // The engine's result, with the figures that follow from given grades as of `given`.
  std::shared_ptr<const library::Evaluation> shown;
  std::vector<bool> follows;  // By FigureId.
};

// Returns nothing in its members when no figure reads any of the grades. Errors: kLimitExceeded.
Result<Calibrated> Follow(const std::shared_ptr<const library::Evaluation>& engine,
                          const std::vector<scoring::Given>& given);

}  // namespace kaogong::office::result::internal
