// SPDX-License-Identifier: Apache-2.0
#include "office/job/findings.h"

#include <fmt/format.h>

#include <utility>

#include "store/batch_insert.h"

namespace kaogong::office {

void JobFindings::Error(std::string_view code, Place place, Text message, Text hint) {
  ++error_count_;
  if (issues_.list().size() >= kJobIssuesMax) {
    ++unlisted_;
    return;
  }
  issues_.Error(code, std::move(place), std::move(message), std::move(hint));
}

void JobFindings::Warning(std::string_view code, Place place, Text message, Text hint) {
  if (issues_.list().size() >= kJobIssuesMax) {
    ++unlisted_;
    return;
  }
  issues_.Warning(code, std::move(place), std::move(message), std::move(hint));
}

void JobFindings::Append(Issues issues) {
  error_count_ += issues.error_count();
  issues_.Append(std::move(issues));
}

Issues JobFindings::Take() {
  if (unlisted_ > 0) {
    issues_.Error("import.more", {},
                  Say("还有 {} 处问题没有列出", "{} more findings are not listed", unlisted_));
  }
  unlisted_ = 0;
  error_count_ = 0;
  return std::exchange(issues_, {});
}

Result<void> SaveJobIssues(store::Transaction& transaction, std::string_view table, Id job,
                           const Issues& issues) {
  KAOGONG_TRY(transaction.Execute(fmt::format("DELETE FROM {} WHERE job_id = ?", table), {job}));
  KAOGONG_TRY_ASSIGN(auto batch,
                     store::BatchInsert::Open(transaction, table,
                                              {"job_id", "seq", "severity", "code", "sheet", "cell",
                                               "message_zh", "message_en", "hint_zh", "hint_en"}));
  std::int64_t seq = 0;
  for (const Issue& issue : issues.list()) {
    KAOGONG_TRY(batch.Add({job, ++seq, issue.severity == Severity::kError ? "error" : "warning",
                           issue.code, issue.place.sheet, issue.place.cell, issue.message.zh,
                           issue.message.en, issue.hint.zh, issue.hint.en}));
  }
  KAOGONG_TRY(batch.Finish());
  return {};
}

Result<std::vector<JobIssue>> LoadJobIssues(store::Transaction& transaction, std::string_view table,
                                            Id job) {
  std::vector<JobIssue> issues;
  KAOGONG_TRY(transaction.Query(
      fmt::format("SELECT severity, code, sheet, cell, message_zh, message_en, hint_zh, hint_en "
                  "FROM {} WHERE job_id = ? ORDER BY seq",
                  table),
      {job}, [&](const store::Row& row) {
        issues.push_back({row.Get<std::string_view>(0) == "error", row.Get<std::string>(1),
                          row.Get<std::string>(2), row.Get<std::string>(3),
                          Text{row.Get<std::string>(4), row.Get<std::string>(5)},
                          Text{row.Get<std::string>(6), row.Get<std::string>(7)}});
      }));
  return issues;
}

}  // namespace kaogong::office
