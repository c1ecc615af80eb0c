// SPDX-License-Identifier: Apache-2.0
#include "store/batch_insert.h"

#include <algorithm>
#include <utility>

#include "store/internal/connection.h"

namespace kaogong::store {

namespace {

bool IsPlainName(std::string_view name) {
  const auto is_plain = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
  };
  return !name.empty() && std::all_of(name.begin(), name.end(), is_plain);
}

}  // namespace

Result<BatchInsert> BatchInsert::Open(Transaction& transaction, std::string_view table,
                                      std::initializer_list<std::string_view> columns) {
  KAOGONG_ASSERT(IsPlainName(table) && columns.size() > 0);
  KAOGONG_ASSERT(std::all_of(columns.begin(), columns.end(), IsPlainName));
  KAOGONG_TRY(transaction.Guard([&] {
    return transaction.connection_->BeginBatch(table, std::span(columns.begin(), columns.size()));
  }));
  return BatchInsert(transaction, columns.size());
}

BatchInsert::BatchInsert(BatchInsert&& other) noexcept
    : transaction_(std::exchange(other.transaction_, nullptr)),
      column_count_(other.column_count_) {}

BatchInsert::~BatchInsert() {
  if (transaction_ == nullptr) return;
  transaction_->connection_->AbandonBatch();
  if (transaction_->error_.has_value()) return;
  transaction_->error_ =
      Error{ErrorCode::kInternal, Say("批量写入没有完成", "A batch insert was not finished")};
}

Result<void> BatchInsert::Add(std::span<const Argument> arguments) {
  KAOGONG_ASSERT(transaction_ != nullptr && arguments.size() == column_count_);
  return transaction_->Guard([&] { return transaction_->connection_->AddToBatch(arguments); });
}

Result<std::int64_t> BatchInsert::Finish() {
  KAOGONG_ASSERT(transaction_ != nullptr);
  Transaction& transaction = *transaction_;
  if (!transaction.is_sound()) {
    transaction.connection_->AbandonBatch();
    transaction_ = nullptr;
    return *transaction.error_;
  }
  transaction_ = nullptr;
  return transaction.Guard([&] { return transaction.connection_->FinishBatch(); });
}

}  // namespace kaogong::store
