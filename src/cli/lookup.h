// SPDX-License-Identifier: Apache-2.0
// Finds what people name on the command line in a result.
#pragma once

#include <string>

#include "cli/common.h"
#include "scoring/reference.h"

namespace kaogong::cli {

struct RowChoice {
  scheme::KindId kind = scheme::kNone;
  facts::Row row = 0;
};

// Finds "甲村" or "村/甲村", by identifier or name. Errors: kInvalidInput with the nearest name, or
// when several rows match.
Result<RowChoice> FindRow(const Run& run, const std::string& text);

// The figure that matters most for a kind: its total, else its payout, else an indicator.
scheme::FigureId DefaultFigure(const scheme::Scheme& scheme, scheme::KindId kind);

// Gives the evaluator the figures that were computed, so that it takes apart only what is asked.
void AdoptOutcome(const Run& run, scoring::Reference* reference);

}  // namespace kaogong::cli
