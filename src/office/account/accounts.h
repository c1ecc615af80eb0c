// SPDX-License-Identifier: Apache-2.0
// Accounts (账号): opening, changing and closing them, and their grants. For who has
// manage_accounts over a unit of the person; nobody grants what he does not cover himself.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "office/account/account.h"
#include "office/office.h"
#include "office/paging.h"

namespace kaogong::office {

struct AccountFilter {
  enum class State { kAny, kActive, kLocked, kDisabled };

  std::string query;  // Part of the login or of the person's name.
  std::optional<Role> role;
  std::optional<Id> unit;  // Of the person, or below it.
  State state = State::kAny;
};

// Returns accounts within the actor's reach, by login.
Result<Listing<Account>> ListAccounts(const Office& office, const Actor& actor,
                                      const AccountFilter& filter, Page page);
// Errors: kNotFound.
Result<Account> FindAccount(const Office& office, const Actor& actor, Id id);

struct NewAccount {
  Id person = 0;
  std::string login;  // 2 to 64 of a-z, 0-9, '.', '_', '-'; capitals are folded.
  std::vector<Grant> grants;
};

struct OpenedAccount {
  Account account;
  std::string initial_password;  // Shown once; to be changed at first sign-in.
};

// Errors: kInvalidInput with faults (/login, /person_id, /grants/2); kConflict when the login is
// taken or the person has an account.
Result<OpenedAccount> OpenAccount(const Office& office, const Actor& actor, const NewAccount& made);

struct AccountChange {
  std::int64_t version = 0;  // As it was read.
  std::optional<std::string> login;
  std::optional<bool> is_active;  // False ends its sessions.
  std::optional<std::vector<Grant>> grants;
};

// Errors: as OpenAccount; kConflict when it was changed meanwhile. The last active administrator
// over everything cannot be closed or lose that role.
Result<Account> ChangeAccount(const Office& office, const Actor& actor, Id id,
                              const AccountChange& change);

// Gives a new initial password, lifts a lock, takes the second factor away, ends the sessions.
Result<OpenedAccount> ResetPassword(const Office& office, const Actor& actor, Id id);
Result<Account> UnlockAccount(const Office& office, const Actor& actor, Id id);
Result<void> EndSessionsOf(const Office& office, const Actor& actor, Id id);

// For the other use cases of this folder: an account that the actor may do the act with, and the
// grants of any account. Errors: kNotFound, kNotPermitted.
Result<Account> LoadAccount(const Session& session, Act act, Id id);
Result<std::vector<GrantView>> GrantsOf(const Session& session, Id id);

// For setting up: an account with a password of its own choosing that need not be changed.
Result<Id> SetUpAccount(const Office& office, const Actor& program, const NewAccount& made,
                        std::string_view password);

}  // namespace kaogong::office
