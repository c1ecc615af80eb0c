// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <any>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "http/headers.h"
#include "http/method.h"
#include "http/percent.h"

namespace kaogong::http {

// BodySink takes the body of one upload as it arrives, so that it is never whole in memory. Called
// on worker threads, one call at a time. Destroyed without the handler having run when the client
// breaks off: the destructor must clean up.
class BodySink {
 public:
  virtual ~BodySink() = default;
  virtual Result<void> Take(std::string_view bytes) = 0;
};

// Request is one request as a handler sees it. Everything decoded is valid UTF-8 without control
// characters (in the query, line ends and tabs may occur). Header values and the body are bytes as
// they came; header values hold no control characters but tabs.
struct Request {
  Method method = Method::kGet;
  std::string target;                 // As the client sent it: "/units/%E7%94%B2?year=2025"
  std::vector<std::string> segments;  // {"units", "甲"}
  std::vector<NameValue> query;
  Headers headers;

  std::string body;                // Empty when the route takes uploads …
  std::unique_ptr<BodySink> sink;  // … which is then here, having taken the whole body.

  std::string id;      // Of this request, for the log and the client: 1 to 64 of [A-Za-z0-9._-].
  std::string client;  // The client's IP address; behind a trusted proxy what that says it is.
  std::string host;    // As the client named us, with the port if any; empty in HTTP/1.0.
  bool is_secure = false;  // Between the client and us, or the trusted proxy, is TLS.

  std::string_view route;             // The pattern that matched: "/units/{id}"; empty for none.
  std::vector<NameValue> parameters;  // {"id", "甲"}

  std::any context;  // For middleware to leave what handlers need: the session, the user.

  // Returns the value of a header, its name in lower case; empty when it is missing.
  std::string_view Header(std::string_view name) const {
    return headers.Find(name).value_or(std::string_view{});
  }
  // Returns the value of a parameter of the route. Requires: the pattern has it.
  const std::string& Parameter(std::string_view name) const;
  // Returns the first value of this name in the query.
  std::optional<std::string_view> Query(std::string_view name) const;
  // Returns the first cookie of this name.
  std::optional<std::string> Cookie(std::string_view name) const;
  // Returns "/units/甲".
  std::string Path() const;
};

}  // namespace kaogong::http
