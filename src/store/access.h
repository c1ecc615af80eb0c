// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace kaogong::store {

// What a transaction may do and what it is shielded from.
enum class Access {
  // Sees one state of the database throughout; statements that write are refused.
  // SQLite: BEGIN. PostgreSQL: REPEATABLE READ READ ONLY.
  kRead,
  // SQLite: BEGIN IMMEDIATE, one writer at a time. PostgreSQL: READ COMMITTED, so a row that is
  // read in order to be changed must be read with `/*postgres: FOR UPDATE */`, or changed with a
  // version column in the WHERE.
  kWrite,
  // As if transactions ran one after the other, without such care. SQLite: as kWrite. PostgreSQL:
  // SERIALIZABLE; conflicts are repeated.
  kSerializable,
};

}  // namespace kaogong::store
