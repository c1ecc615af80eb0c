// SPDX-License-Identifier: Apache-2.0
#include "importer/internal/csv_place.h"

#include "base/utf8.h"

namespace kaogong::importer {

// Moves over one character (or CRLF) of the row.
void CsvCellWalk::Step(std::size_t bytes) {
  const char byte = row_[at_];
  at_ += bytes;
  if (byte == '\r' && at_ < row_.size() && row_[at_] == '\n') ++at_;
  if (byte == '\r' || byte == '\n') {
    ++line_;
    column_ = 1;
  } else {
    ++column_;
  }
}

CsvPosition CsvCellWalk::Next() {
  CsvPosition position{.lines_before = line_, .column = column_, .length = 0};
  bool is_quoted = false;
  while (at_ < row_.size()) {
    const char byte = row_[at_];
    if (byte == separator_ && !is_quoted) {
      Step(1);
      break;
    }
    // A doubled quote closes and opens again, which comes to the same.
    if (byte == '"') is_quoted = !is_quoted;
    Step(DecodeCodePoint(row_, at_).size);
    if (line_ == position.lines_before) ++position.length;
  }
  return position;
}

CsvPosition FindCsvCell(std::string_view row, char separator, std::size_t column) {
  CsvCellWalk walk(row, separator);
  for (std::size_t i = 0; i < column; ++i) walk.Next();
  return walk.Next();
}

}  // namespace kaogong::importer
