// SPDX-License-Identifier: Apache-2.0
#include "api/watchers.h"

#include <chrono>
#include <utility>

namespace kaogong::api {

namespace {

// Watchers are told this often at most.
constexpr std::chrono::milliseconds kTellEvery{250};

}  // namespace

Watchers::Watchers() : thread_([this] { Run(); }) {}

Watchers::~Watchers() {
  {
    const std::lock_guard lock(mutex_);
    is_ending_ = true;
    for (Watcher& watcher : watchers_) watcher.channel->Close();
  }
  changed_.notify_all();
  thread_.join();
}

void Watchers::Watch(std::shared_ptr<http::EventChannel> channel, Look look) {
  Watcher watcher{std::move(channel), std::move(look), {}};
  if (!Tell(watcher)) return;
  const std::lock_guard lock(mutex_);
  watchers_.push_back(std::move(watcher));
  changed_.notify_all();
}

bool Watchers::Tell(Watcher& watcher) {
  if (!watcher.channel->is_open()) return false;
  auto told = watcher.look();
  if (!told.has_value()) {
    watcher.channel->Close();
    return false;
  }
  if (told->data != watcher.last) {
    watcher.channel->Send({"progress", told->data, ""});
    watcher.last = std::move(told->data);
  }
  if (told->is_at_rest) watcher.channel->Close();
  return !told->is_at_rest;
}

void Watchers::Run() {
  std::unique_lock lock(mutex_);
  while (!is_ending_) {
    if (watchers_.empty()) {
      changed_.wait(lock, [&] { return is_ending_ || !watchers_.empty(); });
      continue;
    }
    std::vector<Watcher> watchers = std::exchange(watchers_, {});
    lock.unlock();
    std::erase_if(watchers, [&](Watcher& watcher) { return !Tell(watcher); });
    lock.lock();
    for (Watcher& watcher : watchers) watchers_.push_back(std::move(watcher));
    changed_.wait_for(lock, kTellEvery, [&] { return is_ending_; });
  }
  for (Watcher& watcher : watchers_) watcher.channel->Close();
}

}  // namespace kaogong::api
