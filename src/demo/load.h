// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "base/text.h"
#include "office/office.h"

namespace kaogong::demo {

// The password of every demonstration account; it is in the source for all to read.
inline constexpr std::string_view kPassword = "Anhe-2026-shifan";

struct LoadedAccount {
  office::Role role;
  std::string login;
  std::string person_name;
  std::string unit_name;  // Empty: the whole city.
};

struct Loaded {
  bool was_empty = false;  // Otherwise nothing was done.
  std::vector<LoadedAccount> accounts;
};

// Puts the demonstration city and its accounts into an office without any unit; leaves an office
// that has some alone.
Result<Loaded> LoadCity(const office::Office& office);

}  // namespace kaogong::demo
