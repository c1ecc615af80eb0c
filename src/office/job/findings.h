// SPDX-License-Identifier: Apache-2.0
// What a job finds in its file: gathered while it reads, kept in the store, shown to who began it.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/issue.h"
#include "office/ids.h"

namespace kaogong::office {

// Findings are listed up to this many; the last says how many more there are.
inline constexpr std::size_t kJobIssuesMax = 1000;

// JobFindings collects what is wrong with the file of a job.
class JobFindings {
 public:
  void Error(std::string_view code, Place place, Text message, Text hint = {});
  void Warning(std::string_view code, Place place, Text message, Text hint = {});
  void Append(Issues issues);
  bool has_errors() const { return error_count_ > 0; }
  // Gives the list and begins anew.
  Issues Take();

 private:
  Issues issues_;
  std::size_t error_count_ = 0;
  std::size_t unlisted_ = 0;
};

// A finding as it was kept.
struct JobIssue {
  bool is_error = true;
  std::string code;
  std::string sheet;
  std::string cell;
  Text message;
  Text hint;
};

// Replaces the findings of a job in `table` (job_issue, or another of its columns).
Result<void> SaveJobIssues(store::Transaction& transaction, std::string_view table, Id job,
                           const Issues& issues);
Result<std::vector<JobIssue>> LoadJobIssues(store::Transaction& transaction, std::string_view table,
                                            Id job);

}  // namespace kaogong::office
