// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "base/decimal.h"
#include "document/render.h"
#include "sheet/write.h"

namespace kaogong::document {

namespace {

// A cell that holds one number of the record is a number: 36.00, 86.5%.
bool IsNumber(const Cell& cell, const std::string& text) {
  if (cell.paragraphs.size() != 1 || cell.paragraphs[0].runs.size() != 1) return false;
  const auto& figure = cell.paragraphs[0].runs[0].figure;
  if (!figure || figure->value.kind != ItemKind::kNumber) return false;
  const std::string_view digits = text;
  return Decimal::Parse(digits.ends_with('%') ? digits.substr(0, digits.size() - 1) : digits)
      .has_value();
}

sheet::Cell CellOf(const Cell& cell) {
  const std::string text = cell.Text();
  sheet::Cell made = IsNumber(cell, text) ? sheet::Cell::Number(text) : sheet::Cell::Text(text);
  if (text.empty()) made.kind = sheet::CellKind::kEmpty;
  made.style.is_wrapped = text.find('\n') != std::string::npos;
  return made;
}

// The texts of the heads above a column, from the top down, each once: 经济发展 得分.
std::vector<sheet::Column> HeadsOf(const Table& table, std::size_t head_rows) {
  std::vector<sheet::Column> columns(table.widths.size());
  for (std::size_t i = 0; i < columns.size(); ++i)
    columns[i].width = std::max(table.widths[i] / 110, 6);
  for (std::size_t row = 0; row < head_rows; ++row) {
    std::size_t column = 0;
    for (const Cell& cell : table.rows[row].cells) {
      const std::string text = cell.Text();
      for (int i = 0; i < cell.columns && column < columns.size(); ++i, ++column) {
        std::string& title = columns[column].title;
        if (!text.empty() && title != text) title += (title.empty() ? "" : " ") + text;
      }
    }
  }
  return columns;
}

sheet::Sheet SheetOf(const Table& table, std::string name, std::string title) {
  sheet::Sheet sheet;
  sheet.name = std::move(name);
  sheet.title = std::move(title);
  std::size_t head_rows = 0;
  while (head_rows < table.rows.size() && table.rows[head_rows].is_head) ++head_rows;
  sheet.columns = HeadsOf(table, head_rows);
  sheet.is_header_frozen = head_rows > 0;
  for (std::size_t row = head_rows; row < table.rows.size(); ++row) {
    std::vector<sheet::Cell> cells;
    const std::size_t at = row - head_rows;
    for (const Cell& cell : table.rows[row].cells) {
      const std::size_t column = cells.size();
      const auto columns = static_cast<std::size_t>(cell.columns);
      cells.push_back(cell.rows == 0 ? sheet::Cell{} : CellOf(cell));
      cells.resize(column + columns);
      if (cell.rows > 1 || (cell.columns > 1 && cell.rows == 1)) {
        const auto rows = static_cast<std::size_t>(cell.rows);
        sheet.merges.push_back({at, column, at + rows - 1, column + columns - 1});
      }
    }
    cells.resize(sheet.columns.size());
    sheet.rows.push_back(std::move(cells));
  }
  return sheet;
}

}  // namespace

Result<std::string> RenderXlsx(const Document& document) {
  sheet::Workbook workbook;
  workbook.title = document.title;
  sheet::Sheet text;
  text.name = "正文";
  text.columns.emplace_back();
  text.columns[0].title = document.title;
  text.columns[0].width = 90;
  text.columns[0].style.is_wrapped = true;
  std::string title;
  for (const Block& block : document.blocks) {
    if (const auto* paragraph = std::get_if<Paragraph>(&block)) {
      const std::string line = paragraph->Text();
      if (paragraph->style.role == Role::kTableTitle) title = line;
      if (!line.empty()) text.rows.push_back({sheet::Cell::Text(line)});
      continue;
    }
    const Table& table = std::get<Table>(block);
    const std::string name = title.empty() ? fmt::format("表{}", workbook.sheets.size() + 1) : title;
    workbook.sheets.push_back(SheetOf(table, name, title));
    title.clear();
  }
  workbook.sheets.push_back(std::move(text));
  return sheet::RenderWorkbook(workbook);
}

}  // namespace kaogong::document
