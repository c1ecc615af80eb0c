// SPDX-License-Identifier: Apache-2.0
// Signing in, and what a signed-in user does with the own account.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "office/account/account.h"
#include "office/office.h"

namespace kaogong::office {

// A session ends after so long without a request, and in any case after so long.
inline constexpr std::int64_t kSessionIdleSeconds = 4 * 3600;
inline constexpr std::int64_t kSessionSeconds = 16 * 3600;
// After so many wrong passwords in a row the account is locked, for 30 seconds at first and twice
// as long each further time, up to an hour.
inline constexpr std::int64_t kFailuresFree = 5;
inline constexpr std::int64_t kLockSecondsFirst = 30;
inline constexpr std::int64_t kLockSecondsMax = 3600;

struct Credentials {
  std::string login;
  std::string password;
  std::optional<std::string> totp;
  std::string client;  // What the browser calls itself; cut to 200 bytes.
};

// The token is for the cookie and exists nowhere else.
struct SignedIn {
  std::string token;
};
enum class SignInRefusal {
  kWrong,           // Login or password; which, is not said.
  kTotpRequired,    // The password is right; the account has a second factor.
  kTotpWrong,
};
struct SignInLocked {
  std::int64_t seconds_left = 0;
};
using SignInOutcome = std::variant<SignedIn, SignInRefusal, SignInLocked>;

Result<SignInOutcome> SignIn(const Office& office, const Credentials& credentials);

// The user behind a request.
struct User {
  Id session = 0;
  Actor actor;           // With whose eyes and rights.
  Id own_account = 0;    // Who signed in; differs from actor.account while looking as another.
  std::string own_name;
  std::string login;
  std::string csrf_token;
  std::int64_t account_version = 0;
  bool must_change_password = false;
  bool has_totp = false;
  std::vector<GrantView> grants;  // Of the actor.
  std::string city;               // Name of the whole.
};

// Returns the user of a token, and notes (once a minute at most) that he was here; nothing when the
// session ended or never was.
Result<std::optional<User>> FindUser(const Office& office, std::string_view token);

Result<void> SignOut(const Office& office, const User& user);

// Errors: kInvalidInput with faults (/current, /new). Ends the account's other sessions.
Result<void> ChangePassword(const Office& office, const User& user, std::string_view current,
                            std::string_view next);

// Looks with another account's eyes, read only. Errors: kNotFound, kNotPermitted.
Result<void> ViewAs(const Office& office, const User& user, Id account);
Result<void> StopViewingAs(const Office& office, const User& user);

struct Device {
  Id id = 0;
  std::string created_at;
  std::string last_seen_at;
  std::string client;
  bool is_current = false;
};
// The own sessions, the latest first.
Result<std::vector<Device>> ListDevices(const Office& office, const User& user);
Result<void> EndDevice(const Office& office, const User& user, Id session);

struct TotpOffer {
  std::string secret;
  std::string uri;
};
// Makes a secret; it counts once ConfirmTotp was given a code of it.
Result<TotpOffer> OfferTotp(const Office& office, const User& user);
// Errors: kInvalidInput with fault /code.
Result<void> ConfirmTotp(const Office& office, const User& user, std::string_view code);
// Errors: kInvalidInput with fault /password.
Result<void> RemoveTotp(const Office& office, const User& user, std::string_view password);

}  // namespace kaogong::office
