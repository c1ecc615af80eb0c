// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "importer/internal/zip_archive.h"

namespace kaogong::importer {

// The texts that cells of a workbook refer to by number, in one piece of memory.
class SharedStrings {
 public:
  void Append(std::string_view text) {
    texts_ += text;
    ends_.push_back(texts_.size());
  }
  // Returns nothing when there is no text of that number.
  std::optional<std::string_view> Get(std::size_t number) const {
    if (number >= ends_.size()) return std::nullopt;
    const std::size_t begin = number == 0 ? 0 : ends_[number - 1];
    return std::string_view(texts_).substr(begin, ends_[number] - begin);
  }

 private:
  std::string texts_;
  std::vector<std::size_t> ends_;
};

// Reads the shared strings; runs of rich text are joined, readings of characters (rPh) left out.
// `part` may be empty: then there are none.
Result<SharedStrings> ReadSharedStrings(ZipArchive& archive, const std::string& part);

// Replaces the escapes of OOXML: "_x000D_" is a carriage return. Anything else stays.
void UnescapeXstring(std::string& text);

}  // namespace kaogong::importer
