// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "http/headers.h"

namespace kaogong::http {

struct ParserLimits {
  std::size_t uri_bytes_max = 8192;
  std::size_t header_bytes_max = 16384;
  std::size_t header_fields_max = 100;
};

// A request's head as it was sent.
struct RequestHead {
  std::string method;
  std::string target;
  int version = 11;  // 10 or 11.
  Headers headers;
};

// RequestParser reads one request from bytes as they arrive. Strict beyond its library: see
// http/server.h.
class RequestParser {
 public:
  enum class Status {
    kNeedsMore,  // All understood that can be; give more bytes after those not consumed.
    kHead,       // The head is complete; call again for the body.
    kBody,       // body() holds the next bytes; call again.
    kDone,       // The request is complete.
    kFailed,     // failure_status() tells the answer; the connection cannot go on.
  };

  explicit RequestParser(const ParserLimits& limits);
  ~RequestParser();

  // Reads on from `bytes`, which begin where the last call stopped, and sets `consumed`.
  Status Put(std::string_view bytes, std::size_t& consumed);

  int failure_status() const;

  bool is_head_done() const;
  // From kHead on; before that as far as it is known.
  const RequestHead& head() const;
  RequestHead& head();
  bool keeps_alive() const;
  // The length of the body when it was given; nothing for a chunked one.
  std::optional<std::uint64_t> content_length() const;
  bool has_body() const;

  // After kBody, until the next call: bytes of the body, within those given to Put.
  std::string_view body() const;

 private:
  struct Beast;
  std::unique_ptr<Beast> beast_;
};

}  // namespace kaogong::http
