// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <utility>

#include "base/result.h"

namespace kaogong::importer {

// The bytes of a file, mapped into memory; a pipe or other special file is read instead. While it
// is mapped nobody may cut the file short: reading past the new end would kill the program.
class FileBytes {
 public:
  // Errors: kNotFound; kUnavailable when it cannot be read; kInvalidInput for a folder;
  // kLimitExceeded when a special file gives more than `special_bytes_max`.
  static Result<FileBytes> Open(const std::filesystem::path& path,
                                std::size_t special_bytes_max = std::size_t{1} << 30U);

  FileBytes(FileBytes&& other) noexcept
      : map_(std::exchange(other.map_, nullptr)),
        size_(std::exchange(other.size_, 0)),
        copy_(std::move(other.copy_)) {}
  FileBytes& operator=(FileBytes&&) = delete;
  ~FileBytes();

  std::string_view bytes() const {
    return map_ == nullptr ? std::string_view(copy_)
                           : std::string_view(static_cast<const char*>(map_), size_);
  }

 private:
  FileBytes() = default;

  void* map_ = nullptr;
  std::size_t size_ = 0;
  std::string copy_;
};

}  // namespace kaogong::importer
