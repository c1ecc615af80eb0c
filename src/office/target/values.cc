// SPDX-License-Identifier: Apache-2.0
#include "office/target/values.h"

#include <algorithm>
#include <map>
#include <utility>

#include "store/batch_insert.h"

namespace kaogong::office::target {

namespace {

using store::Argument;
using store::Row;

// Up to so many rows, a statement for each is quicker than taking them out and putting them back.
constexpr std::size_t kFewRows = 300;

Result<void> UpdateRow(const Session& session, const ValueRow& row) {
  KAOGONG_TRY(session.transaction.Execute(
      "UPDATE target_value SET units = ?, is_not_applicable = ?, baseline_units = ?, "
      "owner_person_id = ?, deadline = ?, measure = ?, return_reason = ? "
      "WHERE sheet_id = ? AND field = ? AND period = ?",
      {row.units, row.is_not_applicable, row.baseline, row.owner, row.deadline, row.measure,
       row.return_reason, row.sheet, row.field, row.period}));
  return {};
}

}  // namespace

Result<std::vector<ValueRow>> LoadValues(const Session& session, std::span<const Id> sheets) {
  std::vector<ValueRow> rows;
  KAOGONG_TRY(ForParts(sheets, [&](const IdList& part) {
    return session.transaction.Query(
        fmt::format("SELECT sheet_id, field, period, units, is_not_applicable, baseline_units, "
                    "owner_person_id, deadline, measure, return_reason FROM target_value "
                    "WHERE sheet_id IN ({}) ORDER BY sheet_id, field, period",
                    part.marks()),
        part.arguments(), [&](const Row& row) {
          rows.push_back({row.Get<Id>(0), row.Get<std::string>(1), row.Get<int>(2),
                          row.Get<std::optional<std::int64_t>>(3), row.Get<bool>(4),
                          row.Get<std::optional<std::int64_t>>(5), row.Get<std::optional<Id>>(6),
                          row.Get<std::optional<std::string>>(7), row.Get<std::string>(8),
                          row.Get<std::optional<std::string>>(9)});
        });
  }));
  return rows;
}

Result<void> InsertValues(const Session& session, const std::vector<ValueRow>& rows) {
  if (rows.empty()) return {};
  KAOGONG_TRY_ASSIGN(auto batch, store::BatchInsert::Open(
                                     session.transaction, "target_value",
                                     {"sheet_id", "field", "period", "units", "is_not_applicable",
                                      "baseline_units", "owner_person_id", "deadline", "measure",
                                      "return_reason"}));
  for (const ValueRow& row : rows) {
    KAOGONG_TRY(batch.Add({row.sheet, row.field, row.period, row.units, row.is_not_applicable,
                           row.baseline, row.owner, row.deadline, row.measure, row.return_reason}));
  }
  KAOGONG_TRY(batch.Finish());
  return {};
}

Result<void> ReplaceValues(const Session& session, const std::vector<ValueRow>& rows) {
  if (rows.size() <= kFewRows) {
    for (const ValueRow& row : rows) KAOGONG_TRY(UpdateRow(session, row));
    return {};
  }
  std::map<std::pair<std::string, int>, std::vector<Id>> sheets;
  for (const ValueRow& row : rows) sheets[{row.field, row.period}].push_back(row.sheet);
  for (const auto& [key, ids] : sheets) {
    KAOGONG_TRY(ForParts(ids, [&](const IdList& part) -> Result<void> {
      std::vector<Argument> arguments{key.first, key.second};
      arguments.insert(arguments.end(), part.arguments().begin(), part.arguments().end());
      KAOGONG_TRY(session.transaction.Execute(
          fmt::format(
              "DELETE FROM target_value WHERE field = ? AND period = ? AND sheet_id IN ({})",
              part.marks()),
          arguments));
      return {};
    }));
  }
  return InsertValues(session, rows);
}

Result<void> RaiseVersions(const Session& session, std::span<const Id> sheets) {
  return ForParts(sheets, [&](const IdList& part) -> Result<void> {
    KAOGONG_TRY(session.transaction.Execute(
        fmt::format("UPDATE target_sheet SET version = version + 1 WHERE id IN ({})", part.marks()),
        part.arguments()));
    return {};
  });
}

}  // namespace kaogong::office::target
