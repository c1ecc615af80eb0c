// SPDX-License-Identifier: Apache-2.0
#include "store/backup.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <memory>
#include <system_error>

#include "store/internal/lease.h"
#include "store/internal/sqlite_connection.h"

namespace kaogong::store {

namespace {

constexpr int kPagesPerStep = 2048;

Error CannotWrite(const std::string& path) {
  return {ErrorCode::kUnavailable,
          Say("无法写入备份文件 {0}", "The backup file {0} cannot be written", path)};
}

// Flushes a file or folder to the disk.
bool Flush(const std::string& path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return false;
  const bool is_flushed = ::fsync(file) == 0;
  ::close(file);
  return is_flushed;
}

// Removes an unfinished copy.
class Unfinished {
 public:
  explicit Unfinished(std::string path) : path_(std::move(path)) { Remove(); }
  ~Unfinished() { Remove(); }
  Unfinished(const Unfinished&) = delete;
  Unfinished& operator=(const Unfinished&) = delete;
  const std::string& path() const { return path_; }

 private:
  void Remove() const {
    for (const char* suffix : {"", "-wal", "-shm", "-journal"}) {
      std::error_code ignored;
      std::filesystem::remove(path_ + suffix, ignored);
    }
  }

  std::string path_;
};

// The source holds a read transaction meanwhile: otherwise each commit of another connection would
// start the copy again, and under load it would never end.
Result<void> CopyPages(SqliteConnection& source, SqliteConnection& target,
                       const BackupProgress& on_progress) {
  sqlite3_backup* const backup =
      sqlite3_backup_init(target.handle(), "main", source.handle(), "main");
  if (backup == nullptr) return target.FailFromHandle();
  int status = SQLITE_OK;
  bool is_wanted = true;
  while (status == SQLITE_OK && is_wanted) {
    status = sqlite3_backup_step(backup, kPagesPerStep);
    const int total = sqlite3_backup_pagecount(backup);
    if (on_progress) is_wanted = on_progress(total - sqlite3_backup_remaining(backup), total);
  }
  const int finished = sqlite3_backup_finish(backup);
  if (status == SQLITE_DONE && finished == SQLITE_OK) return {};
  if (!is_wanted && finished == SQLITE_OK) {
    return Error{ErrorCode::kUnavailable, Say("备份已中止", "The backup was given up")};
  }
  return target.FailFromHandle();
}

// Appends the first column of each row as text.
Result<void> Collect(Connection& connection, std::string_view sql, std::vector<std::string>& to) {
  KAOGONG_TRY(connection.Run(sql, {}, [&](const Row& row) -> Result<void> {
    to.push_back(row.Get<std::string>(0));
    return {};
  }));
  return {};
}

Result<std::vector<std::string>> Findings(Connection& connection) {
  std::vector<std::string> findings;
  KAOGONG_TRY(Collect(connection, "PRAGMA integrity_check(100)", findings));
  if (findings.size() == 1 && findings[0] == "ok") findings.clear();
  KAOGONG_TRY(Collect(connection,
                      "SELECT 'row ' || COALESCE(rowid, '?') || ' of ' || \"table\""
                      " || ' refers to a missing row of ' || parent"
                      " FROM pragma_foreign_key_check LIMIT 100",
                      findings));
  return findings;
}

// Leaves the copy as one file without a log beside it, checked.
Result<void> Finish(SqliteConnection& copy) {
  KAOGONG_TRY(copy.RunScript("PRAGMA wal_checkpoint(TRUNCATE)"));
  KAOGONG_TRY_ASSIGN(const auto findings, Findings(copy));
  if (findings.empty()) return {};
  return Error{ErrorCode::kUnavailable,
               Say("备份未通过完整性检查：{0}", "The backup fails its integrity check: {0}",
                   findings.front())};
}

Result<void> CopyTo(SqliteConnection& source, const std::string& path,
                    const BackupProgress& on_progress) {
  SqliteConnection target(ConnectionOptions{});
  KAOGONG_TRY(target.Open(path));
  // A read transaction begins with the first read.
  KAOGONG_TRY(source.Begin(Access::kRead, false));
  Result<void> copied = source.RunScript("SELECT count(*) FROM sqlite_schema");
  if (copied.ok()) copied = CopyPages(source, target, on_progress);
  source.Rollback();
  KAOGONG_TRY(copied);
  return Finish(target);
}

}  // namespace

Result<void> BackUp(Pool& pool, const std::string& path, const BackupProgress& on_progress) {
  if (pool.dialect() != Dialect::kSqlite) {
    return Error{ErrorCode::kInvalidInput, Say("PostgreSQL 数据库请用 pg_dump 备份",
                                               "Back up a PostgreSQL database with pg_dump")};
  }
  std::error_code failed;
  if (std::filesystem::exists(path, failed)) {
    return Error{ErrorCode::kConflict, Say("文件 {0} 已存在", "The file {0} exists already", path)};
  }
  const Unfinished copy(path + ".partial");
  {
    KAOGONG_TRY_ASSIGN(const Lease source, pool.Acquire());
    KAOGONG_TRY(CopyTo(static_cast<SqliteConnection&>(*source), copy.path(), on_progress));
  }
  const std::string folder = std::filesystem::absolute(path).parent_path().string();
  if (!Flush(copy.path()) || std::rename(copy.path().c_str(), path.c_str()) != 0 ||
      !Flush(folder)) {
    return CannotWrite(path);
  }
  return {};
}

Result<std::vector<std::string>> CheckIntegrity(Pool& pool) {
  if (pool.dialect() != Dialect::kSqlite) return std::vector<std::string>{};
  KAOGONG_TRY_ASSIGN(const Lease connection, pool.Acquire());
  return Findings(*connection);
}

}  // namespace kaogong::store
