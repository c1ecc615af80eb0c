// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "base/result.h"

namespace kaogong::store {

// Why the database refused, in words that mean the same on SQLite and PostgreSQL.
enum class FailureKind {
  kNone,
  kUnique,          // A key or unique column would hold a value twice.
  kForeignKey,      // The row referred to does not exist, or rows still refer to this one.
  kNotNull,         // A column that must have a value has none.
  kCheck,           // A CHECK constraint does not hold.
  kImmutable,       // The row is append-only, or frozen since it was published.
  kBusy,            // No lock or connection within the time allowed.
  kSerialization,   // Lost against a concurrent transaction; Pool repeats it by itself.
  kConnectionLost,  // The database cannot be reached, or its file cannot be read or written.
  kOutcomeUnknown,  // The connection was lost during COMMIT: saved or not, nobody can say here.
  kDiskFull,
  kDamaged,       // The database reports that its own files are damaged.
  kInvalidValue,  // Text with NUL or bytes that are not UTF-8.
  kOther,         // A mistake of ours: wrong SQL, wrong type, a column that is not there.
};

// What is known about a refusal beyond the Error that the caller gets.
struct Failure {
  FailureKind kind = FailureKind::kNone;
  // What was violated, where the database says so: "person.login_name" or "a.x, a.y" for unique
  // and not-null, the constraint's name for check and (PostgreSQL only) foreign keys, the table
  // for immutable.
  std::string subject;
  std::string detail;  // The database's own words. For the log only: may quote SQL and values.
};

// Returns the Error for callers: its code by kind, its message without SQL, paths or values.
Error ErrorOf(const Failure& failure);

}  // namespace kaogong::store
