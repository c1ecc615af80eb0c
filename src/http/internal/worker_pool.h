// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace kaogong::http {

// WorkerPool runs tasks that may block, in the order they came.
class WorkerPool {
 public:
  WorkerPool(int thread_count, std::size_t waiting_max);
  ~WorkerPool();
  // Runs what is queued, then ends the threads. Nothing is taken afterwards.
  void Join();

  // False when too many wait already.
  bool Submit(std::function<void()> task);

 private:
  void Work();

  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::function<void()>> waiting_;
  std::size_t waiting_max_;
  bool is_over_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace kaogong::http
