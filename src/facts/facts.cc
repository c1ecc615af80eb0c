// SPDX-License-Identifier: Apache-2.0
#include "facts/facts.h"

#include <algorithm>

#include "base/result.h"

namespace kaogong::facts {

std::optional<Row> Facts::FindRow(scheme::KindId kind, std::string_view id) const {
  const auto& ids = table(kind).ids;
  const auto found = std::find(ids.begin(), ids.end(), id);
  if (found == ids.end()) return std::nullopt;
  return static_cast<Row>(found - ids.begin());
}

RowRange RowsBelow(const scheme::Scheme& scheme, const Facts& facts, scheme::KindId scope, Row row,
                   scheme::KindId member) {
  if (member == scope) return {row, row + 1};
  const scheme::KindId parent = scheme.kind(member).parent;
  KAOGONG_ASSERT(parent != scheme::kNone);
  const RowRange above = RowsBelow(scheme, facts, scope, row, parent);
  const auto& first = facts.table(member).first_child;
  return {first[static_cast<std::size_t>(above.begin)], first[static_cast<std::size_t>(above.end)]};
}

Row RowAbove(const scheme::Scheme& scheme, const Facts& facts, scheme::KindId kind, Row row,
             scheme::KindId ancestor) {
  while (kind != ancestor) {
    row = facts.table(kind).parents[static_cast<std::size_t>(row)];
    kind = scheme.kind(kind).parent;
    KAOGONG_ASSERT(kind != scheme::kNone);
  }
  return row;
}

void SetUnits(const scheme::Scheme& scheme, scheme::FieldId field, int period, Row row,
              std::int64_t units, Facts* facts) {
  const scheme::KindId kind = scheme.field(field).kind;
  const auto& fields = scheme.kind(kind).fields;
  const auto position = std::find(fields.begin(), fields.end(), field) - fields.begin();
  Column& column =
      facts->tables[static_cast<std::size_t>(kind)]
          .columns[static_cast<std::size_t>(position)][static_cast<std::size_t>(period)];
  const auto at = static_cast<std::size_t>(row);
  KAOGONG_ASSERT(at < column.size());
  const auto narrow = static_cast<std::int32_t>(units);
  if (!column.is_wide() && narrow != units) {
    column.wide.assign(column.narrow.begin(), column.narrow.end());
    column.narrow = {};
  }
  if (column.is_wide()) {
    column.wide[at] = units;
  } else {
    column.narrow[at] = narrow;
  }
  if (!column.presence.empty()) column.presence[at] = Presence::kPresent;
  column.low = std::min(column.low, units);
  column.high = std::max(column.high, units);
  facts->content_hash.clear();
}

const Column& ColumnOf(const scheme::Scheme& scheme, const Facts& facts, scheme::FieldId field,
                       int period) {
  const scheme::KindId kind = scheme.field(field).kind;
  const auto& fields = scheme.kind(kind).fields;
  const auto at =
      static_cast<std::size_t>(std::find(fields.begin(), fields.end(), field) - fields.begin());
  return facts.table(kind).columns[at][static_cast<std::size_t>(period)];
}

}  // namespace kaogong::facts
