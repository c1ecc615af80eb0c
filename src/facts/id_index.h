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
//
// Tables mostly list their rows in order. As long as each text is greater than the one before it
// (shorter first, then by bytes), a greater one is new without looking, and nothing is indexed.
class IdIndex {
 public:
  // Returns the position of `id` in `ids`, or -1. Requires: `ids` is the list of the calls before,
  // with texts added behind that were not found.
  std::int32_t Find(std::string_view id, const std::vector<std::string>& ids) {
    for (; in_order_ + 1 < ids.size() && IsLess(ids[in_order_], ids[in_order_ + 1]); ++in_order_) {
    }
    if (ids.empty() || (in_order_ + 1 == ids.size() && IsLess(ids.back(), id))) return -1;
    Catch(ids);
    for (std::size_t at = SlotOf(id);; at = (at + 1) & (slots_.size() - 1)) {
      const std::int32_t position = slots_[at];
      if (position < 0 || ids[static_cast<std::size_t>(position)] == id) return position;
    }
  }

 private:
  static bool IsLess(std::string_view a, std::string_view b) {
    return a.size() != b.size() ? a.size() < b.size() : a < b;
  }

  // Indexes the texts added since.
  void Catch(const std::vector<std::string>& ids) {
    if (ids.size() * 2 > slots_.size()) {
      std::size_t size = 64;
      while (size < ids.size() * 4) size *= 2;
      slots_.assign(size, -1);
      indexed_ = 0;
    }
    for (; indexed_ < ids.size(); ++indexed_) {
      std::size_t at = SlotOf(ids[indexed_]);
      while (slots_[at] >= 0) at = (at + 1) & (slots_.size() - 1);
      slots_[at] = static_cast<std::int32_t>(indexed_);
    }
  }

  std::size_t SlotOf(std::string_view id) const {
    return std::hash<std::string_view>()(id) & (slots_.size() - 1);
  }

  std::vector<std::int32_t> slots_;  // A power of two of positions; -1 is free.
  std::size_t indexed_ = 0;          // Texts in the slots.
  std::size_t in_order_ = 0;         // Position up to which the texts ascend.
};

}  // namespace kaogong::facts
