// SPDX-License-Identifier: Apache-2.0
#include "store/pool.h"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <random>
#include <thread>
#include <vector>

#include "store/internal/connection.h"
#include "store/internal/lease.h"

namespace kaogong::store {

namespace {

using Clock = std::chrono::steady_clock;

Error NoConnectionFree() {
  return {ErrorCode::kUnavailable, Say("数据库连接都在使用中，请稍后重试",
                                       "All database connections are in use; try again shortly")};
}

// Waits a random while that grows with the attempts, so that losers do not meet again.
void BackOff(int attempt) {
  thread_local std::minstd_rand random(std::random_device{}());
  const int milliseconds_max = 1 << std::min(attempt, 6);
  std::uniform_int_distribution<int> wait(0, milliseconds_max * 1000);
  std::this_thread::sleep_for(std::chrono::microseconds(wait(random)));
}

// Runs the body once. When it fails, `kind` tells whether the database was the reason.
Result<void> RunOnce(Transaction& transaction,
                     const std::function<Result<void>(Transaction&)>& body, FailureKind& kind) {
  Result<void> done = body(transaction);
  if (done.ok()) done = transaction.Commit();
  if (done.ok()) return done;
  kind = transaction.is_sound() ? FailureKind::kNone : transaction.failure().kind;
  transaction.Rollback();
  return done;
}

}  // namespace

struct Pool::State {
  std::string address;
  PoolOptions options;
  std::mutex mutex;
  std::condition_variable changed;
  std::vector<std::unique_ptr<Connection>> idle;
  int open_count = 0;
  bool has_writer = false;  // SQLite: writers queue here instead of polling the file's lock.

  bool needs_gate(Access access) const {
    return access != Access::kRead && DialectOf(address) == Dialect::kSqlite;
  }

  Result<std::unique_ptr<Connection>> Open() const {
    const ConnectionOptions connection_options{options.wait_max, options.statements_max};
    auto opened = OpenConnection(address, connection_options);
    if (opened.ok()) opened.value()->set_on_failure(options.on_failure);
    return opened;
  }

  // Takes an idle connection or opens one; `waits_for_gate` also enters the writers' gate. `kind`
  // tells why it failed.
  Result<Lease> Take(bool waits_for_gate, FailureKind& kind) {
    std::unique_lock lock(mutex);
    const auto deadline = Clock::now() + options.wait_max;
    const auto is_free = [&] {
      return (!idle.empty() || open_count < options.connections_max) &&
             !(waits_for_gate && has_writer);
    };
    kind = FailureKind::kBusy;
    if (!changed.wait_until(lock, deadline, is_free)) return NoConnectionFree();
    std::unique_ptr<Connection> connection;
    if (idle.empty()) {
      ++open_count;
    } else {
      connection = std::move(idle.back());
      idle.pop_back();
    }
    if (waits_for_gate) has_writer = true;
    lock.unlock();
    if (!connection) {
      auto opened = Open();
      if (!opened.ok()) {
        GiveBack(nullptr, waits_for_gate);
        const bool is_away = opened.error().code == ErrorCode::kUnavailable;
        kind = is_away ? FailureKind::kConnectionLost : FailureKind::kOther;
        return std::move(opened).error();
      }
      connection = std::move(opened).value();
    }
    connection->ClearFailure();
    return Lease(std::move(connection), [this, waits_for_gate](std::unique_ptr<Connection> back) {
      GiveBack(std::move(back), waits_for_gate);
    });
  }

  void GiveBack(std::unique_ptr<Connection> connection, bool leaves_gate) {
    if (connection && connection->in_transaction()) connection->Rollback();
    if (connection && !connection->is_usable()) connection.reset();
    const std::scoped_lock lock(mutex);
    if (leaves_gate) has_writer = false;
    if (connection) {
      idle.push_back(std::move(connection));
    } else {
      --open_count;
    }
    // Waiters wait for different things: each has to look for itself.
    changed.notify_all();
  }
};

Result<std::unique_ptr<Pool>> Pool::Open(std::string address, PoolOptions options) {
  KAOGONG_ASSERT(options.connections_max > 0 && options.attempts_max > 0);
  auto state = std::make_unique<State>();
  state->address = std::move(address);
  state->options = std::move(options);
  KAOGONG_TRY_ASSIGN(auto connection, state->Open());
  state->idle.push_back(std::move(connection));
  state->open_count = 1;
  return std::unique_ptr<Pool>(new Pool(std::move(state)));
}

Pool::Pool(std::unique_ptr<State> state) : state_(std::move(state)) {}

Pool::~Pool() { KAOGONG_ASSERT(state_->open_count == static_cast<int>(state_->idle.size())); }

Dialect Pool::dialect() const { return DialectOf(state_->address); }

const std::string& Pool::address() const { return state_->address; }

Result<Lease> Pool::Acquire() {
  FailureKind kind = FailureKind::kNone;
  return state_->Take(false, kind);
}

Result<Transaction> Pool::Begin(Access access) {
  FailureKind kind = FailureKind::kNone;
  return Begin(access, false, kind);
}

Result<Transaction> Pool::Begin(Access access, bool is_contended, FailureKind& kind) {
  // After a restart of the server every idle connection is dead; a new one tells the truth.
  for (int i = 0;; ++i) {
    auto lease = state_->Take(state_->needs_gate(access), kind);
    if (!lease.ok()) return std::move(lease).error();
    Connection& connection = *lease.value();
    const Result<void> begun = connection.Begin(access, is_contended);
    if (begun.ok()) return Transaction(std::move(lease).value(), access);
    kind = connection.failure().kind;
    if (connection.is_usable() || i >= state_->options.connections_max) return begun.error();
  }
}

Result<void> Pool::RunAttempts(Access access,
                               const std::function<Result<void>(Transaction&)>& body) {
  std::optional<Clock::time_point> away_since;
  bool is_contended = false;
  for (int attempt = 1;; ++attempt) {
    FailureKind kind = FailureKind::kNone;
    Result<void> done;
    {
      auto begun = Begin(access, is_contended, kind);
      done = begun.ok() ? RunOnce(begun.value(), body, kind) : Result<void>(begun.error());
    }
    if (done.ok()) return done;
    if (kind == FailureKind::kSerialization) {
      if (attempt >= state_->options.attempts_max) return ErrorOf(Failure{kind, {}, {}});
      is_contended = true;
    } else if (kind == FailureKind::kConnectionLost) {
      if (!away_since.has_value()) away_since = Clock::now();
      if (Clock::now() - *away_since >= state_->options.wait_max) return done;
    } else {
      return done;
    }
    BackOff(attempt);
  }
}

}  // namespace kaogong::store
