// SPDX-License-Identifier: Apache-2.0
// Jobs (后台任务): work that outlives a request. They wait in the store, so that any instance can
// take one and none is lost when an instance dies: who takes a job holds it by a lease, renews that
// while it works, and a job whose lease ran out is taken by another. A job that was begun
// kJobAttemptsMax times without an end is given up.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "office/office.h"

namespace kaogong::office {

inline constexpr int kJobAttemptsMax = 3;
inline constexpr std::int64_t kJobLeaseSeconds = 60;

// A job that this process holds.
struct JobClaim {
  Id id = 0;
  std::string state;
  Id account = 0;  // On whose behalf.
  int attempt = 1;
  std::string holder;

  bool is_given_up() const { return attempt > kJobAttemptsMax; }
};

// Puts a job in line as part of the transaction.
Result<Id> AddJob(const Session& session, std::string_view kind, std::string_view state);
// Lets go of every job that somebody holds, and returns how many. Only for whoever knows that all
// holders are dead: a server that has just locked the data folder, which no other can then have open.
Result<std::int64_t> ReleaseJobs(const Office& office);
// Takes the first job of the kind that waits and that nobody holds.
Result<std::optional<JobClaim>> ClaimJob(const Office& office, std::string_view kind);
// Says how far the job is, and holds it on. False when another took it meanwhile: stop then.
Result<bool> RenewJob(const Office& office, const JobClaim& claim, std::int64_t done,
                      std::int64_t total);
// Ends the work on the job as part of the transaction. Errors: kConflict when another took it.
Result<void> FinishJob(store::Transaction& transaction, const JobClaim& claim,
                       std::string_view state);
// Puts a job that rests in `from` in line again. False when it is in another state.
Result<bool> RequeueJob(store::Transaction& transaction, Id job, std::string_view from,
                        std::string_view to);

}  // namespace kaogong::office
