// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "importer/internal/zip_archive.h"

namespace kaogong::importer {

// Rows are 1-based, as everywhere in a worksheet; columns count from 0.
struct CellReference {
  int row = 0;
  int column = 0;
};

// Reads "B12". Nothing when it is none or lies outside a worksheet.
std::optional<CellReference> ParseCellReference(std::string_view text, const XlsxLimits& limits);

struct MergedRange {
  CellReference first;
  CellReference last;
};

// The merged cells of a sheet. Rows are asked for in rising order.
class MergedCells {
 public:
  MergedCells() = default;
  explicit MergedCells(std::vector<MergedRange> ranges);

  // Returns the ranges that touch `row`, from left to right. They do not overlap: of two that do,
  // which no spreadsheet program writes, the later one is left out.
  const std::vector<MergedRange>& RangesOfRow(int row);
  bool empty() const { return ranges_.empty(); }

 private:
  std::vector<MergedRange> ranges_;  // By first row.
  std::size_t next_ = 0;
  std::vector<MergedRange> active_;
};

// Reads the merged cells of a sheet, which stand behind its rows, so the part is read once more.
Result<MergedCells> ReadMergedCells(ZipArchive& archive, const std::string& part);

}  // namespace kaogong::importer
