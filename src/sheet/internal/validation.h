// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <xlsxwriter.h>

#include <string>
#include <vector>

#include "base/result.h"
#include "sheet/internal/book.h"
#include "sheet/workbook.h"

namespace kaogong::sheet {

// The lists of drop-downs that are too long, or have items that cannot stand, within a validation
// itself. They go onto a hidden sheet of their own.
class ChoiceSheet {
 public:
  explicit ChoiceSheet(std::string name) : name_(std::move(name)) {}

  // Keeps the list, once however often it is given. Returns the formula of its cells.
  std::string Add(const std::vector<std::string>& items);
  // Writes the sheet when there is any list. Errors: as Book::AddSheet.
  Result<void> Write(Book& book) const;

 private:
  std::string name_;
  std::vector<std::vector<std::string>> lists_;
};

// Where a column's validation applies, in rows and columns of the worksheet.
struct EntryRange {
  lxw_row_t first_row = 0;
  lxw_row_t last_row = 0;
  lxw_col_t column = 0;
};

// Puts the column's validation and its prompt on the range. Requires: the column was checked.
void AddValidation(lxw_worksheet* worksheet, const EntryRange& range, const Column& column,
                   Language language, ChoiceSheet& choices);

}  // namespace kaogong::sheet
