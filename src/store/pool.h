// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>

#include "base/result.h"
#include "store/transaction.h"

namespace kaogong::store {

struct PoolOptions {
  int connections_max = 8;
  // The longest wait for a free connection, for a lock, and for a database that is away.
  std::chrono::milliseconds wait_max{5000};
  int attempts_max = 10;             // Of one transaction that loses conflicts.
  std::size_t statements_max = 256;  // Prepared statements kept per connection.
  // Told of every refusal of the database, for the log. Called on the thread that met it.
  std::function<void(const Failure&)> on_failure;
};

// Pool is the way into one database: it keeps connections and runs transactions on them. Safe for
// any number of threads. A thread that already has a transaction must not ask for another: it
// could wait for itself.
class Pool {
 public:
  // `address` is "postgres://…" or the path of an SQLite file. Connects once to see that it can.
  // Errors: kUnavailable; kInvalidInput when the database is unfit (see README).
  static Result<std::unique_ptr<Pool>> Open(std::string address, PoolOptions options = {});
  Pool(const Pool&) = delete;
  Pool& operator=(const Pool&) = delete;
  // Requires: no transaction is open.
  ~Pool();

  Dialect dialect() const;
  const std::string& address() const;

  // Runs `body(Transaction&)`, which returns a Result, in one transaction: commits when it
  // succeeds, rolls back when it fails, and begins again from the start when the database reports
  // a lost conflict, a deadlock or a lost connection. So `body` may run several times and must
  // have no effect outside the transaction. A connection lost during COMMIT is not repeated
  // (FailureKind::kOutcomeUnknown).
  // Errors: those of body; kUnavailable when the wait or the attempts are used up.
  template <class Body>
  std::invoke_result_t<Body&, Transaction&> Read(Body&& body) {
    return Run(Access::kRead, body);
  }
  template <class Body>
  std::invoke_result_t<Body&, Transaction&> Write(Body&& body) {
    return Run(Access::kWrite, body);
  }
  template <class Body>
  std::invoke_result_t<Body&, Transaction&> Run(Access access, Body&& body) {
    using Value = std::invoke_result_t<Body&, Transaction&>;
    std::optional<Value> value;
    const Result<void> done = RunAttempts(access, [&](Transaction& transaction) -> Result<void> {
      value.emplace(body(transaction));
      if (!value->ok()) return value->error();
      return {};
    });
    if (!done.ok()) return done.error();
    return *std::move(value);
  }

  // Begins a transaction that the caller commits; nothing is repeated.
  Result<Transaction> Begin(Access access);

  // For the other parts of this module: a connection outside any transaction.
  Result<Lease> Acquire();

 private:
  struct State;

  explicit Pool(std::unique_ptr<State> state);
  // `kind` tells why it failed.
  Result<Transaction> Begin(Access access, bool is_contended, FailureKind& kind);
  Result<void> RunAttempts(Access access, const std::function<Result<void>(Transaction&)>& body);

  std::unique_ptr<State> state_;
};

}  // namespace kaogong::store
