// SPDX-License-Identifier: Apache-2.0
#include "http/internal/worker_pool.h"

#include <utility>

namespace kaogong::http {

WorkerPool::WorkerPool(int thread_count, std::size_t waiting_max) : waiting_max_(waiting_max) {
  for (int i = 0; i < thread_count; ++i) threads_.emplace_back([this] { Work(); });
}

WorkerPool::~WorkerPool() { Join(); }

void WorkerPool::Join() {
  {
    const std::scoped_lock lock(mutex_);
    is_over_ = true;
  }
  changed_.notify_all();
  for (std::thread& thread : threads_) thread.join();
  threads_.clear();
}

bool WorkerPool::Submit(std::function<void()> task) {
  {
    const std::scoped_lock lock(mutex_);
    if (is_over_ || waiting_.size() >= waiting_max_) return false;
    waiting_.push_back(std::move(task));
  }
  changed_.notify_one();
  return true;
}

void WorkerPool::Work() {
  while (true) {
    std::function<void()> task;
    {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [this] { return is_over_ || !waiting_.empty(); });
      if (waiting_.empty()) return;
      task = std::move(waiting_.front());
      waiting_.pop_front();
    }
    task();
  }
}

}  // namespace kaogong::http
