// SPDX-License-Identifier: Apache-2.0
#include "store/internal/postgres_failure.h"

#include <cstddef>

namespace kaogong::store {

namespace {

std::string_view Field(const PGresult* result, int code) {
  const char* const text = result == nullptr ? nullptr : PQresultErrorField(result, code);
  return text == nullptr ? std::string_view{} : std::string_view(text);
}

// KG001 is raised by our own triggers.
FailureKind KindOf(std::string_view state) {
  if (state == "23505" || state == "23P01") return FailureKind::kUnique;
  if (state == "23503") return FailureKind::kForeignKey;
  if (state == "23502") return FailureKind::kNotNull;
  if (state == "23514") return FailureKind::kCheck;
  if (state == "KG001") return FailureKind::kImmutable;
  if (state == "40001" || state == "40P01") return FailureKind::kSerialization;
  if (state == "55P03" || state == "57014") return FailureKind::kBusy;
  if (state == "53100") return FailureKind::kDiskFull;
  if (state == "XX001" || state == "XX002") return FailureKind::kDamaged;
  if (state.starts_with("08") || state.starts_with("57P")) return FailureKind::kConnectionLost;
  if (state.starts_with("53")) return FailureKind::kBusy;
  return FailureKind::kOther;
}

// The detail of a unique violation begins with "Key (a, b)=(…)" in every language of the server.
std::string UniqueColumns(const PGresult* result) {
  const std::string_view detail = Field(result, PG_DIAG_MESSAGE_DETAIL);
  const std::string_view table = Field(result, PG_DIAG_TABLE_NAME);
  const std::size_t begin = detail.find('(');
  const std::size_t end = detail.find(")=(");
  if (begin == std::string_view::npos || end == std::string_view::npos || end < begin) return {};
  std::string_view rest = detail.substr(begin + 1, end - begin - 1);
  std::string columns;
  while (true) {
    const std::size_t comma = rest.find(", ");
    columns.append(table).append(".").append(rest.substr(0, comma));
    if (comma == std::string_view::npos) return columns;
    columns.append(", ");
    rest.remove_prefix(comma + 2);
  }
}

std::string SubjectOf(FailureKind kind, const PGresult* result) {
  switch (kind) {
    case FailureKind::kUnique:
      return UniqueColumns(result);
    case FailureKind::kNotNull:
      return std::string(Field(result, PG_DIAG_TABLE_NAME)) + "." +
             std::string(Field(result, PG_DIAG_COLUMN_NAME));
    case FailureKind::kForeignKey:
    case FailureKind::kCheck:
      return std::string(Field(result, PG_DIAG_CONSTRAINT_NAME));
    case FailureKind::kImmutable: {
      const std::string_view message = Field(result, PG_DIAG_MESSAGE_PRIMARY);
      const std::size_t colon = message.find(": ");
      return colon == std::string_view::npos ? "" : std::string(message.substr(colon + 2));
    }
    default:
      return {};
  }
}

int HexDigit(char c) { return c <= '9' ? c - '0' : c - 'a' + 10; }

}  // namespace

Failure FailureOf(const PGconn* connection, const PGresult* result) {
  Failure failure;
  const std::string_view state = Field(result, PG_DIAG_SQLSTATE);
  failure.kind = KindOf(state);
  // What has no SQLSTATE was said by the client library: it could not talk to the server.
  const bool is_lost = state.empty() || PQstatus(connection) != CONNECTION_OK;
  if (is_lost) failure.kind = FailureKind::kConnectionLost;
  failure.subject = SubjectOf(failure.kind, result);
  failure.detail = std::string(state) + " " + PQerrorMessage(connection);
  return failure;
}

bool IsStalePlan(const Failure& failure) {
  return failure.kind == FailureKind::kOther && failure.detail.starts_with("0A000 ");
}

std::string DecodeBytea(std::string_view text) {
  std::string bytes;
  bytes.reserve(text.size() / 2);
  for (std::size_t i = 2; i + 1 < text.size(); i += 2) {
    bytes.push_back(static_cast<char>(HexDigit(text[i]) * 16 + HexDigit(text[i + 1])));
  }
  return bytes;
}

}  // namespace kaogong::store
