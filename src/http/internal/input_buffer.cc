// SPDX-License-Identifier: Apache-2.0
#include "http/internal/input_buffer.h"

#include <algorithm>

namespace kaogong::http {

std::span<char> InputBuffer::Prepare(std::size_t size_wanted) {
  std::copy(bytes_.begin() + static_cast<std::ptrdiff_t>(begin_),
            bytes_.begin() + static_cast<std::ptrdiff_t>(end_), bytes_.begin());
  end_ -= begin_;
  begin_ = 0;
  if (bytes_.size() < size_wanted && (end_ == bytes_.size() || bytes_.empty())) {
    // Grows as the head does: most are small.
    const std::size_t doubled = std::max<std::size_t>(2048, bytes_.size() * 2);
    bytes_.resize(std::min(doubled, size_wanted));
  }
  return std::span(bytes_).subspan(end_);
}

void InputBuffer::ReleaseIfEmpty() {
  if (!empty()) return;
  bytes_ = {};
  begin_ = end_ = 0;
}

}  // namespace kaogong::http
