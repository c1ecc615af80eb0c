// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <functional>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"
#include "store/pool.h"

namespace kaogong::store {

// Migration is one step of the schema, forward only. Its text is SQL for both databases; lines of
// their own switch what follows:
//
//   -- sqlite:      only for SQLite
//   -- postgres:    only for PostgreSQL
//   -- both:        again for both
//
// Lines of these forms guard tables by triggers in the database itself, so that a mistake in the
// program or a stray statement is refused there too (FailureKind::kImmutable):
//
//   -- append-only: payout_line
//        no row is ever changed or removed;
//   -- frozen: scheme_version when published_at is not null except withdrawn_at, note
//        a row for which the condition holds is not changed (but for the columns excepted) nor
//        removed;
//   -- frozen: scheme_rule by version_id of scheme_version(id) when published_at is not null
//        no row is added, changed or removed while the row it belongs to fulfils the condition;
//   -- mutable: scheme_version
//        withdraws what was declared for the table, for instance to repair it in a migration.
//
// A condition is `column is not null`, `column = 'text'` or `column in ('a', 'b')`. Choose a column
// that never goes back: once the condition no longer holds, the row is free again.
//
// A step that was released never changes: its SHA-256 is recorded where it was applied.
struct Migration {
  int version = 0;        // 1, 2, 3, … without a gap.
  std::string_view name;  // "V0001__create_audit_log.sql"
  std::string_view text;
};

// The steps in src/store/migrations/, in order; built into the program.
std::span<const Migration> BuiltInMigrations();

struct MigrationOptions {
  std::string at;  // Now, as it is to be recorded: "2025-01-31T08:00:00Z".
  // Called once before the first step is applied to a database that already has a schema: makes
  // the backup. Its Error ends the migration.
  std::function<Result<void>(int version_before, int version_after)> on_before_change;
  // How long to wait for another process that migrates.
  std::chrono::milliseconds wait_max = std::chrono::minutes(10);
};

// The versions before and after; equal when nothing was to be done.
struct MigrationOutcome {
  int version_before = 0;
  int version_after = 0;
};

// Brings the database to the last of `migrations`, all steps in one transaction and under a lock,
// so that of several processes starting together one does it and the others wait.
// Requires: versions from 1 without a gap; the pool allows two connections.
// Errors: kConflict when a recorded step differs from ours or the database is newer than this
// program; kInternal when a step fails, naming it; nothing is changed then.
Result<MigrationOutcome> Migrate(Pool& pool, std::span<const Migration> migrations,
                                 const MigrationOptions& options);

}  // namespace kaogong::store
