// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "base/sha256.h"
#include "office/account/accounts.h"
#include "office/account/password.h"
#include "office/account/sign_in.h"
#include "office/account/totp.h"

namespace kaogong::office {

namespace {

using store::Row;

// How long the note of when a session was last used may lag.
constexpr std::int64_t kTouchSeconds = 60;

struct StoredSession {
  User user;
  std::string last_seen_at;
  std::string expires_at;
  bool is_active = false;
};

// Everything about a session in one statement, for every request begins with it: one row for each
// grant of the account with whose eyes it looks (v), or one without a grant.
constexpr std::string_view kFindSession =
    "SELECT s.id, s.csrf_token, s.last_seen_at, s.expires_at, s.viewing_as IS NOT NULL, a.id, "
    "a.login, a.version, a.must_change_password, a.totp_secret IS NOT NULL, a.is_active, p.name, "
    "v.id, w.id, w.name, "
    "(SELECT c.name FROM unit_span c WHERE c.parent_id IS NULL AND c.valid_from <= ? "
    "AND (c.valid_to IS NULL OR c.valid_to > ?) ORDER BY c.official_order, c.unit_id LIMIT 1), "
    "g.role, g.unit_id, u.name "
    "FROM session s JOIN account a ON a.id = s.account_id JOIN person p ON p.id = a.person_id "
    "JOIN account v ON v.id = coalesce(s.viewing_as, s.account_id) "
    "JOIN person w ON w.id = v.person_id LEFT JOIN account_grant g ON g.account_id = v.id "
    "LEFT JOIN unit_span u ON u.unit_id = g.unit_id AND u.valid_from <= ? "
    "AND (u.valid_to IS NULL OR u.valid_to > ?) "
    "WHERE s.token_hash = ? ORDER BY g.role, g.unit_id";

StoredSession ReadSession(const Row& row) {
  StoredSession found;
  User& user = found.user;
  user.session = row.Get<Id>(0);
  user.csrf_token = row.Get<std::string>(1);
  found.last_seen_at = row.Get<std::string>(2);
  found.expires_at = row.Get<std::string>(3);
  user.actor.is_viewing_as = row.Get<bool>(4);
  user.own_account = row.Get<Id>(5);
  user.login = row.Get<std::string>(6);
  user.account_version = row.Get<std::int64_t>(7);
  user.must_change_password = row.Get<bool>(8);
  user.has_totp = row.Get<bool>(9);
  found.is_active = row.Get<bool>(10);
  user.own_name = row.Get<std::string>(11);
  user.actor.account = row.Get<Id>(12);
  user.actor.person = row.Get<Id>(13);
  user.actor.name = row.Get<std::string>(14);
  user.city = row.Get<std::optional<std::string>>(15).value_or("");
  return found;
}

void AddGrant(const Row& row, User& user) {
  const auto name = row.Get<std::optional<std::string>>(16);
  const auto role = name.has_value() ? RoleNamed(*name) : std::nullopt;
  if (!role.has_value()) return;
  GrantView grant;
  grant.role = *role;
  const auto unit = row.Get<std::optional<Id>>(17);
  if (unit.has_value()) {
    grant.unit = Named{*unit, row.Get<std::optional<std::string>>(18).value_or("")};
  }
  user.actor.grants.push_back({grant.role, unit});
  user.grants.push_back(std::move(grant));
}

Result<std::optional<StoredSession>> Load(const Session& session, std::string_view token) {
  Sha256 hash;
  hash.Update(token);
  const std::string today = session.today.ToString();
  std::optional<StoredSession> stored;
  KAOGONG_TRY(session.transaction.Query(
      kFindSession, {today, today, today, today, hash.TakeHex()}, [&](const Row& row) {
        if (!stored.has_value()) stored = ReadSession(row);
        AddGrant(row, stored->user);
      }));
  return stored;
}

bool HasEnded(const StoredSession& stored, Instant now) {
  const std::string idle_since = now.Plus(-kSessionIdleSeconds).ToString();
  return !stored.is_active || stored.expires_at <= now.ToString() ||
         stored.last_seen_at <= idle_since;
}

// The signed-in account itself, whoever it looks as: for acts on the own account.
Actor OwnActor(const User& user) {
  Actor actor;
  actor.account = user.own_account;
  actor.name = user.own_name;
  return actor;
}

Error WrongPart(std::string pointer, Text message) {
  return {ErrorCode::kInvalidInput, message, {{std::move(pointer), message}}};
}

Result<std::string> HashOf(const Office& office, const User& user) {
  return office.Read(OwnActor(user), [&](Session& session) -> Result<std::string> {
    KAOGONG_TRY_ASSIGN(const auto hash,
                       session.transaction.One<std::string>(
                           "SELECT password_hash FROM account WHERE id = ?", {user.own_account}));
    return hash.value_or("");
  });
}

}  // namespace

Result<std::optional<User>> FindUser(const Office& office, std::string_view token) {
  KAOGONG_TRY_ASSIGN(auto stored, office.Read(ProgramActor(), [&](Session& session) {
    return Load(session, token);
  }));
  const Instant now = office.Now();
  if (!stored.has_value() || HasEnded(*stored, now)) return std::optional<User>{};
  if (stored->last_seen_at <= now.Plus(-kTouchSeconds).ToString()) {
    KAOGONG_TRY(office.Write(ProgramActor(), [&](Change& change) -> Result<void> {
      change.RecordNothing();
      KAOGONG_TRY(change.transaction.Execute("UPDATE session SET last_seen_at = ? WHERE id = ?",
                                             {now.ToString(), stored->user.session}));
      KAOGONG_TRY(change.transaction.Execute("UPDATE account SET last_seen_at = ? WHERE id = ?",
                                             {now.ToString(), stored->user.own_account}));
      return {};
    }));
  }
  return std::optional<User>(std::move(stored->user));
}

Result<void> SignOut(const Office& office, const User& user) {
  return office.Write(OwnActor(user), [&](Change& change) -> Result<void> {
    KAOGONG_TRY(change.transaction.Execute("DELETE FROM session WHERE id = ?", {user.session}));
    change.Record("session.sign_out", fmt::format("account/{}", user.own_account));
    return {};
  });
}

Result<void> ChangePassword(const Office& office, const User& user, std::string_view current,
                            std::string_view next) {
  KAOGONG_TRY_ASSIGN(const std::string hash, HashOf(office, user));
  std::vector<Fault> faults;
  if (!VerifyPassword(hash, current)) {
    faults.push_back({"/current", Say("当前密码不对", "The current password is wrong")});
  }
  for (Text& finding : CheckPasswordPolicy(next, user.login, user.own_name)) {
    faults.push_back({"/new", std::move(finding)});
  }
  if (next == current) {
    faults.push_back({"/new", Say("新密码不能与当前密码相同", "The new password is the old one")});
  }
  if (!faults.empty()) {
    return Error{ErrorCode::kInvalidInput, Say("密码没有修改", "The password was not changed"),
                 std::move(faults)};
  }
  const std::string next_hash = HashPassword(next);
  return office.Write(OwnActor(user), [&](Change& change) -> Result<void> {
    KAOGONG_TRY_ASSIGN(const std::int64_t changed,
                       change.transaction.Execute(
                           "UPDATE account SET password_hash = ?, must_change_password = ?, "
                           "version = version + 1 WHERE id = ? AND password_hash = ?",
                           {next_hash, false, user.own_account, hash}));
    if (changed != 1) return Stale(Say("密码", "The password"));
    KAOGONG_TRY(change.transaction.Execute("DELETE FROM session WHERE account_id = ? AND id <> ?",
                                           {user.own_account, user.session}));
    change.Record("account.change_password", fmt::format("account/{}", user.own_account));
    return {};
  });
}

Result<void> ViewAs(const Office& office, const User& user, Id account) {
  if (user.actor.is_viewing_as) {
    return Error{ErrorCode::kConflict, Say("请先退出正在查看的身份", "Leave the present view first")};
  }
  return office.Write(user.actor, [&](Change& change) -> Result<void> {
    KAOGONG_TRY(LoadAccount(change, Act::kViewAs, account));
    KAOGONG_TRY(change.transaction.Execute("UPDATE session SET viewing_as = ? WHERE id = ?",
                                           {account, user.session}));
    change.Record("session.view_as", fmt::format("account/{}", account));
    return {};
  });
}

Result<void> StopViewingAs(const Office& office, const User& user) {
  return office.Write(OwnActor(user), [&](Change& change) -> Result<void> {
    KAOGONG_TRY(change.transaction.Execute("UPDATE session SET viewing_as = NULL WHERE id = ?",
                                           {user.session}));
    change.Record("session.stop_viewing_as", fmt::format("account/{}", user.own_account));
    return {};
  });
}

Result<std::vector<Device>> ListDevices(const Office& office, const User& user) {
  return office.Read(OwnActor(user), [&](Session& session) -> Result<std::vector<Device>> {
    std::vector<Device> devices;
    KAOGONG_TRY(session.transaction.Query(
        "SELECT id, created_at, last_seen_at, client FROM session WHERE account_id = ? "
        "AND expires_at > ? AND last_seen_at > ? ORDER BY last_seen_at DESC, id DESC",
        {user.own_account, session.now.ToString(),
         session.now.Plus(-kSessionIdleSeconds).ToString()},
        [&](const Row& row) {
          const Id id = row.Get<Id>(0);
          devices.push_back({id, row.Get<std::string>(1), row.Get<std::string>(2),
                             row.Get<std::string>(3), id == user.session});
        }));
    return devices;
  });
}

Result<void> EndDevice(const Office& office, const User& user, Id id) {
  return office.Write(OwnActor(user), [&](Change& change) -> Result<void> {
    KAOGONG_TRY_ASSIGN(const std::int64_t ended,
                       change.transaction.Execute(
                           "DELETE FROM session WHERE id = ? AND account_id = ?",
                           {id, user.own_account}));
    if (ended == 0) {
      return Error{ErrorCode::kNotFound, Say("这次登录已经结束", "That session has ended already")};
    }
    change.Record("session.end", fmt::format("account/{}", user.own_account));
    return {};
  });
}

Result<TotpOffer> OfferTotp(const Office& office, const User& user) {
  const std::string secret = MakeTotpSecret(office.secrets());
  KAOGONG_TRY(office.Write(OwnActor(user), [&](Change& change) -> Result<void> {
    change.RecordNothing();  // Nothing counts before it is confirmed.
    KAOGONG_TRY(change.transaction.Execute("UPDATE account SET totp_offered = ? WHERE id = ?",
                                           {secret, user.own_account}));
    return {};
  }));
  return TotpOffer{secret, TotpUri(secret, user.login, "考功")};
}

Result<void> ConfirmTotp(const Office& office, const User& user, std::string_view code) {
  return office.Write(OwnActor(user), [&](Change& change) -> Result<void> {
    KAOGONG_TRY_ASSIGN(
        const auto offered,
        change.transaction.One<std::optional<std::string>>(
            "SELECT totp_offered FROM account WHERE id = ?", {user.own_account}));
    const std::string secret = offered.value_or(std::nullopt).value_or("");
    const auto step = TotpStepOf(secret, code, change.now, 0);
    if (secret.empty() || !step.has_value()) {
      return WrongPart("/code", Say("验证码不对，或已过期", "The code is wrong or out of date"));
    }
    KAOGONG_TRY(change.transaction.Execute(
        "UPDATE account SET totp_secret = ?, totp_offered = NULL, totp_step_used = ?, "
        "version = version + 1 WHERE id = ?",
        {secret, *step, user.own_account}));
    change.Record("account.add_totp", fmt::format("account/{}", user.own_account));
    return {};
  });
}

Result<void> RemoveTotp(const Office& office, const User& user, std::string_view password) {
  KAOGONG_TRY_ASSIGN(const std::string hash, HashOf(office, user));
  if (!VerifyPassword(hash, password)) {
    return WrongPart("/password", Say("密码不对", "The password is wrong"));
  }
  return office.Write(OwnActor(user), [&](Change& change) -> Result<void> {
    KAOGONG_TRY(change.transaction.Execute(
        "UPDATE account SET totp_secret = NULL, totp_offered = NULL, version = version + 1 "
        "WHERE id = ?",
        {user.own_account}));
    change.Record("account.remove_totp", fmt::format("account/{}", user.own_account));
    return {};
  });
}

}  // namespace kaogong::office
