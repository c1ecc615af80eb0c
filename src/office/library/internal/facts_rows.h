// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

#include "office/library/facts_sets.h"

namespace kaogong::office::library::internal {

// What uploaded tables say, once they were read without error.
struct FactsSummary {
  std::string content_hash;
  std::int64_t row_count = 0;
};

// Reads tables by the rules of a regulation. Errors: kInvalidInput, `issues` then has the findings.
Result<FactsSummary> ReadTables(const Sources& sources, const NewFactsSet& wanted, Issues* issues);

// Stores tables that were read, and returns the id of the set.
Result<Id> InsertFactsSet(const Change& change, const NewFactsSet& wanted,
                          const FactsSummary& summary);

}  // namespace kaogong::office::library::internal
