// SPDX-License-Identifier: Apache-2.0
#include "store/internal/sqlite_connection.h"

#include <fcntl.h>
#include <unistd.h>

#include <chrono>
#include <thread>
#include <type_traits>
#include <utility>
#include <variant>

#include "store/internal/sql_text.h"

namespace kaogong::store {

namespace {

FailureKind KindOf(int code, std::string_view message) {
  switch (code) {
    case SQLITE_CONSTRAINT_UNIQUE:
    case SQLITE_CONSTRAINT_PRIMARYKEY:
    case SQLITE_CONSTRAINT_ROWID:
      return FailureKind::kUnique;
    case SQLITE_CONSTRAINT_FOREIGNKEY:
      return FailureKind::kForeignKey;
    case SQLITE_CONSTRAINT_NOTNULL:
      return FailureKind::kNotNull;
    case SQLITE_CONSTRAINT_CHECK:
      return FailureKind::kCheck;
    case SQLITE_CONSTRAINT_TRIGGER:
      if (message.starts_with("check: ")) return FailureKind::kCheck;
      return message.starts_with("immutable: ") ? FailureKind::kImmutable : FailureKind::kOther;
    default:
      break;
  }
  switch (code & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return FailureKind::kBusy;
    case SQLITE_FULL:
      return FailureKind::kDiskFull;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return FailureKind::kDamaged;
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
      return FailureKind::kConnectionLost;
    default:
      return FailureKind::kOther;
  }
}

// "UNIQUE constraint failed: person.name" and "immutable: person" name their subject at the end.
std::string SubjectOf(FailureKind kind, std::string_view message) {
  const bool has_subject = kind == FailureKind::kUnique || kind == FailureKind::kNotNull ||
                           kind == FailureKind::kCheck || kind == FailureKind::kImmutable;
  const std::size_t colon = message.find(": ");
  if (!has_subject || colon == std::string_view::npos) return {};
  return std::string(message.substr(colon + 2));
}

int Bind(sqlite3_stmt* statement, int at, std::string_view text) {
  return sqlite3_bind_text64(statement, at, text.empty() ? "" : text.data(), text.size(),
                             SQLITE_STATIC, SQLITE_UTF8);
}

int BindBlob(sqlite3_stmt* statement, int at, const void* data, std::size_t size) {
  if (size == 0) return sqlite3_bind_zeroblob(statement, at, 0);
  return sqlite3_bind_blob64(statement, at, data, size, SQLITE_STATIC);
}

int Bind(sqlite3_stmt* statement, int at, const Argument& argument) {
  return std::visit(
      [&](const auto& value) {
        using T = std::decay_t<decltype(value)>;
        if constexpr (std::is_same_v<T, std::monostate>) {
          return sqlite3_bind_null(statement, at);
        } else if constexpr (std::is_same_v<T, std::int64_t>) {
          return sqlite3_bind_int64(statement, at, value);
        } else if constexpr (std::is_same_v<T, std::string_view>) {
          return Bind(statement, at, value);
        } else {
          return BindBlob(statement, at, value.data(), value.size());
        }
      },
      argument.value());
}

// Ends a use of a cached statement, so that it holds neither a lock nor the caller's memory.
class Use {
 public:
  explicit Use(sqlite3_stmt* statement) : statement_(statement) {}
  ~Use() {
    sqlite3_reset(statement_);
    sqlite3_clear_bindings(statement_);
  }
  Use(const Use&) = delete;
  Use& operator=(const Use&) = delete;

