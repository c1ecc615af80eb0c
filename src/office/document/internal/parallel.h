// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "base/result.h"

namespace kaogong::office::documents::internal {

// Calls `make_worker()` on each of a few threads, and what it returns with every index below `count`,
// on any of them. Returns the first Error, after which nothing new is begun.
template <class MakeWorker>
Result<void> ForEachInParallel(std::size_t count, MakeWorker&& make_worker) {
  constexpr std::size_t kThreadsMax = 4;
  std::atomic<std::size_t> next = 0;
  std::mutex mutex;
  std::optional<Error> trouble;
  const auto work = [&] {
    auto worker = make_worker();
    while (true) {
      const std::size_t at = next++;
      if (at >= count) return;
      const Result<void> done = worker(at);
      if (done.ok()) continue;
      const std::lock_guard lock(mutex);
      if (!trouble) trouble = done.error();
      next = count;
    }
  };
  const std::size_t wanted = std::max<std::size_t>(std::thread::hardware_concurrency(), 1);
  std::vector<std::thread> threads;
  for (std::size_t i = 1; i < std::min({wanted, kThreadsMax, count}); ++i)
    threads.emplace_back(work);
  work();
  for (std::thread& thread : threads) thread.join();
  if (trouble) return *trouble;
  return {};
}

}  // namespace kaogong::office::documents::internal
