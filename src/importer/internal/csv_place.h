// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string_view>

namespace kaogong::importer {

// Where a cell stands within its row.
struct CsvPosition {
  int lines_before = 0;  // Line ends inside quoted cells before it.
  int column = 0;        // 1-based, in characters.
  int length = 0;        // Characters up to the cell's end or the line's.
};

// Goes through the cells of one well-formed row again to find their places. Slow and simple: it
// counts characters, which the reader itself never does.
class CsvCellWalk {
 public:
  CsvCellWalk(std::string_view row, char separator) : row_(row), separator_(separator) {}

  // Returns the place of the next cell; past the last cell, the end of the row.
  CsvPosition Next();

 private:
  void Step(std::size_t bytes);

  std::string_view row_;
  char separator_;
  std::size_t at_ = 0;
  int line_ = 0;
  int column_ = 1;
};

// Returns the place of the cell with index `column`.
CsvPosition FindCsvCell(std::string_view row, char separator, std::size_t column);

}  // namespace kaogong::importer
