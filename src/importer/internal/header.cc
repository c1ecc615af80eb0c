// SPDX-License-Identifier: Apache-2.0
#include "importer/internal/header.h"

#include <cstddef>
#include <map>
#include <string>

#include "base/utf8.h"
#include "importer/internal/excerpt.h"

namespace kaogong::importer {
namespace {

void ReportEmptyName(const RowView& row, std::size_t column, const HeaderCodes& codes,
                     Findings& findings) {
  if (!findings.CountError()) return;
  if (row.cells[column].is_merged_covered) {
    findings.ListError(codes.merged, row.PlaceOf(column),
                       Say("表头第{}列是合并单元格的一部分，没有自己的列名",
                           "column {} of the header lies under a merged cell and has no name",
                           ColumnLetters(column)),
                       Say("请取消合并，表头只用一行，每列写一个列名",
                           "unmerge it: the header is one row with one name per column"));
    return;
  }
  findings.ListError(
      codes.empty_name, row.PlaceOf(column),
      Say("表头第{}列没有列名", "column {} of the header has no name", ColumnLetters(column)),
      Say("请写上列名，或删去这一列", "name the column or delete it"));
}

}  // namespace

void TakeHeader(const RowView& row, const HeaderCodes& codes, TableInfo& table,
                Findings& findings) {
  std::map<std::string, std::size_t, std::less<>> seen;
  table.header_number = row.number;
  table.header.clear();
  for (std::size_t column = 0; column < row.cells.size(); ++column) {
    table.header.emplace_back(Trim(row.cells[column].text));
    const std::string& name = table.header.back();
    if (name.empty()) {
      ReportEmptyName(row, column, codes, findings);
      continue;
    }
    const auto [first, is_new] = seen.emplace(name, column);
    if (is_new || !findings.CountError()) continue;
    findings.ListError(
        codes.duplicate_name, row.PlaceOf(column),
        Say("列名“{}”重复，第{}列已经用过", "the name \"{}\" is already that of column {}",
            Excerpt(name), ColumnLetters(first->second)),
        Say("请改成不同的列名", "give each column its own name"));
  }
  table.is_header_sound = !findings.has_errors();
}

}  // namespace kaogong::importer
