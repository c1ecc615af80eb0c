// SPDX-License-Identifier: Apache-2.0
// Where everything of a result workbook stands: sheets of a kind, columns of fields and figures.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "document/engine_record.h"

namespace kaogong::document {

// A column of one kind: which of its sheets, and which letter.
struct ColumnPlace {
  enum class Page { kFacts, kResults, kSteps };
  Page page = Page::kFacts;
  int column = 0;
};

inline constexpr std::int32_t kExcelEpoch = 25'569;  // 1970-01-01 as a day of a spreadsheet.

// Returns a number as a spreadsheet can hold it: its digits, or rounded half to even to 15
// significant ones.
std::string SpreadsheetDigits(const Rational& number);

// "A", "Z", "AA".
std::string ColumnLetters(int column);

class SheetPlan {
 public:
  // Columns that say which row it is: identifier, name, and parent.
  static constexpr int kLabels = 3;
  static constexpr int kFirstRow = 2;  // Of a spreadsheet, below the header.

  explicit SheetPlan(const scheme::Scheme& scheme);

  ColumnPlace FieldAt(scheme::FieldId field, int period) const;
  ColumnPlace FigureAt(scheme::FigureId figure, int period) const;
  // Takes another column of steps.
  ColumnPlace AddStep(scheme::KindId kind);
  int StepCount(scheme::KindId kind) const { return steps_[static_cast<std::size_t>(kind)]; }

  std::string SheetName(scheme::KindId kind, ColumnPlace::Page page) const;
  // '村·数据'!$C5
  std::string Cell(scheme::KindId kind, const ColumnPlace& at, facts::Row row) const;
  // '村·数据'!C$2:C$21
  std::string Range(scheme::KindId kind, const ColumnPlace& at, facts::RowRange rows) const;

 private:
  const scheme::Scheme& scheme_;
  std::vector<int> field_columns_;   // By FieldId: of its first period.
  std::vector<int> figure_columns_;  // By FigureId.
  std::vector<int> steps_;           // By kind.
};

}  // namespace kaogong::document
