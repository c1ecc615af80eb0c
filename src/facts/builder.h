// SPDX-License-Identifier: Apache-2.0
// Builder: turns the texts of cells, in any order, into checked Facts.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/issue.h"
#include "facts/cell_text.h"
#include "facts/facts.h"
#include "facts/id_index.h"
#include "facts/internal/draft_columns.h"
#include "facts/internal/plain_number.h"

namespace kaogong::facts {

// The short way for cells that are plain digits, which nearly all are: prepared once for a column
// of a table, then called for every row.
class ColumnWriter {
 public:
  // Sets the cell and returns true; false when the text needs Builder::SetCell, which also finds
  // the words for what is wrong.
  bool TrySet(Row row, std::string_view text) const {
    std::int64_t units = 0;
    if (columns_ == nullptr || !internal::ParsePlain(text, scale_, &units)) return false;
    return units >= low_ && units <= high_ && columns_->Put(column_, row, units);
  }

 private:
  friend class Builder;
  internal::DraftColumns* columns_ = nullptr;  // Null: never the short way.
  std::size_t column_ = 0;
  int scale_ = 0;
  std::int64_t low_ = 0;  // Bounds that the field's range allows, inclusive.
  std::int64_t high_ = 0;
};

class Builder {
 public:
  explicit Builder(const scheme::Scheme& scheme);

  // Room for so many rows of a kind, to avoid growing tables again and again.
  void Reserve(scheme::KindId kind, std::size_t rows);
  // Returns the identifiers gathered so far, by row.
  const std::vector<std::string>& ids(scheme::KindId kind) const {
    return drafts_[static_cast<std::size_t>(kind)].ids;
  }
  // Returns the row of that identifier, making it when it is new. For record kinds always a new
  // row.
  Row FindOrAdd(scheme::KindId kind, std::string_view id);
  // Names the row above. Errors: facts.two-parents when another was named before.
  std::optional<CellProblem> SetParent(scheme::KindId kind, Row row, std::string_view parent_id);
  void SetName(scheme::KindId kind, Row row, std::string_view name);
  // Reads a cell's text: a number with any of the usual spellings, 是/否, a date, a text, or
  // 不适用. Empty text leaves the cell missing. A cell may be set twice to the same value. Errors:
  // facts.number, facts.places, facts.range, facts.boolean, facts.date, facts.option,
  // facts.duplicate, facts.too-large.
  std::optional<CellProblem> SetCell(scheme::FieldId field, int period, Row row,
                                     std::string_view text);
  // Valid as long as the builder.
  ColumnWriter WriterOf(scheme::FieldId field, int period);
  void SetProvenance(scheme::FieldId field, int period, Row row, Provenance provenance);
  // Names a file of facts; files count from 0 in the order they are named.
  void AddFile(std::string name) { files_.push_back(std::move(name)); }
  // Notes where a row was read; the first place counts.
  void NoteOrigin(scheme::KindId kind, Row row, int file, int line);

  // Links, orders and seals. Rows whose parent is not there are reported to `issues` and left out.
  Facts Finish(Issues* issues);

 private:
  struct Draft {
    std::vector<std::string> ids;
    std::vector<std::string> names;
    std::vector<Row> parents;  // Into parent_ids; -1: not named.
    std::vector<std::string> parent_ids;
    IdIndex parent_index;
    Row last_parent = -1;
    bool ids_moved = false;  // To the table, in the same order.
    IdIndex by_id;
    internal::DraftColumns columns;
    std::vector<Origin> origins;
    Row last = -1;
  };

  // Where a field's column is among its kind's.
  std::size_t ColumnAt(scheme::FieldId field, int period) const {
    return first_column_[static_cast<std::size_t>(field)] + static_cast<std::size_t>(period);
  }
  internal::DraftColumns& ColumnsOf(scheme::FieldId field) {
    return drafts_[static_cast<std::size_t>(scheme_.field(field).kind)].columns;
  }
  std::vector<Row> FindParents(scheme::KindId kind, const Facts& facts,
                               const std::vector<std::vector<Row>>& moved);
  void ReportOrphans(scheme::KindId kind, const std::vector<Row>& parents, Issues* issues);
  static std::vector<Row> OrderByParent(const std::vector<Row>& parents);
  void Link(scheme::KindId kind, Facts* facts, std::vector<std::vector<Row>>* moved,
            Issues* issues);
  static void MoveNames(const std::vector<Row>& order, bool in_order, Draft* draft, Table* table);
  void TakeColumns(const std::vector<Row>* order, Draft* draft, Table* table) const;
  std::int64_t TextIdOf(std::string_view text);

  const scheme::Scheme& scheme_;
  std::vector<Draft> drafts_;
  std::vector<std::size_t> first_column_;  // Of each field: its first period.
  std::vector<std::string> texts_;
  std::vector<std::string> files_;
  // unordered: looked up, never iterated.
  std::unordered_map<std::string, std::int64_t> text_ids_;
  std::map<std::tuple<scheme::FieldId, int, Row>, Provenance> provenance_;
};

}  // namespace kaogong::facts
