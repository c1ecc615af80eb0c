// SPDX-License-Identifier: Apache-2.0
#include "sheet/internal/check.h"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "base/utf8.h"
#include "sheet/internal/number_cell.h"
#include "sheet/internal/xstring.h"

namespace kaogong::sheet {
namespace {

std::string CellName(std::size_t row, std::size_t column) {
  std::string letters;
  for (std::size_t rest = column + 1; rest > 0; rest = (rest - 1) / 26) {
    letters.insert(letters.begin(), static_cast<char>('A' + (rest - 1) % 26));
  }
  return letters + std::to_string(row + 1);
}

// Says what is wrong with a text; nothing when it can be written.
std::optional<Text> TextFault(std::string_view text) {
  if (FindInvalidUtf8(text).has_value())
    return Say("文字不是合法的UTF-8", "the text is not valid UTF-8");
  // U+FFFE and U+FFFF are no characters of XML.
  const bool is_unwritable = text.find('\0') != std::string_view::npos ||
                             text.find("\xEF\xBF\xBE") != std::string_view::npos ||
                             text.find("\xEF\xBF\xBF") != std::string_view::npos;
  if (is_unwritable) {
    return Say("文字含有工作簿里写不了的字符",
               "the text has a character that a workbook cannot hold");
  }
  // The library counts what it is given, escapes included.
  const std::string written = EscapeXstring(text);
  if (written.size() > kCellUnitsMax && CountUtf16Units(written) > kCellUnitsMax) {
    return Say("文字超过{}个字符", "the text has more than {} characters", kCellUnitsMax);
  }
  return std::nullopt;
}

std::optional<Text> DayFault(std::string_view day) {
  if (DateSerial(day).ok()) return std::nullopt;
  return Say("“{}”不是日期", "\"{}\" is no day", day);
}

std::optional<Text> NumberFault(std::string_view digits) {
  if (ReadNumberCell(digits).has_value()) return std::nullopt;
  return Say("“{}”不是十进制数", "\"{}\" is no decimal number", digits);
}

std::optional<Text> CellFault(const Cell& cell) {
  for (const std::string* text : {&cell.text, &cell.cached, &cell.note}) {
    if (std::optional<Text> fault = TextFault(*text)) return fault;
  }
  switch (cell.kind) {
    case CellKind::kNumber:
      return NumberFault(cell.text);
    case CellKind::kDate:
      return DayFault(cell.text);
    case CellKind::kFormula:
      if (cell.text.empty()) return Say("公式是空的", "the formula is empty");
      break;
    case CellKind::kEmpty:
    case CellKind::kText:
      break;
  }
  return std::nullopt;
}

std::optional<Text> ValidationFault(const Validation& validation) {
  if (const auto* list = std::get_if<OneOf>(&validation)) {
    for (const std::string& item : list->items) {
      if (std::optional<Text> fault = TextFault(item)) return fault;
    }
    if (list->items.empty()) return Say("下拉列表是空的", "the drop-down has no items");
  }
  if (const auto* range = std::get_if<NumberBetween>(&validation)) {
    if (!range->min && !range->max)
      return Say("数的范围没有界限", "the range of numbers has no bound");
    for (const auto& bound : {range->min, range->max}) {
      const std::optional<NumberCell> number = ReadNumberCell(bound.value_or("0"));
      if (!number || !number->is_exact || bound.value_or("0").ends_with('%')) {
        return Say("“{}”不能作数的界限", "\"{}\" cannot bound numbers", *bound);
      }
    }
  }
  if (const auto* range = std::get_if<DateBetween>(&validation)) {
    if (!range->first && !range->last)
      return Say("日期范围没有界限", "the range of days has no bound");
    for (const auto& bound : {range->first, range->last}) {
      if (std::optional<Text> fault = DayFault(bound.value_or("2000-01-01"))) return fault;
    }
  }
  return std::nullopt;
}

std::optional<Text> ColumnFault(const Column& column) {
  for (const std::string* text : {&column.title, &column.note, &column.prompt, &column.format}) {
    if (std::optional<Text> fault = TextFault(*text)) return fault;
  }
  return ValidationFault(column.validation);
}

bool IsInside(const Sheet& sheet, const CellRange& range) {
  return range.first_row <= range.last_row && range.first_column <= range.last_column &&
         range.last_row < DataRowCount(sheet) && range.last_column < sheet.columns.size();
}

bool DoOverlap(const CellRange& a, const CellRange& b) {
  return a.first_row <= b.last_row && b.first_row <= a.last_row &&
         a.first_column <= b.last_column && b.first_column <= a.last_column;
}

std::optional<Text> MergesFault(const Sheet& sheet) {
  std::vector<CellRange> merges = sheet.merges;
  std::ranges::sort(merges, {}, &CellRange::first_row);
  std::vector<CellRange> open;  // Those that reach down to the row at hand.
  for (const CellRange& range : merges) {
    if (!IsInside(sheet, range)) {
      return Say("合并单元格的范围超出表格", "a range of merged cells lies outside the table");
    }
    std::erase_if(open, [&](const CellRange& other) { return other.last_row < range.first_row; });
    if (std::ranges::any_of(open,
                            [&](const CellRange& other) { return DoOverlap(other, range); })) {
      return Say("合并单元格的范围互相重叠", "ranges of merged cells overlap");
    }
    open.push_back(range);
  }
  return std::nullopt;
}

std::optional<Text> HighlightsFault(const Sheet& sheet) {
  using When = Highlight::When;
  for (const Highlight& highlight : sheet.highlights) {
    if (!IsInside(sheet, highlight.range)) {
      return Say("突出显示的范围超出表格", "a highlighted range lies outside the table");
    }
    const bool has_number = highlight.when == When::kBelow || highlight.when == When::kAbove ||
                            highlight.when == When::kBetween || highlight.when == When::kEqual;
    if (has_number) {
      if (std::optional<Text> fault = NumberFault(highlight.value)) return fault;
    }
    if (highlight.when == When::kBetween) {
      if (std::optional<Text> fault = NumberFault(highlight.upper)) return fault;
    }
    if (std::optional<Text> fault = TextFault(highlight.value)) return fault;
  }
  return std::nullopt;
}

std::optional<Text> ChartsFault(const Sheet& sheet, const Workbook& workbook) {
  for (const Chart& chart : sheet.charts) {
    const bool is_inside = chart.sheet < workbook.sheets.size() &&
                           IsInside(workbook.sheets[chart.sheet],
                                    {chart.first_row, std::min(chart.names, chart.values),
                                     chart.last_row, std::max(chart.names, chart.values)});
    if (!is_inside) return Say("图表的数据超出表格", "the data of a chart lie outside the table");
    if (auto fault = TextFault(chart.title)) return fault;
  }
  return std::nullopt;
}

Error Fault(const Sheet& sheet, std::string_view where, const Text& what) {
  return {ErrorCode::kInvalidInput,
          Say("工作表“{0}”{1}写不出：{2}", "the sheet \"{0}\" cannot be written: {1}{4}{3}",
              sheet.name, where, what.zh, what.en, where.empty() ? "" : ": ")};
}

Result<void> CheckRows(const Sheet& sheet) {
  for (std::size_t row = 0; row < sheet.rows.size(); ++row) {
    const std::vector<Cell>& cells = sheet.rows[row];
    if (cells.size() > sheet.columns.size()) {
      return Fault(sheet, CellName(row + FirstDataRow(sheet), cells.size() - 1),
                   Say("这一行的单元格比列多", "the row has more cells than there are columns"));
    }
    for (std::size_t column = 0; column < cells.size(); ++column) {
      const std::optional<Text> fault = CellFault(cells[column]);
      if (fault) return Fault(sheet, CellName(row + FirstDataRow(sheet), column), *fault);
    }
  }
  return {};
}

Result<void> CheckSheet(const Sheet& sheet) {
  if (FirstDataRow(sheet) + DataRowCount(sheet) > kRowsMax || sheet.columns.size() > kColumnsMax) {
    return Error{ErrorCode::kLimitExceeded,
                 Say("工作表“{}”有{}行、{}列，超过{}行、{}列的上限",
                     "the sheet \"{}\" has {} rows and {} columns; a sheet has at most {} and {}",
                     sheet.name, DataRowCount(sheet), sheet.columns.size(),
                     kRowsMax - FirstDataRow(sheet), kColumnsMax)};
  }
  if (sheet.columns.empty()) return Fault(sheet, "", Say("没有列", "it has no columns"));
  if (const auto fault = TextFault(sheet.title)) return Fault(sheet, "", *fault);
  if (const auto fault = TextFault(sheet.name)) return Fault(sheet, "", *fault);
  for (std::size_t i = 0; i < sheet.columns.size(); ++i) {
    const std::optional<Text> fault = ColumnFault(sheet.columns[i]);
    if (fault) return Fault(sheet, CellName(HeaderRow(sheet), i), *fault);
  }
  if (const auto fault = MergesFault(sheet)) return Fault(sheet, "", *fault);
  if (const auto fault = HighlightsFault(sheet)) return Fault(sheet, "", *fault);
  return CheckRows(sheet);
}

}  // namespace

std::size_t CountUtf16Units(std::string_view text) {
  std::size_t count = 0;
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = DecodeCodePoint(text, at);
    count += point.value > 0xFFFF ? 2 : 1;
    at += point.size;
  }
  return count;
}

Result<void> CheckWorkbook(const Workbook& workbook) {
  const bool has_shown_sheet = !workbook.sheets.empty() && !workbook.sheets.front().is_hidden;
  if (!has_shown_sheet) {
    return Error{ErrorCode::kInvalidInput,
                 Say("工作簿要有工作表，且第一张不能隐藏",
                     "a workbook has at least one sheet, and the first is not hidden")};
  }
  for (const std::string* text : {&workbook.title, &workbook.author}) {
    if (const auto fault = TextFault(*text)) return Error{ErrorCode::kInvalidInput, *fault};
  }
  for (const Sheet& sheet : workbook.sheets) {
    KAOGONG_TRY(CheckSheet(sheet));
    if (const auto fault = ChartsFault(sheet, workbook)) return Fault(sheet, "", *fault);
  }
  return {};
}

}  // namespace kaogong::sheet
