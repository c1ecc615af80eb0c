// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "office/office.h"
#include "office/paging.h"
#include "store/audit.h"

namespace kaogong::office {

struct AuditFilter {
  std::optional<Id> account;       // Who acted.
  std::string act;                 // "account.open", or a noun: "account".
  std::string subject;             // "unit/17"
  std::optional<Date> from;        // Days of the city, both included.
  std::optional<Date> to;
};

struct AuditView {
  std::int64_t seq = 0;
  std::string at;
  std::string actor;       // "account/7" or "program"
  std::string actor_name;  // Of the person, as of now; empty for the program.
  std::string act;
  std::string subject;
  std::string detail;  // JSON
  std::string hash;
};

// Returns records, the latest first.
Result<Listing<AuditView>> ListAudit(const Office& office, const Actor& actor,
                                     const AuditFilter& filter, Page page);

// Reads the whole chain. The verification is itself recorded.
Result<store::AuditReport> VerifyAuditLog(const Office& office, const Actor& actor);

}  // namespace kaogong::office
