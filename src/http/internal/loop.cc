// SPDX-License-Identifier: Apache-2.0
#include "http/internal/loop.h"

#include <boost/asio/post.hpp>
#include <iterator>
#include <utility>
#include <vector>

namespace kaogong::http {

Loop::Loop(Service& service, std::chrono::milliseconds tick)
    : service_(service),
      context_(1),
      guard_(boost::asio::make_work_guard(context_)),
      tick_(tick),
      timer_(context_) {}

Loop::~Loop() { Join(); }

void Loop::Run() {
  ScheduleTick();
  thread_ = std::thread([this] { context_.run(); });
}

void Loop::Join() {
  if (!thread_.joinable()) return;
  boost::asio::post(context_, [this] {
    // A tick whose time has come is no longer cancelled: it has to see that it is the last.
    is_ending_ = true;
    timer_.cancel();
  });
  guard_.reset();
  thread_.join();
}

void Loop::Add(std::shared_ptr<LoopMember> member) {
  ++service_.connections;
  ++service_.connections_total;
  members_.push_back(std::move(member));
  members_.back()->place_ = std::prev(members_.end());
  members_.back()->Start();
}

void Loop::Remove(LoopMember* member) {
  members_.erase(member->place_);
  --service_.connections;
  if (on_removed) on_removed();
}

bool Loop::EvictIdle() {
  LoopMember* longest = nullptr;
  for (const auto& member : members_) {
    const auto since = member->idle_since();
    if (since.has_value() && (longest == nullptr || *since < *longest->idle_since())) {
      longest = member.get();
    }
  }
  if (longest == nullptr) return false;
  longest->CutOff();
  return true;
}

// A member may remove itself while it is called, so these go over a copy.
void Loop::BeginStop() {
  const std::vector<std::shared_ptr<LoopMember>> all(members_.begin(), members_.end());
  for (const auto& member : all) member->BeginStop();
}

void Loop::CutOffAll() {
  const std::vector<std::shared_ptr<LoopMember>> all(members_.begin(), members_.end());
  for (const auto& member : all) member->CutOff();
}

void Loop::ScheduleTick() {
  timer_.expires_after(tick_);
  timer_.async_wait([this](const boost::system::error_code& failure) {
    if (failure || is_ending_) return;
    const auto now = Clock::now();
    for (auto member = members_.begin(); member != members_.end();) {
      const std::shared_ptr<LoopMember> held = *member++;
      held->Tick(now);
    }
    ScheduleTick();
  });
}

}  // namespace kaogong::http
