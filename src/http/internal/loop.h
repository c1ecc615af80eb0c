// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <functional>
#include <list>
#include <memory>
#include <optional>
#include <thread>

#include "http/internal/service.h"

namespace kaogong::http {

using Clock = std::chrono::steady_clock;

// A connection as its loop sees it. Everything is called on the loop's thread.
class LoopMember {
 public:
  virtual ~LoopMember() = default;
  virtual void Start() = 0;
  // Looks whether a deadline has passed.
  virtual void Tick(Clock::time_point now) = 0;
  // Ends as soon as what it is doing is done.
  virtual void BeginStop() = 0;
  // Ends now.
  virtual void CutOff() = 0;
  // Since when it has been waiting for a request; nothing when it is doing something.
  virtual std::optional<Clock::time_point> idle_since() const = 0;

 private:
  friend class Loop;
  std::list<std::shared_ptr<LoopMember>>::iterator place_;
};

// Loop is one thread that serves sockets. Each connection stays with one loop, so that nothing of
// it needs a lock. Deadlines are looked at a few times a second instead of one timer each: with
// thousands of idle connections that costs less memory and next to no time.
class Loop {
 public:
  Loop(Service& service, std::chrono::milliseconds tick);
  ~Loop();

  boost::asio::io_context& context() { return context_; }
  Service& service() { return service_; }
  void Run();
  // Lets the thread end when nothing is left to do, and waits for it.
  void Join();

  // On the loop's thread:
  void Add(std::shared_ptr<LoopMember> member);
  void Remove(LoopMember* member);
  // Cuts off the connection idle for longest; false when none is idle.
  bool EvictIdle();
  void BeginStop();
  void CutOffAll();

  // Called after a member was removed, on the loop's thread.
  std::function<void()> on_removed;

 private:
  void ScheduleTick();

  Service& service_;
  boost::asio::io_context context_;
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> guard_;
  std::chrono::milliseconds tick_;
  boost::asio::steady_timer timer_;
  bool is_ending_ = false;
  std::list<std::shared_ptr<LoopMember>> members_;
  std::thread thread_;
};

}  // namespace kaogong::http
