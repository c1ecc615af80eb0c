// SPDX-License-Identifier: Apache-2.0
#include "store/internal/postgres_connection.h"

#include <fmt/format.h>

#include <charconv>
#include <cstring>
#include <type_traits>
#include <utility>
#include <variant>

#include "store/internal/postgres_failure.h"
#include "store/internal/sql_text.h"

namespace kaogong::store {

namespace {

// Type numbers of the server's catalogue; fixed since they were introduced.
constexpr Oid kBool = 16;
constexpr Oid kBytea = 17;
constexpr Oid kInt8 = 20;
constexpr Oid kInt2 = 21;
constexpr Oid kInt4 = 23;
constexpr Oid kOid = 26;
constexpr Oid kFloat4 = 700;
constexpr Oid kFloat8 = 701;
constexpr Oid kNumeric = 1700;

// Advisory locks of the database. Transactions that append to the audit log hold the first one, one
// after the other. Serializable transactions share the second; one that is repeated has it alone, so
// that no newcomer can overtake it again, and the first one too, before its snapshot is taken.
constexpr const char* kLockWriters = "SELECT pg_advisory_xact_lock(30224953612660327)";
constexpr const char* kLockShared = "SELECT pg_advisory_lock_shared(30224953612660328)";
constexpr const char* kUnlockShared = "SELECT pg_advisory_unlock_shared(30224953612660328)";
constexpr const char* kLockAlone =
    "SELECT pg_advisory_lock(30224953612660328); SELECT pg_advisory_lock(30224953612660327)";
constexpr const char* kUnlockAll = "SELECT pg_advisory_unlock_all()";

std::int64_t ChangedRows(PGresult* result) {
  const std::string_view text = PQcmdTuples(result);
  std::int64_t count = 0;
  std::from_chars(text.data(), text.data() + text.size(), count);
  return count;
}

bool IsSuccess(const PGresult* result) {
  switch (PQresultStatus(result)) {
    case PGRES_COMMAND_OK:
    case PGRES_TUPLES_OK:
    case PGRES_SINGLE_TUPLE:
    case PGRES_EMPTY_QUERY:
    case PGRES_COPY_IN:
      return true;
    default:
      return false;
  }
}

}  // namespace

Result<std::unique_ptr<Connection>> OpenPostgres(const std::string& address,
                                                 const ConnectionOptions& options) {
  auto connection = std::make_unique<PostgresConnection>(options);
  KAOGONG_TRY(connection->Open(address));
  return std::unique_ptr<Connection>(std::move(connection));
}

PostgresConnection::PostgresConnection(const ConnectionOptions& options)
    : options_(options), statements_(options.statements_max) {}

Result<void> PostgresConnection::Open(const std::string& address) {
  // What the address says of these wins: it is expanded last. The time-outs notice a server that
  // vanished without a word.
  const char* const keywords[] = {"connect_timeout",
                                  "keepalives_idle",
                                  "keepalives_interval",
                                  "keepalives_count",
                                  "tcp_user_timeout",
                                  "application_name",
                                  "dbname",
                                  nullptr};
  const char* const values[] = {"5", "30", "10", "3", "30000", "kaogong", address.c_str(), nullptr};
  connection_.reset(PQconnectdbParams(keywords, values, 1));
  if (PQstatus(connection_.get()) != CONNECTION_OK) {
    return Fail(FailureKind::kConnectionLost, PQerrorMessage(connection_.get()));
  }
  PQsetNoticeProcessor(
      connection_.get(), [](void*, const char*) {}, nullptr);
  const std::string setup = fmt::format(
      "SET client_encoding = 'UTF8'; SET standard_conforming_strings = on; SET TIME ZONE 'UTC';"
      // Our statements take milliseconds; compiling them would take longer.
      " SET jit = off;"
      "SET lock_timeout = {0};"
      "SELECT set_config('synchronous_commit', 'on', false)"
      " WHERE current_setting('synchronous_commit') = 'off'",
      options_.lock_wait_max.count());
  KAOGONG_TRY(RunPlain(setup.c_str()));
  return CheckSession();
}

// Text must hold every character and sort by bytes, as on SQLite; neither can be changed later.
Result<void> PostgresConnection::CheckSession() {
  const char* const encoding = PQparameterStatus(connection_.get(), "server_encoding");
  const ResultPointer answer(
      PQexec(connection_.get(),
             "SELECT 1 FROM pg_database WHERE datname = current_database() AND datlocprovider = 'c'"
             " AND datcollate IN ('C', 'POSIX', 'C.UTF-8', 'C.utf8')"));
  if (!IsSuccess(answer.get())) return FailFromResult(answer.get());
  const bool is_utf8 = encoding != nullptr && std::string_view(encoding) == "UTF8";
  if (is_utf8 && PQntuples(answer.get()) == 1) return {};
  Fail(FailureKind::kOther, "database is not UTF8 with collation C");
  return Error{ErrorCode::kInvalidInput,
               Say("PostgreSQL 数据库须为 UTF8 编码、C 排序规则；请这样建库："
                   "CREATE DATABASE kaogong TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C'",
                   "The PostgreSQL database must be UTF8 with collation C; create it with: "
                   "CREATE DATABASE kaogong TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C'")};
}

bool PostgresConnection::is_usable() const {
  return !is_lost_ && PQstatus(connection_.get()) == CONNECTION_OK;
}

bool PostgresConnection::in_transaction() const {
  const PGTransactionStatusType status = PQtransactionStatus(connection_.get());
  return status == PQTRANS_INTRANS || status == PQTRANS_INERROR;
}

Result<void> PostgresConnection::Begin(Access access, bool is_contended) {
  const bool is_serializable = access == Access::kSerializable;
  if (access != Access::kRead && (is_contended || is_serializable)) {
    unlock_ = is_contended ? kUnlockAll : kUnlockShared;
    const Result<void> locked = RunPlain(is_contended ? kLockAlone : kLockShared);
    if (!locked.ok()) Unlock();
    KAOGONG_TRY(locked);
  }
  const char* sql = "BEGIN ISOLATION LEVEL READ COMMITTED";
  if (access == Access::kRead) sql = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
  if (is_serializable) sql = "BEGIN ISOLATION LEVEL SERIALIZABLE";
  Result<void> begun = RunPlain(sql);
  if (!begun.ok()) Unlock();
  return begun;
}

Result<void> PostgresConnection::Commit() {
  const ResultPointer result(PQexec(connection_.get(), "COMMIT"));
  if (!IsSuccess(result.get())) {
    const Error error = FailFromResult(result.get());
    if (failure().kind != FailureKind::kConnectionLost) return error;
    return Fail(FailureKind::kOutcomeUnknown, failure().detail);
  }
  Unlock();
  // The server answers ROLLBACK when a statement before had failed.
  if (std::string_view(PQcmdStatus(result.get())) == "COMMIT") return {};
  return Fail(FailureKind::kOther, "commit of a failed transaction");
}

void PostgresConnection::Rollback() {
  if (is_usable() && PQtransactionStatus(connection_.get()) != PQTRANS_IDLE) {
    ResultPointer(PQexec(connection_.get(), "ROLLBACK"));
  }
  Unlock();
}

Result<void> PostgresConnection::LockWriters() {
  return RunPlain(kLockWriters);
}

// Also after a lock that failed half-way: then only all can be let go.
void PostgresConnection::Unlock() {
  const char* const unlock = std::exchange(unlock_, nullptr);
  if (unlock == nullptr || !is_usable()) return;
  ResultPointer(PQexec(connection_.get(), unlock));
}

Error PostgresConnection::FailFromResult(const PGresult* result) {
  Failure failure = FailureOf(connection_.get(), result);
  if (failure.kind == FailureKind::kConnectionLost) is_lost_ = true;
  return Fail(std::move(failure));
}

Result<void> PostgresConnection::RunPlain(const char* sql) {
  const ResultPointer result(PQexec(connection_.get(), sql));
  if (IsSuccess(result.get())) return {};
  return FailFromResult(result.get());
}

Result<void> PostgresConnection::DoRunScript(std::string_view sql) {
  return RunPlain(ForDialect(sql, Dialect::kPostgres).sql.c_str());
}

Result<PostgresConnection::Statement*> PostgresConnection::Prepare(std::string_view sql) {
  if (Statement* found = statements_.Find(sql)) return found;
  if (const auto leaving = statements_.MakeRoom()) {
    KAOGONG_TRY(RunPlain(("DEALLOCATE " + leaving->name).c_str()));
  }
  SqlText text = ForDialect(sql, Dialect::kPostgres);
  Statement statement{fmt::format("k{}", statements_prepared_++), text.parameter_count};
  const ResultPointer result(
      PQprepare(connection_.get(), statement.name.c_str(), text.sql.c_str(), 0, nullptr));
  if (!IsSuccess(result.get())) return FailFromResult(result.get());
  return statements_.Add(sql, std::move(statement));
}

PostgresConnection::Parameters PostgresConnection::Convert(std::span<const Argument> arguments) {
  Parameters to;
  to.values.resize(arguments.size(), nullptr);
  to.lengths.resize(arguments.size(), 0);
  to.formats.resize(arguments.size(), 0);
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    std::visit(
        [&](const auto& value) {
          using T = std::decay_t<decltype(value)>;
          if constexpr (std::is_same_v<T, std::int64_t>) {
            to.values[i] = to.numbers.emplace_back(std::to_string(value)).c_str();
          } else if constexpr (std::is_same_v<T, std::string_view>) {
            // libpq wants a terminated text.
            to.values[i] = to.numbers.emplace_back(value).c_str();
          } else if constexpr (!std::is_same_v<T, std::monostate>) {
            const void* data = value.empty() ? static_cast<const void*>("") : value.data();
            to.values[i] = static_cast<const char*>(data);
            to.lengths[i] = static_cast<int>(value.size());
            to.formats[i] = 1;
          }
        },
        arguments[i].value());
  }
  return to;
}

