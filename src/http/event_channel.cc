// SPDX-License-Identifier: Apache-2.0
#include "http/event_channel.h"

#include <utility>

namespace kaogong::http {

namespace {

void AppendField(std::string_view name, std::string_view value, std::string& to) {
  to.append(name).append(": ");
  for (const char c : value) {
    if (c != '\r' && c != '\n' && c != '\0') to.push_back(c);
  }
  to.push_back('\n');
}

}  // namespace

std::string Encode(const Event& event) {
  std::string text;
  if (!event.name.empty()) AppendField("event", event.name, text);
  if (!event.id.empty()) AppendField("id", event.id, text);
  std::string_view data = event.data;
  while (true) {
    const std::size_t end = data.find('\n');
    AppendField("data", data.substr(0, end), text);
    if (end == std::string_view::npos) break;
    data.remove_prefix(end + 1);
  }
  text.push_back('\n');
  return text;
}

bool EventChannel::Send(const Event& event) {
  const std::scoped_lock lock(mutex_);
  if (!is_open_) return false;
  waiting_ += Encode(event);
  is_open_ = waiting_.size() <= kWaitingBytesMax;
  if (wake_) wake_();
  return is_open_;
}

void EventChannel::Close() {
  const std::scoped_lock lock(mutex_);
  is_open_ = false;
  if (wake_) wake_();
}

bool EventChannel::is_open() const {
  const std::scoped_lock lock(mutex_);
  return is_open_;
}

void EventChannel::Attach(std::function<void()> wake) {
  const std::scoped_lock lock(mutex_);
  wake_ = std::move(wake);
  wake_();
}

std::string EventChannel::Take(bool& is_last) {
  const std::scoped_lock lock(mutex_);
  is_last = !is_open_;
  return std::exchange(waiting_, {});
}

void EventChannel::Abandon() {
  const std::scoped_lock lock(mutex_);
  is_open_ = false;
  waiting_.clear();
  wake_ = nullptr;
}

}  // namespace kaogong::http
