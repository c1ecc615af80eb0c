// SPDX-License-Identifier: Apache-2.0
// Outcome: the computed figures of all rows and periods.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/large_vector.h"
#include "facts/facts.h"
#include "scheme/scheme.h"
#include "scoring/value.h"

namespace kaogong::scoring {

// One figure in one period for all rows of its kind. Exactly one of `units` (numbers at `scale`;
// booleans, dates and texts at scale 0) and `exact` (numbers that are not decimals) is filled.
struct FigureColumn {
  int scale = 0;
  LargeVector<std::int64_t> units;
  std::vector<Rational> exact;
  std::vector<State> states;  // Empty: every row has a value.

  bool is_kept() const { return !units.empty() || !exact.empty(); }
  Value At(facts::Row row) const;
};

struct Outcome {
  std::vector<std::vector<FigureColumn>>
      figures;  // [FigureId][period]; columns not asked for are empty.

  // Requires: the figure was asked for.
  Value At(scheme::FigureId figure, facts::Row row, int period) const {
    return figures[static_cast<std::size_t>(figure)][static_cast<std::size_t>(period)].At(row);
  }
};

// Returns a value as people read it: "36.00" with the figure's own places, 优秀, 是, 2012-03-01;
// 待定, 不适用, 无法计算 (pending, not applicable, cannot be computed) where there is none. A
// number that is no finite decimal is shown to 12 places followed by "…".
std::string ShowValue(const scheme::Scheme& scheme, const facts::Facts& facts,
                      scheme::FigureId figure, const Value& value, Language language);

// Returns the SHA-256 of every kept figure: the same facts under the same scheme give the same on
// any machine.
std::string HashOf(const scheme::Scheme& scheme, const Outcome& outcome);

}  // namespace kaogong::scoring
