// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "sheet/internal/book.h"
#include "sheet/workbook.h"

namespace kaogong::sheet {

// Puts the charts of a sheet on its worksheet; `names` are those of all sheets as written.
// Requires: CheckWorkbook found nothing.
void WriteCharts(const Sheet& sheet, const Workbook& workbook,
                 const std::vector<std::string>& names, lxw_worksheet* worksheet, Book* book);

}  // namespace kaogong::sheet
