// SPDX-License-Identifier: Apache-2.0
#include "office/account/sign_in.h"

#include <algorithm>
#include <array>

#include "base/sha256.h"
#include "office/account/password.h"
#include "office/account/totp.h"

namespace kaogong::office {

namespace {

using store::Row;

struct Stored {
  Id id = 0;
  std::string hash;
  bool is_active = false;
  std::optional<std::string> totp_secret;
  std::int64_t totp_step_used = 0;
  std::int64_t failed_count = 0;
  std::optional<std::string> locked_until;
};

std::string RandomToken(SecretSource& secrets) {
  std::array<std::byte, 32> bytes{};
  secrets.Fill(bytes);
  std::string token;
  for (const std::byte byte : bytes) token += fmt::format("{:02x}", std::to_integer<int>(byte));
  return token;
}

std::string Digest(std::string_view token) {
  Sha256 hash;
  hash.Update(token);
  return hash.TakeHex();
}

Result<std::optional<Stored>> FindStored(store::Transaction& transaction, std::string_view login) {
  std::optional<Stored> stored;
  KAOGONG_TRY(transaction.Query(
      "SELECT id, password_hash, is_active, totp_secret, totp_step_used, failed_count, locked_until "
      "FROM account WHERE login = ?",
      {login}, [&](const Row& row) {
        stored = Stored{row.Get<Id>(0),
                        row.Get<std::string>(1),
                        row.Get<bool>(2),
                        row.Get<std::optional<std::string>>(3),
                        row.Get<std::int64_t>(4),
                        row.Get<std::int64_t>(5),
                        row.Get<std::optional<std::string>>(6)};
      }));
  return stored;
}

std::int64_t LockSeconds(std::int64_t failed_count) {
  const std::int64_t doublings = failed_count - kFailuresFree;
  if (doublings < 0) return 0;
  if (doublings > 10) return kLockSecondsMax;
  return std::min(kLockSecondsFirst << doublings, kLockSecondsMax);
}

std::int64_t SecondsLeft(const Stored& stored, Instant now) {
  if (!stored.locked_until.has_value()) return 0;
  const auto until = Instant::Parse(*stored.locked_until);
  if (!until.ok()) return 0;
  return until.value().seconds_since_epoch() - now.seconds_since_epoch();
}

// Counts a wrong answer and returns for how long the account is locked now. Counting in SQL, so
// that answers given at the same time count each.
Result<std::int64_t> CountFailure(const Office& office, Id account) {
  std::int64_t seconds = 0;
  KAOGONG_TRY(office.Write(ProgramActor(), [&](Change& change) -> Result<void> {
    KAOGONG_TRY_ASSIGN(const auto count,
                       change.transaction.One<std::int64_t>(
                           "UPDATE account SET failed_count = failed_count + 1 WHERE id = ? "
                           "RETURNING failed_count",
                           {account}));
    seconds = LockSeconds(count.value_or(0));
    if (seconds == 0) {
      change.RecordNothing();
      return {};
    }
    KAOGONG_TRY(change.transaction.Execute("UPDATE account SET locked_until = ? WHERE id = ?",
                                           {change.now.Plus(seconds).ToString(), account}));
    change.Record("account.lock", fmt::format("account/{}", account),
                  Detail().Set("failures", count.value_or(0)).Set("seconds", seconds));
    return {};
  }));
  return seconds;
}

std::string CutClient(std::string_view client) {
  if (client.size() <= 200) return std::string(client);
  std::size_t end = 200;
  while (end > 0 && (static_cast<unsigned char>(client[end]) & 0xC0U) == 0x80U) --end;
  return std::string(client.substr(0, end));
}

Result<SignInOutcome> Begin(const Office& office, const Stored& stored,
                            std::optional<std::int64_t> totp_step, const Credentials& credentials) {
  const std::string token = RandomToken(office.secrets());
  const std::string csrf = RandomToken(office.secrets());
  Actor actor;
  actor.account = stored.id;
  return office.Write(actor, [&](Change& change) -> Result<SignInOutcome> {
    store::Transaction& transaction = change.transaction;
    const std::string now = change.now.ToString();
    // The step may have been used by somebody else since it was looked at.
    KAOGONG_TRY_ASSIGN(
        const std::int64_t counted,
        transaction.Execute(
            "UPDATE account SET failed_count = 0, locked_until = NULL, last_seen_at = ?, "
            "totp_step_used = ? WHERE id = ? AND is_active AND totp_step_used = ?",
            {now, totp_step.value_or(stored.totp_step_used), stored.id, stored.totp_step_used}));
    if (counted != 1) {
      change.RecordNothing();
      return SignInOutcome(SignInRefusal::kWrong);
    }
    KAOGONG_TRY(transaction.Execute("DELETE FROM session WHERE account_id = ? AND expires_at <= ?",
                                    {stored.id, now}));
    KAOGONG_TRY_ASSIGN(const Id id, TakeIds(transaction));
    KAOGONG_TRY(transaction.Execute(
        "INSERT INTO session (id, token_hash, account_id, csrf_token, created_at, last_seen_at, "
        "expires_at, client) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        {id, Digest(token), stored.id, csrf, now, now, change.now.Plus(kSessionSeconds).ToString(),
         CutClient(credentials.client)}));
    change.Record("session.sign_in", fmt::format("account/{}", stored.id));
    return SignInOutcome(SignedIn{token});
  });
}

std::string FoldCase(std::string_view login) {
  std::string folded(login);
  std::ranges::transform(folded, folded.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return folded;
}

}  // namespace

Result<SignInOutcome> SignIn(const Office& office, const Credentials& credentials) {
  KAOGONG_TRY_ASSIGN(const auto stored, office.Read(ProgramActor(), [&](Session& session) {
    return FindStored(session.transaction, FoldCase(credentials.login));
  }));
  if (stored.has_value()) {
    const std::int64_t left = SecondsLeft(*stored, office.Now());
    if (left > 0) return SignInOutcome(SignInLocked{left});
  }
  const bool is_right = VerifyPassword(stored ? stored->hash : std::string(), credentials.password);
  if (!stored.has_value() || !stored->is_active) return SignInOutcome(SignInRefusal::kWrong);
  std::optional<std::int64_t> step;
  SignInRefusal refusal = SignInRefusal::kWrong;
  bool is_complete = is_right;
  if (is_right && stored->totp_secret.has_value()) {
    if (!credentials.totp.has_value()) return SignInOutcome(SignInRefusal::kTotpRequired);
    step = TotpStepOf(*stored->totp_secret, *credentials.totp, office.Now(), stored->totp_step_used);
    is_complete = step.has_value();
    refusal = SignInRefusal::kTotpWrong;
  }
  if (is_complete) return Begin(office, *stored, step, credentials);
  KAOGONG_TRY_ASSIGN(const std::int64_t seconds, CountFailure(office, stored->id));
  if (seconds > 0) return SignInOutcome(SignInLocked{seconds});
  return SignInOutcome(refusal);
}

}  // namespace kaogong::office
