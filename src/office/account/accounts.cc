// SPDX-License-Identifier: Apache-2.0
#include "office/account/accounts.h"

#include <algorithm>
#include <map>
#include <span>

#include "office/account/password.h"

namespace kaogong::office {

namespace {

using store::Argument;
using store::Row;
using store::Transaction;

constexpr std::string_view kColumns =
    "a.id, a.login, p.id, p.name, a.is_active, a.must_change_password, a.totp_secret IS NOT NULL, "
    "a.locked_until, a.last_seen_at, a.version FROM account a JOIN person p ON p.id = a.person_id ";

// The person holds an appointment today in a unit of the CTE `within`.
constexpr std::string_view kPersonWithin =
    "EXISTS (SELECT 1 FROM appointment t WHERE t.person_id = a.person_id AND t.valid_from <= ? "
    "AND (t.valid_to IS NULL OR t.valid_to > ?) AND t.unit_id IN (SELECT id FROM within)) ";

Account ReadAccount(const Row& row, Instant now) {
  Account account;
  account.id = row.Get<Id>(0);
  account.login = row.Get<std::string>(1);
  account.person = {row.Get<Id>(2), row.Get<std::string>(3)};
  account.is_active = row.Get<bool>(4);
  account.must_change_password = row.Get<bool>(5);
  account.has_totp = row.Get<bool>(6);
  const auto locked_until = row.Get<std::optional<std::string>>(7);
  if (locked_until.has_value() && *locked_until > now.ToString()) account.locked_until = locked_until;
  account.last_seen_at = row.Get<std::optional<std::string>>(8);
  account.version = row.Get<std::int64_t>(9);
  return account;
}

// Adds the units and grants, by names as of today.
Result<void> Complete(const Session& session, std::span<Account> accounts) {
  std::map<Id, Account*> by_id;
  std::vector<Id> ids;
  for (Account& account : accounts) {
    by_id.emplace(account.id, &account);
    ids.push_back(account.id);
  }
  const IdList list(ids);
  const std::string today = session.today.ToString();
  std::vector<Argument> arguments = {today, today, today, today};
  arguments.insert(arguments.end(), list.arguments().begin(), list.arguments().end());
  KAOGONG_TRY(session.transaction.Query(
      "SELECT DISTINCT s.unit_id, s.name, s.official_order, a.id FROM account a "
      "JOIN appointment t ON t.person_id = a.person_id "
      "JOIN unit_span s ON s.unit_id = t.unit_id "
      "WHERE t.valid_from <= ? AND (t.valid_to IS NULL OR t.valid_to > ?) "
      "AND s.valid_from <= ? AND (s.valid_to IS NULL OR s.valid_to > ?) "
      "AND a.id IN (" + list.marks() + ") ORDER BY 3, 1",
      arguments, [&](const Row& row) {
        by_id.at(row.Get<Id>(3))->units.push_back({row.Get<Id>(0), row.Get<std::string>(1)});
      }));
  arguments.erase(arguments.begin(), arguments.begin() + 2);
  return session.transaction.Query(
      "SELECT g.role, g.unit_id, s.name, g.account_id FROM account_grant g "
      "LEFT JOIN unit_span s ON s.unit_id = g.unit_id AND s.valid_from <= ? "
      "AND (s.valid_to IS NULL OR s.valid_to > ?) WHERE g.account_id IN (" + list.marks() +
          ") ORDER BY g.role, g.unit_id",
      arguments, [&](const Row& row) {
        GrantView grant;
        grant.role = RoleNamed(row.Get<std::string>(0)).value_or(Role::kReportingClerk);
        const auto unit = row.Get<std::optional<Id>>(1);
        if (unit.has_value()) {
          grant.unit = Named{*unit, row.Get<std::optional<std::string>>(2).value_or("")};
        }
        by_id.at(row.Get<Id>(3))->grants.push_back(std::move(grant));
      });
}

Error NoSuchAccount() {
  return {ErrorCode::kNotFound, Say("没有这个账号，或不在您的范围内",
                                    "There is no such account, or it is not in your reach")};
}

Result<std::vector<Id>> UnitsOfPerson(const Session& session, Id person) {
  std::vector<Id> units;
  const std::string today = session.today.ToString();
  KAOGONG_TRY(session.transaction.Query(
      "SELECT unit_id FROM appointment WHERE person_id = ? AND valid_from <= ? "
      "AND (valid_to IS NULL OR valid_to > ?)",
      {person, today, today}, [&](const Row& row) { units.push_back(row.Get<Id>(0)); }));
  return units;
}

Result<void> RequireOverPerson(const Session& session, Act act, Id person) {
  KAOGONG_TRY_ASSIGN(const auto units, UnitsOfPerson(session, person));
  return RequireOnAny(session.transaction, session.actor, act, units, session.today);
}

// Who could take over an account that reaches further than his own would reach as far himself.
Result<void> RequireOverGrants(const Session& session, Act act, const Account& account) {
  const Reach reach = ReachOf(session.actor, act);
  for (const GrantView& grant : account.grants) {
    bool is_within = reach.is_everywhere;
    if (!is_within && grant.unit.has_value()) {
      KAOGONG_TRY_ASSIGN(is_within,
                         IsWithin(session.transaction, reach, grant.unit->id, session.today));
    }
    if (is_within) continue;
    return Error{ErrorCode::kNotPermitted,
                 Say("这个账号的角色超出您的管理范围，请由上级管理员办理",
                     "The roles of this account go beyond your reach; ask an administrator above")};
  }
  return {};
}

// Reads one account that the actor may do the act with.
Result<Account> Load(const Session& session, Act act, Id id) {
  std::optional<Account> account;
  KAOGONG_TRY(session.transaction.Query(
      fmt::format("SELECT {}WHERE a.id = ?{}", kColumns,
                  session.transaction.is_read_only() ? "" : " /*postgres: FOR UPDATE OF a */"),
      {id}, [&](const Row& row) { account = ReadAccount(row, session.now); }));
  if (!account.has_value()) return NoSuchAccount();
  const auto allowed = RequireOverPerson(session, act, account->person.id);
  if (!allowed.ok()) {
    return allowed.error().code == ErrorCode::kNotFound ? NoSuchAccount() : allowed.error();
  }
  KAOGONG_TRY(Complete(session, std::span(&*account, 1)));
  if (act != Act::kViewAccounts) KAOGONG_TRY(RequireOverGrants(session, act, *account));
  return *std::move(account);
}

// Returns the login as it is stored, or nothing when it will not do.
std::optional<std::string> FoldLogin(std::string_view login) {
  std::string folded;
  for (const char c : login) {
    const bool is_capital = c >= 'A' && c <= 'Z';
    const bool is_plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_' ||
                          c == '-';
    if (!is_capital && !is_plain) return std::nullopt;
    folded.push_back(is_capital ? static_cast<char>(c - 'A' + 'a') : c);
  }
  if (folded.size() < 2 || folded.size() > 64) return std::nullopt;
  return folded;
}

// Collects what is wrong with the parts of an account.
class Checker {
 public:
  explicit Checker(const Session& session) : session_(session) {}

