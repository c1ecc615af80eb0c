// SPDX-License-Identifier: Apache-2.0
// What jobs that read a file have in common: the file in the store, who began them, how far they
// are.
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "office/office.h"

namespace kaogong::office {

// Keeps the file of a job, in pieces.
Result<void> SaveJobFile(store::Transaction& transaction, Id job, std::string_view bytes);
Result<std::string> LoadJobFile(store::Transaction& transaction, Id job);

// A file's name for showing: trimmed and cut; `fallback` when nothing is left.
std::string ShownFileName(std::string_view file_name, std::string_view fallback);

// Who began a job, with the rights he has now; nobody's when the account is closed.
Result<Actor> ActorOfJob(const Office& office, Id account);

// How far this process is with its jobs. What a job writes is one transaction, so nobody can read
// that from the store. Safe for any number of threads.
class JobProgress {
 public:
  void Set(Id job, std::int64_t done, std::int64_t total);
  void Forget(Id job);
  std::optional<std::pair<std::int64_t, std::int64_t>> Of(Id job) const;

 private:
  mutable std::mutex mutex_;
  std::map<Id, std::pair<std::int64_t, std::int64_t>> counts_;
};

}  // namespace kaogong::office
