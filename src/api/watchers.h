// SPDX-License-Identifier: Apache-2.0
// Watchers tells those who watch a job over an event channel how far it is.
#pragma once

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "http/event_channel.h"

namespace kaogong::api {

class Watchers {
 public:
  struct Told {
    std::string data;
    bool is_at_rest = false;
  };
  // Returns what the job is now; nothing when it cannot be seen any more.
  using Look = std::function<std::optional<Told>()>;

  Watchers();
  // Closes the channels.
  ~Watchers();
  Watchers(const Watchers&) = delete;
  Watchers& operator=(const Watchers&) = delete;

  // Sends an event `progress` whenever what `look` gives changes, and closes the channel when the
  // job rests.
  void Watch(std::shared_ptr<http::EventChannel> channel, Look look);

 private:
  struct Watcher {
    std::shared_ptr<http::EventChannel> channel;
    Look look;
    std::string last;
  };

  void Run();
  // False when there is no more to tell.
  static bool Tell(Watcher& watcher);

  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<Watcher> watchers_;
  bool is_ending_ = false;
  std::thread thread_;
};

}  // namespace kaogong::api