Result<std::int64_t> PostgresConnection::DoRun(std::string_view sql,
                                               std::span<const Argument> arguments,
                                               const RowFunction& on_row) {
  KAOGONG_TRY_ASSIGN(Statement* const statement, Prepare(sql));
  if (statement->parameter_count != static_cast<int>(arguments.size())) {
    return Fail(FailureKind::kOther, "number of arguments differs from the placeholders");
  }
  const Parameters parameters = Convert(arguments);
  Result<std::int64_t> done = RunForRows(*statement, parameters, on_row);
  if (done.ok()) {
    statement->was_run = true;
  } else if (statement->was_run && IsStalePlan(failure())) {
    // Another process changed the table; the next attempt prepares the statement anew.
    ResultPointer(PQexec(connection_.get(), ("DEALLOCATE " + statement->name).c_str()));
    statements_.Remove(sql);
    return Fail(FailureKind::kSerialization, failure().detail);
  }
  return done;
}

Result<std::int64_t> PostgresConnection::RunForRows(const Statement& statement,
                                                    const Parameters& parameters,
                                                    const RowFunction& on_row) {
  const int count = statement.parameter_count;
  if (PQsendQueryPrepared(connection_.get(), statement.name.c_str(), count,
                          parameters.values.data(), parameters.lengths.data(),
                          parameters.formats.data(), 0) == 0) {
    return FailFromResult(nullptr);
  }
  if (on_row) PQsetSingleRowMode(connection_.get());
  Result<std::int64_t> outcome(std::int64_t{0});
  // Read to the end even after a failure: only then can the session be used again.
  while (const ResultPointer result{PQgetResult(connection_.get())}) {
    if (!outcome.ok()) continue;
    if (!IsSuccess(result.get())) {
      outcome = FailFromResult(result.get());
      continue;
    }
    if (on_row && PQresultStatus(result.get()) == PGRES_SINGLE_TUPLE) {
      ReadCells(result.get());
      Result<void> handed_out;
      if (!HandOut(cells_, on_row, handed_out)) outcome = std::move(handed_out).error();
    } else {
      outcome = ChangedRows(result.get());
    }
  }
  return outcome;
}

