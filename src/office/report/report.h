// SPDX-License-Identifier: Apache-2.0
// Work reports (工作汇报): the files that a unit writes about its year, with their versions.
//
// Invariants
// 1. A version never changes; a corrected file is a new version, and every version has the checks
//    that were made of it (checking.h).
// 2. A report belongs to a unit: who sees it and who may work on it goes by the reach of
//    kViewReports and kCheckReports.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "office/account/account.h"
#include "office/library/library.h"
#include "office/office.h"
#include "office/paging.h"
#include "text/read_report.h"

namespace kaogong::office::report {

using library::Library;

inline constexpr std::uint64_t kReportBytesMax = std::uint64_t{32} << 20U;
inline constexpr std::size_t kReportsAtOnceMax = 50;
// What reading one report may cost a server that serves others meanwhile.
inline constexpr text::ReadLimits kReadLimits{
    .file_bytes_max = kReportBytesMax,
    .text_bytes_max = std::size_t{8} << 20U,
    .paragraphs_max = 200'000,
    .part_bytes_max = std::size_t{64} << 20U,
    .pages_max = 1'000,
};

// On the wire by NameOf.
enum class CheckState { kWaiting, kRunning, kDone, kFailed };
std::string_view NameOf(CheckState state);
Text TitleOf(CheckState state);

// How the check of a version went.
struct CheckRow {
  Id id = 0;
  CheckState state = CheckState::kWaiting;
  std::int64_t done = 0;
  std::int64_t total = 0;  // 0: not begun.
  // Findings by how sure they are, and of all those without a decision.
  std::int64_t sure = 0;
  std::int64_t likely = 0;
  std::int64_t ask = 0;
  std::int64_t open = 0;
  std::int64_t held = 0;  // Statements that were put to the test and held.
  std::int64_t characters = 0;
  bool is_current = true;       // By the rules that this program has; false: check again.
  std::optional<Text> trouble;  // Why it could not be read.
  std::string created_at;
  std::optional<std::string> finished_at;

  bool is_at_rest() const { return state == CheckState::kDone || state == CheckState::kFailed; }
};

struct VersionRow {
  Id id = 0;
  int number = 1;
  std::string file_name;
  std::int64_t size = 0;
  std::string sha256;
  std::string uploaded_by;
  std::string uploaded_at;
  CheckRow check;  // The last one.
};

struct AssessmentName {
  Id id = 0;
  std::string title;
  int year = 0;
};

struct Report {
  Id id = 0;
  Named unit;
  int year = 0;
  std::string title;
  std::optional<AssessmentName> assessment;  // Whose verified data its claims are held against.
  std::string created_by;
  std::string created_at;
  std::int64_t version = 1;
  bool may_check = false;            // The actor may upload versions and decide.
  std::vector<VersionRow> versions;  // The newest first; in lists that one alone.

  bool is_at_rest() const { return versions.front().check.is_at_rest(); }
};

struct UploadedFile {
  std::string name;  // As the client named it.
  std::filesystem::path path;
};

struct NewReports {
  Id unit = 0;
  int year = 0;
  std::optional<Id> assessment;
  std::string title;  // Of a single file; empty: the file's name.
  std::vector<UploadedFile> files;
};

// Takes files in, each as a report of its own, and puts their checks in line.
// Errors: kInvalidInput with faults (/unit_id for one out of reach, /assessment_id, /title, /year,
// /file); kLimitExceeded.
Result<std::vector<Report>> UploadReports(const Office& office, const Actor& actor,
                                          const NewReports& wanted);

// Takes a corrected file in as the next version. Errors: kNotFound; kConflict when `version` is not
// the latest, or the file is the version before byte for byte.
Result<Report> UploadVersion(const Office& office, const Actor& actor, Id report,
                             std::int64_t version, const UploadedFile& file);

// What a list shows.
enum class ReportFilter { kAll, kOpen, kClean, kFailed };
std::optional<ReportFilter> ReportFilterNamed(std::string_view name);

struct ReportQuery {
  std::optional<int> year;
  std::optional<Id> unit;  // With all units below.
  std::optional<Id> assessment;
  std::string contains;  // In the title.
  ReportFilter filter = ReportFilter::kAll;
};
// The latest year first, within it the newest. Errors: kNotFound for the unit.
Result<Listing<Report>> ListReports(const Office& office, const Actor& actor,
                                    const ReportQuery& query, const Page& page);
// Errors: kNotFound, kNotPermitted.
Result<Report> FindReport(const Office& office, const Actor& actor, Id id);

struct ReportChange {
  std::int64_t version = 0;
  std::optional<std::string> title;
  std::optional<int> year;
  std::optional<std::optional<Id>> assessment;  // The inner nothing: none.
};
// With another assessment the latest version is checked again. Errors: kNotFound; kConflict;
// kInvalidInput.
Result<Report> ChangeReport(const Office& office, const Actor& actor, Id id,
                            const ReportChange& change);
// Takes it out of lists; it is kept.
Result<void> ArchiveReport(const Office& office, const Actor& actor, Id id);

struct ReportFile {
  std::string name;
  std::string bytes;
};
// The bytes of a version as they were uploaded; nothing: the latest. Errors: kNotFound.
Result<ReportFile> OpenReport(const Office& office, const Actor& actor, Id report,
                              std::optional<int> number);

}  // namespace kaogong::office::report
