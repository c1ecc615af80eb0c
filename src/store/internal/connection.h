// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"
#include "store/access.h"
#include "store/argument.h"
#include "store/dialect.h"
#include "store/failure.h"
#include "store/row.h"

namespace kaogong::store {

struct ConnectionOptions {
  std::chrono::milliseconds lock_wait_max{5000};
  std::size_t statements_max = 256;  // Prepared statements kept.
};

using RowFunction = std::function<Result<void>(const Row&)>;

// Connection is one session with a database, used by one thread at a time. While a query hands out
// rows or a batch is open, other statements are refused (PostgreSQL could not run them, and both
// databases behave the same here).
class Connection {
 public:
  Connection() = default;
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  virtual ~Connection() = default;

  virtual Dialect dialect() const = 0;
  // False once the session is lost; the connection is then good for nothing.
  virtual bool is_usable() const = 0;
  virtual bool in_transaction() const = 0;

  // With `is_contended` the transaction is the repetition of one that lost: it first waits until it
  // can no longer be overtaken, before its snapshot is taken.
  virtual Result<void> Begin(Access access, bool is_contended) = 0;
  virtual Result<void> Commit() = 0;
  virtual void Rollback() = 0;
  // Waits until no other transaction that called it is open. SQLite has one writer anyway.
  virtual Result<void> LockWriters() = 0;

  // Runs one statement; `on_row` may be empty. Returns the rows changed.
  Result<std::int64_t> Run(std::string_view sql, std::span<const Argument> arguments,
                           const RowFunction& on_row);
  // Runs any number of statements without arguments.
  Result<void> RunScript(std::string_view sql);

  // Batch insertion; arguments are copied. Between Begin and Finish or Abandon nothing else runs.
  Result<void> BeginBatch(std::string_view table, std::span<const std::string_view> columns);
  Result<void> AddToBatch(std::span<const Argument> arguments);
  Result<std::int64_t> FinishBatch();
  void AbandonBatch();

  // About the last call that failed.
  const Failure& failure() const { return failure_; }
  void ClearFailure() { failure_ = {}; }
  bool is_occupied() const { return is_occupied_; }
  void set_on_failure(std::function<void(const Failure&)> function) {
    on_failure_ = std::move(function);
  }

 protected:
  virtual Result<std::int64_t> DoRun(std::string_view sql, std::span<const Argument> arguments,
                                     const RowFunction& on_row) = 0;
  virtual Result<void> DoRunScript(std::string_view sql) = 0;
  virtual Result<void> DoBeginBatch(std::string_view table,
                                    std::span<const std::string_view> columns) = 0;
  virtual Result<void> DoAddToBatch(std::span<const Argument> arguments) = 0;
  virtual Result<std::int64_t> DoFinishBatch() = 0;
  virtual void DoAbandonBatch() = 0;

  // Keeps the failure and returns its Error.
  Error Fail(Failure failure);
  Error Fail(FailureKind kind, std::string detail) {
    return Fail(Failure{kind, {}, std::move(detail)});
  }
  // Calls `on_row`; false when the query should stop, with the reason in `status`.
  bool HandOut(std::span<const Cell> cells, const RowFunction& on_row, Result<void>& status);

 private:
  Result<void> CheckArguments(std::span<const Argument> arguments);
  Result<void> CheckIdle();

  Failure failure_;
  bool is_occupied_ = false;
  std::function<void(const Failure&)> on_failure_;
};

// Opens what `address` names: "postgres://…" or "postgresql://…", else the path of an SQLite file,
// which is created (readable by its owner only) when it does not exist.
// Errors: kUnavailable; kInvalidInput when a PostgreSQL database is not UTF-8 in byte order.
Result<std::unique_ptr<Connection>> OpenConnection(const std::string& address,
                                                   const ConnectionOptions& options);
Result<std::unique_ptr<Connection>> OpenSqlite(const std::string& path,
                                               const ConnectionOptions& options);
Result<std::unique_ptr<Connection>> OpenPostgres(const std::string& address,
                                                 const ConnectionOptions& options);
Dialect DialectOf(std::string_view address);

}  // namespace kaogong::store
