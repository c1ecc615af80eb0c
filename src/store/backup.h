// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/result.h"
#include "store/pool.h"

namespace kaogong::store {

// Told how far a backup is; returning false gives it up.
using BackupProgress = std::function<bool(int pages_done, int pages_total)>;

// Copies an SQLite database, as it is at one moment, to a new file while others read and write.
// The copy is checked and flushed to the disk before it gets its name, so a file of that name is
// complete. Restoring is the same call with a pool on the backup and the path of the data file.
// Errors: kConflict when `path` exists; kUnavailable when it cannot be written or was given up;
// kInvalidInput for PostgreSQL, which has pg_dump.
Result<void> BackUp(Pool& pool, const std::string& path, const BackupProgress& on_progress = {});

// Returns what is wrong with the database's own structures and foreign keys; empty when nothing
// is. PostgreSQL verifies its pages itself as it reads them, and gives an empty list.
Result<std::vector<std::string>> CheckIntegrity(Pool& pool);

}  // namespace kaogong::store
