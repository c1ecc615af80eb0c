// SPDX-License-Identifier: Apache-2.0
#include "office/organisation/internal/import_files.h"

#include <algorithm>

#include "store/batch_insert.h"

namespace kaogong::office {

using store::Row;
using store::Transaction;

namespace {

constexpr std::string_view kIssues = "organisation_import_issue";

std::optional<ImportState> StateNamed(std::string_view name) {
  for (const ImportState state :
       {ImportState::kReading, ImportState::kReady, ImportState::kRefused, ImportState::kApplying,
        ImportState::kApplied, ImportState::kFailed}) {
    if (NameOf(state) == name) return state;
  }
  return std::nullopt;
}

Result<void> LoadPreview(Transaction& transaction, Import& import) {
  std::int64_t last = -1;
  return transaction.Query(
      "SELECT seq, kind, action, label, field, before_text, after_text "
      "FROM organisation_import_change WHERE job_id = ? ORDER BY seq, item",
      {import.id}, [&](const Row& row) {
        if (row.Get<std::int64_t>(0) != last) {
          last = row.Get<std::int64_t>(0);
          import.preview.push_back({row.Get<std::string>(1), row.Get<std::string>(2),
                                    row.Get<std::string>(3), {}});
        }
        import.preview.back().changes.push_back(
            {row.Get<std::string>(4), row.Get<std::string>(5), row.Get<std::string>(6)});
      });
}

Result<void> SavePreview(Transaction& transaction, Id job, const ImportPlan& plan) {
  KAOGONG_TRY_ASSIGN(
      auto batch, store::BatchInsert::Open(transaction, "organisation_import_change",
                                           {"job_id", "seq", "item", "kind", "action", "label",
                                            "field", "before_text", "after_text"}));
  std::int64_t seq = 0;
  for (const PlannedChange& change : plan.preview) {
    ++seq;
    std::int64_t item = 0;
    for (const FieldChange& field : change.fields) {
      KAOGONG_TRY(batch.Add({job, seq, ++item, change.kind, change.action, change.label,
                             field.field, field.before, field.after}));
    }
  }
  KAOGONG_TRY(batch.Finish());
  return {};
}

}  // namespace

Result<void> InsertImport(Transaction& transaction, Id job, std::string_view file_name,
                          std::string_view sha256) {
  KAOGONG_TRY(transaction.Execute(
      "INSERT INTO organisation_import (job_id, file_name, file_sha256, plan_sha256, units_new, "
      "units_changed, positions_new, positions_changed, persons_new, persons_changed, "
      "appointments_new, appointments_changed, appointments_ended, unchanged) "
      "VALUES (?, ?, ?, '', 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)",
      {job, file_name, sha256}));
  return {};
}

Result<void> SaveOutcome(Transaction& transaction, Id job, const ImportPlan& plan,
                         const Issues& issues) {
  const ImportSummary& s = plan.summary;
  KAOGONG_TRY(transaction.Execute(
      "UPDATE organisation_import SET plan_sha256 = ?, units_new = ?, units_changed = ?, "
      "positions_new = ?, positions_changed = ?, persons_new = ?, persons_changed = ?, "
      "appointments_new = ?, appointments_changed = ?, appointments_ended = ?, unchanged = ? "
      "WHERE job_id = ?",
      {plan.sha256, s.units_new, s.units_changed, s.positions_new, s.positions_changed,
       s.persons_new, s.persons_changed, s.appointments_new, s.appointments_changed,
       s.appointments_ended, s.unchanged, job}));
  KAOGONG_TRY(
      transaction.Execute("DELETE FROM organisation_import_change WHERE job_id = ?", {job}));
  KAOGONG_TRY(SaveJobIssues(transaction, kIssues, job, issues));
  return SavePreview(transaction, job, plan);
}

Result<std::string> PlanDigestOf(Transaction& transaction, Id job) {
  KAOGONG_TRY_ASSIGN(const auto digest,
                     transaction.One<std::string>(
                         "SELECT plan_sha256 FROM organisation_import WHERE job_id = ?", {job}));
  return digest.value_or("");
}

Result<std::optional<Import>> LoadImport(Transaction& transaction, Id job, bool with_preview,
                                         Id& account) {
  std::optional<Import> import;
  KAOGONG_TRY(transaction.Query(
      "SELECT j.id, j.state, j.account_id, j.created_at, j.done_count, j.total_count, i.file_name, "
      "i.file_sha256, i.units_new, i.units_changed, i.positions_new, i.positions_changed, "
      "i.persons_new, i.persons_changed, i.appointments_new, i.appointments_changed, "
      "i.appointments_ended, i.unchanged FROM job j JOIN organisation_import i ON i.job_id = j.id "
      "WHERE j.id = ?",
      {job}, [&](const Row& row) {
        Import& found = import.emplace();
        found.id = row.Get<Id>(0);
        found.state = StateNamed(row.Get<std::string_view>(1)).value_or(ImportState::kFailed);
        account = row.Get<Id>(2);
        found.created_at = row.Get<std::string>(3);
        found.done = row.Get<std::int64_t>(4);
        found.total = row.Get<std::int64_t>(5);
        found.file_name = row.Get<std::string>(6);
        found.file_sha256 = row.Get<std::string>(7);
        std::size_t column = 8;
        ImportSummary& s = found.summary;
        for (std::int64_t* count :
             {&s.units_new, &s.units_changed, &s.positions_new, &s.positions_changed,
              &s.persons_new, &s.persons_changed, &s.appointments_new, &s.appointments_changed,
              &s.appointments_ended, &s.unchanged}) {
          *count = row.Get<std::int64_t>(column++);
        }
      }));
  if (!import.has_value()) return import;
  KAOGONG_TRY_ASSIGN(import->issues, LoadJobIssues(transaction, kIssues, job));
  if (with_preview) KAOGONG_TRY(LoadPreview(transaction, *import));
  return import;
}

}  // namespace kaogong::office
