// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace kaogong::store {

enum class Dialect { kSqlite, kPostgres };

}  // namespace kaogong::store
