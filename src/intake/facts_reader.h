// SPDX-License-Identifier: Apache-2.0
// Reads tables of facts — CSV files and workbooks — into checked Facts.
//
// Wide form: one table per kind, named for the kind (村.csv, a sheet 村), or recognised by its
// first heading. Columns: the kind's own heading (the identifier), the parent kind's heading, 名称
// (name), 考核期 (period, when rows are per period), then fields; "产量[1月]" is one period of a
// field. Long form: a table with the headings 项目 and 值 (item, value), and 对象种类 when the file
// is not named for a kind; 来源, 填报人, 核实人, 佐证 (source, entered_by, verified_by, evidence)
// are kept for the explanation. Columns headed 备注 or 序号 are passed over.
//
// All findings come at once; facts with errors are void.
#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "facts/builder.h"
#include "facts/facts.h"
#include "scheme/scheme.h"

namespace kaogong::intake {

struct ReadHooks {
  std::function<void(std::size_t rows)> progress;  // Called now and then with the rows read so far.
  std::function<void(facts::Builder* builder)>
      finish;  // Adds facts from elsewhere before they are sealed.
};

// Errors: kNotFound, kUnavailable, kInvalidInput for a file that is no table. Findings intake.*,
// facts.*, csv.*, xlsx.*, number.* go to `issues`.
Result<facts::Facts> ReadFacts(const scheme::Scheme& scheme,
                               const std::vector<std::filesystem::path>& paths, Issues* issues,
                               const ReadHooks& hooks = {});

// A file of facts in memory, whose name says what a path would.
struct TableBytes {
  std::string name;
  std::string_view bytes;
};

// The same for files that are in memory already.
Result<facts::Facts> ReadFactsFrom(const scheme::Scheme& scheme,
                                   const std::vector<TableBytes>& tables, Issues* issues,
                                   const ReadHooks& hooks = {});

// Returns the files to read for a path: the file itself, or the .csv and .xlsx files of a folder in
// order of name. Errors: kNotFound, and kInvalidInput for a folder without such files.
Result<std::vector<std::filesystem::path>> FactsFiles(const std::filesystem::path& path);

}  // namespace kaogong::intake
