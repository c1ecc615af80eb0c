// SPDX-License-Identifier: Apache-2.0
// Facts: what is known about every row of every kind in one assessment year.
//
// Invariants
// 1. Rows of a table are ordered by their parent's row, so that the rows below any row of any
//    ancestor kind are one contiguous range.
// 2. Every present cell lies within its field's range and type; the loader has checked it.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/decimal.h"
#include "base/issue.h"
#include "base/large_vector.h"
#include "scheme/scheme.h"

namespace kaogong::facts {

using Row = std::int32_t;

enum class Presence : std::uint8_t {
  kMissing,
  kPresent,
  kNotApplicable,  // The facts say 不适用: exempt whatever the field's missing policy.
};

// The cells of one field in one period for all rows of a kind. Numbers are units × 10^-scale;
// booleans are 0 or 1, dates days since 1970-01-01, texts indices into Facts::texts.
struct Column {
  int scale = 0;
  LargeVector<std::int32_t> narrow;  // Units, when 32 bits hold all of them;
  LargeVector<std::int64_t> wide;    // otherwise here.
  std::vector<Presence> presence;    // Empty: all cells are present.
  std::int64_t low = 0;              // Bounds of units; missing cells count as 0.
  std::int64_t high = 0;

  bool is_wide() const { return !wide.empty(); }
  std::size_t size() const { return is_wide() ? wide.size() : narrow.size(); }
  std::int64_t UnitsOf(Row row) const {
    const auto at = static_cast<std::size_t>(row);
    return is_wide() ? wide[at] : narrow[at];
  }
  Presence PresenceOf(Row row) const {
    return presence.empty() ? Presence::kPresent : presence[static_cast<std::size_t>(row)];
  }
};

// Where a cell's value comes from, for the explanation.
struct Provenance {
  std::string file;
  int line = 0;
  std::string cell;  // B12 in a workbook.
  std::string source;
  std::string entered_by;
  std::string verified_by;
  std::string evidence;
};

// Where a row was read.
struct Origin {
  std::int32_t file = -1;  // Index into Facts::files.
  std::int32_t line = 0;
};

struct Table {
  scheme::KindId kind = scheme::kNone;
  std::vector<std::string> ids;    // Of a record kind: empty strings.
  std::vector<std::string> names;  // Empty, or by row; an empty name means the id.
  std::vector<Row> parents;        // Row in the parent kind's table.
  std::vector<Row>
      first_child;         // Per row of the parent kind, and one more: begin of its rows here.
  std::vector<Row> order;  // Rows in the order in which the facts listed them (official order).
  std::vector<std::vector<Column>> columns;  // [position of field in Kind::fields][period]
  std::vector<Origin> origins;               // Of the first line of each row; empty when not noted.

  Row rows() const { return static_cast<Row>(ids.size()); }
  // Returns what people call the row.
  const std::string& NameOf(Row row) const {
    const auto at = static_cast<std::size_t>(row);
    return names.empty() || names[at].empty() ? ids[at] : names[at];
  }
};

struct Facts {
  std::vector<Table> tables;       // By KindId.
  std::vector<std::string> texts;  // Begins with Scheme::texts.
  // (field, period, row) → provenance, where the facts state one.
  std::map<std::tuple<scheme::FieldId, int, Row>, Provenance> provenance;
  std::vector<std::string> files;
  std::string content_hash;  // SHA-256 of the facts in canonical order.

  const Table& table(scheme::KindId kind) const { return tables[static_cast<std::size_t>(kind)]; }
  // Returns the row with the identifier, or nothing.
  std::optional<Row> FindRow(scheme::KindId kind, std::string_view id) const;
};

// A contiguous range of rows.
struct RowRange {
  Row begin = 0;
  Row end = 0;
};

// Returns the rows of `member` below `row` of `scope`. Requires: scope is member or above it.
RowRange RowsBelow(const scheme::Scheme& scheme, const Facts& facts, scheme::KindId scope, Row row,
                   scheme::KindId member);

// Returns the row of `ancestor` above `row` of `kind` (or the row itself).
Row RowAbove(const scheme::Scheme& scheme, const Facts& facts, scheme::KindId kind, Row row,
             scheme::KindId ancestor);

// Returns the SHA-256 of everything the facts say, independent of the files' format.
std::string HashOf(const scheme::Scheme& scheme, const Facts& facts);

// Gives a cell another number, boolean, day or text, in the units of its column, and says that it
// is there. Empties `content_hash`: who needs it calls HashOf. Requires: the units lie within the
// field's range and type.
void SetUnits(const scheme::Scheme& scheme, scheme::FieldId field, int period, Row row,
              std::int64_t units, Facts* facts);

// Returns the column of a field; its kind's table must exist.
const Column& ColumnOf(const scheme::Scheme& scheme, const Facts& facts, scheme::FieldId field,
                       int period);

}  // namespace kaogong::facts
