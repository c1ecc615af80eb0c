// SPDX-License-Identifier: Apache-2.0
#include "office/job/worker.h"

#include <utility>

namespace kaogong::office {

Worker::Worker(std::function<bool()> run_next, std::chrono::milliseconds look_every)
    : run_next_(std::move(run_next)), look_every_(look_every), thread_([this] { Run(); }) {}

Worker::~Worker() {
  {
    const std::lock_guard lock(mutex_);
    is_ending_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

void Worker::Wake() {
  {
    const std::lock_guard lock(mutex_);
    is_woken_ = true;
  }
  changed_.notify_all();
}

void Worker::Run() {
  std::unique_lock lock(mutex_);
  while (!is_ending_) {
    is_woken_ = false;
    lock.unlock();
    const bool was_busy = run_next_();
    lock.lock();
    if (was_busy) continue;
    changed_.wait_for(lock, look_every_, [&] { return is_woken_ || is_ending_; });
  }
}

}  // namespace kaogong::office
