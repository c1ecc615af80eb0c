// SPDX-License-Identifier: Apache-2.0
#include "office/report/internal/rows.h"

#include <algorithm>

#include "base/utf8.h"
#include "office/job/queue.h"
#include "text/check.h"

namespace kaogong::office::report::internal {

using store::Row;

namespace {

VersionRow ReadVersion(const Row& row) {
  VersionRow version;
  version.id = row.Get<Id>(0);
  version.number = row.Get<int>(1);
  version.file_name = row.Get<std::string>(2);
  version.size = row.Get<std::int64_t>(3);
  version.sha256 = row.Get<std::string>(4);
  version.uploaded_by = row.Get<std::string>(5);
  version.uploaded_at = row.Get<std::string>(6);
  CheckRow& check = version.check;
  check.id = row.Get<Id>(7);
  check.state = StateOf(row.Get<std::string_view>(8), row.Get<std::string_view>(9));
  check.done = row.Get<std::int64_t>(10);
  check.total = row.Get<std::int64_t>(11);
  check.sure = row.Get<std::optional<std::int64_t>>(12).value_or(0);
  check.likely = row.Get<std::optional<std::int64_t>>(13).value_or(0);
  check.ask = row.Get<std::optional<std::int64_t>>(14).value_or(0);
  check.held = row.Get<std::optional<std::int64_t>>(15).value_or(0);
  check.characters = row.Get<std::optional<std::int64_t>>(16).value_or(0);
  const auto text_version = row.Get<std::optional<std::string>>(17);
  check.is_current = !text_version.has_value() || *text_version == text::kTextVersion;
  if (const auto zh = row.Get<std::optional<std::string>>(18))
    check.trouble = Text{*zh, row.Get<std::optional<std::string>>(19).value_or("")};
  check.created_at = row.Get<std::string>(20);
  check.finished_at = row.Get<std::optional<std::string>>(21);
  check.open = row.Get<std::int64_t>(22);
  return version;
}

}  // namespace

Error NoSuchReport() {
  return {ErrorCode::kNotFound, Say("没有这份工作汇报，或不在您的范围内",
                                    "There is no such work report, or it is not in your reach")};
}

CheckState StateOf(std::string_view name, std::string_view holder) {
  if (name == "done") return CheckState::kDone;
  if (name == "failed") return CheckState::kFailed;
  return holder.empty() ? CheckState::kWaiting : CheckState::kRunning;
}

Result<std::vector<VersionRow>> VersionsOf(const Session& session, Id report,
                                           std::optional<int> number) {
  std::vector<VersionRow> versions;
  KAOGONG_TRY(session.transaction.Query(
      "SELECT v.id, v.number, v.file_name, v.size, v.sha256, v.uploaded_by, v.uploaded_at, c.id, "
      "j.state, j.lease_holder, j.done_count, j.total_count, c.sure_count, c.likely_count, "
      "c.ask_count, c.held_count, c.characters, c.text_version, c.trouble_zh, c.trouble_en, "
      "c.created_at, c.finished_at, (SELECT count(*) FROM report_finding f WHERE f.check_id = c.id "
      "AND coalesce((SELECT d.verdict FROM report_decision d WHERE d.report_id = v.report_id "
      "AND d.finding = f.finding ORDER BY d.id DESC LIMIT 1), 'open') = 'open') "
      "FROM report_version v JOIN report_check c ON c.id = (SELECT max(x.id) FROM report_check x "
      "WHERE x.version_id = v.id) JOIN job j ON j.id = c.id "
      "WHERE v.report_id = ? AND (? = 0 OR v.number = ?) ORDER BY v.number DESC",
      {report, number.value_or(0), number.value_or(0)},
      [&](const Row& row) { versions.push_back(ReadVersion(row)); }));
  return versions;
}

Result<Report> LoadReport(const Session& session, Id id, Act act) {
  std::optional<Report> found;
  KAOGONG_TRY(session.transaction.Query(
      fmt::format("SELECT r.id, r.unit_id, (SELECT s.name FROM unit_span s WHERE s.unit_id = "
                  "r.unit_id ORDER BY s.valid_from DESC LIMIT 1), r.year, r.title, "
                  "r.assessment_id, r.created_by, r.created_at, r.version FROM report r "
                  "WHERE r.id = ? AND r.archived_at IS NULL{}",
                  session.transaction.is_read_only() ? "" : " /*postgres: FOR UPDATE OF r */"),
      {id}, [&](const Row& row) {
        Report& report = found.emplace();
        report.id = row.Get<Id>(0);
        report.unit = {row.Get<Id>(1), row.Get<std::optional<std::string>>(2).value_or("")};
        report.year = row.Get<int>(3);
        report.title = row.Get<std::string>(4);
        if (const auto assessment = row.Get<std::optional<Id>>(5))
          report.assessment = AssessmentName{*assessment, "", 0};
        report.created_by = row.Get<std::string>(6);
        report.created_at = row.Get<std::string>(7);
        report.version = row.Get<std::int64_t>(8);
      }));
  if (!found.has_value()) return NoSuchReport();
  const auto allowed =
      RequireOn(session.transaction, session.actor, act, found->unit.id, session.today);
  if (!allowed.ok()) {
    return allowed.error().code == ErrorCode::kNotFound ? NoSuchReport() : allowed.error();
  }
  if (found->assessment.has_value()) {
    KAOGONG_TRY(session.transaction.Query("SELECT title, year FROM assessment WHERE id = ?",
                                          {found->assessment->id}, [&](const Row& row) {
                                            found->assessment->title = row.Get<std::string>(0);
                                            found->assessment->year = row.Get<int>(1);
                                          }));
  }
  found->may_check = RequireOn(session.transaction, session.actor, Act::kCheckReports,
                               found->unit.id, session.today)
                         .ok();
  KAOGONG_TRY_ASSIGN(found->versions, VersionsOf(session, id));
  if (found->versions.empty()) return NoSuchReport();
  return *std::move(found);
}

Result<void> Touch(const Change& change, const Report& report, std::int64_t version) {
  if (report.version != version) return Stale(Say("这份工作汇报", "The work report"));
  KAOGONG_TRY(change.transaction.Execute("UPDATE report SET version = version + 1 WHERE id = ?",
                                         {report.id}));
  return {};
}

Result<void> AddCheck(const Change& change, Id version, std::optional<Id> assessment) {
  KAOGONG_TRY_ASSIGN(const Id id, AddJob(change, kCheckJob, "waiting"));
  KAOGONG_TRY(change.transaction.Execute(
      "INSERT INTO report_check (id, version_id, assessment_id, created_by, created_at) "
      "VALUES (?, ?, ?, ?, ?)",
      {id, version, assessment, change.actor.name, change.now.ToString()}));
  return {};
}

Text FaultOfLine(std::string_view line, std::size_t characters_max) {
  const bool is_plain = std::ranges::none_of(
      line, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
  if (!Trim(line).empty() && is_plain && !FindInvalidUtf8(line) &&
      CountCodePoints(line) <= characters_max) {
    return {};
  }
  return Say("请填写 1 至 {} 个字，不含换行等控制字符",
             "Give 1 to {} characters without line breaks", characters_max);
}

std::string StemOf(std::string_view file_name) {
  const std::size_t dot = file_name.rfind('.');
  return std::string(dot == std::string_view::npos || dot == 0 ? file_name
                                                               : file_name.substr(0, dot));
}

}  // namespace kaogong::office::report::internal
