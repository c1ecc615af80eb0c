// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "http/internal/request_parser.h"
#include "http/internal/worker_pool.h"
#include "http/proxy.h"
#include "http/server.h"

namespace kaogong::http {

// What is to be done with a request once its head is known.
struct Plan {
  const Route* route = nullptr;  // Null: the request is answered without a body being read.
  std::vector<Method> allowed;   // For 405 and OPTIONS.
};

// Service is what all connections of a server share: the routes, the options, the workers, the
// counters. It knows requests and responses, not sockets. Safe for any thread.
class Service {
 public:
  Service(Router router, ServerOptions options, TrustedProxies proxies);

  const ServerOptions& options() const { return options_; }
  WorkerPool& workers() { return workers_; }

  // Makes the request of a head. Returns 0, or the status that refuses it.
  int BuildRequest(RequestHead& head, std::string_view peer, bool is_tls, Request& request) const;
  // Looks up the route and puts its parameters into the request.
  Plan PlanFor(Request& request) const;
  // Runs the plan's handler, or answers 404, 405 or OPTIONS. What a handler throws becomes 500.
  Response Answer(const Plan& plan, Request& request) const;
  // Runs an opener the same way.
  std::variant<std::unique_ptr<BodySink>, Response> Open(const UploadOpener& opener,
                                                         const Request& request) const;

  // Appends status line and headers.
  void AppendHead(const Response& response, const Request& request, bool keeps_alive,
                  bool is_http_10, std::string& to) const;

  std::atomic<bool> is_stopping = false;
  std::atomic<bool> is_cut_off = false;  // Handlers not yet begun are not run any more.
  std::atomic<std::size_t> connections = 0;
  std::atomic<std::size_t> requests_running = 0;
  std::atomic<std::uint64_t> requests_total = 0;
  std::atomic<std::uint64_t> connections_total = 0;
  std::atomic<std::uint64_t> connections_refused = 0;

 private:
  Response AnswerBug(const Request& request, std::string_view what) const;

  Router router_;
  ServerOptions options_;
  TrustedProxies proxies_;
  std::vector<std::pair<std::string, std::string>> security_headers_;
  std::string hsts_;
  WorkerPool workers_;
};

// Returns a new request id: 16 hexadecimal digits by chance.
std::string NewRequestId();

}  // namespace kaogong::http
