// SPDX-License-Identifier: Apache-2.0
// Any bytes are read as a rubric without fault, and whatever is read gives a draft that compiles
// and whose cases pass.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/result.h"
#include "suggest/output.h"
#include "suggest/suggestion.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace kaogong;
  if (size == 0 || size > 4096) return 0;
  constexpr std::string_view kNames[] = {"a.txt", "a.md", "a.csv", "a.html"};
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  Issues issues;
  const auto rubric = suggest::ReadRubric(bytes, kNames[data[0] % std::size(kNames)], issues);
  if (!rubric.ok() || rubric.value().rows.size() > 12) return 0;
  const suggest::Suggestion suggestion = suggest::Suggest(rubric.value(), {});
  KAOGONG_ASSERT(!suggestion.issues.has_errors());
  KAOGONG_ASSERT(!suggest::SuggestTable(suggestion, Language::kChinese).empty());
  return 0;
}
