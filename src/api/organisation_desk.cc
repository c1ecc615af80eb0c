// SPDX-License-Identifier: Apache-2.0
#include "api/organisation_desk.h"

#include <malloc.h>

#include <chrono>
#include <utility>

namespace kaogong::api {

namespace {

// Imports that another instance left behind are looked for this often.
constexpr std::chrono::seconds kLookEvery{15};
// Watchers are told this often at most.
constexpr std::chrono::milliseconds kTellEvery{250};

}  // namespace

OrganisationDesk::OrganisationDesk(const office::Office& office, OnTrouble on_trouble)
    : office_(office),
      watching_([this] { RunWatchers(); }),
      worker_(
          [this, on_trouble = std::move(on_trouble)] {
            const auto ran = office::RunNextImport(office_, progress_);
            // A large import has taken memory that nothing else needs.
            if (!ran.ok() || ran.value()) ::malloc_trim(0);
            if (ran.ok()) return ran.value();
            if (on_trouble) on_trouble(ran.error());
            return false;
          },
          kLookEvery) {}

OrganisationDesk::~OrganisationDesk() {
  {
    const std::lock_guard lock(mutex_);
    is_ending_ = true;
    for (Watcher& watcher : watchers_) watcher.channel->Close();
  }
  changed_.notify_all();
  watching_.join();
}

void OrganisationDesk::Watch(office::Actor actor, office::Id import,
                             std::shared_ptr<http::EventChannel> channel, Render render) {
  Watcher watcher{std::move(actor), import, std::move(channel), std::move(render), {}};
  if (!Tell(watcher)) return;
  const std::lock_guard lock(mutex_);
  watchers_.push_back(std::move(watcher));
  changed_.notify_all();
}

bool OrganisationDesk::Tell(Watcher& watcher) {
  if (!watcher.channel->is_open()) return false;
  auto import = office::FindImport(office_, watcher.actor, watcher.import, false);
  if (!import.ok()) {
    watcher.channel->Close();
    return false;
  }
  const office::Import now = WithProgress(std::move(import).value(), *this);
  std::string data = watcher.render(now);
  if (data != watcher.last) {
    watcher.channel->Send({"progress", data, ""});
    watcher.last = std::move(data);
  }
  if (now.is_at_rest()) watcher.channel->Close();
  return !now.is_at_rest();
}

void OrganisationDesk::RunWatchers() {
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

office::Import WithProgress(office::Import import, const OrganisationDesk& desk) {
  const auto counts = desk.progress().Of(import.id);
  if (counts.has_value() && !import.is_at_rest()) {
    std::tie(import.done, import.total) = *counts;
  }
  return import;
}

}  // namespace kaogong::api
