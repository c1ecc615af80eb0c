// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <utility>

#include "base/result.h"
#include "office/ports.h"
#include "store/pool.h"

namespace kaogong::server {

// Where an installation keeps its things.
//
//   DIR/kaogong.db    the database, unless --database names another
//   DIR/backups/      copies made before a migration
struct Place {
  std::filesystem::path folder;
  std::string database;  // "postgres://…"; empty: the SQLite file in the folder.
};

// Keeps a second server, or a restore, away from a data folder in use. Gone when the process ends,
// however it ends. Several servers may share one PostgreSQL: there the lock is not taken.
class DataLock {
 public:
  // Errors: kConflict when another process has it; kUnavailable.
  static Result<DataLock> Take(const Place& place);
  DataLock(DataLock&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
  DataLock& operator=(DataLock&&) = delete;
  ~DataLock();

 private:
  explicit DataLock(int descriptor) : descriptor_(descriptor) {}

  int descriptor_ = -1;
};

// Returns the address of the place's database, for Pool::Open.
std::string AddressOf(const Place& place);

class SystemClock final : public office::Clock {
 public:
  Instant Now() const override;
};

class SystemSecrets final : public office::SecretSource {
 public:
  void Fill(std::span<std::byte> bytes) override;
};

// Opens the database of a place, creating folder and file when they are not there, and brings it to
// this program's schema; a backup comes first where there is something to lose.
// Errors: kUnavailable, kConflict (a newer schema), kInvalidInput.
Result<std::unique_ptr<store::Pool>> OpenStore(const Place& place, store::PoolOptions options = {});

// Copies the SQLite database of a place, while it is in use, to a file that must not exist yet.
Result<void> BackUpPlace(const Place& place, const std::filesystem::path& to);

// Puts a copy back in place of the database, which is kept beside it under the name returned (empty
// when there was none). The copy is checked first: its structure, its foreign keys, its audit chain.
// Errors: kConflict while a server uses the folder; kInvalidInput for what is no sound copy.
Result<std::filesystem::path> RestorePlace(const Place& place, const std::filesystem::path& from);

}  // namespace kaogong::server
