// SPDX-License-Identifier: Apache-2.0
#include "office/report/report.h"

#include <algorithm>
#include <map>
#include <utility>

#include "base/sha256.h"
#include "base/utf8.h"
#include "importer/file.h"
#include "office/faults.h"
#include "office/job/job.h"
#include "office/library/blobs.h"
#include "office/like_pattern.h"
#include "office/report/internal/rows.h"

namespace kaogong::office::report {

using namespace internal;  // NOLINT: the inside of this folder.
using store::Argument;
using store::Row;

namespace {

constexpr int kYearFirst = 1990;
constexpr int kYearLast = 2200;

Text FaultOfYear(int year) {
  if (year >= kYearFirst && year <= kYearLast) return {};
  return Say("年度应在 {} 至 {} 之间", "The year is from {} to {}", kYearFirst, kYearLast);
}

// Adds a fault unless the unit is there and the actor checks reports for it.
Result<void> CheckUnit(const Session& session, Id unit, Faults* faults) {
  KAOGONG_TRY_ASSIGN(const auto count, session.transaction.One<std::int64_t>(
                                           "SELECT count(*) FROM unit WHERE id = ?", {unit}));
  const bool may =
      count.value_or(0) > 0 &&
      RequireOn(session.transaction, session.actor, Act::kCheckReports, unit, session.today).ok();
  if (!may) {
    faults->Add("/unit_id", Say("没有这个单位，或不在您的范围内",
                                "There is no such unit, or it is not in your reach"));
  }
  return {};
}

// Adds a fault unless the unit is assessed there.
Result<void> CheckAssessment(const Session& session, Id unit, std::optional<Id> assessment,
                             Faults* faults) {
  if (!assessment.has_value()) return {};
  KAOGONG_TRY_ASSIGN(const auto count,
                     session.transaction.One<std::int64_t>(
                         "SELECT count(*) FROM assessee a JOIN subject s ON s.id = a.subject_id "
                         "WHERE a.assessment_id = ? AND s.unit_id = ?",
                         {*assessment, unit}));
  if (count.value_or(0) > 0) return {};
  faults->Add("/assessment_id", Say("这个单位不在所选的考核里，没有数据可以对照",
                                    "The unit is not assessed there: there is nothing to "
                                    "compare with"));
  return {};
}

// A file in memory, ready to be stored.
struct Taken {
  std::string name;
  importer::FileBytes file;
  std::string sha256;
};

Result<Taken> Take(const UploadedFile& file) {
  KAOGONG_TRY_ASSIGN(auto bytes, importer::FileBytes::Open(file.path));
  Taken taken{ShownFileName(file.name, "report"), std::move(bytes), ""};
  if (taken.file.bytes().size() > kReportBytesMax) {
    return Error{ErrorCode::kLimitExceeded,
                 Say("文件“{0}”超过 {1} MiB；请去掉图片后另存，或拆成几份",
                     "The file '{0}' is larger than {1} MiB; save it without pictures, or in parts",
                     taken.name, kReportBytesMax >> 20U)};
  }
  if (taken.file.bytes().empty()) {
    const Text empty = Say("文件“{}”是空的", "The file '{}' is empty", taken.name);
    return Error{ErrorCode::kInvalidInput, empty, {{"/file", empty}}};
  }
  taken.sha256 = Sha256Hex(taken.file.bytes());
  return taken;
}

Result<void> InsertVersion(const Change& change, Id report, int number, const Taken& taken,
                           std::optional<Id> assessment) {
  const std::string_view bytes = taken.file.bytes();
  KAOGONG_TRY_ASSIGN(const Id id, TakeIds(change.transaction));
  KAOGONG_TRY(library::InsertBlob(change, taken.sha256, bytes));
  KAOGONG_TRY(change.transaction.Execute(
      "INSERT INTO report_version (id, report_id, number, file_name, size, sha256, account_id, "
      "uploaded_by, uploaded_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
      {id, report, number, taken.name, static_cast<std::int64_t>(bytes.size()), taken.sha256,
       change.actor.account, change.actor.name, change.now.ToString()}));
  return AddCheck(change, id, assessment);
}

// The title of a report that nobody named.
std::string TitleOf(const NewReports& wanted, const Taken& taken) {
  if (wanted.files.size() == 1 && !wanted.title.empty()) return wanted.title;
  const std::string stem = StemOf(taken.name);
  return stem.substr(0, AdvanceCodePoints(stem, 0, kTitleCharactersMax));
}

Result<std::vector<Report>> InsertReports(Change& change, const NewReports& wanted,
                                          const std::vector<Taken>& files) {
  std::vector<Report> made;
  std::vector<std::string> ids;
  for (const Taken& taken : files) {
    KAOGONG_TRY_ASSIGN(const Id id, TakeIds(change.transaction));
    KAOGONG_TRY(change.transaction.Execute(
        "INSERT INTO report (id, unit_id, year, title, assessment_id, account_id, created_by, "
        "created_at, version) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 1)",
        {id, wanted.unit, wanted.year, TitleOf(wanted, taken), wanted.assessment,
         change.actor.account, change.actor.name, change.now.ToString()}));
    KAOGONG_TRY(InsertVersion(change, id, 1, taken, wanted.assessment));
    ids.push_back(std::to_string(id));
    KAOGONG_TRY_ASSIGN(Report report, LoadReport(change, id, Act::kCheckReports));
    made.push_back(std::move(report));
  }
  change.Record("report.upload", "report/" + ids.front(),
                Detail()
                    .Set("reports", ids)
                    .Set("unit", wanted.unit)
                    .Set("year", static_cast<std::int64_t>(wanted.year)));
  return made;
}

// "The latest year first" with a filter, as conditions on r and its latest version's check.
struct Filter {
  std::string where = "WHERE r.archived_at IS NULL";
  std::vector<Argument> arguments;

