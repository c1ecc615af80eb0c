// SPDX-License-Identifier: Apache-2.0
// Routes puts handlers of the API behind what all of them need: the session and its CSRF token,
// the forced change of a first password, idempotency keys, errors as problem documents.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "api/call.h"
#include "http/router.h"

namespace kaogong::office::library {
class Library;
}

namespace kaogong::api {

using Handler = std::function<Answer(Call&)>;

// Whom an endpoint is for.
enum class Access {
  kOpen,      // Everybody, signed in or not.
  kNewcomer,  // Signed in, even before the first password was changed.
  kSignedIn,
};

struct EndpointOptions {
  Access access = Access::kSignedIn;
  std::uint64_t body_bytes_max = 1'048'576;
  bool is_secret = false;  // The answer holds a secret, which is not kept for Idempotency-Key.
  // The body is streamed into a sink that this makes once the user is known; the handler finds it in
  // request.sink.
  std::function<Result<std::unique_ptr<http::BodySink>>(const Call&)> open_upload = {};
};

// One endpoint, as the tests hold it against the OpenAPI document.
struct Endpoint {
  http::Method method = http::Method::kGet;
  std::string pattern;  // "/api/v1/units/{id}"
  Access access = Access::kSignedIn;
};

class Routes {
 public:
  // `office` and `router` outlive this; cookies are Secure unless the server has no TLS in front.
  Routes(const office::Office& office, http::Router& router) : office_(office), router_(router) {}

  // `path` follows "/api/v1".
  void Get(std::string_view path, Handler handler, EndpointOptions options = {});
  void Post(std::string_view path, Handler handler, EndpointOptions options = {});
  void Put(std::string_view path, Handler handler, EndpointOptions options = {});
  void Patch(std::string_view path, Handler handler, EndpointOptions options = {});
  void Delete(std::string_view path, Handler handler, EndpointOptions options = {});

  const std::vector<Endpoint>& endpoints() const { return endpoints_; }

 private:
  void Add(http::Method method, std::string_view path, Handler handler, EndpointOptions options);

  const office::Office& office_;
  http::Router& router_;
  std::vector<Endpoint> endpoints_;
};

inline constexpr std::string_view kSessionCookie = "kaogong_session";

// The areas.
void AddSessionRoutes(Routes& routes);
void AddAccountRoutes(Routes& routes);
void AddAuditRoutes(Routes& routes);
// The library outlives the routes.
void AddRegulationRoutes(Routes& routes, office::library::Library& library);
void AddRunRoutes(Routes& routes, office::library::Library& library);
void AddAssessmentRoutes(Routes& routes, office::library::Library& library);
void AddTargetRoutes(Routes& routes, office::library::Library& library);

}  // namespace kaogong::api
