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

IdList::IdList(std::span<const Id> ids) {
  const std::size_t size = ids.size() <= 1 ? 1 : ids.size() <= 50 ? 50 : 200;
  KAOGONG_ASSERT(ids.size() <= size);
  for (std::size_t i = 0; i < size; ++i) {
    marks_ += i == 0 ? "?" : ", ?";
    arguments_.emplace_back(i < ids.size() ? ids[i] : Id{0});
  }
}

}  // namespace kaogong::office
