// SPDX-License-Identifier: Apache-2.0
// Reads CSV text: RFC 4180, and what Excel and WPS make of it.
//
// Cells are divided by comma, tab or semicolon (found from the header; a first line "sep=;" is
// obeyed; a full-width ， never divides), lines by LF, CRLF or CR. Quoted cells may hold anything,
// a doubled quote stands for one. A quote inside a cell that does not begin with one is an error:
// programs differ about it. UTF-8, with or without byte order mark; other text is taken for UTF-16
// (with a mark) or GB18030, and a warning says so. Rows without any text are passed over.
//
// The reading is one pass over the bytes without allocation per row or cell, and goes on after
// each finding; at most 100 errors and 100 warnings are listed, then how many more there are.
#pragma once

#include <cstddef>
#include <string_view>

#include "base/issue.h"
#include "importer/table.h"

namespace kaogong::importer {

struct CsvOptions {
  char separator = '\0';  // Zero: found from the header.
  int header_line = 0;    // Lines before it are passed over; 0: the first line with text.
  std::size_t row_bytes_max = std::size_t{1} << 20U;
  std::size_t columns_max = 16'384;
  // Most bytes of a file; also keeps line numbers in an int.
  std::size_t file_bytes_max = (std::size_t{1} << 31U) - 1;
};

// Reads `bytes`; `file` names them in messages. Findings:
//   csv.empty csv.too-large csv.encoding csv.invalid-text csv.nul csv.row-too-long
//   csv.too-many-columns csv.unterminated-quote csv.stray-quote csv.row-width
//   csv.header-empty-name csv.header-duplicate-name csv.full-width-separator
// The row a finding is about does not reach the sink. When text is invalid no row does.
void ReadCsv(std::string_view bytes, std::string_view file, const CsvOptions& options,
             RowSink& sink, Issues& issues);

}  // namespace kaogong::importer
