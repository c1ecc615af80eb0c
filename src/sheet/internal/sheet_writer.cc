// SPDX-License-Identifier: Apache-2.0
#include "sheet/internal/sheet_writer.h"

#include <algorithm>
#include <cstddef>
#include <optional>

#include "base/utf8.h"
#include "sheet/internal/check.h"
#include "sheet/internal/number_cell.h"
#include "sheet/internal/xstring.h"

namespace kaogong::sheet {
namespace {

constexpr double kWidthMin = 8;
constexpr double kWidthMax = 60;
constexpr std::size_t kRowsMeasured = 1000;
constexpr double kTitleHeight = 30;
constexpr std::uint8_t kPaperA4 = 9;

lxw_row_t ToRow(std::size_t row) { return static_cast<lxw_row_t>(row); }
lxw_col_t ToColumn(std::size_t column) { return static_cast<lxw_col_t>(column); }

// The library refuses only what CheckWorkbook has ruled out.
void Require(lxw_error error) { KAOGONG_ASSERT(error == LXW_NO_ERROR); }

class SheetWriter {
 public:
  SheetWriter(const Sheet& sheet, lxw_worksheet* worksheet, const Workbook& workbook, Book& book)
      : sheet_(sheet),
        worksheet_(worksheet),
        workbook_(workbook),
        book_(book),
        is_protected_(std::ranges::any_of(sheet.columns, &Column::is_locked)) {}

  void Write(ChoiceSheet& choices);

 private:
  void SetColumns();
  void WriteHeader();
  void WriteRows();
  void WriteMerges();
  void WriteCell(std::size_t row, std::size_t column, const Cell& cell);
  void WriteNumber(std::size_t row, std::size_t column, const Cell& cell);
  void WriteFormula(lxw_row_t row, lxw_col_t column, const Cell& cell);
  void WriteNote(std::size_t row, std::size_t column, const std::string& note);
  void SetValidations(ChoiceSheet& choices);
  void SetHighlights();
  void SetPage();
  void Protect();
  double WidthOf(std::size_t column) const;
  Look LookOf(std::size_t column) const;
  lxw_format* FormatOf(std::size_t column, const Cell& cell, const std::string& digits_format);
  const Cell* Find(std::size_t row, std::size_t column) const;

