// SPDX-License-Identifier: Apache-2.0
#include "api/routes.h"

#include "api/internal/idempotency.h"
#include "http/accept.h"

namespace kaogong::api {

namespace {

bool IsWrite(http::Method method) {
  return method != http::Method::kGet && method != http::Method::kHead &&
         method != http::Method::kOptions;
}

// Takes as long whatever the texts are, so that a token cannot be found out piece by piece.
bool AreSame(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  unsigned difference = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    difference |= static_cast<unsigned>(static_cast<unsigned char>(a[i]) ^
                                        static_cast<unsigned char>(b[i]));
  }
  return difference == 0;
}

http::Problem NotSignedIn() {
  return http::ProblemOf(Error{ErrorCode::kNotSignedIn,
                               Say("请先登录，或登录已过期", "Sign in first; your session may have ended")});
}

// What keeps the request from its handler, or nothing.
std::optional<http::Problem> Refusal(const Call& call, Access access) {
  if (access == Access::kOpen) return std::nullopt;
  if (!call.user.has_value()) return NotSignedIn();
  if (IsWrite(call.request.method) &&
      !AreSame(call.request.Header("x-csrf-token"), call.user->csrf_token)) {
    http::Problem problem = http::ProblemOf(
        Error{ErrorCode::kNotPermitted, Say("页面已失效，请刷新后重试", "The page is out of date; reload it")});
    problem.code = "csrf_token_wrong";
    return problem;
  }
  if (access == Access::kSignedIn && call.user->must_change_password &&
      !call.actor().is_viewing_as) {
    http::Problem problem =
        http::ProblemOf(Error{ErrorCode::kNotPermitted,
                              Say("首次登录请先修改密码", "Change your initial password first")});
    problem.code = "password_change_required";
    return problem;
  }
  return std::nullopt;
}

Result<Call> Begin(const office::Office& office, http::Request& request) {
  Call call{office, request, http::ChooseLanguage(request.Header("accept-language")), {}};
  const auto token = request.Cookie(kSessionCookie);
  if (token.has_value()) {
    KAOGONG_TRY_ASSIGN(call.user, office::FindUser(office, *token));
  }
  return call;
}

http::Response RenderAnswer(Answer answer, const Call& call) {
  if (auto* response = std::get_if<http::Response>(&answer.value)) return std::move(*response);
  http::Problem problem;
  if (const auto* error = std::get_if<Error>(&answer.value)) {
    problem = http::ProblemOf(*error);
  } else {
    problem = std::get<http::Problem>(std::move(answer.value));
  }
  return http::Render(problem, call.language, call.request.id);
}

}  // namespace

void Routes::Add(http::Method method, std::string_view path, Handler handler,
                 EndpointOptions options) {
  const std::string pattern = "/api/v1" + std::string(path);
  endpoints_.push_back({method, pattern, options.access});
  const auto serve = [this, handler = std::move(handler),
                      access = options.access,
                      is_secret = options.is_secret](http::Request& request) -> http::Response {
    auto call = Begin(office_, request);
    if (!call.ok()) return http::Render(http::ProblemOf(call.error()), request);
    if (const auto refusal = Refusal(call.value(), access)) {
      return http::Render(*refusal, call.value().language, request.id);
    }
    return AnswerOnce(call.value(), is_secret,
                      [&] { return RenderAnswer(handler(call.value()), call.value()); });
  };
  http::RouteOptions route;
  route.body_bytes_max = options.body_bytes_max;
  if (options.open_upload) {
    route.open_upload = [this, open = options.open_upload, access = options.access](
                            const http::Request& request)
        -> std::variant<std::unique_ptr<http::BodySink>, http::Response> {
      // The opener only looks at the request.
      auto& seen = const_cast<http::Request&>(request);
      auto call = Begin(office_, seen);
      if (!call.ok()) return http::Render(http::ProblemOf(call.error()), request);
      if (const auto refusal = Refusal(call.value(), access)) {
        return http::Render(*refusal, call.value().language, request.id);
      }
      auto sink = open(call.value());
      if (!sink.ok()) {
        return http::Render(http::ProblemOf(sink.error()), call.value().language, request.id);
      }
      return std::move(sink).value();
    };
  }
  router_.Add(method, pattern, serve, std::move(route));
}

void Routes::Get(std::string_view path, Handler handler, EndpointOptions options) {
  Add(http::Method::kGet, path, std::move(handler), std::move(options));
}
void Routes::Post(std::string_view path, Handler handler, EndpointOptions options) {
  Add(http::Method::kPost, path, std::move(handler), std::move(options));
}
void Routes::Put(std::string_view path, Handler handler, EndpointOptions options) {
  Add(http::Method::kPut, path, std::move(handler), std::move(options));
}
void Routes::Patch(std::string_view path, Handler handler, EndpointOptions options) {
  Add(http::Method::kPatch, path, std::move(handler), std::move(options));
}
void Routes::Delete(std::string_view path, Handler handler, EndpointOptions options) {
  Add(http::Method::kDelete, path, std::move(handler), std::move(options));
}

}  // namespace kaogong::api
