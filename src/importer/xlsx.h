// SPDX-License-Identifier: Apache-2.0
// Reads workbooks (.xlsx, .xlsm) sheet by sheet and row by row, in bounded memory.
//
// Numbers arrive as the decimal text a person sees in the cell: a workbook stores binary fractions
// such as 0.28999999999999998; the text is the shortest that stands for the same one ("0.29"), cut
// at 15 significant digits as Excel itself does. Percentages arrive as "86.5%", days as ISO text.
// What a formula last gave is taken as the value and marked. Each sheet is a table whose header is
// its first row with text; blank rows are passed over; cells to the right of the header must be
// empty. Sheets are delivered in the order of the workbook, hidden ones too; charts are not tables.
//
// A workbook is untrusted: its parts are read as streams under limits, entities are refused, and
// nothing in it makes the reader open anything else.
#pragma once

#include <cstddef>
#include <string_view>

#include "base/issue.h"
#include "base/result.h"
#include "importer/table.h"

namespace kaogong::importer {

struct XlsxLimits {
  std::size_t file_bytes_max = std::size_t{512} << 20U;
  std::size_t parts_max = 4096;
  std::size_t sheets_max = 255;
  // Decompressed sizes.
  std::size_t sheet_bytes_max = std::size_t{512} << 20U;
  std::size_t shared_strings_bytes_max = std::size_t{256} << 20U;
  std::size_t other_part_bytes_max = std::size_t{64} << 20U;
  std::size_t total_bytes_max = std::size_t{2} << 30U;
  // Parts over 8 MiB may not be more than so many times their compressed size.
  std::size_t compression_ratio_max = 400;
  // Memory of the XML parser: bounds nesting, names and tags of any one part.
  std::size_t parser_bytes_max = std::size_t{16} << 20U;
  int rows_max = 1'048'576;
  int columns_max = 16'384;
  std::size_t cell_characters_max = 32'767;
  std::size_t row_bytes_max = std::size_t{64} << 20U;  // Of the text of one row.
  std::size_t merges_max = 100'000;
  // Header width × rows of a sheet: bounds work on sheets that are wide and nearly empty.
  std::size_t cells_max = 200'000'000;
};

struct XlsxOptions {
  int header_row = 0;  // Rows above it are passed over; 0: the first row with text.
  XlsxLimits limits;
};

// Reads the workbook in `bytes`; `file` names it in messages.
// Errors: kInvalidInput when it is no workbook or broken (cut short, not a zip, a part missing or
// malformed, encrypted, an .xls, .xlsb, .ods or .et file); kLimitExceeded past a limit.
// Findings: xlsx.error-cell xlsx.formula-without-value xlsx.number xlsx.number-precision
//   xlsx.date xlsx.cell-too-long xlsx.cell-outside-header
//   xlsx.header-empty-name xlsx.header-duplicate-name xlsx.header-merged xlsx.no-sheet
Result<void> ReadXlsx(std::string_view bytes, std::string_view file, const XlsxOptions& options,
                      RowSink& sink, Issues& issues);

}  // namespace kaogong::importer
