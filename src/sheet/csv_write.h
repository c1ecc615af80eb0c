// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace kaogong::sheet {

struct CsvStyle {
  char separator = ',';
  bool has_byte_order_mark = false;  // Excel and WPS need it to see UTF-8.
  // Puts ' before cells that a spreadsheet program would take for a formula: those that begin with
  // = + - @ (full-width ones too), tab, CR or LF. Decimal numbers such as -12.5 stay as they are.
  bool is_formula_escaped = false;
};

// Appends rows to a string as RFC 4180 text: CRLF after each row, quotes where needed.
class CsvWriter {
 public:
  // Writes the byte order mark when the style has one. `out` must outlive the writer.
  explicit CsvWriter(std::string& out, CsvStyle style = {});

  void Row(std::span<const std::string> cells);
  void Row(std::span<const std::string_view> cells);

 private:
  void Cell(std::string_view cell);

  std::string& out_;
  CsvStyle style_;
};

}  // namespace kaogong::sheet
