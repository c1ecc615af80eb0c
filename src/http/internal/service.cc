// SPDX-License-Identifier: Apache-2.0
#include "http/internal/service.h"

#include <fmt/format.h>

#include <ctime>
#include <exception>
#include <iterator>

#include "http/ascii.h"
#include "http/problem.h"

namespace kaogong::http {

namespace {

// "Sun, 06 Nov 1994 08:49:37 GMT", made once a second by each thread.
std::string_view DateNow() {
  thread_local std::time_t made_at = 0;
  thread_local std::string text;
  const std::time_t now = std::time(nullptr);
  if (now != made_at) {
    constexpr const char* kDays[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    constexpr const char* kMonths[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                       "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    std::tm parts{};
    ::gmtime_r(&now, &parts);
    text = fmt::format("{}, {:02} {} {} {:02}:{:02}:{:02} GMT", kDays[parts.tm_wday], parts.tm_mday,
                       kMonths[parts.tm_mon], parts.tm_year + 1900, parts.tm_hour, parts.tm_min,
                       parts.tm_sec);
    made_at = now;
  }
  return text;
}

// "http://host/path" is the form proxies use; the host in it counts.
bool TakeAbsoluteForm(RequestHead& head) {
  std::string_view target = head.target;
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (!target.starts_with(scheme)) continue;
    target.remove_prefix(scheme.size());
    const std::size_t end = target.find_first_of("/?");
    if (head.headers.Find("host") != target.substr(0, end)) return false;
    head.target = end == std::string_view::npos ? "/" : std::string(target.substr(end));
    if (!head.target.starts_with('/')) head.target.insert(0, "/");
    return true;
  }
  return true;
}

std::string AllowHeader(const std::vector<Method>& allowed) {
  std::string header;
  bool has_get = false;
  bool has_head = false;
  for (const Method method : allowed) {
    header.append(NameOf(method)).append(", ");
    has_get = has_get || method == Method::kGet;
    has_head = has_head || method == Method::kHead;
  }
  if (has_get && !has_head) header.append("HEAD, ");
  return header + "OPTIONS";
}

void AppendField(std::string_view name, std::string_view value, std::string& to) {
  to.append(name).append(": ").append(value).append("\r\n");
}

bool MayHaveBody(int status) { return status >= 200 && status != 204 && status != 304; }

}  // namespace

std::string NewRequestId() {
  thread_local std::mt19937_64 random([] {
    std::random_device device;
    std::seed_seq seed{device(), device(), device(), device()};
    return std::mt19937_64(seed);
  }());
  return fmt::format("{:016x}", random());
}

Service::Service(Router router, ServerOptions options, TrustedProxies proxies)
    : router_(std::move(router)),
      options_(std::move(options)),
      proxies_(std::move(proxies)),
      workers_(options_.worker_threads, options_.limits.waiting_requests_max) {
  router_.Freeze();
  const SecurityHeaders& security = options_.security;
  security_headers_ = {{"X-Content-Type-Options", "nosniff"},
                       {"X-Frame-Options", "DENY"},
                       {"Cross-Origin-Opener-Policy", "same-origin"},
                       {"Cross-Origin-Resource-Policy", "same-origin"}};
  if (!security.content_security_policy.empty()) {
    security_headers_.emplace_back("Content-Security-Policy", security.content_security_policy);
  }
  if (!security.referrer_policy.empty()) {
    security_headers_.emplace_back("Referrer-Policy", security.referrer_policy);
  }
  if (security.hsts_max_age.count() > 0) {
    hsts_ = "max-age=" + std::to_string(security.hsts_max_age.count());
  }
}

int Service::BuildRequest(RequestHead& head, std::string_view peer, bool is_tls,
                          Request& request) const {
  const bool is_sound = TakeAbsoluteForm(head);
  request.id = NewRequestId();
  request.is_secure = is_tls;
  request.headers = std::move(head.headers);
  proxies_.Resolve(peer, request);
  const auto method = ParseMethod(head.method);
  if (!method.has_value()) return 501;
  request.method = *method;
  const auto host = request.headers.Find("host");
  if (!is_sound || (host.has_value() && !IsSoundHost(*host))) return 400;
  request.target = head.target;
  if (request.target == "*" && request.method == Method::kOptions) return 0;
  auto target = ParseTarget(request.target);
  if (!target.has_value()) return 400;
  request.segments = std::move(target->segments);
  request.query = std::move(target->query);
  return 0;
}

Plan Service::PlanFor(Request& request) const {
  Match match = router_.Find(request.method, request.segments);
  request.parameters = std::move(match.parameters);
  if (match.route != nullptr) request.route = match.route->pattern;
  return {match.route, std::move(match.allowed)};
}

Response Service::Answer(const Plan& plan, Request& request) const {
  if (plan.route == nullptr) {
    const bool is_known = !plan.allowed.empty();
    const bool asks = request.method == Method::kOptions && (is_known || request.target == "*");
    Response response = asks ? Response(204) : Render(ProblemOf(is_known ? 405 : 404), request);
    if (is_known) response.Set("Allow", AllowHeader(plan.allowed));
    return response;
  }
  try {
    Response response = plan.route->handler(request);
    if (!response.is_spoilt()) return response;
    return AnswerBug(request, "a response header with a control character");
  } catch (const std::exception& exception) {
    return AnswerBug(request, exception.what());
  } catch (...) {
    return AnswerBug(request, "something that is no exception");
  }
}

std::variant<std::unique_ptr<BodySink>, Response> Service::Open(const UploadOpener& opener,
                                                                const Request& request) const {
  try {
    return opener(request);
  } catch (const std::exception& exception) {
    return AnswerBug(request, exception.what());
  } catch (...) {
    return AnswerBug(request, "something that is no exception");
  }
}

Response Service::AnswerBug(const Request& request, std::string_view what) const {
  if (options_.on_bug) options_.on_bug(request.id, what);
  return Render(ProblemOf(500), request);
}

void Service::AppendHead(const Response& response, const Request& request, bool keeps_alive,
                         bool is_http_10, std::string& to) const {
  fmt::format_to(std::back_inserter(to), "HTTP/1.1 {} {}\r\n", response.status(),
                 ReasonOf(response.status()));
  AppendField("Date", DateNow(), to);
  AppendField("X-Request-Id", request.id, to);
  for (const auto& [name, value] : response.headers()) AppendField(name, value, to);
  for (const auto& [name, value] : security_headers_) {
    if (!response.Find(name).has_value()) AppendField(name, value, to);
  }
  if (!hsts_.empty() && request.is_secure) AppendField("Strict-Transport-Security", hsts_, to);
  const bool is_stream = std::holds_alternative<std::shared_ptr<EventChannel>>(response.body());
  if (MayHaveBody(response.status()) && !is_stream) {
    fmt::format_to(std::back_inserter(to), "Content-Length: {}\r\n", response.body_size());
  }
  if (!keeps_alive) {
    to.append("Connection: close\r\n");
  } else if (is_http_10) {
    to.append("Connection: keep-alive\r\n");
  }
  to.append("\r\n");
}

}  // namespace kaogong::http
