// SPDX-License-Identifier: Apache-2.0
// Reads a table file of any kind we know; the content decides which, never the name.
#pragma once

#include <filesystem>
#include <string_view>
#include <vector>

#include "base/issue.h"
#include "base/result.h"
#include "importer/csv.h"
#include "importer/table.h"
#include "importer/xlsx.h"

namespace kaogong::importer {

struct ReadOptions {
  CsvOptions csv;
  XlsxOptions xlsx;
  CollectOptions collect;  // For LoadTables.
};

// Reads the bytes of a file named `file` in messages. Errors: as ReadXlsx; CSV has only findings.
Result<void> ReadTables(std::string_view bytes, std::string_view file, const ReadOptions& options,
                        RowSink& sink, Issues& issues);

// Reads a file. Messages name it as given. Errors: kNotFound, kUnavailable, and those of ReadXlsx.
Result<void> ReadTableFile(const std::filesystem::path& path, const ReadOptions& options,
                           RowSink& sink, Issues& issues);

// Reads a file into memory: one table for CSV; for a workbook one for each sheet that is not blank
// and that options.collect asks for.
// Errors: as ReadTableFile; kLimitExceeded past options.collect.
Result<std::vector<Table>> LoadTables(const std::filesystem::path& path, const ReadOptions& options,
                                      Issues& issues);

}  // namespace kaogong::importer
