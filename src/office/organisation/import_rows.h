// SPDX-License-Identifier: Apache-2.0
// Reads the workbook of an organisation into typed rows. Everything that can be judged from a row
// alone is judged here; what it means for the organisation we have is the plan's matter
// (import_plan.h).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "base/date.h"
#include "base/issue.h"
#include "base/result.h"
#include "office/organisation/model.h"
#include "office/organisation/sheets.h"
#include "office/job/findings.h"

namespace kaogong::office {

// Empty texts and missing values stand for cells left empty: nothing is said about that field.
struct UnitRow {
  int row = 0;  // As seen in the sheet.
  std::string code;
  std::string name;
  std::string short_name;
  std::string parent_code;
  std::optional<UnitCategory> category;
  std::optional<std::int64_t> order;
  std::optional<Date> from;
  std::optional<Date> to;
};

struct PositionRow {
  int row = 0;
  std::string code;
  std::string name;
  std::optional<std::int64_t> coefficient;
  std::optional<std::int64_t> order;
};

struct PersonRow {
  int row = 0;
  std::string code;
  std::string name;
  std::string phone;
  std::string note;
};

struct AppointmentRow {
  int row = 0;
  std::string person_code;
  std::string unit_code;
  std::string position_code;
  std::optional<bool> is_primary;
  Date from;
  std::optional<Date> to;
};

// Where the sheets and columns stand in the file, for messages.
struct SheetPlan {
  std::string sheet;
  std::array<std::optional<std::size_t>, kFieldsMax> columns = {};
};

struct ImportRows {
  std::string file;
  std::array<SheetPlan, kSheetCount> sheets;
  std::vector<UnitRow> units;
  std::vector<PositionRow> positions;
  std::vector<PersonRow> persons;
  std::vector<AppointmentRow> appointments;
  // The codes of rows that could not be read, for each sheet: who refers to one is not to blame.
  std::array<std::unordered_set<std::string>, kSheetCount> unread_codes;

  std::size_t size() const {
    return units.size() + positions.size() + persons.size() + appointments.size();
  }
  // The cell of a field; of a field without a column, the first cell of the row.
  Place PlaceOf(SheetKind kind, int row, std::size_t field) const;
};

using ImportFindings = JobFindings;

// Called now and then with the number of rows read; false gives the reading up.
using RowProgress = std::function<bool(std::size_t rows)>;

// Reads the workbook in `bytes`. Findings: those of importer/xlsx.h, and
//   import.no-sheet import.unknown-sheet import.sheet-twice import.no-column import.unknown-column
//   import.no-rows import.formula import.code import.name import.text import.category import.number
//   import.coefficient import.date import.date-order import.yes-or-no import.required
// Errors: as ReadXlsx; kConflict when it was given up.
Result<ImportRows> ReadImportRows(std::string_view bytes, std::string_view file,
                                  const RowProgress& on_progress, ImportFindings& findings);

}  // namespace kaogong::office
