// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace kaogong::http {

// A run of bytes of a body.
struct ByteRange {
  std::uint64_t begin = 0;
  std::uint64_t end = 0;  // One past the last.
};

enum class RangeRequest {
  kWhole,          // No range, a form we do not serve (several ranges, other units) or nonsense.
  kPart,           // One range that lies at least partly within.
  kUnsatisfiable,  // One range that lies wholly outside.
};

// Reads a Range header ("bytes=0-499", "bytes=500-", "bytes=-500") for a body of `size` bytes.
// `range` is set for kPart only.
RangeRequest ParseRange(std::string_view header, std::uint64_t size, ByteRange& range);

}  // namespace kaogong::http
