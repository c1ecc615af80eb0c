// SPDX-License-Identifier: Apache-2.0
#include "document/internal/sheet_plan.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

namespace kaogong::document {

namespace {

std::string Quoted(const std::string& name) {
  std::string quoted = "'";
  for (const char byte : name) {
    if (byte == '\'') quoted += '\'';
    quoted += byte;
  }
  return quoted + "'!";
}

}  // namespace

std::string SpreadsheetDigits(const Rational& number) {
  constexpr std::size_t kSignificant = 15;
  constexpr int kPlacesMax = 20;
  const auto exact = number.ExactDecimal();
  if (exact && exact->ToString().size() <= kSignificant) return exact->ToString();
  const std::string sign = number.sign() < 0 ? "-" : "";
  Rational scaled = number.sign() < 0 ? -number : number;
  for (int place = 0; place < kPlacesMax; ++place) scaled = scaled * Rational(10);
  for (int places = kPlacesMax; places >= 0; --places, scaled = Quotient(scaled, Rational(10))) {
    const auto rounded = scaled.Round(0, Rounding::kHalfEven);
    if (!rounded) continue;
    std::string digits = rounded->ToString();
    if (digits.size() > kSignificant) continue;
    const auto after = static_cast<std::size_t>(places);
    if (digits.size() <= after) digits.insert(0, after + 1 - digits.size(), '0');
    if (after == 0) return sign + digits;
    digits.insert(digits.size() - after, 1, '.');
    // Zeros at the end are no digits of the number.
    digits.resize(digits.find_last_not_of('0') + 1);
    if (digits.ends_with('.')) digits.pop_back();
    return sign + digits;
  }
  return number.ToString();
}

std::string ColumnLetters(int column) {
  std::string letters;
  for (++column; column > 0; column = (column - 1) / 26)
    letters.insert(letters.begin(), static_cast<char>('A' + (column - 1) % 26));
  return letters;
}

SheetPlan::SheetPlan(const scheme::Scheme& scheme)
    : scheme_(scheme),
      field_columns_(scheme.fields.size()),
      figure_columns_(scheme.figures.size()),
      steps_(scheme.kinds.size(), 0) {
  for (const scheme::Kind& kind : scheme.kinds) {
    int column = kLabels;
    for (const scheme::FieldId field : kind.fields) {
      field_columns_[static_cast<std::size_t>(field)] = column;
      column += scheme.level(scheme.field(field).level).count();
    }
  }
  std::vector<int> next(scheme.kinds.size(), kLabels);
  for (std::size_t i = 0; i < scheme.figures.size(); ++i) {
    const scheme::Figure& figure = scheme.figures[i];
    int& column = next[static_cast<std::size_t>(figure.kind)];
    figure_columns_[i] = column;
    column += scheme.level(figure.level).count();
  }
}

ColumnPlace SheetPlan::FieldAt(scheme::FieldId field, int period) const {
  return {ColumnPlace::Page::kFacts, field_columns_[static_cast<std::size_t>(field)] + period};
}

ColumnPlace SheetPlan::FigureAt(scheme::FigureId figure, int period) const {
  return {ColumnPlace::Page::kResults, figure_columns_[static_cast<std::size_t>(figure)] + period};
}

ColumnPlace SheetPlan::AddStep(scheme::KindId kind) {
  return {ColumnPlace::Page::kSteps, kLabels + steps_[static_cast<std::size_t>(kind)]++};
}

std::string SheetPlan::SheetName(scheme::KindId kind, ColumnPlace::Page page) const {
  // A sheet's name may have 31 characters and not all of them.
  std::string name;
  std::size_t characters = 0;
  for (const char byte : scheme_.kind(kind).name) {
    const bool begins = (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U;
    if (begins && ++characters > 20) break;
    const bool is_refused = std::string_view("[]:*?/\\'").find(byte) != std::string_view::npos;
    name += is_refused ? '_' : byte;
  }
  const char* const suffix = page == ColumnPlace::Page::kFacts     ? "数据"
                             : page == ColumnPlace::Page::kResults ? "结果"
                                                                   : "步骤";
  return name + suffix;
}

std::string SheetPlan::Cell(scheme::KindId kind, const ColumnPlace& at, facts::Row row) const {
  return fmt::format("{}{}{}", Quoted(SheetName(kind, at.page)), ColumnLetters(at.column),
                     row + kFirstRow);
}

std::string SheetPlan::Range(scheme::KindId kind, const ColumnPlace& at,
                             facts::RowRange rows) const {
  const std::string letters = ColumnLetters(at.column);
  return fmt::format("{0}{1}{2}:{1}{3}", Quoted(SheetName(kind, at.page)), letters,
                     rows.begin + kFirstRow, rows.end - 1 + kFirstRow);
}

}  // namespace kaogong::document
