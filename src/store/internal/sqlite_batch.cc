// SPDX-License-Identifier: Apache-2.0
// Batch insertion on SQLite: rows are collected and written by INSERTs of many rows each.
#include <algorithm>
#include <type_traits>
#include <variant>

#include "store/internal/sqlite_connection.h"

namespace kaogong::store {

namespace {

// Measured: longer statements gain nothing more.
constexpr std::size_t kParametersPerStatement = 256;

std::string InsertStatement(std::string_view table, std::span<const std::string_view> columns,
                            std::size_t row_count) {
  std::string sql = "INSERT INTO " + std::string(table) + " (";
  std::string row = "(";
  for (std::size_t i = 0; i < columns.size(); ++i) {
    sql.append(i == 0 ? "" : ", ").append(columns[i]);
    row.append(i == 0 ? "?" : ", ?");
  }
  sql.append(") VALUES ");
  row.append(")");
  for (std::size_t i = 0; i < row_count; ++i) sql.append(i == 0 ? "" : ", ").append(row);
  return sql;
}

}  // namespace

Result<void> SqliteConnection::DoBeginBatch(std::string_view table,
                                            std::span<const std::string_view> columns) {
  const std::size_t rows = std::max<std::size_t>(1, kParametersPerStatement / columns.size());
  batch_ = Batch{};
  batch_.sql_of_one = InsertStatement(table, columns, 1);
  batch_.sql_of_chunk = InsertStatement(table, columns, rows);
  batch_.column_count = columns.size();
  batch_.value_count_max = rows * columns.size();
  batch_.values.reserve(batch_.value_count_max);
  return {};
}

Result<void> SqliteConnection::DoAddToBatch(std::span<const Argument> arguments) {
  for (const Argument& argument : arguments) {
    Batch::Value& kept = batch_.values.emplace_back();
    std::visit(
        [&](const auto& value) {
          using T = std::decay_t<decltype(value)>;
          if constexpr (std::is_same_v<T, std::int64_t>) {
            kept.kind = Cell::Kind::kInteger;
            kept.integer = value;
          } else if constexpr (!std::is_same_v<T, std::monostate>) {
            const bool is_text = std::is_same_v<T, std::string_view>;
            kept.kind = is_text ? Cell::Kind::kText : Cell::Kind::kBlob;
            kept.offset = batch_.bytes.size();
            kept.size = value.size();
            if (!value.empty()) {
              batch_.bytes.append(static_cast<const char*>(static_cast<const void*>(value.data())),
                                  value.size());
            }
          }
        },
        argument.value());
  }
  ++batch_.row_count;
  return batch_.values.size() < batch_.value_count_max ? Result<void>{} : WriteFullChunk();
}

Result<void> SqliteConnection::WriteFullChunk() {
  KAOGONG_TRY(WidenCache());
  KAOGONG_TRY(WriteChunk(batch_.sql_of_chunk, 0, batch_.values.size()));
  ForgetWritten();
  return {};
}

void SqliteConnection::ForgetWritten() {
  batch_.values.clear();
  batch_.bytes.clear();
}

Result<void> SqliteConnection::WriteChunk(const std::string& sql, std::size_t first,
                                          std::size_t count) {
  std::vector<Argument> arguments;
  arguments.reserve(count);
  for (std::size_t i = first; i < first + count; ++i) {
    const Batch::Value& value = batch_.values[i];
    const std::string_view bytes = std::string_view(batch_.bytes).substr(value.offset, value.size);
    switch (value.kind) {
      case Cell::Kind::kInteger:
        arguments.emplace_back(value.integer);
        break;
      case Cell::Kind::kText:
        arguments.emplace_back(bytes);
        break;
      case Cell::Kind::kBlob:
        arguments.emplace_back(std::as_bytes(std::span(bytes)));
        break;
      case Cell::Kind::kNull:
      case Cell::Kind::kUnsupported:
        arguments.emplace_back(nullptr);
        break;
    }
  }
  KAOGONG_TRY(DoRun(sql, arguments, {}));
  return {};
}

Result<std::int64_t> SqliteConnection::DoFinishBatch() {
  for (std::size_t i = 0; i < batch_.values.size(); i += batch_.column_count) {
    KAOGONG_TRY(WriteChunk(batch_.sql_of_one, i, batch_.column_count));
  }
  ForgetWritten();
  return batch_.row_count;
}

}  // namespace kaogong::store
