// SPDX-License-Identifier: Apache-2.0
#include "store/migration.h"

#include <fmt/format.h>

#include <thread>
#include <vector>

#include "base/sha256.h"
#include "store/internal/guard.h"
#include "store/internal/lease.h"

namespace kaogong::store {

namespace {

struct Recorded {
  int version = 0;
  std::string name;
  std::string checksum;
};

Error StepDiffers(const Recorded& recorded) {
  return {ErrorCode::kConflict,
          Say("数据库中已执行的迁移 {0} 与本程序中的内容不一致，拒绝启动",
              "Migration {0} was applied with another content than this program has; refused",
              recorded.name)};
}

Error DatabaseIsNewer(const Recorded& recorded, std::size_t known) {
  return {ErrorCode::kConflict,
          Say("数据库版本 {0} 比本程序（版本 {1}）新，请升级程序",
              "The database is at version {0}, newer than this program ({1}); upgrade the program",
              recorded.version, known)};
}

Result<std::vector<Recorded>> ReadRecorded(Transaction& transaction) {
  KAOGONG_TRY(transaction.Execute(
      "CREATE TABLE IF NOT EXISTS schema_migration (version BIGINT PRIMARY KEY,"
      " name TEXT NOT NULL, checksum TEXT NOT NULL, applied_at TEXT NOT NULL)"));
  std::vector<Recorded> recorded;
  KAOGONG_TRY(transaction.Query(
      "SELECT version, name, checksum FROM schema_migration ORDER BY version", {},
      [&](const Row& row) {
        recorded.push_back({row.Get<int>(0), row.Get<std::string>(1), row.Get<std::string>(2)});
      }));
  return recorded;
}

Result<void> CheckRecorded(const std::vector<Recorded>& recorded,
                           std::span<const Migration> migrations) {
  for (std::size_t i = 0; i < recorded.size(); ++i) {
    if (i >= migrations.size()) return DatabaseIsNewer(recorded.back(), migrations.size());
    const bool is_same = recorded[i].version == migrations[i].version &&
                         recorded[i].name == migrations[i].name &&
                         recorded[i].checksum == Sha256Hex(migrations[i].text);
    if (!is_same) return StepDiffers(recorded[i]);
  }
  return {};
}

// The statements of one dialect up to a declaration, which follows them when there is one.
struct Section {
  std::string sql;
  std::optional<GuardLine> guard;
};

Result<std::vector<Section>> Split(std::string_view text, Dialect dialect) {
  std::vector<Section> sections(1);
  bool is_ours = true;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size() - 1) + 1;
    const std::string_view with_end = text.substr(0, end);
    const std::string_view line = with_end.substr(0, with_end.find_last_not_of(" \r\n") + 1);
    text.remove_prefix(end);
    if (line == "-- both:" || line == "-- sqlite:" || line == "-- postgres:") {
      is_ours = line == "-- both:" || (line == "-- sqlite:") == (dialect == Dialect::kSqlite);
    } else if (is_ours) {
      KAOGONG_TRY_ASSIGN(auto guard, ParseGuardLine(line));
      if (guard.has_value()) {
        sections.back().guard = std::move(guard);
        sections.emplace_back();
      } else {
        sections.back().sql.append(with_end);
      }
    }
  }
  return sections;
}

Result<void> RunSections(Transaction& transaction, const Migration& migration, Guards& guards) {
  KAOGONG_TRY_ASSIGN(const auto sections, Split(migration.text, transaction.dialect()));
  for (const Section& section : sections) {
    KAOGONG_TRY(RunScript(transaction, section.sql));
    if (!section.guard.has_value()) continue;
    guards.Declare(*section.guard);
    KAOGONG_TRY(guards.Apply(transaction, section.guard->table));
  }
  return {};
}

Result<void> ApplyStep(Transaction& transaction, const Migration& migration, const std::string& at,
                       Guards& guards) {
  const Result<void> run = RunSections(transaction, migration, guards);
  if (!run.ok()) {
    const bool by_database = !transaction.is_sound();
    const std::string reason = by_database ? transaction.failure().detail : run.error().message.en;
    return Error{ErrorCode::kInternal,
                 Say("迁移 {0} 失败：{1}", "Migration {0} failed: {1}", migration.name, reason)};
  }
  KAOGONG_TRY(transaction.Execute(
      "INSERT INTO schema_migration (version, name, checksum, applied_at) VALUES (?, ?, ?, ?)",
      {migration.version, migration.name, Sha256Hex(migration.text), at}));
  return {};
}

// What the steps before declared, for the steps to come.
Result<Guards> GuardsOf(std::span<const Migration> migrations, Dialect dialect) {
  Guards guards;
  for (const Migration& migration : migrations) {
    KAOGONG_TRY_ASSIGN(const auto sections, Split(migration.text, dialect));
    for (const Section& section : sections) {
      if (section.guard.has_value()) guards.Declare(*section.guard);
    }
  }
  return guards;
}

Result<MigrationOutcome> MigrateInside(Transaction& transaction,
                                       std::span<const Migration> migrations,
                                       const MigrationOptions& options) {
  KAOGONG_TRY(transaction.LockWriters());
  KAOGONG_TRY_ASSIGN(const auto recorded, ReadRecorded(transaction));
  KAOGONG_TRY(CheckRecorded(recorded, migrations));
  const auto version_before = static_cast<int>(recorded.size());
  const auto version_after = static_cast<int>(migrations.size());
  const MigrationOutcome outcome{version_before, version_after};
  if (version_before == version_after) return outcome;
  if (version_before > 0 && options.on_before_change) {
    KAOGONG_TRY(options.on_before_change(version_before, version_after));
  }
  KAOGONG_TRY_ASSIGN(Guards guards,
                     GuardsOf(migrations.first(recorded.size()), transaction.dialect()));
  for (const Migration& migration : migrations.subspan(recorded.size())) {
    KAOGONG_TRY(ApplyStep(transaction, migration, options.at, guards));
  }
  KAOGONG_TRY(guards.ApplyAll(transaction));
  return outcome;
}

}  // namespace

Result<MigrationOutcome> Migrate(Pool& pool, std::span<const Migration> migrations,
                                 const MigrationOptions& options) {
  for (std::size_t i = 0; i < migrations.size(); ++i) {
    KAOGONG_ASSERT(migrations[i].version == static_cast<int>(i) + 1);
  }
  const auto deadline = std::chrono::steady_clock::now() + options.wait_max;
  while (true) {
    auto outcome = pool.Write(
        [&](Transaction& transaction) { return MigrateInside(transaction, migrations, options); });
    const bool is_busy = !outcome.ok() && outcome.error().code == ErrorCode::kUnavailable;
    if (!is_busy || std::chrono::steady_clock::now() >= deadline) return outcome;
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
}

}  // namespace kaogong::store
