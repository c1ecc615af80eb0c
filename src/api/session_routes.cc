// SPDX-License-Identifier: Apache-2.0
// Signing in and out, and the own account.
#include "api/json.h"
#include "api/routes.h"
#include "base/utf8.h"

namespace kaogong::api {

namespace {

using office::User;

Json GrantJson(const office::GrantView& grant) {
  Json unit = nullptr;
  if (grant.unit.has_value()) unit = {{"id", Wire(grant.unit->id)}, {"name", grant.unit->name}};
  return {{"role", office::NameOf(grant.role)}, {"unit", std::move(unit)}};
}

Json MeJson(const User& user) {
  Json grants = Json::array();
  for (const auto& grant : user.grants) grants.push_back(GrantJson(grant));
  Json acts = Json::array();
  for (const office::Act act : office::AllActs()) {
    if (office::MayDo(user.actor, act)) acts.push_back(office::NameOf(act));
  }
  Json me = {{"account", {{"id", Wire(user.own_account)}, {"login", user.login},
                          {"version", user.account_version}}},
             {"person", {{"id", Wire(user.actor.person)}, {"name", user.actor.name}}},
             {"grants", std::move(grants)},
             {"acts", std::move(acts)},
             {"csrf_token", user.csrf_token},
             {"must_change_password", user.must_change_password},
             {"totp_enabled", user.has_totp},
             {"city", user.city}};
  if (user.actor.is_viewing_as) {
    me["person"]["name"] = user.own_name;
    me["viewing_as"] = {{"account_id", Wire(user.actor.account)}, {"name", user.actor.name}};
  }
  return me;
}

http::Cookie SessionCookie(const Call& call, std::string token) {
  http::Cookie cookie;
  cookie.name = std::string(kSessionCookie);
  cookie.value = std::move(token);
  cookie.is_secure = call.request.is_secure;
  return cookie;
}

// The user as he is after an act on the own session.
Answer MeNow(Call& call) {
  const auto token = call.request.Cookie(kSessionCookie);
  const auto user = office::FindUser(call.office, token.value_or(""));
  if (!user.ok()) return user.error();
  if (!user.value().has_value()) {
    return Error{ErrorCode::kNotSignedIn, Say("登录已过期", "Your session has ended")};
  }
  return Reply(MeJson(*user.value()));
}

http::Problem Refused(int status, std::string code, Text detail) {
  return http::Problem{status, std::move(code), std::move(detail), {}, {}};
}

Answer AnswerOf(const Call& call, const office::SignInOutcome& outcome) {
  if (const auto* locked = std::get_if<office::SignInLocked>(&outcome)) {
    http::Response response = http::Render(
        Refused(429, "locked",
                Say("密码多次输错，账号暂时锁定，请 {} 秒后再试",
                    "Too many wrong passwords; try again in {} seconds", locked->seconds_left)),
        call.language, call.request.id);
    response.Set("Retry-After", std::to_string(locked->seconds_left));
    return response;
  }
  switch (std::get<office::SignInRefusal>(outcome)) {
    case office::SignInRefusal::kTotpRequired:
      return Refused(401, "totp_required",
                     Say("请输入验证器上的六位验证码", "Enter the six digits of your authenticator"));
    case office::SignInRefusal::kTotpWrong:
      return Refused(401, "totp_wrong", Say("验证码不对或已用过", "The code is wrong or used already"));
    case office::SignInRefusal::kWrong:
      break;
  }
  return Refused(401, "wrong_credentials",
                 Say("登录名或密码不对", "The login or the password is wrong"));
}

Answer SignInHere(Call& call) {
  auto body = Body::Of(call.request);
  if (!body.ok()) return body.error();
  office::Credentials credentials;
  credentials.login = body.value().Text("login", 64);
  credentials.password = body.value().Raw("password", 256);
  credentials.totp = body.value().OptionalText("totp", 16);
  credentials.client = std::string(call.request.Header("user-agent"));
  if (FindInvalidUtf8(credentials.client)) credentials.client.clear();
  if (const auto read = body.value().Finish(); !read.ok()) return read.error();
  const auto outcome = office::SignIn(call.office, credentials);
  if (!outcome.ok()) return outcome.error();
  const auto* const signed_in = std::get_if<office::SignedIn>(&outcome.value());
  if (signed_in == nullptr) return AnswerOf(call, outcome.value());
  const auto user = office::FindUser(call.office, signed_in->token);
  if (!user.ok()) return user.error();
  if (!user.value().has_value()) {
    return Error{ErrorCode::kUnavailable, Say("登录没有成功，请重试", "Signing in failed; try again")};
  }
  http::Response response = Reply(MeJson(*user.value()));
  response.SetCookie(SessionCookie(call, signed_in->token));
  return response;
}

Answer SignOutHere(Call& call) {
  const auto done = office::SignOut(call.office, *call.user);
  if (!done.ok()) return done.error();
  http::Response response(204);
  http::Cookie cookie = SessionCookie(call, "");
  cookie.max_age = std::chrono::seconds(0);
  response.SetCookie(cookie);
  return response;
}

Answer ChangePasswordHere(Call& call) {
  auto body = Body::Of(call.request);
  if (!body.ok()) return body.error();
  const std::string current = body.value().Raw("current", 256);
  const std::string next = body.value().Raw("new", 1024);
  if (const auto read = body.value().Finish(); !read.ok()) return read.error();
  const auto done = office::ChangePassword(call.office, *call.user, current, next);
  if (!done.ok()) return done.error();
  return MeNow(call);
}

Answer ViewAsHere(Call& call) {
  auto body = Body::Of(call.request);
  if (!body.ok()) return body.error();
  const office::Id account = body.value().Id("account_id");
  if (const auto read = body.value().Finish(); !read.ok()) return read.error();
  const auto done = office::ViewAs(call.office, *call.user, account);
  if (!done.ok()) return done.error();
  return MeNow(call);
}

Answer StopViewingHere(Call& call) {
  const auto done = office::StopViewingAs(call.office, *call.user);
  if (!done.ok()) return done.error();
  return MeNow(call);
}

Answer ListDevicesHere(Call& call) {
  const auto devices = office::ListDevices(call.office, *call.user);
  if (!devices.ok()) return devices.error();
  Json items = Json::array();
  for (const office::Device& device : devices.value()) {
    items.push_back({{"id", Wire(device.id)},
                     {"created_at", device.created_at},
                     {"last_seen_at", device.last_seen_at},
                     {"client", device.client},
                     {"is_current", device.is_current}});
  }
  return Reply({{"items", std::move(items)}});
}

Answer EndDeviceHere(Call& call) {
  const auto id = call.IdOf("id");
  if (!id.ok()) return id.error();
  const auto done = office::EndDevice(call.office, *call.user, id.value());
  if (!done.ok()) return done.error();
  return http::Response(204);
}

Answer OfferTotpHere(Call& call) {
  const auto offer = office::OfferTotp(call.office, *call.user);
  if (!offer.ok()) return offer.error();
  return Reply({{"secret", offer.value().secret}, {"uri", offer.value().uri}});
}

Answer ConfirmTotpHere(Call& call) {
  auto body = Body::Of(call.request);
  if (!body.ok()) return body.error();
  const std::string code = body.value().Text("code", 16);
  if (const auto read = body.value().Finish(); !read.ok()) return read.error();
  const auto done = office::ConfirmTotp(call.office, *call.user, code);
  if (!done.ok()) return done.error();
  return MeNow(call);
}

Answer RemoveTotpHere(Call& call) {
  auto body = Body::Of(call.request);
  if (!body.ok()) return body.error();
  const std::string password = body.value().Raw("password", 256);
  if (const auto read = body.value().Finish(); !read.ok()) return read.error();
  const auto done = office::RemoveTotp(call.office, *call.user, password);
  if (!done.ok()) return done.error();
  return MeNow(call);
}

}  // namespace

void AddSessionRoutes(Routes& routes) {
  const EndpointOptions open{.access = Access::kOpen, .body_bytes_max = 4096};
  const EndpointOptions newcomer{.access = Access::kNewcomer, .body_bytes_max = 4096};
  routes.Post("/session", SignInHere, open);
  routes.Get("/session", [](Call& call) -> Answer { return Reply(MeJson(*call.user)); }, newcomer);
  routes.Delete("/session", SignOutHere, newcomer);
  routes.Put("/session/password", ChangePasswordHere, newcomer);
  routes.Put("/session/view-as", ViewAsHere);
  routes.Delete("/session/view-as", StopViewingHere);
  routes.Get("/session/devices", ListDevicesHere);
  routes.Delete("/session/devices/{id}", EndDeviceHere);
  routes.Post("/session/totp", OfferTotpHere);
  routes.Put("/session/totp", ConfirmTotpHere);
  routes.Delete("/session/totp", RemoveTotpHere);
}

}  // namespace kaogong::api
