// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <functional>
#include <future>
#include <optional>
#include <type_traits>

#include "office/job/job.h"
#include "office/job/queue.h"

namespace kaogong::office::report::internal {

// A job that this process works on: says how far it is, and holds it on while something takes long.
class HeldJob {
 public:
  HeldJob(const Office& office, JobProgress& progress, JobClaim claim)
      : office_(office), progress_(progress), claim_(std::move(claim)) {}
  ~HeldJob() { progress_.Forget(claim_.id); }
  HeldJob(const HeldJob&) = delete;
  HeldJob& operator=(const HeldJob&) = delete;

  const JobClaim& claim() const { return claim_; }
  // Another has taken it over: what was done here is not to be stored.
  bool is_lost() const { return is_lost_; }

  void Tell(std::int64_t done, std::int64_t total) {
    progress_.Set(claim_.id, done, total);
    const Instant now = office_.Now();
    if (told_at_ && now < told_at_->Plus(kSecondsBetween)) return;
    told_at_ = now;
    const auto is_held = RenewJob(office_, claim_, done, total);
    if (is_held.ok() && !is_held.value()) is_lost_ = true;
  }

  // Runs `body` on a thread of its own while the job is held on.
  template <class Body>
  std::invoke_result_t<Body&> RunHeld(std::int64_t done, std::int64_t total, Body&& body) {
    auto result = std::async(std::launch::async, std::ref(body));
    while (result.wait_for(kLookEvery) != std::future_status::ready) Tell(done, total);
    return result.get();
  }

 private:
  static constexpr std::int64_t kSecondsBetween = 2;
  static constexpr std::chrono::milliseconds kLookEvery{500};

  const Office& office_;
  JobProgress& progress_;
  JobClaim claim_;
  std::optional<Instant> told_at_;
  bool is_lost_ = false;
};

}  // namespace kaogong::office::report::internal
