// SPDX-License-Identifier: Apache-2.0
#include "store/transaction.h"

#include "store/internal/connection.h"
#include "store/internal/lease.h"

namespace kaogong::store {

Transaction::Transaction(Lease lease, Access access)
    : lease_(std::make_unique<Lease>(std::move(lease))), connection_(&**lease_), access_(access) {}

Transaction::Transaction(Transaction&& other) noexcept
    : lease_(std::move(other.lease_)),
      connection_(std::exchange(other.connection_, nullptr)),
      access_(other.access_),
      is_open_(std::exchange(other.is_open_, false)),
      error_(std::move(other.error_)) {}

Transaction& Transaction::operator=(Transaction&& other) noexcept {
  if (this == &other) return *this;
  Rollback();
  lease_ = std::move(other.lease_);
  connection_ = std::exchange(other.connection_, nullptr);
  access_ = other.access_;
  is_open_ = std::exchange(other.is_open_, false);
  error_ = std::move(other.error_);
  return *this;
}

Transaction::~Transaction() { Rollback(); }

Dialect Transaction::dialect() const { return connection_->dialect(); }

const Failure& Transaction::failure() const { return connection_->failure(); }

Error Transaction::ErrorOfClosed() {
  return {ErrorCode::kInternal, Say("事务已经结束", "The transaction is over already")};
}

Result<std::int64_t> Transaction::Execute(std::string_view sql,
                                          std::span<const Argument> arguments) {
  return Guard([&] { return connection_->Run(sql, arguments, {}); });
}

Result<void> Transaction::RunQuery(std::string_view sql, std::span<const Argument> arguments,
                                   const std::function<Result<void>(const Row&)>& on_row) {
  if (!is_open_) return ErrorOfClosed();
  if (error_.has_value()) return *error_;
  // An Error of the caller's own function is no failure of the database.
  std::optional<Error> of_caller;
  const auto guarded = [&](const Row& row) -> Result<void> {
    Result<void> result = on_row(row);
    if (!result.ok()) of_caller = result.error();
    return result;
  };
  const Result<std::int64_t> done = connection_->Run(sql, arguments, guarded);
  if (done.ok()) return {};
  if (!of_caller.has_value()) error_ = done.error();
  return done.error();
}

Error Transaction::FailBecauseSeveral() {
  return {ErrorCode::kInternal,
          Say("查询应至多得到一行，却得到多行", "A query for one row gave several")};
}

Result<void> Transaction::LockWriters() {
  return Guard([&] { return connection_->LockWriters(); });
}

Result<void> Transaction::Mark() {
  return Guard([&] { return connection_->RunScript("SAVEPOINT attempt"); });
}

Result<void> Transaction::ReleaseMark() {
  return Guard([&] { return connection_->RunScript("RELEASE SAVEPOINT attempt"); });
}

Result<void> Transaction::ReturnToMark() {
  const FailureKind kind = connection_->failure().kind;
  const bool is_lost = kind == FailureKind::kSerialization || kind == FailureKind::kConnectionLost;
  const bool is_over = !connection_->in_transaction();
  if (!is_sound() && (is_lost || is_over)) return *error_;
  error_.reset();
  return Guard([&] {
    return connection_->RunScript("ROLLBACK TO SAVEPOINT attempt; RELEASE SAVEPOINT attempt");
  });
}

Result<void> Transaction::Commit() {
  Result<void> done = Guard([&] { return connection_->Commit(); });
  if (done.ok()) {
    is_open_ = false;
  } else {
    Rollback();
  }
  return done;
}

void Transaction::Rollback() {
  if (!std::exchange(is_open_, false)) return;
  connection_->Rollback();
}

Result<void> RunScript(Transaction& transaction, std::string_view sql) {
  return transaction.Guard([&] { return transaction.connection_->RunScript(sql); });
}

}  // namespace kaogong::store
