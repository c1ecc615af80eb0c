// SPDX-License-Identifier: Apache-2.0
// Rescorer: keeps an outcome true to facts whose cells change one by one.
//
// A changed cell concerns the rows below one row of the plan's partition kind: its group. Only that
// group is computed again while the plan's proof holds, that is while the column has the cell
// already and the new number lies between the least and the greatest the plan was made for. Any
// other change makes a new plan, which may compute in other ways, and computes everything again.
//
// Invariant: the outcome equals what Score gives for the facts as they are.
#pragma once

#include <cstdint>
#include <vector>

#include "facts/facts.h"
#include "scheme/scheme.h"
#include "scoring/outcome.h"
#include "scoring/plan.h"

namespace kaogong::scoring {

class Rescorer {
 public:
  // How much was computed again.
  enum class Extent : std::uint8_t { kGroup, kAll };

  // Scores the facts. Both must outlive this, and nobody else may change the facts meanwhile.
  // `wanted` as for Score.
  Rescorer(const scheme::Scheme& scheme, facts::Facts* facts, std::vector<scheme::FigureId> wanted);

  // Changes a cell as facts::SetUnits does and brings the outcome up to date.
  Extent SetUnits(scheme::FieldId field, int period, facts::Row row, std::int64_t units);

  const Outcome& outcome() const { return outcome_; }

 private:
  void ScoreAll();
  // The rows of the partition kind that read the row.
  facts::RowRange GroupsOf(scheme::KindId kind, facts::Row row) const;

  const scheme::Scheme& scheme_;
  facts::Facts* facts_;
  std::vector<scheme::FigureId> wanted_;
  Plan plan_;
  Outcome outcome_;
};

}  // namespace kaogong::scoring
