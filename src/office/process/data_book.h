// SPDX-License-Identifier: Apache-2.0
// Data as a workbook: a sheet for each kind, a row for each assessee, a column for each figure and
// period. It comes back as an import: a job that reads the file and saves what differs as a whole,
// or refuses it with every finding.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "office/job/findings.h"
#include "office/job/job.h"
#include "office/library/library.h"
#include "office/office.h"

namespace kaogong::office::process {

using library::Library;

inline constexpr std::uint64_t kDataImportBytesMax = std::uint64_t{64} << 20U;

// The data of the assessees in reach, for one level or period when given. Errors: kNotFound.
Result<std::string> DataWorkbook(Library& library, const Actor& actor, Id assessment,
                                 std::string_view level, std::optional<int> period,
                                 Language language);

// Stored and on the wire by NameOf.
enum class DataImportState { kReading, kApplied, kRefused, kFailed };
std::string_view NameOf(DataImportState state);

struct DataImport {
  Id id = 0;
  Id assessment = 0;
  DataImportState state = DataImportState::kReading;
  std::string file_name;
  std::string file_sha256;
  bool is_submitting = false;
  std::int64_t done = 0;
  std::int64_t total = 0;
  std::int64_t changed = 0;
  std::vector<JobIssue> issues;
  std::string created_at;

  bool is_at_rest() const { return state != DataImportState::kReading; }
};

// Takes a workbook in. Errors: kNotFound; kConflict when the data are closed; kLimitExceeded.
Result<DataImport> StartDataImport(Library& library, const Actor& actor, Id assessment,
                                   std::string_view file_name, const std::filesystem::path& path,
                                   bool submit);
// For who began it, and for who reports for everybody. Errors: kNotFound.
Result<DataImport> FindDataImport(const Office& office, const Actor& actor, Id id);

// Does the next waiting import, with the rights that its account has by then; returns whether there
// was one. Findings: data.unknown-sheet, data.unknown-column, data.unknown-row, data.closed,
// data.verified, data.not-yours, data.twice, data.far, data.no-sheet, and those of facts and
// importer.
Result<bool> RunNextDataImport(Library& library, JobProgress& progress);

}  // namespace kaogong::office::process