  Result<void> Login(const std::optional<std::string>& folded, Id but_for) {
    if (!folded.has_value()) {
      Add("/login", Say("登录名为 2 至 64 个小写字母、数字或 . _ -",
                        "A login has 2 to 64 of a-z, 0-9, '.', '_' and '-'"));
      return {};
    }
    KAOGONG_TRY_ASSIGN(const auto taken,
                       session_.transaction.One<Id>("SELECT id FROM account WHERE login = ?", {*folded}));
    if (taken.has_value() && *taken != but_for) {
      Add("/login", Say("登录名“{}”已被使用", "The login '{}' is taken", *folded));
    }
    return {};
  }

  // Every grant must lie within what the actor himself manages.
  Result<void> Grants(const std::vector<Grant>& grants) {
    const Reach reach = ReachOf(session_.actor, Act::kManageAccounts);
    for (std::size_t i = 0; i < grants.size(); ++i) {
      const std::string pointer = fmt::format("/grants/{}", i);
      if (std::find(grants.begin(), grants.begin() + static_cast<std::ptrdiff_t>(i), grants[i]) !=
          grants.begin() + static_cast<std::ptrdiff_t>(i)) {
        Add(pointer, Say("这个角色已经列出", "This role is listed already"));
        continue;
      }
      if (!grants[i].unit.has_value()) {
        if (!reach.is_everywhere) {
          Add(pointer, Say("不能授予超出您管理范围的角色", "You cannot grant beyond your own reach"));
        }
        continue;
      }
      KAOGONG_TRY_ASSIGN(const auto exists,
                         session_.transaction.One<std::int64_t>(
                             "SELECT COUNT(*) FROM unit WHERE id = ?", {*grants[i].unit}));
      KAOGONG_TRY_ASSIGN(const bool is_within, IsWithin(session_.transaction, reach, *grants[i].unit,
                                                        session_.today));
      if (exists.value_or(0) == 0 || !is_within) {
        Add(pointer, Say("没有这个单位，或不在您的管理范围内",
                         "There is no such unit, or it is not in your reach"));
      }
    }
    return {};
  }

