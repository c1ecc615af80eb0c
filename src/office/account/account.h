// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "office/rights.h"

namespace kaogong::office {

struct Named {
  Id id = 0;
  std::string name;
};

struct GrantView {
  Role role = Role::kReportingClerk;
  std::optional<Named> unit;  // Nothing: everything.
};

// What others see of an account. There is never a password, hash or secret in it.
struct Account {
  Id id = 0;
  std::string login;
  Named person;
  std::vector<Named> units;  // Where the person is appointed today.
  std::vector<GrantView> grants;
  bool is_active = true;
  bool must_change_password = false;
  bool has_totp = false;
  std::optional<std::string> locked_until;  // While it lasts.
  std::optional<std::string> last_seen_at;
  std::int64_t version = 1;
};

}  // namespace kaogong::office
