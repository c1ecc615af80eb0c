// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "store/transaction.h"

namespace kaogong::office {

// Id of a row of any table; positive, never used twice. On the wire it is text.
using Id = std::int64_t;

// Takes the next ids of this database, `count` in a row, and returns the first. They are lost when
// the transaction is rolled back. Requires: a transaction that writes; count > 0.
Result<Id> TakeIds(store::Transaction& transaction, std::int64_t count = 1);

// Ids for a statement's IN (…). The marks are of few lengths, filled up with 0, which is nobody's, so
// that a list of any length meets a statement that is prepared already.
class IdList {
 public:
  // Requires: at most 200.
  explicit IdList(std::span<const Id> ids);
  const std::string& marks() const { return marks_; }  // "?, ?, …"
  const std::vector<store::Argument>& arguments() const { return arguments_; }

 private:
  std::string marks_;
  std::vector<store::Argument> arguments_;
};

}  // namespace kaogong::office
