// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/text.h"
#include "office/organisation/import_rows.h"
#include "sheet/workbook.h"

namespace kaogong::office {

// Returns the rows as a workbook that ReadImportRows reads back to the same rows: the export, and
// the template when there are none. Text stays text, whatever it begins with (=cmd|…).
sheet::Workbook MakeWorkbook(const ImportRows& rows, Language language);

}  // namespace kaogong::office
