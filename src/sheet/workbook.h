// SPDX-License-Identifier: Apache-2.0
// A workbook to be written, as plain values: what is in it and how it is to be filled in.
//
// Rows and columns are counted from zero within the table: row 0 is the first row below the header.
// Numbers are decimal text and stay exact: a number of more than 15 significant digits, which a
// spreadsheet cannot hold, is written as text with a note that says so.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/text.h"

namespace kaogong::sheet {

enum class Align : std::uint8_t { kAutomatic, kLeft, kCenter, kRight };

// Colours are 0xRRGGBB.
struct Style {
  bool is_bold = false;
  bool is_wrapped = false;
  Align align = Align::kAutomatic;
  std::optional<std::uint32_t> fill = {};
  std::optional<std::uint32_t> color = {};

  auto operator<=>(const Style&) const = default;
};

enum class CellKind : std::uint8_t { kEmpty, kText, kNumber, kDate, kFormula };

struct Cell {
  CellKind kind = CellKind::kEmpty;
  // Text (never taken for a formula, whatever it begins with), [-]digits[.digits][%], an ISO day,
  // or a formula without the leading "=".
  std::string text = {};
  std::string cached = {};  // Formula: its value now, digits or text; shown where nothing computes.
  std::string note = {};    // A comment on the cell.
  Style style = {};

  static Cell Text(std::string_view text) { return {CellKind::kText, std::string(text)}; }
  static Cell Number(std::string_view digits) { return {CellKind::kNumber, std::string(digits)}; }
  static Cell Date(std::string_view day) { return {CellKind::kDate, std::string(day)}; }
  static Cell Formula(std::string_view formula, std::string_view cached) {
    return {CellKind::kFormula, std::string(formula), std::string(cached)};
  }
};

// A drop-down. Any number of items of any length; equal items are written once.
struct OneOf {
  std::vector<std::string> items;
};
// Decimal text; at least one bound.
struct NumberBetween {
  std::optional<std::string> min;
  std::optional<std::string> max;
};
// ISO days; at least one bound.
struct DateBetween {
  std::optional<std::string> first;
  std::optional<std::string> last;
};
using Validation = std::variant<std::monostate, OneOf, NumberBetween, DateBetween>;

struct Column {
  std::string title;
  double width = 0;  // In characters of the default font; 0: from the title and the cells.
  std::string format =
      {};                 // Excel number format for numbers and days, "0.00"; empty: their digits.
  std::string note = {};  // A comment on the header.
  Validation validation = {};
  std::string prompt = {};  // Shown when a cell is selected; empty: says what is allowed.
  bool is_locked = false;   // One locked column protects the sheet; the others stay open to typing.
  Style style = {};
};

struct CellRange {
  std::size_t first_row = 0;
  std::size_t first_column = 0;
  std::size_t last_row = 0;
  std::size_t last_column = 0;
};

// Colours cells by what they hold.
struct Highlight {
  enum class When : std::uint8_t {
    kBelow,
    kAbove,
    kBetween,
    kEqual,
    kTextEquals,
    kBlank,
    kDataBar
  };

  CellRange range;
  When when = When::kBelow;
  std::string value = {};  // Digits or text.
  std::string upper = {};  // For kBetween.
  Style style = {};        // Fill, colour, bold; for kDataBar the fill is the bar's colour.
};

// A chart over two columns of a sheet of the same workbook; it stands on the sheet that has it.
struct Chart {
  enum class Kind : std::uint8_t { kColumns, kBars, kPie };

  Kind kind = Kind::kColumns;
  std::string title;
  std::size_t sheet = 0;  // Position in Workbook::sheets of what is shown.
  std::size_t first_row = 0;
  std::size_t last_row = 0;
  std::size_t names = 0;   // The column of the names.
  std::size_t values = 0;  // The column of the numbers; its title names the series.
  std::size_t at_row = 0;  // Where its top left corner stands.
  std::size_t at_column = 0;
  int width = 720;  // Pixels.
  int height = 360;
};

struct Sheet {
  std::string name;  // Made legal and unique when written.
  std::string title =
      {};  // When given, a merged row above the header; such a sheet is for reading.
  std::vector<Column> columns;
  std::vector<std::vector<Cell>> rows;
  // Empty rows below the rows that take the columns' validation, for filling in.
  std::size_t entry_rows = 0;
  bool is_header_frozen = true;
  std::size_t frozen_columns = 0;
  bool has_autofilter = false;
  std::vector<CellRange> merges;  // The value is that of the top-left cell.
  std::vector<Highlight> highlights;
  bool is_hidden = false;  // Not the first sheet.
  bool is_landscape = false;
  std::vector<Chart> charts = {};
};

struct Workbook {
  std::vector<Sheet> sheets;
  std::string title = {};   // Document property.
  std::string author = {};  // Document property and author of notes.
  // Language of the prompts and notes this module words itself.
  Language language = Language::kChinese;
};

}  // namespace kaogong::sheet
