// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <vector>

#include "importer/internal/cell_reader.h"
#include "importer/internal/findings.h"
#include "importer/internal/merged_cells.h"
#include "importer/internal/sheet_reader.h"
#include "importer/table.h"
#include "importer/xlsx.h"

namespace kaogong::importer {

// Turns the raw rows of a sheet into the header and the rows of a table.
class TableBuilder {
 public:
  TableBuilder(const WorkbookContext& context, const XlsxLimits& limits, TableInfo& table,
               MergedCells& merges, RowSink& sink, Findings& findings)
      : context_(context),
        limits_(limits),
        table_(table),
        merges_(merges),
        sink_(sink),
        findings_(findings),
        cell_reader_(context, limits, table, findings) {}

  // Returns whether to go on with the sheet.
  bool Take(const RawRow& row);
  // The sheet has no more rows.
  void Finish();

  // A cell referred to a shared text that does not exist.
  bool is_damaged() const { return is_damaged_; }
  // There were more than limits.cells_max cells.
  bool is_over_limit() const { return is_over_limit_; }
  // The sink wants nothing more, of other sheets either.
  bool has_ended_all() const { return has_ended_all_; }

 private:
  bool HasText(const RawRow& row) const;
  bool TakeHeaderRow(const RawRow& row);
  bool TakeDataRow(const RawRow& row);
  void FillCells(const RawRow& row, CellReader& reader);
  void MarkMerged(int row);
  void ReportOutside(const RawRow& row, const RawCell& cell);
  RowView View(const RawRow& row) const;

  const WorkbookContext& context_;
  const XlsxLimits& limits_;
  TableInfo& table_;
  MergedCells& merges_;
  RowSink& sink_;
  Findings& findings_;
  CellReader cell_reader_;
  std::vector<CellView> cells_;       // One per name of the header.
  std::vector<std::size_t> touched_;  // The cells to clear before the next row.
  std::size_t cell_count_ = 0;
  bool has_header_ = false;
  bool is_damaged_ = false;
  bool is_over_limit_ = false;
  bool has_ended_all_ = false;
};

}  // namespace kaogong::importer
