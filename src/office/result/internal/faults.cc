// SPDX-License-Identifier: Apache-2.0
#include "office/result/internal/faults.h"

#include <utility>

#include "base/utf8.h"

namespace kaogong::office::result::internal {

void CheckWords(std::string_view pointer, std::string_view words, std::size_t characters_max,
                std::vector<Fault>* faults) {
  const bool is_good = !Trim(words).empty() && !FindInvalidUtf8(words) &&
                       CountCodePoints(words) <= characters_max;
  if (is_good) return;
  faults->push_back({std::string(pointer), Say("请填写 1 至 {} 个字", "Give 1 to {} characters",
                                               characters_max)});
}

Result<void> RefuseFaults(std::vector<Fault> faults) {
  if (faults.empty()) return {};
  return Error{ErrorCode::kInvalidInput,
               Say("有 {} 处需要修改", "{} entries need attention", faults.size()),
               std::move(faults)};
}

Error NoResultYet(const Text& state) {
  return {ErrorCode::kConflict,
          Text{fmt::format("这次计算没有结果（{}）；请等它完成，或重新计算", state.zh),
               fmt::format("This computation has no result ({}); wait until it is done, or compute "
                           "again",
                           state.en)}};
}

}  // namespace kaogong::office::result::internal