 private:
  sqlite3_stmt* statement_;
};

// The file holds personal data, and the log files beside it take over its mode.
void CreatePrivately(const std::string& path) {
  const int file = ::open(path.c_str(), O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0600);
  if (file >= 0) ::close(file);
}

}  // namespace

Result<std::unique_ptr<Connection>> OpenSqlite(const std::string& path,
                                               const ConnectionOptions& options) {
  auto connection = std::make_unique<SqliteConnection>(options);
  KAOGONG_TRY(connection->Open(path));
  return std::unique_ptr<Connection>(std::move(connection));
}

SqliteConnection::SqliteConnection(const ConnectionOptions& options)
    : options_(options), statements_(options.statements_max) {}

Result<void> SqliteConnection::Open(const std::string& path) {
  CreatePrivately(path);
  sqlite3* handle = nullptr;
  const int status =
      sqlite3_open_v2(path.c_str(), &handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nullptr);
  database_.reset(handle);
  if (status != SQLITE_OK) return FailFromHandle();
  sqlite3_extended_result_codes(handle, 1);
  sqlite3_busy_timeout(handle, static_cast<int>(options_.lock_wait_max.count()));
  sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_db_config(handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  // A name in double quotes that is no column is an error, as in PostgreSQL.
  sqlite3_db_config(handle, SQLITE_DBCONFIG_DQS_DML, 0, nullptr);
  sqlite3_db_config(handle, SQLITE_DBCONFIG_DQS_DDL, 0, nullptr);
  KAOGONG_TRY(SwitchToWal());
  // FULL: an acknowledged commit survives a power cut. recursive_triggers: REPLACE fires the
  // delete triggers that guard fixed rows. case_sensitive_like: as in PostgreSQL. temp_store: what
  // an INSERT of many rows notes in case it fails would go through a file otherwise.
  return RunPlain(
      "PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA recursive_triggers = ON;"
      "PRAGMA case_sensitive_like = ON; PRAGMA temp_store = MEMORY;"
      "PRAGMA cache_size = -4000;"  // KiB; NarrowCache.
      "PRAGMA journal_size_limit = 67108864");
}

// The busy handler is not asked when the journal mode changes, so a second process that opens the
// new file at the same moment waits here.
Result<void> SqliteConnection::SwitchToWal() {
  const auto deadline = std::chrono::steady_clock::now() + options_.lock_wait_max;
  while (true) {
    Result<void> done = RunPlain("PRAGMA journal_mode = WAL");
    if (done.ok() || failure().kind != FailureKind::kBusy) return done;
    if (std::chrono::steady_clock::now() >= deadline) return done;
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
}

bool SqliteConnection::in_transaction() const {
  return sqlite3_get_autocommit(database_.get()) == 0;
}

Result<void> SqliteConnection::Begin(Access access, bool /*is_contended*/) {
  KAOGONG_TRY(RunPlain(access == Access::kRead ? "BEGIN" : "BEGIN IMMEDIATE"));
  is_reading_ = access == Access::kRead;
  return {};
}

Result<void> SqliteConnection::Commit() {
  is_reading_ = false;
  KAOGONG_TRY(RunPlain("COMMIT"));
  NarrowCache();
  return {};
}

Result<void> SqliteConnection::WidenCache() {
  if (is_wide_) return {};
  is_wide_ = true;
  return RunPlain("PRAGMA cache_size = -64000");
}

void SqliteConnection::NarrowCache() {
  if (!std::exchange(is_wide_, false)) return;
  // That it fails costs memory, nothing else.
  static_cast<void>(sqlite3_exec(database_.get(), "PRAGMA cache_size = -4000", nullptr, nullptr,
                                 nullptr));
  static_cast<void>(sqlite3_db_release_memory(database_.get()));
}

void SqliteConnection::Rollback() {
  is_reading_ = false;
  // A full disk or an I/O error may have ended the transaction already.
  if (!in_transaction()) return;
  if (sqlite3_exec(database_.get(), "ROLLBACK", nullptr, nullptr, nullptr) != SQLITE_OK) {
    is_usable_ = false;
  }
  NarrowCache();
}

Error SqliteConnection::FailFromHandle() {
  const int code = sqlite3_extended_errcode(database_.get());
  const std::string_view message = sqlite3_errmsg(database_.get());
  const FailureKind kind = KindOf(code, message);
  if (kind == FailureKind::kConnectionLost || kind == FailureKind::kDamaged) is_usable_ = false;
  return Fail(Failure{kind, SubjectOf(kind, message), std::string(message)});
}

Result<void> SqliteConnection::RunPlain(const char* sql) {
  if (sqlite3_exec(database_.get(), sql, nullptr, nullptr, nullptr) == SQLITE_OK) return {};
  return FailFromHandle();
}

Result<void> SqliteConnection::DoRunScript(std::string_view sql) {
  return RunPlain(ForDialect(sql, Dialect::kSqlite).sql.c_str());
}

Result<sqlite3_stmt*> SqliteConnection::Prepare(std::string_view sql) {
  if (Statement* found = statements_.Find(sql)) return found->get();
  const SqlText text = ForDialect(sql, Dialect::kSqlite);
  sqlite3_stmt* handle = nullptr;
  const char* rest = nullptr;
  if (sqlite3_prepare_v3(database_.get(), text.sql.c_str(), static_cast<int>(text.sql.size()) + 1,
                         SQLITE_PREPARE_PERSISTENT, &handle, &rest) != SQLITE_OK) {
    return FailFromHandle();
  }
  Statement statement(handle);
  if (handle == nullptr ||
      std::string_view(rest).find_first_not_of(" \t\r\n;") != std::string_view::npos) {
    return Fail(FailureKind::kOther, "not exactly one statement");
  }
  statements_.MakeRoom();
  return statements_.Add(sql, std::move(statement))->get();
}

Result<std::int64_t> SqliteConnection::DoRun(std::string_view sql,
                                             std::span<const Argument> arguments,
                                             const RowFunction& on_row) {
  KAOGONG_TRY_ASSIGN(sqlite3_stmt* const statement, Prepare(sql));
  if (sqlite3_bind_parameter_count(statement) != static_cast<int>(arguments.size())) {
    return Fail(FailureKind::kOther, "number of arguments differs from the placeholders");
  }
  const bool writes = sqlite3_stmt_readonly(statement) == 0;
  if (writes && is_reading_) return Fail(FailureKind::kOther, "write in a read transaction");
  const Use use(statement);
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    if (Bind(statement, static_cast<int>(i) + 1, arguments[i]) != SQLITE_OK)
      return FailFromHandle();
  }
  int status = 0;
  while ((status = sqlite3_step(statement)) == SQLITE_ROW) {
    if (!on_row) continue;
    ReadCells(statement);
    Result<void> handed_out;
    if (!HandOut(cells_, on_row, handed_out)) return std::move(handed_out).error();
  }
  if (status != SQLITE_DONE) return FailFromHandle();
  return writes ? sqlite3_changes64(database_.get()) : 0;
}

void SqliteConnection::ReadCells(sqlite3_stmt* statement) {
  cells_.resize(static_cast<std::size_t>(sqlite3_column_count(statement)));
  for (std::size_t i = 0; i < cells_.size(); ++i) {
    const int column = static_cast<int>(i);
    Cell& cell = cells_[i];
    cell = Cell{};
    switch (sqlite3_column_type(statement, column)) {
      case SQLITE_NULL:
        break;
      case SQLITE_INTEGER:
        cell.kind = Cell::Kind::kInteger;
        cell.integer = sqlite3_column_int64(statement, column);
        break;
      case SQLITE_TEXT:
      case SQLITE_BLOB: {
        const bool is_text = sqlite3_column_type(statement, column) == SQLITE_TEXT;
        cell.kind = is_text ? Cell::Kind::kText : Cell::Kind::kBlob;
        const void* data = sqlite3_column_blob(statement, column);
        const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement, column));
        cell.bytes = {static_cast<const char*>(data), size};
        break;
      }
      default:  // Floating point is not part of the interface.
        cell.kind = Cell::Kind::kUnsupported;
    }
  }
}

}  // namespace kaogong::store
