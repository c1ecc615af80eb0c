// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>

#include "base/result.h"
#include "store/access.h"
#include "store/argument.h"
#include "store/dialect.h"
#include "store/failure.h"
#include "store/row.h"

namespace kaogong::store {

class Connection;
class Lease;

// What One() gives for a row: the value itself for one column, a tuple for several.
template <class... T>
struct ColumnsOf {
  using Type = std::tuple<T...>;
};
template <class T>
struct ColumnsOf<T> {
  using Type = T;
};

// Transaction is where statements are run. It is used by one thread and belongs to one connection.
//
// A statement is SQL that both databases understand, with `?` for arguments; what only one of them
// should see stands in `/*postgres: … */` or `/*sqlite: … */`. It is prepared once per connection
// and kept, so its text should be constant.
//
// Invariants
// 1. After a statement failed, every further one and Commit fail with the same Error, on SQLite
//    too: nothing half done is ever committed. Attempt() confines a failure.
// 2. While a query hands out rows or a BatchInsert is open, nothing else runs (kInternal).
// 3. Destroyed without Commit, nothing of it remains.
class Transaction {
 public:
  Transaction(Transaction&&) noexcept;
  Transaction& operator=(Transaction&&) noexcept;
  ~Transaction();

  Dialect dialect() const;
  bool is_read_only() const { return access_ == Access::kRead; }

  // Runs one statement and returns the number of rows it changed.
  // Errors: as ErrorOf(failure()).
  Result<std::int64_t> Execute(std::string_view sql, std::span<const Argument> arguments);
  Result<std::int64_t> Execute(std::string_view sql,
                               std::initializer_list<Argument> arguments = {}) {
    return Execute(sql, std::span(arguments.begin(), arguments.size()));
  }

  // Runs one statement and calls `on_row(const Row&)` for each row as it arrives; rows are not
  // collected, so a result of any size will do. The function returns void, or a Result<void>
  // whose Error ends the query. To see only the first rows write LIMIT.
  template <class OnRow>
  Result<void> Query(std::string_view sql, std::span<const Argument> arguments, OnRow&& on_row) {
    if constexpr (std::is_void_v<std::invoke_result_t<OnRow&, const Row&>>) {
      return RunQuery(sql, arguments, [&](const Row& row) -> Result<void> {
        on_row(row);
        return {};
      });
    } else {
      return RunQuery(sql, arguments, std::ref(on_row));
    }
  }
  template <class OnRow>
  Result<void> Query(std::string_view sql, std::initializer_list<Argument> arguments,
                     OnRow&& on_row) {
    return Query(sql, std::span(arguments.begin(), arguments.size()), on_row);
  }

  // Returns the columns of the only row, or nothing when there is none. T owns its value.
  // Errors: kInternal when there are several rows.
  template <class... T>
  Result<std::optional<typename ColumnsOf<T...>::Type>> One(
      std::string_view sql, std::initializer_list<Argument> arguments = {}) {
    std::optional<typename ColumnsOf<T...>::Type> columns;
    KAOGONG_TRY(Query(sql, arguments, [&](const Row& row) -> Result<void> {
      if (columns.has_value()) return FailBecauseSeveral();
      columns.emplace(ReadAll<T...>(row, std::index_sequence_for<T...>()));
      return {};
    }));
    return columns;
  }

  // Runs `body`, which returns a Result, and undoes what it did when it fails; the transaction can
  // then go on. (A lost connection and a lost conflict still end the whole transaction.)
  template <class Body>
  std::invoke_result_t<Body&> Attempt(Body&& body) {
    KAOGONG_TRY(Mark());
    auto result = body();
    if (result.ok() && !is_sound()) result = Error(*error_);
    KAOGONG_TRY(result.ok() ? ReleaseMark() : ReturnToMark());
    return result;
  }

  // Waits until no other transaction that called it is open anywhere; later than this the order of
  // commits is the order of calls. Held until the end.
  Result<void> LockWriters();

  Result<void> Commit();
  void Rollback();

  // False once a statement failed.
  bool is_sound() const { return !error_.has_value(); }
  // About the statement that failed last; kNone before that.
  const Failure& failure() const;

 private:
  friend class Pool;
  friend class BatchInsert;
  friend Result<void> RunScript(Transaction& transaction, std::string_view sql);

  Transaction(Lease lease, Access access);

  template <class... T, std::size_t... I>
  static typename ColumnsOf<T...>::Type ReadAll(const Row& row, std::index_sequence<I...>) {
    return typename ColumnsOf<T...>::Type(row.Get<T>(I)...);
  }
  Result<void> RunQuery(std::string_view sql, std::span<const Argument> arguments,
                        const std::function<Result<void>(const Row&)>& on_row);
  Error FailBecauseSeveral();
  Result<void> Mark();
  Result<void> ReleaseMark();
  Result<void> ReturnToMark();
  // Runs `call` on the connection unless an earlier one failed, and keeps its Error.
  template <class Call>
  std::invoke_result_t<Call&> Guard(Call&& call) {
    if (!is_open_) return ErrorOfClosed();
    if (error_.has_value()) return *error_;
    auto result = call();
    if (!result.ok()) error_ = result.error();
    return result;
  }
  static Error ErrorOfClosed();

  std::unique_ptr<Lease> lease_;
  Connection* connection_ = nullptr;
  Access access_ = Access::kRead;
  bool is_open_ = true;
  std::optional<Error> error_;
};

}  // namespace kaogong::store
