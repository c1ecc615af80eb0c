// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "base/result.h"
#include "store/transaction.h"

namespace kaogong::office {

// Id of a row of any table; positive, never used twice. On the wire it is text.
using Id = std::int64_t;

// Takes the next ids of this database, `count` in a row, and returns the first. They are lost when
// the transaction is rolled back. Requires: a transaction that writes; count > 0.
Result<Id> TakeIds(store::Transaction& transaction, std::int64_t count = 1);

}  // namespace kaogong::office
