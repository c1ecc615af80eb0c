// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>

#include "importer/internal/findings.h"
#include "importer/table.h"

namespace kaogong::importer {

// The finding codes of one kind of file.
struct HeaderCodes {
  std::string_view empty_name;
  std::string_view duplicate_name;
  std::string_view merged;  // Only where cells can be merged.
};

// Makes the row the header of `table` (whose file and sheet are set) and reports names that are
// empty or occur twice, in which case the header is not sound.
void TakeHeader(const RowView& row, const HeaderCodes& codes, TableInfo& table, Findings& findings);

}  // namespace kaogong::importer
