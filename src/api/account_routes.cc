// SPDX-License-Identifier: Apache-2.0
// Accounts and the role matrix.
#include "api/json.h"
#include "api/routes.h"
#include "office/account/accounts.h"

namespace kaogong::api {

namespace {

Json NamedJson(const office::Named& named) { return {{"id", Wire(named.id)}, {"name", named.name}}; }

Json AccountJson(const office::Account& account) {
  Json units = Json::array();
  for (const office::Named& unit : account.units) units.push_back(NamedJson(unit));
  Json grants = Json::array();
  for (const office::GrantView& grant : account.grants) {
    grants.push_back({{"role", office::NameOf(grant.role)},
                      {"unit", grant.unit ? NamedJson(*grant.unit) : Json(nullptr)}});
  }
  return {{"id", Wire(account.id)},
          {"login", account.login},
          {"person", NamedJson(account.person)},
          {"units", std::move(units)},
          {"grants", std::move(grants)},
          {"is_active", account.is_active},
          {"must_change_password", account.must_change_password},
          {"totp_enabled", account.has_totp},
          {"locked_until", OrNull(account.locked_until)},
          {"last_seen_at", OrNull(account.last_seen_at)},
          {"version", account.version}};
}

std::vector<office::Grant> ReadGrants(Body& body) {
  std::vector<office::Grant> grants;
  for (Body& part : body.Objects("grants", 50)) {
    office::Grant grant;
    const std::string name = part.Text("role", 40);
    const auto role = office::RoleNamed(name);
    if (!role.has_value() && !name.empty()) {
      part.AddFault("role", Say("没有“{}”这个角色", "There is no role '{}'", name));
    }
    grant.role = role.value_or(office::Role::kReportingClerk);
    grant.unit = part.OptionalId("unit_id");
    body.Take(part);
    grants.push_back(grant);
  }
  return grants;
}

Result<office::AccountFilter> ReadFilter(const Call& call) {
  using State = office::AccountFilter::State;
  office::AccountFilter filter;
  filter.query = call.QueryText("query");
  KAOGONG_TRY_ASSIGN(filter.unit, call.QueryId("unit_id"));
  const std::string role = call.QueryText("role");
  if (!role.empty()) {
    filter.role = office::RoleNamed(role);
    if (!filter.role.has_value()) {
      return Error{ErrorCode::kInvalidInput, Say("没有“{}”这个角色", "There is no role '{}'", role)};
    }
  }
  const std::string state = call.QueryText("state");
  if (state == "active") filter.state = State::kActive;
  if (state == "locked") filter.state = State::kLocked;
  if (state == "disabled") filter.state = State::kDisabled;
  if (!state.empty() && filter.state == State::kAny) {
    return Error{ErrorCode::kInvalidInput, Say("state 应为 active、locked 或 disabled",
                                               "state must be active, locked or disabled")};
  }
  return filter;
}

Answer List(Call& call) {
  const auto filter = ReadFilter(call);
  if (!filter.ok()) return filter.error();
  const auto page = call.PageOf();
  if (!page.ok()) return page.error();
  const auto listing =
      office::ListAccounts(call.office, call.actor(), filter.value(), page.value());
  if (!listing.ok()) return listing.error();
  return Reply(ListJson(listing.value(), page.value(), AccountJson));
}

Answer AnswerAccount(const Result<office::Account>& account) {
  if (!account.ok()) return account.error();
  return Reply(AccountJson(account.value()));
}

Answer Find(Call& call) {
  const auto id = call.IdOf("id");
  if (!id.ok()) return id.error();
  return AnswerAccount(office::FindAccount(call.office, call.actor(), id.value()));
}

Answer AnswerOpened(const Result<office::OpenedAccount>& opened, int status) {
  if (!opened.ok()) return opened.error();
  return Reply({{"account", AccountJson(opened.value().account)},
                {"initial_password", opened.value().initial_password}},
               status);
}

Answer Open(Call& call) {
  auto body = Body::Of(call.request);
  if (!body.ok()) return body.error();
  office::NewAccount made;
  made.person = body.value().Id("person_id");
  made.login = body.value().Text("login", 64);
  if (body.value().Any("grants").is_null()) {
    body.value().AddFault("grants", Say("必须填写", "This is required"));
  }
  made.grants = ReadGrants(body.value());
  if (const auto read = body.value().Finish(); !read.ok()) return read.error();
  return AnswerOpened(office::OpenAccount(call.office, call.actor(), made), 201);
}

Answer Alter(Call& call) {
  const auto id = call.IdOf("id");
  if (!id.ok()) return id.error();
  auto body = Body::Of(call.request);
  if (!body.ok()) return body.error();
  office::AccountChange change;
  change.version = body.value().Integer("version", 1, INT64_MAX);
  change.login = body.value().OptionalText("login", 64);
  change.is_active = body.value().OptionalFlag("is_active");
  if (body.value().Has("grants")) change.grants = ReadGrants(body.value());
  if (const auto read = body.value().Finish(); !read.ok()) return read.error();
  const auto account = office::ChangeAccount(call.office, call.actor(), id.value(), change);
  if (account.ok()) return Reply(AccountJson(account.value()));
  const auto current = office::FindAccount(call.office, call.actor(), id.value());
  if (!current.ok()) return account.error();
  return WithCurrent(account.error(), AccountJson(current.value()));
}

Answer Reset(Call& call) {
  const auto id = call.IdOf("id");
  if (!id.ok()) return id.error();
  return AnswerOpened(office::ResetPassword(call.office, call.actor(), id.value()), 200);
}

Answer Unlock(Call& call) {
  const auto id = call.IdOf("id");
  if (!id.ok()) return id.error();
  return AnswerAccount(office::UnlockAccount(call.office, call.actor(), id.value()));
}

Answer EndSessions(Call& call) {
  const auto id = call.IdOf("id");
  if (!id.ok()) return id.error();
  const auto done = office::EndSessionsOf(call.office, call.actor(), id.value());
  if (!done.ok()) return done.error();
  return http::Response(204);
}

Answer RoleMatrix(Call& call) {
  Json roles = Json::array();
  for (const office::Role role : office::AllRoles()) {
    roles.push_back({{"role", office::NameOf(role)},
                     {"name", office::TitleOf(role).In(call.language)},
                     {"description", office::DescriptionOf(role).In(call.language)}});
  }
  Json acts = Json::array();
  for (const office::Act act : office::AllActs()) {
    Json allowed = Json::array();
    for (const office::Role role : office::AllRoles()) {
      if (office::Allows(role, act)) allowed.push_back(office::NameOf(role));
    }
    acts.push_back({{"act", office::NameOf(act)},
                    {"name", office::TitleOf(act).In(call.language)},
                    {"description", office::DescriptionOf(act).In(call.language)},
                    {"is_scoped", office::IsScoped(act)},
                    {"roles", std::move(allowed)}});
  }
  return Reply({{"roles", std::move(roles)}, {"acts", std::move(acts)}});
}

}  // namespace

void AddAccountRoutes(Routes& routes) {
  routes.Get("/roles", RoleMatrix);
  routes.Get("/accounts", List);
  EndpointOptions secret;
  secret.is_secret = true;  // The initial password.
  routes.Post("/accounts", Open, secret);
  routes.Get("/accounts/{id}", Find);
  routes.Patch("/accounts/{id}", Alter);
  routes.Post("/accounts/{id}/reset-password", Reset, secret);
  routes.Post("/accounts/{id}/unlock", Unlock);
  routes.Delete("/accounts/{id}/sessions", EndSessions);
}

}  // namespace kaogong::api