  void Add(std::string pointer, Text message) {
    faults_.push_back({std::move(pointer), std::move(message)});
  }

  Result<void> Finish() {
    if (faults_.empty()) return {};
    return Error{ErrorCode::kInvalidInput,
                 Say("账号信息有 {} 处不符合要求", "{} things about the account are wrong",
                     faults_.size()),
                 std::move(faults_)};
  }

 private:
  const Session& session_;
  std::vector<Fault> faults_;
};

Result<void> WriteGrants(Transaction& transaction, Id account, const std::vector<Grant>& grants) {
  KAOGONG_TRY(transaction.Execute("DELETE FROM account_grant WHERE account_id = ?", {account}));
  for (const Grant& grant : grants) {
    KAOGONG_TRY(transaction.Execute(
        "INSERT INTO account_grant (account_id, role, unit_id) VALUES (?, ?, ?)",
        {account, NameOf(grant.role), grant.unit}));
  }
  return {};
}

std::vector<std::string> Words(const std::vector<Grant>& grants) {
  std::vector<std::string> words;
  for (const Grant& grant : grants) {
    words.push_back(grant.unit.has_value() ? fmt::format("{}@unit/{}", NameOf(grant.role), *grant.unit)
                                           : std::string(NameOf(grant.role)));
  }
  std::ranges::sort(words);
  return words;
}

std::vector<Grant> Plain(const std::vector<GrantView>& views) {
  std::vector<Grant> grants;
  for (const GrantView& view : views) {
    grants.push_back({view.role, view.unit ? std::optional(view.unit->id) : std::nullopt});
  }
  return grants;
}

Result<void> EndSessions(Transaction& transaction, Id account) {
  KAOGONG_TRY(transaction.Execute("DELETE FROM session WHERE account_id = ?", {account}));
  return {};
}

// There must be somebody left who can open accounts.
Result<void> RequireAnAdministrator(Transaction& transaction) {
  KAOGONG_TRY_ASSIGN(
      const auto left,
      transaction.One<std::int64_t>("SELECT COUNT(*) FROM account a JOIN account_grant g ON "
                                    "g.account_id = a.id WHERE a.is_active AND g.role = ? AND "
                                    "g.unit_id IS NULL",
                                    {NameOf(Role::kAdministrator)}));
  if (left.value_or(0) > 0) return {};
  return Error{ErrorCode::kConflict,
               Say("这是最后一个管理全部范围的管理员账号，不能停用或去掉这个角色；请先授予别人",
                   "This is the last administrator over everything; grant somebody else that role "
                   "first")};
}

Result<Id> Insert(Change& change, const NewAccount& made, const std::string& login,
                  const std::string& hash, bool must_change) {
  KAOGONG_TRY_ASSIGN(const Id id, TakeIds(change.transaction));
  KAOGONG_TRY(change.transaction.Execute(
      "INSERT INTO account (id, person_id, login, password_hash, must_change_password, is_active, "
      "created_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
      {id, made.person, login, hash, must_change, true, change.now.ToString()}));
  KAOGONG_TRY(WriteGrants(change.transaction, id, made.grants));
  change.Record("account.open", fmt::format("account/{}", id),
                Detail()
                    .Set("login", login)
                    .Set("person", fmt::format("person/{}", made.person))
                    .Set("grants", Words(made.grants)));
  return id;
}

Result<Id> Open(Change& change, const NewAccount& made, const std::string& hash, bool must_change) {
  Checker checker(change);
  const auto login = FoldLogin(made.login);
  KAOGONG_TRY(checker.Login(login, 0));
  KAOGONG_TRY_ASSIGN(const auto person, change.transaction.One<Id>(
                                            "SELECT id FROM person WHERE id = ?", {made.person}));
  const auto allowed = RequireOverPerson(change, Act::kManageAccounts, made.person);
  const bool is_hidden = !allowed.ok() && allowed.error().code == ErrorCode::kNotFound;
  if (!allowed.ok() && !is_hidden) return allowed.error();
  if (!person.has_value() || is_hidden) {
    checker.Add("/person_id", Say("没有这个人员，或不在您的管理范围内",
                                  "There is no such person, or not in your reach"));
  }
  KAOGONG_TRY_ASSIGN(const auto has_account,
                     change.transaction.One<Id>("SELECT id FROM account WHERE person_id = ?",
                                                {made.person}));
  if (has_account.has_value()) {
    checker.Add("/person_id", Say("这个人员已有账号", "This person has an account already"));
  }
  KAOGONG_TRY(checker.Grants(made.grants));
  KAOGONG_TRY(checker.Finish());
  return Insert(change, made, *login, hash, must_change);
}

// The statement's filters in the order of their arguments.
struct Where {
  std::string sql;
  std::vector<Argument> arguments;
};

Where WhereOf(const AccountFilter& filter, const std::string& like, const std::string& now) {
  Where where;
  if (!filter.query.empty()) {
    where.sql += "AND (a.login LIKE ? ESCAPE '!' OR p.name LIKE ? ESCAPE '!') ";
    where.arguments.insert(where.arguments.end(), {like, like});
  }
  if (filter.role.has_value()) {
    where.sql += "AND EXISTS (SELECT 1 FROM account_grant g WHERE g.account_id = a.id AND g.role = ?) ";
    where.arguments.emplace_back(NameOf(*filter.role));
  }
  switch (filter.state) {
    case AccountFilter::State::kAny:
      break;
    case AccountFilter::State::kActive:
      where.sql += "AND a.is_active ";
      break;
    case AccountFilter::State::kDisabled:
      where.sql += "AND NOT a.is_active ";
      break;
    case AccountFilter::State::kLocked:
      where.sql += "AND a.locked_until > ? ";
      where.arguments.emplace_back(now);
      break;
  }
  return where;
}

std::string LikeOf(std::string_view part) {
  std::string like = "%";
  for (const char c : part) {
    if (c == '%' || c == '_' || c == '!') like.push_back('!');
    like.push_back(c);
  }
  return like + "%";
}

}  // namespace

Result<Account> LoadAccount(const Session& session, Act act, Id id) { return Load(session, act, id); }

Result<std::vector<GrantView>> GrantsOf(const Session& session, Id id) {
  Account account;
  account.id = id;
  KAOGONG_TRY(Complete(session, std::span(&account, 1)));
  return std::move(account.grants);
}

Result<Listing<Account>> ListAccounts(const Office& office, const Actor& actor,
                                      const AccountFilter& filter, Page page) {
  KAOGONG_TRY(Require(actor, Act::kViewAccounts));
  return office.Read(actor, [&](Session& session) -> Result<Listing<Account>> {
    Reach reach = ReachOf(actor, Act::kViewAccounts);
    if (filter.unit.has_value()) {
      KAOGONG_TRY(RequireOn(session.transaction, actor, Act::kViewAccounts, *filter.unit,
                            session.today));
      reach = Reach{false, {*filter.unit}};
    }
    const WithinReach within(reach, session.today);
    const std::string today = session.today.ToString();
    const std::string like = LikeOf(filter.query);
    const std::string now = session.now.ToString();
    const Where where = WhereOf(filter, like, now);
    std::vector<Argument> arguments = within.arguments();
    std::string sql = fmt::format("WHERE {} ", reach.is_everywhere ? "1 = 1" : kPersonWithin);
    if (!reach.is_everywhere) arguments.insert(arguments.end(), {today, today});
    sql += where.sql;
    arguments.insert(arguments.end(), where.arguments.begin(), where.arguments.end());

    Listing<Account> listing;
    KAOGONG_TRY(session.transaction.Query(
        within.with() + "SELECT COUNT(*) FROM account a JOIN person p ON p.id = a.person_id " + sql,
        arguments, [&](const Row& row) { listing.total = row.Get<std::int64_t>(0); }));
    arguments.insert(arguments.end(), {page.size, page.offset()});
    KAOGONG_TRY(session.transaction.Query(
        fmt::format("{}SELECT {}{}ORDER BY a.login LIMIT ? OFFSET ?", within.with(), kColumns, sql),
        arguments,
        [&](const Row& row) { listing.items.push_back(ReadAccount(row, session.now)); }));
    if (!listing.items.empty()) KAOGONG_TRY(Complete(session, listing.items));
    return listing;
  });
}

Result<Account> FindAccount(const Office& office, const Actor& actor, Id id) {
  return office.Read(actor,
                     [&](Session& session) { return Load(session, Act::kViewAccounts, id); });
}

Result<OpenedAccount> OpenAccount(const Office& office, const Actor& actor, const NewAccount& made) {
  KAOGONG_TRY(Require(actor, Act::kManageAccounts));
  const std::string password = MakeInitialPassword(office.secrets());
  const std::string hash = HashPassword(password);
  KAOGONG_TRY_ASSIGN(const Id id, office.Write(actor, [&](Change& change) {
    return Open(change, made, hash, true);
  }));
  KAOGONG_TRY_ASSIGN(Account account, FindAccount(office, actor, id));
  return OpenedAccount{std::move(account), password};
}

Result<Id> SetUpAccount(const Office& office, const Actor& program, const NewAccount& made,
                        std::string_view password) {
  const std::string hash = HashPassword(password);
  return office.Write(program, [&](Change& change) { return Open(change, made, hash, false); });
}

Result<Account> ChangeAccount(const Office& office, const Actor& actor, Id id,
                              const AccountChange& wanted) {
  KAOGONG_TRY(office.Write(actor, [&](Change& change) -> Result<void> {
    KAOGONG_TRY_ASSIGN(const Account before, Load(change, Act::kManageAccounts, id));
    if (before.version != wanted.version) return Stale(Say("账号", "The account"));
    Checker checker(change);
    const auto login = FoldLogin(wanted.login.value_or(before.login));
    KAOGONG_TRY(checker.Login(login, id));
    if (wanted.grants.has_value()) KAOGONG_TRY(checker.Grants(*wanted.grants));
    KAOGONG_TRY(checker.Finish());
    const bool is_active = wanted.is_active.value_or(before.is_active);
    KAOGONG_TRY(change.transaction.Execute(
        "UPDATE account SET login = ?, is_active = ?, version = version + 1 WHERE id = ?",
        {*login, is_active, id}));
    const std::vector<Grant> grants = wanted.grants.value_or(Plain(before.grants));
    if (wanted.grants.has_value()) KAOGONG_TRY(WriteGrants(change.transaction, id, grants));
    KAOGONG_TRY(RequireAnAdministrator(change.transaction));
    if (!is_active) KAOGONG_TRY(EndSessions(change.transaction, id));
    Detail detail;
    detail.SetChange("login", before.login, *login)
        .SetChange("is_active", before.is_active ? "true" : "false", is_active ? "true" : "false");
    if (Words(Plain(before.grants)) != Words(grants)) {
      detail.Set("grants", Detail()
                               .Set("before", Words(Plain(before.grants)))
                               .Set("after", Words(grants)));
    }
    change.Record("account.change", fmt::format("account/{}", id), std::move(detail));
    return {};
  }));
  return FindAccount(office, actor, id);
}

Result<OpenedAccount> ResetPassword(const Office& office, const Actor& actor, Id id) {
  // Asked before the hash too: it is dear, and not for everybody to order.
  KAOGONG_TRY(office.Read(
      actor, [&](Session& session) { return Load(session, Act::kManageAccounts, id); }));
  const std::string password = MakeInitialPassword(office.secrets());
  const std::string hash = HashPassword(password);
  KAOGONG_TRY(office.Write(actor, [&](Change& change) -> Result<void> {
    KAOGONG_TRY(Load(change, Act::kManageAccounts, id));
    KAOGONG_TRY(change.transaction.Execute(
        "UPDATE account SET password_hash = ?, must_change_password = ?, totp_secret = NULL, "
        "totp_offered = NULL, failed_count = 0, locked_until = NULL, version = version + 1 "
        "WHERE id = ?",
        {hash, true, id}));
    KAOGONG_TRY(EndSessions(change.transaction, id));
    change.Record("account.reset_password", fmt::format("account/{}", id));
    return {};
  }));
  KAOGONG_TRY_ASSIGN(Account account, FindAccount(office, actor, id));
  return OpenedAccount{std::move(account), password};
}

Result<Account> UnlockAccount(const Office& office, const Actor& actor, Id id) {
  KAOGONG_TRY(office.Write(actor, [&](Change& change) -> Result<void> {
    KAOGONG_TRY(Load(change, Act::kManageAccounts, id));
    KAOGONG_TRY(change.transaction.Execute(
        "UPDATE account SET failed_count = 0, locked_until = NULL WHERE id = ?", {id}));
    change.Record("account.unlock", fmt::format("account/{}", id));
    return {};
  }));
  return FindAccount(office, actor, id);
}

Result<void> EndSessionsOf(const Office& office, const Actor& actor, Id id) {
  return office.Write(actor, [&](Change& change) -> Result<void> {
    KAOGONG_TRY(Load(change, Act::kManageAccounts, id));
    KAOGONG_TRY(EndSessions(change.transaction, id));
    change.Record("account.end_sessions", fmt::format("account/{}", id));
    return {};
  });
}

}  // namespace kaogong::office
