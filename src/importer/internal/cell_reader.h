// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "importer/internal/findings.h"
#include "importer/internal/sheet_reader.h"
#include "importer/table.h"

namespace kaogong::importer {

// One <c> element as it stands in the worksheet.
struct RawCell {
  // The type says what the text is: a number, a number of a shared string, or text itself.
  enum class Type : std::uint8_t { kNumber, kShared, kText, kBoolean, kError, kDate };

  int column = 0;
  Type type = Type::kNumber;
  bool has_formula = false;
  bool has_value = false;
  std::size_t style = 0;
  std::size_t text_begin = 0;  // Within the text of the row.
  std::size_t text_size = 0;
};

// The cells of one row before their meaning is known. Reused from row to row.
struct RawRow {
  int number = 0;
  bool is_hidden = false;
  std::vector<RawCell> cells;  // From left to right.
  std::string text;

  std::string_view TextOf(const RawCell& cell) const {
    return std::string_view(text).substr(cell.text_begin, cell.text_size);
  }
};

// Gives the raw cells of a row their meaning: looks up shared strings, words numbers and days as
// text. What cannot be given one is reported with its cell.
class CellReader {
 public:
  CellReader(const WorkbookContext& context, const XlsxLimits& limits, const TableInfo& table,
             Findings& findings)
      : context_(context), limits_(limits), table_(table), findings_(findings) {}

  // Begins a row: texts made for the last one go.
  void StartRow(const RawRow& row);
  // Returns the cell; its text lives until the next StartRow and as long as the row. Requires: the
  // row given to StartRow, each of its cells at most once.
  CellView Read(const RawCell& cell);
  // Returns whether a cell has no text, without giving it a meaning or reporting anything.
  bool IsEmpty(const RawRow& row, const RawCell& cell) const;
  // True once a cell referred to a shared string that does not exist.
  bool is_damaged() const { return is_damaged_; }

 private:
  CellView ReadNumber(const RawCell& cell, std::string_view text);
  CellView ReadShared(const RawCell& cell, std::string_view text);
  CellView ReadDate(const RawCell& cell, std::string_view text, NumberFormat format);
  CellView ErrorCell(const RawCell& cell, std::string_view text);
  std::string_view Store(std::string_view text);
  Place PlaceOf(const RawCell& cell) const;
  void CheckLength(const RawCell& cell, std::string_view text);

  const WorkbookContext& context_;
  const XlsxLimits& limits_;
  const TableInfo& table_;
  Findings& findings_;
  const RawRow* row_ = nullptr;
  std::string made_;  // Reserved for the whole row, so that views into it stay.
  bool is_damaged_ = false;
};

}  // namespace kaogong::importer
