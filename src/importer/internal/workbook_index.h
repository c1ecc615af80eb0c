// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "base/date.h"
#include "base/result.h"
#include "importer/internal/zip_archive.h"

namespace kaogong::importer {

struct SheetEntry {
  std::string name;
  std::string part;  // xl/worksheets/sheet1.xml
  bool is_hidden = false;
};

// What a workbook consists of: its sheets in order and where the shared parts are.
struct WorkbookIndex {
  std::vector<SheetEntry> sheets;   // Only sheets of cells: no charts, no macros.
  std::string shared_strings_part;  // Empty when there is none.
  std::string styles_part;          // Likewise.
  ExcelSystem date_system = ExcelSystem::k1900;
};

// Reads workbook.xml and the relations around it. Errors: kInvalidInput when they are missing or
// contradict each other, also naming files of other kinds (.xlsb, .ods, .docx); kLimitExceeded.
Result<WorkbookIndex> ReadWorkbookIndex(ZipArchive& archive);

}  // namespace kaogong::importer
