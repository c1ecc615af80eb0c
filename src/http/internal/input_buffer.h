// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

namespace kaogong::http {

// InputBuffer holds the bytes read from a client and not yet understood.
class InputBuffer {
 public:
  std::string_view bytes() const { return {bytes_.data() + begin_, end_ - begin_}; }
  bool empty() const { return begin_ == end_; }
  // Requires: size <= bytes().size().
  void Consume(std::size_t size) { begin_ += size; }
  // Returns room for more, holding `size_wanted` bytes in all if need be; empty when so many are
  // waiting already.
  std::span<char> Prepare(std::size_t size_wanted);
  // Adds what was put into the room.
  void Commit(std::size_t size) { end_ += size; }
  // Gives the memory back when it holds nothing.
  void ReleaseIfEmpty();

 private:
  std::vector<char> bytes_;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
};

}  // namespace kaogong::http
