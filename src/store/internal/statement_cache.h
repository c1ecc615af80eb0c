// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <list>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace kaogong::store {

// StatementCache keeps the prepared statements of one connection by their text; the one unused for
// longest makes room. Statement is movable; pointers to one stay valid until it leaves.
template <class Statement>
class StatementCache {
 public:
  explicit StatementCache(std::size_t size_max) : size_max_(size_max) {}

  // Returns the statement, now the most recently used, or null.
  Statement* Find(std::string_view sql) {
    const auto found = places_.find(sql);
    if (found == places_.end()) return nullptr;
    entries_.splice(entries_.begin(), entries_, found->second);
    return &found->second->second;
  }

  // Returns the statement that must leave before the next is added, when the cache is full.
  std::optional<Statement> MakeRoom() {
    if (entries_.size() < size_max_) return std::nullopt;
    std::optional<Statement> leaving(std::move(entries_.back().second));
    places_.erase(entries_.back().first);
    entries_.pop_back();
    return leaving;
  }

  // Requires: no entry of this text.
  Statement* Add(std::string_view sql, Statement statement) {
    entries_.emplace_front(std::string(sql), std::move(statement));
    places_.emplace(entries_.front().first, entries_.begin());
    return &entries_.front().second;
  }

  void Remove(std::string_view sql) {
    const auto found = places_.find(sql);
    if (found == places_.end()) return;
    const auto entry = found->second;
    places_.erase(found);
    entries_.erase(entry);
  }

  void Clear() {
    places_.clear();
    entries_.clear();
  }

 private:
  using Entries = std::list<std::pair<std::string, Statement>>;

  std::size_t size_max_;
  Entries entries_;
  std::map<std::string_view, typename Entries::iterator> places_;  // Keys lie in the entries.
};

}  // namespace kaogong::store
