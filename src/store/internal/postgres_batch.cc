// SPDX-License-Identifier: Apache-2.0
// Batch insertion on PostgreSQL: COPY … FROM STDIN in text form.
#include <charconv>
#include <type_traits>
#include <variant>

#include "store/internal/postgres_connection.h"

namespace kaogong::store {

namespace {

constexpr std::size_t kSendAtBytes = 65536;

void AppendText(std::string_view text, std::string& to) {
  for (const char c : text) {
    switch (c) {
      case '\\':
        to.append("\\\\");
        break;
      case '\n':
        to.append("\\n");
        break;
      case '\r':
        to.append("\\r");
        break;
      case '\t':
        to.append("\\t");
        break;
      default:
        to.push_back(c);
    }
  }
}

void AppendBytes(std::span<const std::byte> bytes, std::string& to) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  to.append("\\\\x");
  for (const std::byte byte : bytes) {
    const auto value = std::to_integer<unsigned>(byte);
    to.push_back(kDigits[value >> 4U]);
    to.push_back(kDigits[value & 15U]);
  }
}

}  // namespace

Result<void> PostgresConnection::DoBeginBatch(std::string_view table,
                                              std::span<const std::string_view> columns) {
  std::string sql = "COPY " + std::string(table) + " (";
  for (std::size_t i = 0; i < columns.size(); ++i)
    sql.append(i == 0 ? "" : ", ").append(columns[i]);
  sql.append(") FROM STDIN");
  copy_data_.clear();
  return RunPlain(sql.c_str());
}

Result<void> PostgresConnection::DoAddToBatch(std::span<const Argument> arguments) {
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    if (i > 0) copy_data_.push_back('\t');
    std::visit(
        [&](const auto& value) {
          using T = std::decay_t<decltype(value)>;
          if constexpr (std::is_same_v<T, std::monostate>) {
            copy_data_.append("\\N");
          } else if constexpr (std::is_same_v<T, std::int64_t>) {
            char digits[24];
            const auto end = std::to_chars(digits, digits + sizeof digits, value).ptr;
            copy_data_.append(digits, end);
          } else if constexpr (std::is_same_v<T, std::string_view>) {
            AppendText(value, copy_data_);
          } else {
            AppendBytes(value, copy_data_);
          }
        },
        arguments[i].value());
  }
  copy_data_.push_back('\n');
  return copy_data_.size() < kSendAtBytes ? Result<void>{} : SendCopyData();
}

Result<void> PostgresConnection::SendCopyData() {
  const int sent =
      PQputCopyData(connection_.get(), copy_data_.data(), static_cast<int>(copy_data_.size()));
  copy_data_.clear();
  if (sent == 1) return {};
  return FailFromResult(nullptr);
}

Result<std::int64_t> PostgresConnection::DoFinishBatch() {
  if (!copy_data_.empty()) KAOGONG_TRY(SendCopyData());
  if (PQputCopyEnd(connection_.get(), nullptr) != 1) return FailFromResult(nullptr);
  Result<std::int64_t> outcome(std::int64_t{0});
  while (const ResultPointer result{PQgetResult(connection_.get())}) {
    if (PQresultStatus(result.get()) != PGRES_COMMAND_OK) {
      if (outcome.ok()) outcome = FailFromResult(result.get());
      continue;
    }
    std::int64_t rows = 0;
    const std::string_view count = PQcmdTuples(result.get());
    std::from_chars(count.data(), count.data() + count.size(), rows);
    if (outcome.ok()) outcome = rows;
  }
  return outcome;
}

void PostgresConnection::DoAbandonBatch() {
  copy_data_.clear();
  PQputCopyEnd(connection_.get(), "abandoned");
  while (const ResultPointer result{PQgetResult(connection_.get())}) {
  }
}

}  // namespace kaogong::store
