// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

namespace kaogong::http {

// One server-sent event.
struct Event {
  std::string name;  // Empty: "message".
  std::string data;  // Lines of any number.
  std::string id;    // Sent back as Last-Event-ID when the browser connects again.
};

// EventChannel carries events from any thread of ours to one client. A client that reads too
// slowly is cut off, and connects again by itself.
class EventChannel {
 public:
  // At most this much waits for a slow client.
  static constexpr std::size_t kWaitingBytesMax = 262144;

  // Queues the event; false once the channel is closed, by us or by the client's going away.
  bool Send(const Event& event);
  // Ends the response after what is queued.
  void Close();
  bool is_open() const;

  // For the server: `wake` is called, on any thread, when there is something to take; what is
  // queued already counts. It must not call back into the channel.
  void Attach(std::function<void()> wake);
  // For the server: takes what is queued; `is_last` when nothing will follow.
  std::string Take(bool& is_last);
  // For the server: the client is gone. `wake` is not called any more once this returns.
  void Abandon();

 private:
  mutable std::mutex mutex_;
  std::string waiting_;
  bool is_open_ = true;
  std::function<void()> wake_;
};

// Returns the event as it goes over the wire. Line ends in name and id are dropped.
std::string Encode(const Event& event);

}  // namespace kaogong::http
