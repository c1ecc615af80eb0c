// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "http/request.h"
#include "http/response.h"

namespace kaogong::http {

// A handler may block; it runs on a worker thread, several at once. It may throw nothing; what it
// throws all the same becomes 500 and is reported as a bug.
using Handler = std::function<Response(Request&)>;

// A middleware answers by itself, or calls `next` once and may change what comes back.
using Middleware = std::function<Response(Request&, const Handler& next)>;

// Decides, when the head of an upload has arrived and before a byte of its body is taken, where the
// body goes, or answers at once (not signed in, no room). Runs on a worker thread, without the
// middleware; the middleware runs with the handler, after the body.
using UploadOpener =
    std::function<std::variant<std::unique_ptr<BodySink>, Response>(const Request&)>;

struct RouteOptions {
  std::uint64_t body_bytes_max = 1048576;  // A longer body is refused with 413.
  // The handler does not block: it runs at once on the thread that serves the sockets, without the
  // middleware.
  bool is_quick = false;
  UploadOpener open_upload;  // The body is streamed.
};

// One pattern and method.
struct Route {
  std::string pattern;
  Handler handler;  // The middleware round it included, once the router is frozen.
  RouteOptions options;
};

// What a router has for a request.
struct Match {
  const Route* route = nullptr;       // Null for 404 and 405.
  std::vector<NameValue> parameters;  // By the pattern.
  std::vector<Method> allowed;        // For 405: what the path takes. Empty for 404.
};

// Router finds the handler for a method and path. Built by one thread, then only read.
//
// Patterns are "/units/{id}/persons"; "{rest*}" at the end takes any number of segments, at least
// one. Where several patterns fit, fixed text goes before parameters, segment by segment.
class Router {
 public:
  Router();
  Router(Router&&) noexcept;
  Router& operator=(Router&&) noexcept;
  ~Router();

  // Requires: the pattern is well formed and not yet taken for this method. HEAD is answered by
  // GET's handler and OPTIONS by the server unless they have routes of their own.
  void Add(Method method, std::string_view pattern, Handler handler, RouteOptions options = {});
  // Answers GET and HEAD where no path fits, as a quick handler: the files of the front end.
  void SetFallback(Handler handler);
  // Puts a middleware round every handler that is not quick. The first is outermost.
  void Use(Middleware middleware);

  Match Find(Method method, const std::vector<std::string>& segments) const;

  // Puts the middleware round the handlers. Once, when everything is added; the server does it.
  void Freeze();

 private:
  struct Node;

  Handler Wrap(Handler handler) const;

  std::unique_ptr<Node> root_;
  std::unique_ptr<Route> fallback_;
  std::vector<Middleware> middleware_;
};

}  // namespace kaogong::http
