// SPDX-License-Identifier: Apache-2.0
// A workbook for whoever wants to check: facts as numbers, and every figure a live formula over them,
// so that a spreadsheet program that computes anew gets the engine's digits.
//
// Each kind has a sheet of facts (open to typing), one of results (locked) and, where formulas need
// them, one of intermediate columns. Rows stand in the same order on all three. Which data are
// missing or not applicable is as it was when the workbook was made: those cells say so, and
// formulas are written without them.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "document/engine_record.h"

namespace kaogong::document {

// A figure that no formula of a spreadsheet can express; its cells hold values.
struct Unexpressed {
  std::string figure;  // 村.总分
  Text why;
};

struct ResultWorkbook {
  std::string bytes;
  std::vector<Unexpressed> unexpressed;  // Also on the last sheet.
  std::size_t formulas = 0;              // Cells of results that are formulas.
};

// A line of the last sheet.
struct Remark {
  std::string title;
  std::string text;
};
// Errors: as sheet::RenderWorkbook.
Result<ResultWorkbook> MakeResultWorkbook(const ComputedResult& result,
                                          const std::vector<Remark>& remarks = {});

}  // namespace kaogong::document
