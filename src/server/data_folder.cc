// SPDX-License-Identifier: Apache-2.0
#include "server/data_folder.h"

#include <fcntl.h>
#include <openssl/rand.h>
#include <sys/file.h>
#include <unistd.h>

#include <chrono>
#include <system_error>

#include "store/audit.h"
#include "store/backup.h"
#include "store/migration.h"

namespace kaogong::server {

namespace {

Result<void> MakeFolder(const std::filesystem::path& folder) {
  std::error_code failure;
  std::filesystem::create_directories(folder, failure);
  if (!failure) {
    // Only the one who runs the server reads its data.
    std::filesystem::permissions(folder, std::filesystem::perms::owner_all, failure);
  }
  if (!failure) return {};
  return Error{ErrorCode::kUnavailable,
               Say("不能建立数据文件夹 {}:{}", "The data folder {} cannot be made: {}",
                   folder.string(), failure.message())};
}

// "2026-01-31T08:00:00Z" as 20260131-080000.
std::string Stamp(Instant now) {
  std::string stamp;
  for (const char c : now.ToString()) {
    if (c >= '0' && c <= '9') stamp.push_back(c);
    if (c == 'T') stamp.push_back('-');
  }
  return stamp;
}

std::filesystem::path FileOf(const Place& place) { return place.folder / "kaogong.db"; }

Result<void> RequireFile(const Place& place) {
  if (place.database.empty()) return {};
  return Error{ErrorCode::kInvalidInput,
               Say("PostgreSQL 请用 pg_dump 和 pg_restore 备份、恢复",
                   "Back PostgreSQL up with pg_dump and restore it with pg_restore")};
}

// What has to be true of a copy before it may replace anything.
Result<void> RequireSound(store::Pool& copy) {
  KAOGONG_TRY_ASSIGN(const auto faults, store::CheckIntegrity(copy));
  if (!faults.empty()) {
    return Error{ErrorCode::kInvalidInput,
                 Say("备份文件已损坏：{}", "The backup is damaged: {}", faults.front())};
  }
  KAOGONG_TRY_ASSIGN(const auto report, copy.Read([](store::Transaction& transaction) {
    return store::VerifyAudit(transaction);
  }));
  if (report.is_whole()) return {};
  const Text& finding = report.first_finding->message;
  return Error{ErrorCode::kInvalidInput,
               Text{"备份文件的审计日志不完整：" + finding.zh,
                    "The audit log of the backup is not whole: " + finding.en}};
}

}  // namespace

std::string AddressOf(const Place& place) {
  return place.database.empty() ? FileOf(place).string() : place.database;
}

Result<DataLock> DataLock::Take(const Place& place) {
  if (!place.database.empty()) return DataLock(-1);
  KAOGONG_TRY(MakeFolder(place.folder));
  const std::string path = (place.folder / "lock").string();
  const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (descriptor < 0) {
    return Error{ErrorCode::kUnavailable,
                 Say("不能写入数据文件夹 {}", "The data folder {} cannot be written",
                     place.folder.string())};
  }
  DataLock lock(descriptor);
  if (::flock(descriptor, LOCK_EX | LOCK_NB) == 0) return lock;
  return Error{ErrorCode::kConflict,
               Say("数据文件夹 {} 正由另一个考功程序使用；请先停止它",
                   "The data folder {} is used by another kaogong process; stop that first",
                   place.folder.string())};
}

DataLock::~DataLock() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

Instant SystemClock::Now() const {
  const auto since = std::chrono::system_clock::now().time_since_epoch();
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(since).count();
  const auto now = Instant::FromSeconds(seconds);
  return now.ok() ? now.value() : Instant();
}

void SystemSecrets::Fill(std::span<std::byte> bytes) {
  const int done = RAND_bytes(reinterpret_cast<unsigned char*>(bytes.data()),
                              static_cast<int>(bytes.size()));
  // Without good chance nothing may be handed out.
  KAOGONG_ASSERT(done == 1);
}

Result<std::unique_ptr<store::Pool>> OpenStore(const Place& place, store::PoolOptions options) {
  KAOGONG_TRY(MakeFolder(place.folder));
  KAOGONG_TRY_ASSIGN(std::unique_ptr<store::Pool> pool,
                     store::Pool::Open(AddressOf(place), std::move(options)));
  const Instant now = SystemClock().Now();
  store::MigrationOptions migration;
  migration.at = now.ToString();
  migration.on_before_change = [&](int before, int after) -> Result<void> {
    // PostgreSQL has its own tools; the operator's guide says to run them before an upgrade.
    if (pool->dialect() != store::Dialect::kSqlite) return {};
    const auto folder = place.folder / "backups";
    KAOGONG_TRY(MakeFolder(folder));
    const auto name = fmt::format("before-v{}-to-v{}-{}.db", before, after, Stamp(now));
    return store::BackUp(*pool, (folder / name).string());
  };
  KAOGONG_TRY_ASSIGN(const auto outcome,
                     store::Migrate(*pool, store::BuiltInMigrations(), migration));
  static_cast<void>(outcome);
  return pool;
}

Result<void> BackUpPlace(const Place& place, const std::filesystem::path& to) {
  KAOGONG_TRY(RequireFile(place));
  std::error_code failure;
  if (!std::filesystem::exists(FileOf(place), failure)) {
    return Error{ErrorCode::kNotFound, Say("数据文件夹 {} 里没有数据库",
                                           "There is no database in the data folder {}",
                                           place.folder.string())};
  }
  KAOGONG_TRY_ASSIGN(const auto pool, store::Pool::Open(AddressOf(place)));
  return store::BackUp(*pool, to.string());
}

Result<std::filesystem::path> RestorePlace(const Place& place, const std::filesystem::path& from) {
  KAOGONG_TRY(RequireFile(place));
  std::error_code failure;
  if (!std::filesystem::is_regular_file(from, failure)) {
    return Error{ErrorCode::kNotFound,
                 Say("没有备份文件 {}", "There is no backup {}", from.string())};
  }
  KAOGONG_TRY_ASSIGN(const DataLock lock, DataLock::Take(place));
  KAOGONG_TRY_ASSIGN(const auto copy, store::Pool::Open(from.string()));
  KAOGONG_TRY(RequireSound(*copy));
  const std::filesystem::path file = FileOf(place);
  const std::filesystem::path restored = file.string() + ".restoring";
  std::filesystem::remove(restored, failure);
  KAOGONG_TRY(store::BackUp(*copy, restored.string()));
  std::filesystem::path kept;
  const std::string stamp = Stamp(SystemClock().Now());
  for (const char* suffix : {"", "-wal", "-shm"}) {
    const std::filesystem::path old = file.string() + suffix;
    if (!std::filesystem::exists(old, failure)) continue;
    const std::filesystem::path aside = fmt::format("{}.before-restore-{}{}", file.string(), stamp, suffix);
    std::filesystem::rename(old, aside, failure);
    if (kept.empty()) kept = aside;
  }
  if (!failure) std::filesystem::rename(restored, file, failure);
  if (!failure) return kept;
  return Error{ErrorCode::kUnavailable,
               Say("不能替换数据库文件：{}", "The database file cannot be replaced: {}",
                   failure.message())};
}

}  // namespace kaogong::server
