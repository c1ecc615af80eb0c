// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>

namespace kaogong::office::library {

// Cache keeps what was computed last, by a key that says everything it was computed from. Values
// are shared and never changed. When their costs together pass `cost_max` the one not used for
// longest goes; the newest stays whatever it costs. Safe for any number of threads.
template <class Value>
class Cache {
 public:
  explicit Cache(std::size_t cost_max) : cost_max_(cost_max) {}

  // Returns null when it is not there.
  std::shared_ptr<const Value> Find(std::string_view key) {
    const std::lock_guard lock(mutex_);
    const auto found = by_key_.find(key);
    if (found == by_key_.end()) return nullptr;
    entries_.splice(entries_.begin(), entries_, found->second);
    return found->second->value;
  }

  void Put(std::string key, std::shared_ptr<const Value> value, std::size_t cost) {
    const std::lock_guard lock(mutex_);
    const auto found = by_key_.find(key);
    if (found != by_key_.end()) Drop(found->second);
    entries_.push_front({key, std::move(value), cost});
    by_key_.emplace(std::move(key), entries_.begin());
    cost_ += cost;
    while (cost_ > cost_max_ && entries_.size() > 1) Drop(std::prev(entries_.end()));
  }

  std::size_t size() const {
    const std::lock_guard lock(mutex_);
    return entries_.size();
  }

 private:
  struct Entry {
    std::string key;
    std::shared_ptr<const Value> value;
    std::size_t cost = 0;
  };
  using Entries = std::list<Entry>;

  void Drop(typename Entries::iterator entry) {
    cost_ -= entry->cost;
    by_key_.erase(entry->key);
    entries_.erase(entry);
  }

  mutable std::mutex mutex_;
  Entries entries_;  // The one used last comes first.
  std::map<std::string, typename Entries::iterator, std::less<>> by_key_;
  std::size_t cost_ = 0;
  const std::size_t cost_max_;
};

}  // namespace kaogong::office::library