  const Sheet& sheet_;
  lxw_worksheet* worksheet_;
  const Workbook& workbook_;
  Book& book_;
  bool is_protected_;
};

const Cell* SheetWriter::Find(std::size_t row, std::size_t column) const {
  const bool exists = row < sheet_.rows.size() && column < sheet_.rows[row].size();
  return exists ? &sheet_.rows[row][column] : nullptr;
}

double SheetWriter::WidthOf(std::size_t column) const {
  if (sheet_.columns[column].width > 0) return sheet_.columns[column].width;
  std::size_t width = DisplayWidth(sheet_.columns[column].title);
  for (std::size_t row = 0; row < std::min(sheet_.rows.size(), kRowsMeasured); ++row) {
    const Cell* const cell = Find(row, column);
    if (cell == nullptr) continue;
    const bool is_formula = cell->kind == CellKind::kFormula;
    width = std::max(width, DisplayWidth(is_formula ? cell->cached : cell->text));
  }
  return std::clamp(static_cast<double>(width) + 2, kWidthMin, kWidthMax);
}

// Returns what the empty cells of a column look like.
Look SheetWriter::LookOf(std::size_t column) const {
  const Column& settings = sheet_.columns[column];
  return {.style = settings.style,
          .number_format = settings.format,
          .is_unlocked = is_protected_ && !settings.is_locked};
}

void SheetWriter::SetColumns() {
  for (std::size_t column = 0; column < sheet_.columns.size(); ++column) {
    Require(worksheet_set_column(worksheet_, ToColumn(column), ToColumn(column), WidthOf(column),
                                 book_.FormatOf(LookOf(column))));
  }
}

// Returns the format of a cell: its own style where it says something, else the column's.
lxw_format* SheetWriter::FormatOf(std::size_t column, const Cell& cell,
                                  const std::string& digits_format) {
  Look look = LookOf(column);
  if (look.number_format.empty()) look.number_format = digits_format;
  look.style.is_bold = look.style.is_bold || cell.style.is_bold;
  look.style.is_wrapped = look.style.is_wrapped || cell.style.is_wrapped;
  if (cell.style.align != Align::kAutomatic) look.style.align = cell.style.align;
  if (cell.style.fill.has_value()) look.style.fill = cell.style.fill;
  if (cell.style.color.has_value()) look.style.color = cell.style.color;
  return book_.FormatOf(look);
}

void SheetWriter::WriteNote(std::size_t row, std::size_t column, const std::string& note) {
  if (note.empty()) return;
  const std::string text = PlainText(note, kCellUnitsMax);
  const std::string author = PlainText(workbook_.author, 255);
  lxw_comment_options options{};
  options.author = Unconst(author);
  // About 36 columns of text to a line of 240 pixels.
  const std::size_t lines = 2 + DisplayWidth(text) / 36;
  options.width = 240;
  options.height = static_cast<std::uint16_t>(std::clamp<std::size_t>(lines * 20, 60, 400));
  if (text.empty()) return;
  Require(worksheet_write_comment_opt(worksheet_, ToRow(row), ToColumn(column), text.c_str(),
                                      &options));
}

void SheetWriter::WriteHeader() {
  const std::size_t row = HeaderRow(sheet_);
  if (!sheet_.title.empty()) {
    lxw_format* const format = book_.FormatOf({.is_title = true});
    Require(worksheet_set_row(worksheet_, 0, kTitleHeight, nullptr));
    if (sheet_.columns.size() > 1) {
      Require(worksheet_merge_range(worksheet_, 0, 0, 0, ToColumn(sheet_.columns.size() - 1), "",
                                    format));
    }
    Require(worksheet_write_string(worksheet_, 0, 0, EscapeXstring(sheet_.title).c_str(), format));
  }
  lxw_format* const format = book_.FormatOf({.is_header = true});
  for (std::size_t column = 0; column < sheet_.columns.size(); ++column) {
    Require(worksheet_write_string(worksheet_, ToRow(row), ToColumn(column),
                                   EscapeXstring(sheet_.columns[column].title).c_str(), format));
    WriteNote(row, column, sheet_.columns[column].note);
  }
}

void SheetWriter::WriteNumber(std::size_t row, std::size_t column, const Cell& cell) {
  const std::optional<NumberCell> number = ReadNumberCell(cell.text);
  KAOGONG_ASSERT(number.has_value());
  if (number->is_exact) {
    Require(worksheet_write_number(worksheet_, ToRow(row), ToColumn(column), number->binary,
                                   FormatOf(column, cell, number->format)));
    WriteNote(row, column, cell.note);
    return;
  }
  Require(worksheet_write_string(worksheet_, ToRow(row), ToColumn(column), cell.text.c_str(),
                                 FormatOf(column, cell, "@")));
  const Text reason = Say("此数超过15位有效数字，表格软件存不下，故写成文本。",
                          "This number has more than 15 significant digits, which a spreadsheet "
                          "cannot hold, so it is written as text.");
  WriteNote(row, column,
            cell.note + (cell.note.empty() ? "" : "\n") + reason.In(workbook_.language));
}

void SheetWriter::WriteFormula(lxw_row_t row, lxw_col_t column, const Cell& cell) {
  const std::string formula = "=" + cell.text;
  const std::optional<NumberCell> cached = ReadNumberCell(cell.cached);
  const bool is_number = cached.has_value() && cached->is_exact;
  lxw_format* const format = FormatOf(column, cell, is_number ? cached->format : "");
  if (is_number) {
    Require(worksheet_write_formula_num(worksheet_, row, column, formula.c_str(), format,
                                        cached->binary));
  } else {
    Require(worksheet_write_formula_str(worksheet_, row, column, formula.c_str(), format,
                                        EscapeXstring(cell.cached).c_str()));
  }
}

// `row` is that of the worksheet.
void SheetWriter::WriteCell(std::size_t row, std::size_t column, const Cell& cell) {
  switch (cell.kind) {
    case CellKind::kEmpty:
      if (lxw_format* const format = FormatOf(column, cell, "")) {
        Require(worksheet_write_blank(worksheet_, ToRow(row), ToColumn(column), format));
      }
      break;
    case CellKind::kText:
      Require(worksheet_write_string(worksheet_, ToRow(row), ToColumn(column),
                                     EscapeXstring(cell.text).c_str(), FormatOf(column, cell, "")));
      break;
    case CellKind::kNumber:
      WriteNumber(row, column, cell);  // With its note.
      return;
    case CellKind::kDate:
      Require(worksheet_write_number(worksheet_, ToRow(row), ToColumn(column),
                                     DateSerial(cell.text).value(),
                                     FormatOf(column, cell, "yyyy-mm-dd")));
      break;
    case CellKind::kFormula:
      WriteFormula(ToRow(row), ToColumn(column), cell);
      break;
  }
  WriteNote(row, column, cell.note);
}

void SheetWriter::WriteRows() {
  for (std::size_t row = 0; row < sheet_.rows.size(); ++row) {
    for (std::size_t column = 0; column < sheet_.rows[row].size(); ++column) {
      WriteCell(row + FirstDataRow(sheet_), column, sheet_.rows[row][column]);
    }
  }
}

// Merging clears the range, so the value is written again.
void SheetWriter::WriteMerges() {
  const std::size_t first = FirstDataRow(sheet_);
  for (const CellRange& range : sheet_.merges) {
    const bool is_one_cell =
        range.first_row == range.last_row && range.first_column == range.last_column;
    if (is_one_cell) continue;
    const Cell empty;
    const Cell* const cell = Find(range.first_row, range.first_column);
    const Cell& value = cell == nullptr ? empty : *cell;
    Cell centered = value;
    centered.note.clear();  // It is there already.
    if (centered.style.align == Align::kAutomatic) centered.style.align = Align::kCenter;
    Require(worksheet_merge_range(worksheet_, ToRow(range.first_row + first),
                                  ToColumn(range.first_column), ToRow(range.last_row + first),
                                  ToColumn(range.last_column), "",
                                  FormatOf(range.first_column, centered, "")));
    WriteCell(range.first_row + first, range.first_column, centered);
  }
}

void SheetWriter::SetValidations(ChoiceSheet& choices) {
  if (DataRowCount(sheet_) == 0) return;
  for (std::size_t column = 0; column < sheet_.columns.size(); ++column) {
    const EntryRange range{.first_row = ToRow(FirstDataRow(sheet_)),
                           .last_row = ToRow(FirstDataRow(sheet_) + DataRowCount(sheet_) - 1),
                           .column = ToColumn(column)};
    AddValidation(worksheet_, range, sheet_.columns[column], workbook_.language, choices);
  }
}

// Returns a text as a formula writes it.
std::string QuotedText(const std::string& text) {
  std::string quoted = "=\"";
  for (const char byte : text) quoted.append(byte == '"' ? 2 : 1, byte);
  return quoted + '"';
}

// Fills in what a highlight compares with; `value` and `upper` keep the words alive.
void SetCondition(const Highlight& highlight, lxw_conditional_format& condition, std::string& value,
                  std::string& upper) {
  using When = Highlight::When;
  value = highlight.when == When::kTextEquals ? QuotedText(highlight.value) : highlight.value;
  upper = highlight.upper;
  condition.type = LXW_CONDITIONAL_TYPE_CELL;
  condition.value_string = Unconst(value);
  switch (highlight.when) {
    case When::kBelow:
      condition.criteria = LXW_CONDITIONAL_CRITERIA_LESS_THAN;
      break;
    case When::kAbove:
      condition.criteria = LXW_CONDITIONAL_CRITERIA_GREATER_THAN;
      break;
    case When::kEqual:
    case When::kTextEquals:
      condition.criteria = LXW_CONDITIONAL_CRITERIA_EQUAL_TO;
      break;
    case When::kBetween:
      condition.criteria = LXW_CONDITIONAL_CRITERIA_BETWEEN;
      condition.value_string = nullptr;
      condition.min_value_string = Unconst(value);
      condition.max_value_string = Unconst(upper);
      break;
    case When::kBlank:
      condition.type = LXW_CONDITIONAL_TYPE_BLANKS;
      condition.value_string = nullptr;
      break;
    case When::kDataBar:
      condition.type = LXW_CONDITIONAL_DATA_BAR;
      condition.value_string = nullptr;
      condition.bar_color = highlight.style.fill.value_or(0x63C384);
      break;
  }
}

void SheetWriter::SetHighlights() {
  const std::size_t first = FirstDataRow(sheet_);
  for (const Highlight& highlight : sheet_.highlights) {
    lxw_conditional_format condition{};
    std::string value;
    std::string upper;
    SetCondition(highlight, condition, value, upper);
    if (highlight.when != Highlight::When::kDataBar) {
      condition.format = book_.HighlightFormat(highlight.style);
    }
    const CellRange& range = highlight.range;
    Require(worksheet_conditional_format_range(
        worksheet_, ToRow(range.first_row + first), ToColumn(range.first_column),
        ToRow(range.last_row + first), ToColumn(range.last_column), &condition));
  }
}

void SheetWriter::SetPage() {
  const std::size_t header = HeaderRow(sheet_);
  const bool is_frozen = sheet_.is_header_frozen || sheet_.frozen_columns > 0;
  if (is_frozen) {
    worksheet_freeze_panes(worksheet_, ToRow(sheet_.is_header_frozen ? header + 1 : 0),
                           ToColumn(std::min(sheet_.frozen_columns, sheet_.columns.size() - 1)));
  }
  if (sheet_.has_autofilter) {
    Require(worksheet_autofilter(worksheet_, ToRow(header), 0, ToRow(header + DataRowCount(sheet_)),
                                 ToColumn(sheet_.columns.size() - 1)));
  }
  if (sheet_.is_landscape) worksheet_set_landscape(worksheet_);
  worksheet_set_paper(worksheet_, kPaperA4);
  worksheet_fit_to_pages(worksheet_, 1, 0);
  Require(worksheet_repeat_rows(worksheet_, 0, ToRow(header)));
  // What stands beside the table, a chart below it, is printed too.
  if (sheet_.charts.empty() && DataRowCount(sheet_) > 0) {
    Require(worksheet_print_area(worksheet_, 0, 0, ToRow(header + DataRowCount(sheet_)),
                                 ToColumn(sheet_.columns.size() - 1)));
  }
  if (sheet_.is_hidden) worksheet_hide(worksheet_);
}

// Locked cells are kept from slips, not from intent: there is no password.
void SheetWriter::Protect() {
  if (!is_protected_) return;
  lxw_protection allowed{};
  allowed.format_cells = allowed.format_columns = allowed.format_rows = LXW_TRUE;
  allowed.sort = allowed.autofilter = LXW_TRUE;
  worksheet_protect(worksheet_, nullptr, &allowed);
}

void SheetWriter::Write(ChoiceSheet& choices) {
  SetColumns();
  WriteHeader();
  WriteRows();
  WriteMerges();
  SetValidations(choices);
  SetHighlights();
  SetPage();
  Protect();
}

}  // namespace

Result<lxw_worksheet*> WriteSheet(const Sheet& sheet, const std::string& name,
                                  const Workbook& workbook, Book& book, ChoiceSheet& choices) {
  KAOGONG_TRY_ASSIGN(lxw_worksheet* const worksheet, book.AddSheet(name));
  SheetWriter(sheet, worksheet, workbook, book).Write(choices);
  return worksheet;
}

}  // namespace kaogong::sheet