  void Add(std::string_view condition, Argument argument) {
    where.append(" AND ").append(condition);
    arguments.push_back(argument);
  }
};

constexpr std::string_view kLastCheck =
    "(SELECT max(c.id) FROM report_check c JOIN report_version v ON v.id = c.version_id "
    "WHERE v.report_id = r.id AND v.number = (SELECT max(w.number) FROM report_version w "
    "WHERE w.report_id = r.id))";
constexpr std::string_view kHasOpen =
    "EXISTS (SELECT 1 FROM report_finding f WHERE f.check_id = j.id AND "
    "coalesce((SELECT d.verdict FROM report_decision d WHERE d.report_id = r.id "
    "AND d.finding = f.finding ORDER BY d.id DESC LIMIT 1), 'open') = 'open')";

void AddState(ReportFilter filter, std::string* where) {
  switch (filter) {
    case ReportFilter::kAll:
      return;
    case ReportFilter::kOpen:
      where->append(" AND ").append(kHasOpen);
      return;
    case ReportFilter::kClean:
      where->append(" AND j.state = 'done' AND NOT ").append(kHasOpen);
      return;
    case ReportFilter::kFailed:
      where->append(" AND j.state = 'failed'");
      return;
  }
}

}  // namespace

std::string_view NameOf(CheckState state) {
  switch (state) {
    case CheckState::kWaiting:
      return "waiting";
    case CheckState::kRunning:
      return "running";
    case CheckState::kDone:
      return "done";
    case CheckState::kFailed:
      return "failed";
  }
  return "";
}

Text TitleOf(CheckState state) {
  switch (state) {
    case CheckState::kWaiting:
      return {"排队", "waiting"};
    case CheckState::kRunning:
      return {"处理中", "running"};
    case CheckState::kDone:
      return {"完成", "done"};
    case CheckState::kFailed:
      return {"失败", "failed"};
  }
  return {};
}

std::optional<ReportFilter> ReportFilterNamed(std::string_view name) {
  if (name.empty() || name == "all") return ReportFilter::kAll;
  if (name == "open") return ReportFilter::kOpen;
  if (name == "clean") return ReportFilter::kClean;
  if (name == "failed") return ReportFilter::kFailed;
  return std::nullopt;
}

Result<std::vector<Report>> UploadReports(const Office& office, const Actor& actor,
                                          const NewReports& wanted) {
  KAOGONG_TRY(Require(actor, Act::kCheckReports));
  Faults faults;
  faults.Add("/year", FaultOfYear(wanted.year));
  if (!wanted.title.empty()) faults.Add("/title", FaultOfLine(wanted.title, kTitleCharactersMax));
  if (wanted.files.empty()) faults.Add("/file", Say("请选择文件", "Choose a file"));
  KAOGONG_TRY(office.Read(actor, [&](Session& session) -> Result<void> {
    KAOGONG_TRY(CheckUnit(session, wanted.unit, &faults));
    return CheckAssessment(session, wanted.unit, wanted.assessment, &faults);
  }));
  KAOGONG_TRY(std::move(faults).Finish());
  std::vector<Taken> files;
  for (const UploadedFile& file : wanted.files) {
    KAOGONG_TRY_ASSIGN(Taken taken, Take(file));
    files.push_back(std::move(taken));
  }
  return office.Write(actor, [&](Change& change) { return InsertReports(change, wanted, files); });
}

Result<Report> UploadVersion(const Office& office, const Actor& actor, Id report,
                             std::int64_t version, const UploadedFile& file) {
  KAOGONG_TRY_ASSIGN(const Taken taken, Take(file));
  return office.Write(actor, [&](Change& change) -> Result<Report> {
    KAOGONG_TRY_ASSIGN(const Report before, LoadReport(change, report, Act::kCheckReports));
    KAOGONG_TRY(Touch(change, before, version));
    const VersionRow& latest = before.versions.front();
    if (latest.sha256 == taken.sha256) {
      return Error{
          ErrorCode::kConflict,
          Say("这个文件和第 {} 版完全相同，没有更正；请上传改过的文件",
              "The file is version {} byte for byte; upload the corrected one", latest.number)};
    }
    KAOGONG_TRY(
        InsertVersion(change, report, latest.number + 1, taken,
                      before.assessment ? std::optional(before.assessment->id) : std::nullopt));
    change.Record("report.upload_version", fmt::format("report/{}", report),
                  Detail()
                      .Set("number", static_cast<std::int64_t>(latest.number + 1))
                      .Set("sha256", taken.sha256));
    return LoadReport(change, report, Act::kCheckReports);
  });
}

Result<Listing<Report>> ListReports(const Office& office, const Actor& actor,
                                    const ReportQuery& query, const Page& page) {
  KAOGONG_TRY(Require(actor, Act::kViewReports));
  return office.Read(actor, [&](Session& session) -> Result<Listing<Report>> {
    Reach reach = ReachOf(actor, Act::kViewReports);
    if (query.unit.has_value()) {
      KAOGONG_TRY(
          RequireOn(session.transaction, actor, Act::kViewReports, *query.unit, session.today));
      reach = Reach{false, {*query.unit}};
    }
    const WithinReach within(reach, session.today);
    Filter filter;
    const std::string like = LikePattern(query.contains);
    filter.arguments = within.arguments();
    if (!reach.is_everywhere) filter.where += " AND r.unit_id IN (SELECT id FROM within)";
    if (query.year.has_value()) filter.Add("r.year = ?", *query.year);
    if (query.assessment.has_value()) filter.Add("r.assessment_id = ?", *query.assessment);
    if (!query.contains.empty()) filter.Add("r.title LIKE ? ESCAPE '!'", like);
    AddState(query.filter, &filter.where);
    const std::string from =
        fmt::format("FROM report r JOIN job j ON j.id = {} {}", kLastCheck, filter.where);
    Listing<Report> list;
    KAOGONG_TRY(
        session.transaction.Query(within.with() + "SELECT count(*) " + from, filter.arguments,
                                  [&](const Row& row) { list.total = row.Get<std::int64_t>(0); }));
    filter.arguments.emplace_back(page.size);
    filter.arguments.emplace_back(page.offset());
    std::vector<Id> ids;
    KAOGONG_TRY(session.transaction.Query(
        within.with() + "SELECT r.id " + from + " ORDER BY r.year DESC, r.id DESC LIMIT ? OFFSET ?",
        filter.arguments, [&](const Row& row) { ids.push_back(row.Get<Id>(0)); }));
    for (const Id id : ids) {
      KAOGONG_TRY_ASSIGN(Report report, LoadReport(session, id, Act::kViewReports));
      report.versions.resize(1);
      list.items.push_back(std::move(report));
    }
    return list;
  });
}

Result<Report> FindReport(const Office& office, const Actor& actor, Id id) {
  return office.Read(actor,
                     [&](Session& session) { return LoadReport(session, id, Act::kViewReports); });
}

Result<Report> ChangeReport(const Office& office, const Actor& actor, Id id,
                            const ReportChange& change) {
  return office.Write(actor, [&](Change& act) -> Result<Report> {
    KAOGONG_TRY_ASSIGN(const Report before, LoadReport(act, id, Act::kCheckReports));
    Faults faults;
    if (change.title) faults.Add("/title", FaultOfLine(*change.title, kTitleCharactersMax));
    if (change.year) faults.Add("/year", FaultOfYear(*change.year));
    const std::optional<Id> known =
        before.assessment ? std::optional(before.assessment->id) : std::nullopt;
    const std::optional<Id> assessment = change.assessment.value_or(known);
    if (assessment != known) KAOGONG_TRY(CheckAssessment(act, before.unit.id, assessment, &faults));
    KAOGONG_TRY(std::move(faults).Finish());
    KAOGONG_TRY(Touch(act, before, change.version));
    const std::string title = change.title.value_or(before.title);
    const int year = change.year.value_or(before.year);
    KAOGONG_TRY(act.transaction.Execute(
        "UPDATE report SET title = ?, year = ?, assessment_id = ? WHERE id = ?",
        {title, year, assessment, id}));
    if (assessment != known) KAOGONG_TRY(AddCheck(act, before.versions.front().id, assessment));
    act.Record("report.change", fmt::format("report/{}", id),
               Detail()
                   .SetChange("title", before.title, title)
                   .SetChange("year", std::to_string(before.year), std::to_string(year))
                   .SetChange("assessment", std::to_string(known.value_or(0)),
                              std::to_string(assessment.value_or(0))));
    return LoadReport(act, id, Act::kCheckReports);
  });
}

Result<void> ArchiveReport(const Office& office, const Actor& actor, Id id) {
  return office.Write(actor, [&](Change& change) -> Result<void> {
    KAOGONG_TRY_ASSIGN(const Report before, LoadReport(change, id, Act::kCheckReports));
    KAOGONG_TRY(change.transaction.Execute(
        "UPDATE report SET archived_at = ?, version = version + 1 WHERE id = ?",
        {change.now.ToString(), id}));
    change.Record("report.archive", fmt::format("report/{}", id),
                  Detail().Set("title", before.title));
    return {};
  });
}

Result<ReportFile> OpenReport(const Office& office, const Actor& actor, Id report,
                              std::optional<int> number) {
  return office.Read(actor, [&](Session& session) -> Result<ReportFile> {
    KAOGONG_TRY_ASSIGN(const Report found, LoadReport(session, report, Act::kViewReports));
    for (const VersionRow& version : found.versions) {
      if (number.has_value() && version.number != *number) continue;
      KAOGONG_TRY_ASSIGN(std::string bytes, library::LoadBlob(session, version.sha256));
      return ReportFile{version.file_name, std::move(bytes)};
    }
    return NoSuchReport();
  });
}

}  // namespace kaogong::office::report
