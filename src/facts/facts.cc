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

const Column& ColumnOf(const scheme::Scheme& scheme, const Facts& facts, scheme::FieldId field,
                       int period) {
  const scheme::KindId kind = scheme.field(field).kind;
  const auto& fields = scheme.kind(kind).fields;
  const auto at =
      static_cast<std::size_t>(std::find(fields.begin(), fields.end(), field) - fields.begin());
  return facts.table(kind).columns[at][static_cast<std::size_t>(period)];
}

}  // namespace kaogong::facts
