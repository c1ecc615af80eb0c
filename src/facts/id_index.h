// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace kaogong::facts {

// Finds the position of a text in a growing list of distinct texts. A million identifiers take a
// few megabytes: the index holds positions only, the texts stay in the caller's list.
class IdIndex {
 public:
  // Returns the position of `id` in `ids`, or -1.
  std::int32_t Find(std::string_view id, const std::vector<std::string>& ids) const {
    if (slots_.empty()) return -1;
    for (std::size_t at = SlotOf(id);; at = (at + 1) & (slots_.size() - 1)) {
      const std::int32_t position = slots_[at];
      if (position < 0 || ids[static_cast<std::size_t>(position)] == id) return position;
    }
  }

  // Records that ids[position] has just been added. Requires: it was not there before.
  void Add(std::int32_t position, const std::vector<std::string>& ids) {
    if ((count_ + 1) * 2 > slots_.size()) Grow(slots_.empty() ? 64 : slots_.size() * 2, ids);
    Place(position, ids);
    ++count_;
  }

  void Reserve(std::size_t count, const std::vector<std::string>& ids) {
    std::size_t size = 64;
    while (size < count * 2) size *= 2;
    if (size > slots_.size()) Grow(size, ids);
  }

 private:
  std::size_t SlotOf(std::string_view id) const {
    return std::hash<std::string_view>()(id) & (slots_.size() - 1);
  }

  void Place(std::int32_t position, const std::vector<std::string>& ids) {
    std::size_t at = SlotOf(ids[static_cast<std::size_t>(position)]);
    while (slots_[at] >= 0) at = (at + 1) & (slots_.size() - 1);
    slots_[at] = position;
  }

  void Grow(std::size_t size, const std::vector<std::string>& ids) {
    std::vector<std::int32_t> before(size, -1);
    before.swap(slots_);
    for (const std::int32_t position : before) {
      if (position >= 0) Place(position, ids);
    }
  }

  std::vector<std::int32_t> slots_;  // A power of two of positions; -1 is free.
  std::size_t count_ = 0;
};

}  // namespace kaogong::facts
