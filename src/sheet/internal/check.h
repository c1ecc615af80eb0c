// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string_view>

#include "base/result.h"
#include "sheet/workbook.h"

namespace kaogong::sheet {

inline constexpr std::size_t kRowsMax = 1'048'576;
inline constexpr std::size_t kColumnsMax = 16'384;
inline constexpr std::size_t kCellUnitsMax = 32'767;  // UTF-16 units.

// Returns the number of the header's row, counted from zero: below the title if there is one.
inline std::size_t HeaderRow(const Sheet& sheet) { return sheet.title.empty() ? 0 : 1; }
inline std::size_t FirstDataRow(const Sheet& sheet) { return HeaderRow(sheet) + 1; }
// Returns the number of rows that take validation: those with data and those to be filled in.
inline std::size_t DataRowCount(const Sheet& sheet) { return sheet.rows.size() + sheet.entry_rows; }

// Returns why the workbook cannot be written, so that the writer meets nothing it cannot write.
// Errors: those of RenderWorkbook, but for kUnavailable.
Result<void> CheckWorkbook(const Workbook& workbook);

std::size_t CountUtf16Units(std::string_view text);

}  // namespace kaogong::sheet
