// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sqlite3.h>

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "store/internal/connection.h"
#include "store/internal/statement_cache.h"

namespace kaogong::store {

// SqliteConnection is one connection with a file: write-ahead log, foreign keys, every commit
// flushed to the disk before it returns (synchronous = FULL).
class SqliteConnection final : public Connection {
 public:
  explicit SqliteConnection(const ConnectionOptions& options);

  // Opens the file and sets the connection up. Called once, before anything else.
  Result<void> Open(const std::string& path);

  Dialect dialect() const override { return Dialect::kSqlite; }
  bool is_usable() const override { return is_usable_; }
  bool in_transaction() const override;
  Result<void> Begin(Access access, bool is_contended) override;
  Result<void> Commit() override;
  void Rollback() override;
  Result<void> LockWriters() override { return {}; }

  sqlite3* handle() const { return database_.get(); }
  // Keeps what the handle reports last and returns its Error.
  Error FailFromHandle();

 protected:
  Result<std::int64_t> DoRun(std::string_view sql, std::span<const Argument> arguments,
                             const RowFunction& on_row) override;
  Result<void> DoRunScript(std::string_view sql) override;
  Result<void> DoBeginBatch(std::string_view table,
                            std::span<const std::string_view> columns) override;
  Result<void> DoAddToBatch(std::span<const Argument> arguments) override;
  Result<std::int64_t> DoFinishBatch() override;
  void DoAbandonBatch() override { batch_ = {}; }

 private:
  struct CloseDatabase {
    void operator()(sqlite3* database) const { sqlite3_close_v2(database); }
  };
  struct FinalizeStatement {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
  };
  using Statement = std::unique_ptr<sqlite3_stmt, FinalizeStatement>;

  // Rows that wait for their INSERT. Text and bytes are copied into `bytes`.
  struct Batch {
    struct Value {
      Cell::Kind kind = Cell::Kind::kNull;
      std::int64_t integer = 0;
      std::size_t offset = 0;
      std::size_t size = 0;
    };
    std::string sql_of_one;
    std::string sql_of_chunk;
    std::size_t column_count = 0;
    std::size_t value_count_max = 0;  // Of one chunk.
    std::vector<Value> values;
    std::string bytes;
    std::int64_t row_count = 0;
  };

  Result<sqlite3_stmt*> Prepare(std::string_view sql);
  Result<void> RunPlain(const char* sql);
  Result<void> SwitchToWal();
  // While a transaction writes much: without room for its pages SQLite writes them out early and
  // reads them back.
  Result<void> WidenCache();
  void NarrowCache();
  void ReadCells(sqlite3_stmt* statement);
  Result<void> WriteChunk(const std::string& sql, std::size_t first, std::size_t count);
  Result<void> WriteFullChunk();
  void ForgetWritten();

  ConnectionOptions options_;
  bool is_usable_ = true;
  bool is_reading_ = false;  // The open transaction is Access::kRead.
  bool is_wide_ = false;     // The cache is.
  std::vector<Cell> cells_;
  Batch batch_;
  std::unique_ptr<sqlite3, CloseDatabase> database_;
  StatementCache<Statement> statements_;  // Gone before the database is closed.
};

}  // namespace kaogong::store
