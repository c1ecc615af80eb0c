// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "http/router.h"

namespace kaogong::http {

// What a client may ask of us at most; beyond it the answer is named, and the connection closed.
struct Limits {
  std::size_t uri_bytes_max = 8192;         // 414
  std::size_t header_bytes_max = 16384;     // 431; all fields together.
  std::size_t header_fields_max = 100;      // 431
  std::size_t connections_max = 10000;      // The longest idle one gives way, else 503.
  std::size_t waiting_requests_max = 1000;  // For a worker thread; 503.
};

// How long a client may take. A body, up or down, must keep its grace plus what its size takes at
// the lowest rate.
struct Patience {
  std::chrono::milliseconds idle{75000};        // Between requests; closed without a word.
  std::chrono::milliseconds head{10000};        // For the whole head, and a TLS handshake; 408.
  std::chrono::milliseconds body_grace{20000};  // 408
  std::chrono::milliseconds write_grace{20000};
  std::uint64_t bytes_per_second_min = 4096;
  std::chrono::milliseconds event_heartbeat{15000};  // A comment, so that proxies keep it open.
};

// Headers every response has unless it sets its own.
struct SecurityHeaders {
  std::string content_security_policy =
      "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
      "object-src 'none'; img-src 'self' data: blob:";
  std::string referrer_policy = "same-origin";
  // Strict-Transport-Security, on secure connections; zero for none.
  std::chrono::seconds hsts_max_age{0};
};

struct TlsFiles {
  std::string certificate_chain;  // PEM
  std::string private_key;        // PEM
};

// One request and its answer, for the log and the metrics. It holds no personal data but the
// client's address: the route is the pattern, not the path.
struct Exchange {
  std::string_view id;
  std::string_view client;
  std::string_view method;  // As sent, of any kind; empty when the head was never understood.
  std::string_view route;   // Empty when none fits.
  int status = 0;
  std::uint64_t bytes_in = 0;   // Of the body.
  std::uint64_t bytes_out = 0;  // Of the body.
  std::chrono::microseconds duration{0};
  bool is_complete = true;  // False when the client went away before the end.
};

struct ServerOptions {
  std::string address = "127.0.0.1";
  int port = 0;  // 0: any free one.
  std::optional<TlsFiles> tls;
  int io_threads = 2;
  int worker_threads = 8;
  Limits limits;
  Patience patience;
  SecurityHeaders security;
  std::vector<std::string> trusted_proxies;  // Addresses and networks.
  // Called when a response has been sent, on the thread that sent it: be quick.
  std::function<void(const Exchange&)> on_exchange;
  // Called with what a handler threw. A bug of ours.
  std::function<void(std::string_view request_id, std::string_view what)> on_bug;
};

// What the server is doing now.
struct ServerCounters {
  std::size_t connections = 0;
  std::size_t requests_running = 0;  // In handlers or waiting for a worker.
  std::uint64_t requests_total = 0;
  std::uint64_t connections_total = 0;
  std::uint64_t connections_refused = 0;
};

// Server answers HTTP/1.0 and 1.1 on one port, in threads of its own. A message that two readers
// could understand differently is refused: Content-Length beside Transfer-Encoding or given
// twice, another coding than chunked, no or several Hosts, bare line ends.
class Server {
 public:
  // Errors: kInvalidInput for options that make no sense; kUnavailable when the port is taken or a
  // certificate cannot be read.
  static Result<std::unique_ptr<Server>> Start(Router router, ServerOptions options);
  // Stops without grace.
  ~Server();

  int port() const;
  ServerCounters counters() const;

  // Takes no more connections, closes idle ones, ends event streams, lets running requests finish
  // for at most `grace`, then cuts off what is left. Returns when all threads have ended; handlers
  // that run are waited for. Not to be called by a handler.
  void Stop(std::chrono::milliseconds grace);

 private:
  struct State;
  explicit Server(std::unique_ptr<State> state);

  std::unique_ptr<State> state_;
};

// Lets this process have as many open files, connections among them, as the system allows it.
// Returns how many.
std::size_t RaiseFileLimit();

}  // namespace kaogong::http
