// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "http/server.h"

namespace kaogong::http {

// A response as it came over the wire.
struct Reply {
  int status = 0;  // 0: the connection was closed, or nothing came in time.
  std::multimap<std::string, std::string> headers;  // Names in lower case.
  std::string body;

  std::string Header(const std::string& name) const;
};

// TestClient speaks to a server on the loopback byte by byte, so that it can be slow, rude or
// wrong.
class TestClient {
 public:
  explicit TestClient(int port);
  TestClient(TestClient&& other) noexcept;
  TestClient& operator=(TestClient&&) = delete;
  ~TestClient();

  // False when the server has closed the connection.
  bool Send(std::string_view bytes);
  // Reads one response: its head and as many bytes of body as it announces. `has_body` is false
  // after HEAD.
  Reply Read(bool has_body = true);
  // Reads what comes until the server closes the connection or the wait is over.
  std::string ReadToEnd();
  // Reads until the text has been seen or the wait is over; returns what was read.
  std::string ReadUntil(std::string_view text);
  // True when the server closes the connection before the wait is over, whatever it sends before.
  bool IsClosedByServer();
  void HalfClose();
  // Ends with a reset instead of a goodbye.
  void Reset();
  void set_wait(std::chrono::milliseconds wait) { wait_ = wait; }
  int descriptor() const { return descriptor_; }

 private:
  // Adds what comes to `received_`; false at the end or when the wait is over.
  bool Receive();

  int descriptor_ = -1;
  std::string received_;
  bool is_closed_ = false;
  std::chrono::milliseconds wait_{5000};
};

// Sends one request on a connection of its own and returns the response.
Reply Ask(int port, std::string_view request, bool has_body = true);
// "GET /path HTTP/1.1" with a Host.
std::string Get(std::string_view path, std::string_view more_headers = {});
std::string Post(std::string_view path, std::string_view body, std::string_view more_headers = {});

// A server on a free port of the loopback.
std::unique_ptr<Server> StartServer(Router router, ServerOptions options = {});

// Reads a part of a text file's test data into memory, or an empty text.
std::string ReadFile(const std::string& path);

}  // namespace kaogong::http
