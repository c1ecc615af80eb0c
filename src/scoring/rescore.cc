// SPDX-License-Identifier: Apache-2.0
#include "scoring/rescore.h"

#include <utility>

namespace kaogong::scoring {

using facts::Presence;
using facts::Row;
using facts::RowRange;
using scheme::KindId;

Rescorer::Rescorer(const scheme::Scheme& scheme, facts::Facts* facts,
                   std::vector<scheme::FigureId> wanted)
    : scheme_(scheme), facts_(facts), wanted_(std::move(wanted)) {
  ScoreAll();
}

void Rescorer::ScoreAll() {
  plan_ = MakePlan(scheme_, *facts_, wanted_);
  outcome_ = MakeOutcome(scheme_, *facts_, plan_);
  RunPlan(scheme_, *facts_, plan_, {0, facts_->table(plan_.partition).rows()}, &outcome_);
}

RowRange Rescorer::GroupsOf(KindId kind, Row row) const {
  const KindId partition = plan_.partition;
  if (scheme_.IsAncestor(partition, kind)) {
    const Row group = facts::RowAbove(scheme_, *facts_, kind, row, partition);
    return {group, group + 1};
  }
  if (scheme_.IsAncestor(kind, partition))
    return facts::RowsBelow(scheme_, *facts_, kind, row, partition);
  return {0, facts_->table(partition).rows()};
}

Rescorer::Extent Rescorer::SetUnits(scheme::FieldId field, int period, Row row,
                                    std::int64_t units) {
  const facts::Column& column = facts::ColumnOf(scheme_, *facts_, field, period);
  const bool proof_holds =
      column.PresenceOf(row) == Presence::kPresent && units >= column.low && units <= column.high;
  facts::SetUnits(scheme_, field, period, row, units, facts_);
  if (!proof_holds) {
    ScoreAll();
    return Extent::kAll;
  }
  RunPlan(scheme_, *facts_, plan_, GroupsOf(scheme_.field(field).kind, row), &outcome_);
  return Extent::kGroup;
}

}  // namespace kaogong::scoring
