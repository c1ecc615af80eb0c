// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "store/dialect.h"

namespace kaogong::store {

// A statement as one dialect wants it.
struct SqlText {
  std::string sql;
  int parameter_count = 0;
};

// Returns the statement with each `?` counted and, for PostgreSQL, written $1, $2, …, and with the
// contents of `/*postgres: … */` or `/*sqlite: … */` laid open for that dialect. Strings, quoted
// names, other comments, E'…' and $tag$…$tag$ stay as they are.
SqlText ForDialect(std::string_view sql, Dialect dialect);

}  // namespace kaogong::store
