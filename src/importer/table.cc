// SPDX-License-Identifier: Apache-2.0
#include "importer/table.h"

#include <algorithm>

#include "base/result.h"
#include "importer/internal/csv_place.h"

namespace kaogong::importer {
std::string ColumnLetters(std::size_t column) {
  std::string letters;
  for (std::size_t rest = column + 1; rest > 0; rest = (rest - 1) / 26) {
    letters.insert(letters.begin(), static_cast<char>('A' + (rest - 1) % 26));
  }
  return letters;
}

std::optional<std::size_t> TableInfo::Find(std::string_view name) const {
  const auto found = std::ranges::find(header, name);
  if (found == header.end()) return std::nullopt;
  return static_cast<std::size_t>(found - header.begin());
}

Place TableInfo::PlaceInSheet(int row, std::size_t column) const {
  Place place;
  place.file = file;
  place.sheet = sheet;
  place.cell = ColumnLetters(column) + std::to_string(row);
  return place;
}

Place TableInfo::PlaceInText(int line, int column, int length) const {
  Place place;
  place.file = file;
  place.line = line;
  place.column = column;
  place.length = length;
  return place;
}

Place TableInfo::PlaceOfHeader(std::size_t column) const {
  return sheet.empty() ? PlaceInText(header_number, 0) : PlaceInSheet(header_number, column);
}

Place RowView::PlaceOf(std::size_t column) const {
  if (!table->sheet.empty()) return table->PlaceInSheet(number, column);
  const CsvPosition position = FindCsvCell(source, separator, column);
  return table->PlaceInText(number + position.lines_before, position.column, position.length);
}

Place Table::PlaceOf(std::size_t row, std::size_t column) const {
  KAOGONG_ASSERT(row < rows.size() && column < rows[row].cells.size());
  if (!info.sheet.empty()) return info.PlaceInSheet(rows[row].number, column);
  const Cell& cell = rows[row].cells[column];
  return info.PlaceInText(cell.line, cell.column);
}

bool TableCollector::Begin(const TableInfo& table) {
  const bool is_wanted = options_.sheets.empty() ||
                         std::ranges::find(options_.sheets, table.sheet) != options_.sheets.end();
  if (!is_wanted || table.header.empty()) return false;
  if (table.is_hidden && !options_.takes_hidden_sheets) return false;
  tables_.push_back({table, {}});
  return true;
}

bool TableCollector::Row(const RowView& row) {
  cells_ += row.cells.size();
  importer::Row kept{.number = row.number, .is_hidden = row.is_hidden, .cells = {}};
  kept.cells.reserve(row.cells.size());
  CsvCellWalk walk(row.source, row.separator);
  for (const CellView& cell : row.cells) {
    text_bytes_ += cell.text.size();
    if (cells_ > options_.cells_max || text_bytes_ > options_.text_bytes_max) {
      is_over_limit_ = true;
      return false;
    }
    importer::Cell copy{.text = std::string(cell.text),
                        .kind = cell.kind,
                        .has_formula = cell.has_formula,
                        .is_merged_covered = cell.is_merged_covered};
    if (row.table->sheet.empty()) {
      const CsvPosition position = walk.Next();
      copy.line = row.number + position.lines_before;
      copy.column = position.column;
    }
    kept.cells.push_back(std::move(copy));
  }
  tables_.back().rows.push_back(std::move(kept));
  return true;
}

}  // namespace kaogong::importer
