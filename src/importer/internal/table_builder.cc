// SPDX-License-Identifier: Apache-2.0
#include "importer/internal/table_builder.h"

#include <algorithm>

#include "importer/internal/header.h"

namespace kaogong::importer {
namespace {

constexpr HeaderCodes kHeaderCodes{.empty_name = "xlsx.header-empty-name",
                                   .duplicate_name = "xlsx.header-duplicate-name",
                                   .merged = "xlsx.header-merged"};

}  // namespace

bool TableBuilder::HasText(const RawRow& row) const {
  return std::ranges::any_of(row.cells,
                             [&](const RawCell& cell) { return !cell_reader_.IsEmpty(row, cell); });
}

RowView TableBuilder::View(const RawRow& row) const {
  return RowView{
      .table = &table_, .number = row.number, .is_hidden = row.is_hidden, .cells = cells_};
}

// Marks what lies under merged cells, also where the row itself has no cell.
void TableBuilder::MarkMerged(int row) {
  if (merges_.empty()) return;
  for (const MergedRange& range : merges_.RangesOfRow(row)) {
    const auto first = static_cast<std::size_t>(range.first.column);
    const std::size_t end =
        std::min(static_cast<std::size_t>(range.last.column) + 1, cells_.size());
    for (std::size_t column = first; column < end; ++column) {
      if (row == range.first.row && column == first) continue;
      cells_[column] = CellView{.is_merged_covered = true};
      touched_.push_back(column);
    }
  }
}

void TableBuilder::FillCells(const RawRow& row, CellReader& reader) {
  for (const std::size_t column : touched_) cells_[column] = CellView();
  touched_.clear();
  reader.StartRow(row);
  for (const RawCell& cell : row.cells) {
    const auto column = static_cast<std::size_t>(cell.column);
    if (column >= cells_.size()) {
      if (!reader.IsEmpty(row, cell)) ReportOutside(row, cell);
      continue;
    }
    cells_[column] = reader.Read(cell);
    touched_.push_back(column);
  }
  MarkMerged(row.number);
}

void TableBuilder::ReportOutside(const RawRow& row, const RawCell& cell) {
  if (!findings_.CountError()) return;
  const auto column = static_cast<std::size_t>(cell.column);
  findings_.ListError(
      "xlsx.cell-outside-header", table_.PlaceInSheet(row.number, column),
      Say("单元格在表头（共{}列）之外，没有列名", "the cell lies outside the header of {} columns",
          table_.header.size()),
      Say("请给这一列写上列名，或清空它；第{}行应是表头",
          "name the column or clear it; row {} is taken for the header", table_.header_number));
}

bool TableBuilder::TakeHeaderRow(const RawRow& row) {
  std::size_t width = 0;
  for (const RawCell& cell : row.cells) {
    if (!cell_reader_.IsEmpty(row, cell)) width = static_cast<std::size_t>(cell.column) + 1;
  }
  // A title merged over the columns is wider than its one cell; so is the wish for its columns.
  if (!merges_.empty()) {
    for (const MergedRange& range : merges_.RangesOfRow(row.number)) {
      width = std::max(width, static_cast<std::size_t>(range.last.column) + 1);
    }
  }
  cells_.assign(width, CellView());
  has_header_ = true;
  // Whether the sheet matters at all is for the sink to say; only then are its faults faults.
  Issues header_issues;
  Findings header_findings(header_issues, findings_.file());
  CellReader header_reader(context_, limits_, table_, header_findings);
  FillCells(row, header_reader);
  TakeHeader(View(row), kHeaderCodes, table_, header_findings);
  if (header_reader.is_damaged()) is_damaged_ = true;
  if (is_damaged_ || !sink_.Begin(table_)) return false;
  findings_.Adopt(header_issues);
  return true;
}

bool TableBuilder::TakeDataRow(const RawRow& row) {
  // Under an unsound header, which may be a title merged over a whole row, width says nothing.
  if (table_.is_header_sound) cell_count_ += cells_.size();
  is_over_limit_ = cell_count_ > limits_.cells_max;
  if (is_over_limit_) return false;
  FillCells(row, cell_reader_);
  is_damaged_ = cell_reader_.is_damaged();
  if (is_damaged_ || !table_.is_header_sound) return !is_damaged_;
  has_ended_all_ = !sink_.Row(View(row));
  return !has_ended_all_;
}

bool TableBuilder::Take(const RawRow& row) {
  if (!has_header_ && row.number < context_.header_row) return true;
  if (!HasText(row)) return true;
  return has_header_ ? TakeDataRow(row) : TakeHeaderRow(row);
}

void TableBuilder::Finish() {
  if (!has_header_) sink_.Begin(table_);
}

}  // namespace kaogong::importer
