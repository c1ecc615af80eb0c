// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "office/library/facts_sets.h"

namespace kaogong::office::library::internal {

// What uploaded tables say, once they were read without error.
struct FactsSummary {
  std::string content_hash;
  std::int64_t row_count = 0;
};

// Reads tables by the rules of a regulation. Errors: kInvalidInput, `issues` then has the findings.
Result<FactsSummary> ReadTables(const Sources& sources, const NewFactsSet& wanted, Issues* issues);

// A table by its name, and its bytes.
using NamedBytes = std::pair<std::string, std::shared_ptr<const std::string>>;

// Stores tables that were read, and returns the id of the set.
Result<Id> InsertFactsSet(const Change& change, const NewFactsSet& wanted,
                          const FactsSummary& summary);
// The same under an id that was taken before, with other tables than those in `wanted`.
Result<void> InsertFactsSet(const Change& change, const NewFactsSet& wanted,
                            const FactsSummary& summary, Id id,
                            const std::vector<NamedBytes>& tables);

}  // namespace kaogong::office::library::internal
