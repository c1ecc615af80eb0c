// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <libpq-fe.h>

#include <deque>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "store/internal/connection.h"
#include "store/internal/statement_cache.h"

namespace kaogong::store {

// PostgresConnection is one session with a PostgreSQL server.
class PostgresConnection final : public Connection {
 public:
  explicit PostgresConnection(const ConnectionOptions& options);

  // Connects and sets the session up. Called once, before anything else.
  Result<void> Open(const std::string& address);

  Dialect dialect() const override { return Dialect::kPostgres; }
  bool is_usable() const override;
  bool in_transaction() const override;
  Result<void> Begin(Access access, bool is_contended) override;
  Result<void> Commit() override;
  void Rollback() override;
  Result<void> LockWriters() override;

 protected:
  Result<std::int64_t> DoRun(std::string_view sql, std::span<const Argument> arguments,
                             const RowFunction& on_row) override;
  Result<void> DoRunScript(std::string_view sql) override;
  Result<void> DoBeginBatch(std::string_view table,
                            std::span<const std::string_view> columns) override;
  Result<void> DoAddToBatch(std::span<const Argument> arguments) override;
  Result<std::int64_t> DoFinishBatch() override;
  void DoAbandonBatch() override;

 private:
  struct FinishConnection {
    void operator()(PGconn* connection) const { PQfinish(connection); }
  };
  struct ClearResult {
    void operator()(PGresult* result) const { PQclear(result); }
  };
  using ResultPointer = std::unique_ptr<PGresult, ClearResult>;
  struct Statement {
    std::string name;
    int parameter_count = 0;
    bool was_run = false;
  };
  // The arguments as libpq takes them.
  struct Parameters {
    std::vector<const char*> values;
    std::vector<int> lengths;
    std::vector<int> formats;
    std::deque<std::string> numbers;
  };

  Result<void> CheckSession();
  Result<void> RunPlain(const char* sql);
  Error FailFromResult(const PGresult* result);
  Result<Statement*> Prepare(std::string_view sql);
  static Parameters Convert(std::span<const Argument> arguments);
  Result<std::int64_t> RunForRows(const Statement& statement, const Parameters& parameters,
                                  const RowFunction& on_row);
  void ReadCells(const PGresult* result);
  void ReadCell(const PGresult* result, int column, Cell& cell);
  Result<void> SendCopyData();
  void Unlock();

  ConnectionOptions options_;
  std::unique_ptr<PGconn, FinishConnection> connection_;
  StatementCache<Statement> statements_;
  std::size_t statements_prepared_ = 0;
  const char* unlock_ = nullptr;  // Lets go of the locks taken before BEGIN.
  bool is_lost_ = false;
  std::vector<Cell> cells_;
  std::deque<std::string> decoded_;  // Bytes of the current row's BYTEA columns.
  std::string copy_data_;
};

}  // namespace kaogong::store
