// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "http/server.h"

namespace kaogong::server {

// Metrics counts what the server does, in Prometheus' text form. Labels are methods, route patterns
// and statuses: nothing of a user. Safe for any thread.
class Metrics {
 public:
  Metrics();
  ~Metrics();

  void Count(const http::Exchange& exchange);
  void CountBug();
  void CountStoreFailure();

  // Returns all metrics; `counters` are the server's as of now.
  std::string Render(const http::ServerCounters& counters) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace kaogong::server
