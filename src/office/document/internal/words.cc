// SPDX-License-Identifier: Apache-2.0
#include "office/document/internal/words.h"

#include <utility>

#include "base/utf8.h"

namespace kaogong::office::documents::internal {

namespace {

constexpr std::size_t kFileNameMax = 80;

}  // namespace

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

std::string Shortened(std::string_view text, std::size_t characters_max) {
  return std::string(text.substr(0, AdvanceCodePoints(text, 0, characters_max)));
}

std::string FileName(std::string_view title) {
  std::string name = Shortened(title, kFileNameMax);
  for (char& byte : name) {
    const bool is_refused = std::string_view("/\\:*?\"<>|").find(byte) != std::string_view::npos;
    if (is_refused || static_cast<unsigned char>(byte) < 0x20) byte = '_';
  }
  return name;
}

}  // namespace kaogong::office::documents::internal
