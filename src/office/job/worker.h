// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

namespace kaogong::office {

// Worker runs waiting jobs on a thread of its own: at once when it is woken, and now and then to see
// what other instances left behind.
class Worker {
 public:
  // `run_next` does one job and returns whether there was one.
  Worker(std::function<bool()> run_next, std::chrono::milliseconds look_every);
  // Lets the job at hand finish.
  ~Worker();
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;

  void Wake();

 private:
  void Run();

  std::function<bool()> run_next_;
  std::chrono::milliseconds look_every_;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool is_woken_ = false;
  bool is_ending_ = false;
  std::thread thread_;
};

}  // namespace kaogong::office
