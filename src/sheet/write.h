// SPDX-License-Identifier: Apache-2.0
// Writes a Workbook as an .xlsx file. The same workbook gives the same bytes.
#pragma once

#include <filesystem>
#include <string>

#include "base/result.h"
#include "sheet/workbook.h"

namespace kaogong::sheet {

// Returns the bytes of the file.
// Errors: kInvalidInput when a cell cannot be written (digits that are none, a day that does not
// exist, text that is not UTF-8 or longer than 32,767 characters, ranges outside the sheet or over
// each other), naming sheet and cell; kLimitExceeded past 1,048,576 rows or 16,384 columns;
// kUnavailable when the disk refuses.
Result<std::string> RenderWorkbook(const Workbook& workbook);

// Writes the file at `path`, replacing what is there all at once; after an error nothing changed.
Result<void> SaveWorkbook(const Workbook& workbook, const std::filesystem::path& path);

}  // namespace kaogong::sheet
