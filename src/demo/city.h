// SPDX-License-Identifier: Apache-2.0
// The demonstration city (示范市): 安和市 with 24 departments, 8 counties, a town with 18 villages, a
// school, a hospital and about 300 people, all invented. The same seed gives the same city.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "office/organisation/import_rows.h"
#include "office/rights.h"

namespace kaogong::demo {

inline constexpr std::uint64_t kSeed = 20260101;
inline constexpr std::string_view kCityName = "安和市";

// An account for each role, and more where a second person is needed; persons and units by their codes.
struct DemoAccount {
  office::Role role;
  std::string_view login;
  std::string person_code;
  std::string_view unit_code;  // Empty: over everything.
};

struct City {
  office::ImportRows founded;   // As of 2024-01-01.
  office::ImportRows reformed;  // From 2026-07-01: one department renamed, one merged.
  std::vector<DemoAccount> accounts;
};

City MakeCity(std::uint64_t seed = kSeed);

}  // namespace kaogong::demo
