// SPDX-License-Identifier: Apache-2.0
#include "office/organisation/workbook.h"

#include <string>
#include <utility>
#include <vector>

#include "office/organisation/sheets.h"

namespace kaogong::office {

namespace {

using sheet::Cell;

// Empty rows of the template that have drop-downs.
constexpr std::size_t kEntryRows = 500;

Cell TextCell(std::string_view text) { return text.empty() ? Cell{} : Cell::Text(text); }

Cell DayCell(const std::optional<Date>& day) {
  return day.has_value() ? Cell::Date(day->ToString()) : Cell{};
}

Cell OrderCell(const std::optional<std::int64_t>& order) {
  return order.has_value() ? Cell::Number(std::to_string(*order)) : Cell{};
}

std::string Pick(Language language, std::string_view zh, std::string_view en) {
  return std::string(language == Language::kChinese ? zh : en);
}

sheet::Validation YesOrNo(Language language) {
  return sheet::OneOf{{Pick(language, "是", "yes"), Pick(language, "否", "no")}};
}

sheet::Validation Categories(Language language) {
  sheet::OneOf one_of;
  for (const UnitCategory category : AllUnitCategories()) {
    one_of.items.push_back(TitleOf(category).In(language));
  }
  return one_of;
}

sheet::Validation ValidationOf(SheetKind kind, std::size_t field, Language language) {
  const sheet::DateBetween days{"1900-01-01", "2199-12-31"};
  const sheet::NumberBetween orders{"0", std::to_string(kOrderMax)};
  switch (kind) {
    case SheetKind::kUnits:
      if (field == UnitField::kCategory) return Categories(language);
      if (field == UnitField::kOrder) return orders;
      if (field == UnitField::kFrom || field == UnitField::kTo) return days;
      break;
    case SheetKind::kPositions:
      if (field == PositionField::kCoefficient) return sheet::NumberBetween{"0", "100"};
      if (field == PositionField::kOrder) return orders;
      break;
    case SheetKind::kPersons:
      break;
    case SheetKind::kAppointments:
      if (field == AppointmentField::kIsPrimary) return YesOrNo(language);
      if (field == AppointmentField::kFrom || field == AppointmentField::kTo) return days;
      break;
  }
  return {};
}

sheet::Sheet EmptySheet(const SheetWords& words, Language language) {
  sheet::Sheet made;
  made.name = TitleOf(words.kind).In(language);
  made.entry_rows = kEntryRows;
  made.has_autofilter = true;
  for (std::size_t i = 0; i < words.columns.size(); ++i) {
    sheet::Column column;
    column.title = TitleOf(words.kind, i).In(language);
    column.width = words.columns[i].width;
    column.note = Pick(language, words.columns[i].note_zh, words.columns[i].note_en);
    column.validation = ValidationOf(words.kind, i, language);
    if (std::holds_alternative<sheet::DateBetween>(column.validation)) {
      column.format = "yyyy-mm-dd";
    }
    made.columns.push_back(std::move(column));
  }
  return made;
}

}  // namespace

sheet::Workbook MakeWorkbook(const ImportRows& rows, Language language) {
  sheet::Workbook book;
  book.language = language;
  book.title = Pick(language, "组织机构", "Organisation");
  for (const SheetWords& words : AllSheets()) {
    book.sheets.push_back(EmptySheet(words, language));
  }
  const auto sheet_of = [&](SheetKind kind) -> std::vector<std::vector<Cell>>& {
    return book.sheets[static_cast<std::size_t>(kind)].rows;
  };
  for (const UnitRow& row : rows.units) {
    sheet_of(SheetKind::kUnits)
        .push_back({TextCell(row.code), TextCell(row.name), TextCell(row.short_name),
                    TextCell(row.parent_code),
                    row.category ? Cell::Text(TitleOf(*row.category).In(language)) : Cell{},
                    OrderCell(row.order), DayCell(row.from), DayCell(row.to)});
  }
  for (const PositionRow& row : rows.positions) {
    sheet_of(SheetKind::kPositions)
        .push_back({TextCell(row.code), TextCell(row.name),
                    row.coefficient ? Cell::Number(CoefficientText(*row.coefficient)) : Cell{},
                    OrderCell(row.order)});
  }
  for (const PersonRow& row : rows.persons) {
    sheet_of(SheetKind::kPersons)
        .push_back({TextCell(row.code), TextCell(row.name), TextCell(row.phone),
                    TextCell(row.note)});
  }
  for (const AppointmentRow& row : rows.appointments) {
    const std::string primary =
        row.is_primary ? Pick(language, *row.is_primary ? "是" : "否", *row.is_primary ? "yes" : "no")
                       : "";
    sheet_of(SheetKind::kAppointments)
        .push_back({TextCell(row.person_code), TextCell(row.unit_code), TextCell(row.position_code),
                    TextCell(primary), DayCell(row.from), DayCell(row.to)});
  }
  return book;
}

}  // namespace kaogong::office
