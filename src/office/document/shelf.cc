// SPDX-License-Identifier: Apache-2.0
#include "office/document/shelf.h"

#include <fstream>
#include <sstream>
#include <utility>

#include "base/sha256.h"

namespace kaogong::office::documents {

namespace {

// Templates are small; beyond so many they are read again.
constexpr std::size_t kKnownMax = 200;

}  // namespace

Shelf::Shelf(result::Boards& boards, std::filesystem::path folder)
    : boards_(boards), folder_(std::move(folder)) {}

Result<std::string> Shelf::ShippedFile(std::string_view name) const {
  const std::filesystem::path path = folder_ / (std::string(name) + ".docx");
  std::ifstream in(path, std::ios::binary);
  std::ostringstream bytes;
  bytes << in.rdbuf();
  if (in && !folder_.empty()) return bytes.str();
  return Error{ErrorCode::kUnavailable,
               Say("自带的模板“{}”没有安装，请检查程序的安装", "The template '{}' is not installed; "
                   "check the installation of the program", name)};
}

Result<std::optional<document::Template>> Shelf::Read(std::string_view bytes, std::string_view name,
                                                      Issues* issues) {
  const std::string sha256 = Sha256Hex(bytes);
  {
    const std::lock_guard lock(mutex_);
    const auto found = known_.find(sha256);
    if (found != known_.end()) return std::optional(found->second);
  }
  KAOGONG_TRY_ASSIGN(auto read, document::Template::ReadDocx(bytes, name, issues));
  if (read) {
    const std::lock_guard lock(mutex_);
    if (known_.size() >= kKnownMax) known_.clear();
    known_.insert_or_assign(sha256, *read);
  }
  return read;
}

}  // namespace kaogong::office::documents
