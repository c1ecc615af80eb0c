// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "base/result.h"
#include "sheet/internal/book.h"
#include "sheet/internal/validation.h"
#include "sheet/workbook.h"

namespace kaogong::sheet {

// Writes a sheet into the book under `name`, without its charts. Requires: CheckWorkbook found
// nothing. Errors: as Book::AddSheet.
Result<lxw_worksheet*> WriteSheet(const Sheet& sheet, const std::string& name,
                                  const Workbook& workbook, Book& book, ChoiceSheet& choices);

}  // namespace kaogong::sheet
