// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <libpq-fe.h>

#include <string>
#include <string_view>

#include "store/failure.h"

namespace kaogong::store {

// Returns what a failed result says; `result` may be null when there was not even one.
Failure FailureOf(const PGconn* connection, const PGresult* result);

// True when a prepared statement no longer fits its table, which another process altered.
bool IsStalePlan(const Failure& failure);

// Returns the bytes of a BYTEA in the server's output form, \x0aff….
std::string DecodeBytea(std::string_view text);

}  // namespace kaogong::store
