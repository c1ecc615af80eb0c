// SPDX-License-Identifier: Apache-2.0
// Imports (导入) of the organisation from a workbook. An import is a job: the file is read and
// planned (reading), waits for somebody to look (ready, or refused with findings), and is written
// as a whole when told to (applying, applied). Nothing is written while anything is wrong with the
// file, nor when the organisation has changed so that the plan would be another one.
//
// The file itself is kept with its SHA-256, and what an import wrote carries its id, so that every
// row leads back to its file.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "office/job/findings.h"
#include "office/job/job.h"
#include "office/job/queue.h"
#include "office/office.h"
#include "office/organisation/import_plan.h"

namespace kaogong::office {

inline constexpr std::uint64_t kImportBytesMax = std::uint64_t{64} << 20U;

// Stored and on the wire by NameOf.
enum class ImportState { kReading, kReady, kRefused, kApplying, kApplied, kFailed };
std::string_view NameOf(ImportState state);

using ImportIssue = JobIssue;

struct Import {
  Id id = 0;
  ImportState state = ImportState::kReading;
  std::string file_name;
  std::string file_sha256;
  std::int64_t done = 0;   // Rows, of the step at hand …
  std::int64_t total = 0;  // … of so many; 0 while nobody knows.
  ImportSummary summary;
  std::vector<ImportIssue> issues;
  struct PreviewRow {
    std::string kind;
    std::string action;
    std::string label;
    std::vector<FieldChange> changes;
  };
  std::vector<PreviewRow> preview;
  std::string created_at;

  bool is_at_rest() const { return state != ImportState::kReading && state != ImportState::kApplying; }
};

using ImportProgress = JobProgress;

// Takes a workbook in. Errors: kLimitExceeded over kImportBytesMax; kUnavailable when the file
// cannot be read.
Result<Import> StartImport(const Office& office, const Actor& actor, std::string_view file_name,
                           const std::filesystem::path& path);

// Imports are seen by who began them, and by who may import everywhere. Errors: kNotFound.
Result<Import> FindImport(const Office& office, const Actor& actor, Id id, bool with_preview = true);

// Puts a ready import in line to be written. Errors: kNotFound; kConflict when it is not ready.
Result<Import> ApplyImport(const Office& office, const Actor& actor, Id id);

// Plans the rows and writes them at once, as `act` in the audit log: for setting up.
// Errors: kInvalidInput, with `issues`; kNotPermitted for anybody but the program.
Result<ImportSummary> LoadRows(const Office& office, const Actor& program, const ImportRows& rows,
                               std::string_view act, Issues& issues);

// Does what the next waiting import needs and returns whether there was one. It is done with the
// rights that its account has by then.
Result<bool> RunNextImport(const Office& office, ImportProgress& progress);

}  // namespace kaogong::office
