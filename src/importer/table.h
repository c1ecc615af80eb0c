// SPDX-License-Identifier: Apache-2.0
// The neutral shape in which CSV files and worksheets reach the rest of the program.
//
// A table is one header and any number of rows. Readers push rows into a RowSink one by one, so a
// file of a million rows needs no more memory than its longest row. For small files TableCollector
// keeps everything.
//
// Invariants
// 1. A row that reaches a sink has exactly as many cells as the header has names.
// 2. Where rows are delivered, the header names are trimmed, not empty and differ from each other.
// 3. All text is valid UTF-8. Cell text is as the author wrote it: not trimmed, not normalised.
// 4. A reading whose Issues have errors is void: whatever the sink received must be thrown away.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/issue.h"

namespace kaogong::importer {

enum class CellKind : std::uint8_t {
  kEmpty,    // Nothing, or text of length zero.
  kText,     // Every cell of a CSV file that is not empty.
  kNumber,   // Plain decimal digits "-12.5"; with a "%" behind when the cell shows a percentage.
  kBoolean,  // "TRUE" or "FALSE".
  kError,    // "#DIV/0!"; the reader has already reported it as an error.
  kDate,     // "2012-03-01", with a time of day "2012-03-01T08:30:00", or only that: "08:30:00".
};

// One cell of the row at hand.
struct CellView {
  std::string_view text = {};
  CellKind kind = CellKind::kEmpty;
  // The text is the result of a formula, as it stood when the workbook was last saved.
  bool has_formula = false;
  // The cell lies under a merged cell whose value belongs to its top-left cell; always empty.
  bool is_merged_covered = false;

  bool empty() const { return text.empty(); }
};

// One table: a CSV file or one sheet of a workbook.
struct TableInfo {
  std::string file = {};   // As named by the caller, for messages.
  std::string sheet = {};  // Empty for CSV.
  bool is_hidden = false;  // The sheet is hidden.
  int header_number = 0;   // Line or row of the header; 0 when the sheet is blank.
  // False when names are empty, occur twice or cannot be read. If the sink takes the table all the
  // same, that is reported, its rows are checked, and none is delivered.
  bool is_header_sound = true;
  std::vector<std::string> header = {};

  // Returns the index of the column of that name.
  std::optional<std::size_t> Find(std::string_view name) const;
  // Returns where a cell of a worksheet stands. `row` is 1-based.
  Place PlaceInSheet(int row, std::size_t column) const;
  // Returns where a place of a CSV file is; `column` is a character of the line.
  Place PlaceInText(int line, int column, int length = 0) const;
  // Returns where the name of a column stands, as far as known: its cell, or the header's line.
  Place PlaceOfHeader(std::size_t column) const;
};

// One row of a table. Everything in it lives until RowSink::Row returns.
struct RowView {
  const TableInfo* table = nullptr;
  // 1-based as the author sees it: the row of the worksheet, or the line of the file on which the
  // row begins (a quoted cell may span lines).
  int number = 0;
  bool is_hidden = false;  // The row is hidden in the worksheet, by hand or by a filter.
  std::span<const CellView> cells = {};

  // Returns where a cell stands: sheet and cell "B12", or line and column. For CSV this reads the
  // row again: meant for the few cells that get an Issue.
  Place PlaceOf(std::size_t column) const;

  // For CSV: the bytes of the row in the file and the separator that divides them.
  std::string_view source = {};
  char separator = ',';
};

// Receives tables. One reading calls Begin, then Row for each row, for one table after the other.
class RowSink {
 public:
  virtual ~RowSink() = default;

  // `table` lives until the next Begin or the end of the reading. A blank sheet begins with an
  // empty header. False skips the table: nothing in it is then looked at or reported, its header
  // included.
  virtual bool Begin(const TableInfo& table) = 0;
  // False ends the reading of the whole file; what follows is not looked at.
  virtual bool Row(const RowView& row) = 0;
};

struct Cell {
  std::string text = {};
  CellKind kind = CellKind::kEmpty;
  bool has_formula = false;
  bool is_merged_covered = false;
  int line = 0;    // CSV: the line on which the cell begins.
  int column = 0;  // CSV: the character in that line.

  bool empty() const { return text.empty(); }
};

struct Row {
  int number = 0;  // As in RowView.
  bool is_hidden = false;
  std::vector<Cell> cells = {};
};

// A whole table in memory.
struct Table {
  TableInfo info;
  std::vector<Row> rows;

  // Requires: row < rows.size(), column < info.header.size().
  Place PlaceOf(std::size_t row, std::size_t column) const;
};

struct CollectOptions {
  std::vector<std::string> sheets = {};  // The sheets to be read; empty: all of them.
  bool takes_hidden_sheets = false;      // They usually hold lists for drop-downs.
  std::size_t cells_max = 5'000'000;
  std::size_t text_bytes_max = std::size_t{256} << 20U;
};

// Keeps the tables it receives, up to the limits. Blank sheets are left out.
class TableCollector : public RowSink {
 public:
  explicit TableCollector(CollectOptions options = {}) : options_(std::move(options)) {}

  bool Begin(const TableInfo& table) override;
  bool Row(const RowView& row) override;

  // True when the limits ended the reading early.
  bool is_over_limit() const { return is_over_limit_; }
  std::vector<Table>& tables() { return tables_; }

 private:
  CollectOptions options_;
  std::vector<Table> tables_;
  std::size_t cells_ = 0;
  std::size_t text_bytes_ = 0;
  bool is_over_limit_ = false;
};

// Returns the letters of a column: 0 is "A", 26 is "AA".
std::string ColumnLetters(std::size_t column);

}  // namespace kaogong::importer
