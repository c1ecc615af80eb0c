// SPDX-License-Identifier: Apache-2.0
// A random regulation compiled, with its facts read; and what tests do with one that fails.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "facts/facts.h"
#include "random_regulation.h"
#include "scheme/scheme.h"
#include "scoring/outcome.h"

namespace kaogong {

struct Scored {
  scheme::Scheme scheme;
  facts::Facts facts;
  std::string problems;  // Rendered findings; empty when it can be used.
};

std::unique_ptr<Scored> ReadRandom(const RandomRegulation& made);

// Returns every figure of every row and period as sorted lines "figure[period] row = value", so
// that outcomes of the same facts in another order are the same text. Figures for which `is_kept`
// is false are left out.
std::vector<std::string> ShowOutcome(const Scored& scored, const scoring::Outcome& outcome,
                                     const std::function<bool(scheme::FigureId)>& is_kept);

// Returns a regulation with fewer statements, rows, cells and operations that `fails` as well.
RandomRegulation Shrink(RandomRegulation failing,
                        const std::function<bool(const RandomRegulation&)>& fails);

}  // namespace kaogong
