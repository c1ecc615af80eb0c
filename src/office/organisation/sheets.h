// SPDX-License-Identifier: Apache-2.0
// The workbook in which an organisation comes and goes: four sheets and their columns. Import,
// template and export all follow this table.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

#include "base/text.h"

namespace kaogong::office {

enum class SheetKind { kUnits, kPositions, kPersons, kAppointments };
inline constexpr std::size_t kSheetCount = 4;
inline constexpr std::size_t kFieldsMax = 8;

// The fields of each sheet, as places in SheetWords::columns.
struct UnitField {
  enum { kCode, kName, kShortName, kParent, kCategory, kOrder, kFrom, kTo };
};
struct PositionField {
  enum { kCode, kName, kCoefficient, kOrder };
};
struct PersonField {
  enum { kCode, kName, kPhone, kNote };
};
struct AppointmentField {
  enum { kPerson, kUnit, kPosition, kIsPrimary, kFrom, kTo };
};

struct ColumnWords {
  std::string_view zh;
  std::string_view en;
  bool is_required = false;  // The sheet must have the column.
  int width = 12;            // In the template, in characters.
  std::string_view note_zh;  // How to fill it in.
  std::string_view note_en;
};

struct SheetWords {
  SheetKind kind;
  std::string_view zh;
  std::string_view en;
  std::span<const ColumnWords> columns;
};

const SheetWords& WordsOf(SheetKind kind);
std::span<const SheetWords> AllSheets();
// By name in either language; width, case and blanks around do not count.
std::optional<SheetKind> SheetNamed(std::string_view name);
std::optional<std::size_t> ColumnNamed(SheetKind kind, std::string_view title);

Text TitleOf(SheetKind kind);
Text TitleOf(SheetKind kind, std::size_t field);

}  // namespace kaogong::office