void PostgresConnection::ReadCells(const PGresult* result) {
  cells_.resize(static_cast<std::size_t>(PQnfields(result)));
  decoded_.clear();
  for (std::size_t i = 0; i < cells_.size(); ++i) {
    cells_[i] = Cell{};
    ReadCell(result, static_cast<int>(i), cells_[i]);
  }
}

void PostgresConnection::ReadCell(const PGresult* result, int column, Cell& cell) {
  if (PQgetisnull(result, 0, column) != 0) return;
  const char* const data = PQgetvalue(result, 0, column);
  const auto size = static_cast<std::size_t>(PQgetlength(result, 0, column));
  const std::string_view text(data, size);
  switch (PQftype(result, column)) {
    case kBool:
      cell.kind = Cell::Kind::kInteger;
      cell.integer = text == "t" ? 1 : 0;
      break;
    case kNumeric:  // Sums of BIGINT. A fraction is not part of the interface.
    case kInt8:
    case kInt4:
    case kInt2:
    case kOid: {
      const auto parsed = std::from_chars(data, data + size, cell.integer);
      const bool is_whole = parsed.ec == std::errc{} && parsed.ptr == data + size;
      cell.kind = is_whole ? Cell::Kind::kInteger : Cell::Kind::kUnsupported;
      break;
    }
    case kBytea: {
      cell.kind = Cell::Kind::kBlob;
      cell.bytes = decoded_.emplace_back(DecodeBytea(text));
      break;
    }
    case kFloat4:
    case kFloat8:
      cell.kind = Cell::Kind::kUnsupported;
      break;
    default:
      cell.kind = Cell::Kind::kText;
      cell.bytes = text;
  }
}

}  // namespace kaogong::store
