// SPDX-License-Identifier: Apache-2.0
#include "store/internal/connection.h"

#include <optional>
#include <utility>
#include <variant>

#include "base/utf8.h"

namespace kaogong::store {

namespace {

class Occupied {
 public:
  explicit Occupied(bool& flag) : flag_(flag) { flag_ = true; }
  ~Occupied() { flag_ = false; }
  Occupied(const Occupied&) = delete;
  Occupied& operator=(const Occupied&) = delete;

 private:
  bool& flag_;
};

bool IsStorableText(std::string_view text) {
  return text.find('\0') == std::string_view::npos && !FindInvalidUtf8(text).has_value();
}

}  // namespace

Dialect DialectOf(std::string_view address) {
  const bool is_postgres =
      address.starts_with("postgres://") || address.starts_with("postgresql://");
  return is_postgres ? Dialect::kPostgres : Dialect::kSqlite;
}

Result<std::unique_ptr<Connection>> OpenConnection(const std::string& address,
                                                   const ConnectionOptions& options) {
  return DialectOf(address) == Dialect::kPostgres ? OpenPostgres(address, options)
                                                  : OpenSqlite(address, options);
}

Result<std::int64_t> Connection::Run(std::string_view sql, std::span<const Argument> arguments,
                                     const RowFunction& on_row) {
  KAOGONG_TRY(CheckIdle());
  KAOGONG_TRY(CheckArguments(arguments));
  const Occupied occupied(is_occupied_);
  return DoRun(sql, arguments, on_row);
}

Result<void> Connection::RunScript(std::string_view sql) {
  KAOGONG_TRY(CheckIdle());
  return DoRunScript(sql);
}

Result<void> Connection::BeginBatch(std::string_view table,
                                    std::span<const std::string_view> columns) {
  KAOGONG_TRY(CheckIdle());
  KAOGONG_TRY(DoBeginBatch(table, columns));
  is_occupied_ = true;
  return {};
}

Result<void> Connection::AddToBatch(std::span<const Argument> arguments) {
  KAOGONG_TRY(CheckArguments(arguments));
  return DoAddToBatch(arguments);
}

Result<std::int64_t> Connection::FinishBatch() {
  is_occupied_ = false;
  return DoFinishBatch();
}

void Connection::AbandonBatch() {
  is_occupied_ = false;
  DoAbandonBatch();
}

Error Connection::Fail(Failure failure) {
  failure_ = std::move(failure);
  if (on_failure_) on_failure_(failure_);
  return ErrorOf(failure_);
}

bool Connection::HandOut(std::span<const Cell> cells, const RowFunction& on_row,
                         Result<void>& status) {
  const Row row(cells);
  status = on_row(row);
  if (status.ok() && row.mismatch().has_value()) {
    status = Fail(FailureKind::kOther, "column " + std::to_string(*row.mismatch()) +
                                           " of the result is NULL, missing or of another type");
  }
  return status.ok();
}

Result<void> Connection::CheckArguments(std::span<const Argument> arguments) {
  for (const Argument& argument : arguments) {
    const auto* text = std::get_if<std::string_view>(&argument.value());
    if (text != nullptr && !IsStorableText(*text)) {
      return Fail(FailureKind::kInvalidValue, "text argument with NUL or invalid UTF-8");
    }
  }
  return {};
}

Result<void> Connection::CheckIdle() {
  if (!is_occupied_) return {};
  return Fail(FailureKind::kOther, "statement while a query or batch is still open");
}

}  // namespace kaogong::store
