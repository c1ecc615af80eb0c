// SPDX-License-Identifier: Apache-2.0
#include "office/ids.h"

namespace kaogong::office {

Result<Id> TakeIds(store::Transaction& transaction, std::int64_t count) {
  KAOGONG_TRY_ASSIGN(
      const auto next,
      transaction.One<Id>("UPDATE id_counter SET next = next + ? WHERE id = 1 RETURNING next",
                          {count}));
  if (!next.has_value()) {
    return Error{ErrorCode::kInternal, Say("编号计数器缺失", "The counter of ids is missing")};
  }
  return *next - count;
}

}  // namespace kaogong::office
