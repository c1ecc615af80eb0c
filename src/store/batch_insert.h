// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <initializer_list>
#include <span>
#include <string_view>

#include "base/result.h"
#include "store/argument.h"
#include "store/transaction.h"

namespace kaogong::store {

// BatchInsert inserts many rows into one table: by COPY on PostgreSQL, by INSERTs of many rows on
// SQLite. Constraints and triggers hold as ever, but a row that breaks one is reported by a later
// Add or by Finish, and the whole transaction has then failed. Until Finish the transaction runs
// nothing else. Destroyed before Finish, it fails the transaction.
class BatchInsert {
 public:
  // Requires: table and columns are plain lower-case names; at least one column.
  static Result<BatchInsert> Open(Transaction& transaction, std::string_view table,
                                  std::initializer_list<std::string_view> columns);
  BatchInsert(BatchInsert&& other) noexcept;
  BatchInsert& operator=(BatchInsert&&) = delete;
  ~BatchInsert();

  // Adds a row; the arguments are copied. Requires: one argument for each column.
  Result<void> Add(std::span<const Argument> arguments);
  Result<void> Add(std::initializer_list<Argument> arguments) {
    return Add(std::span(arguments.begin(), arguments.size()));
  }
  // Returns the number of rows inserted. Once.
  Result<std::int64_t> Finish();

 private:
  BatchInsert(Transaction& transaction, std::size_t column_count)
      : transaction_(&transaction), column_count_(column_count) {}

  Transaction* transaction_;  // Null when finished or moved from.
  std::size_t column_count_;
};

}  // namespace kaogong::store
