// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"
#include "importer/internal/findings.h"
#include "importer/internal/number_format.h"
#include "importer/internal/shared_strings.h"
#include "importer/internal/workbook_index.h"
#include "importer/internal/zip_archive.h"
#include "importer/table.h"
#include "importer/xlsx.h"

namespace kaogong::importer {

// What all sheets of a workbook share.
struct WorkbookContext {
  const SharedStrings& strings;
  const CellFormats& formats;
  ExcelSystem date_system = ExcelSystem::k1900;
  int header_row = 0;
};

// Reads one sheet as a table. Returns false when the sink wants no more tables.
Result<bool> ReadSheet(ZipArchive& archive, const SheetEntry& entry, const WorkbookContext& context,
                       RowSink& sink, Findings& findings);

}  // namespace kaogong::importer
