// SPDX-License-Identifier: Apache-2.0
// Reports as they stand in the store.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "office/report/report.h"

namespace kaogong::office::report::internal {

inline constexpr std::string_view kCheckJob = "report.check";
inline constexpr std::size_t kTitleCharactersMax = 200;

Error NoSuchReport();

// The report with all its versions, for who may do `act` on its unit; in a transaction that writes
// its row is locked. Errors: kNotFound, kNotPermitted.
Result<Report> LoadReport(const Session& session, Id id, Act act);
// The versions of a report, the newest first; `number` one alone.
Result<std::vector<VersionRow>> VersionsOf(const Session& session, Id report,
                                           std::optional<int> number = {});

// Raises the version of a report. Errors: kConflict when it is no longer the one that was read.
Result<void> Touch(const Change& change, const Report& report, std::int64_t version);
// Puts a check of a version in line.
Result<void> AddCheck(const Change& change, Id version, std::optional<Id> assessment);

CheckState StateOf(std::string_view name, std::string_view holder);
// What is wrong with a line that people wrote; nothing when it is good.
Text FaultOfLine(std::string_view line, std::size_t characters_max);
// A file's name without what follows the last dot.
std::string StemOf(std::string_view file_name);

}  // namespace kaogong::office::report::internal
