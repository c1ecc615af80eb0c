// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/result.h"
#include "base/text.h"
#include "store/transaction.h"

namespace kaogong::store {

// The audit log holds one row for every change, chained: each row's hash is the SHA-256 of its own
// fields and of the hash before it, and the numbers run from 1 without a gap. Hashed are seq, at,
// actor, act, subject, detail and previous_hash in this order, each as its length in bytes in
// decimal, a colon, the bytes and a comma. The hash of the last row (the head) is also kept apart,
// so rows cut off at the end are missed. Who can write to the database could still compute the
// whole chain anew; against that, publish a mark now and then (in a bulletin, on paper) and give
// it to VerifyAudit.

// What is recorded about one change. All text is UTF-8 without NUL; `at` is the instant,
// "2025-01-31T08:00:00Z". `detail` is JSON in canonical form: keys sorted, no white space.
struct AuditRecord {
  std::string at;
  std::string actor;
  std::string act;
  std::string subject;
  std::string detail = "{}";
};

// A row of the chain by which everything before it can be recognised.
struct AuditMark {
  std::int64_t seq = 0;  // 0 with a hash of zeros: nothing recorded yet.
  std::string hash;      // 64 lower-case hexadecimal digits.
};

// Appends the record as part of the transaction that makes the change, and returns its mark. Do it
// last: from here to the end of the transaction all others that append have to wait.
// Errors: kInvalidInput when `detail` is not canonical JSON; as Transaction.
Result<AuditMark> AppendAudit(Transaction& transaction, const AuditRecord& record);

enum class AuditFault {
  kChanged,    // A field of the row differs from what was recorded.
  kRemoved,    // The row is missing.
  kReordered,  // The row stands in another place than where it was recorded.
  kTruncated,  // Rows at the end are missing.
  kAppended,   // A row was added at the end without the chain.
  kReplaced,   // The chain is whole in itself but is not the one the mark was taken from.
};

// The first row at which the chain breaks.
struct AuditFinding {
  AuditFault fault = AuditFault::kChanged;
  std::int64_t seq = 0;
  Text message;
};

struct AuditReport {
  std::int64_t row_count = 0;  // Rows looked at.
  AuditMark head;              // As kept apart.
  std::optional<AuditFinding> first_finding;

  bool is_whole() const { return !first_finding.has_value(); }
};

// Reads the whole chain (in a transaction of any kind) and reports the first break. `witnessed` is
// a mark noted earlier outside the database.
Result<AuditReport> VerifyAudit(Transaction& transaction,
                                const std::optional<AuditMark>& witnessed = {});

}  // namespace kaogong::store
