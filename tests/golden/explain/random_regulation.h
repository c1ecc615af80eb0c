// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

namespace kaogong::explain {

struct RandomRegulation {
  std::string rules;
  std::string given;
};

// Returns a small regulation with facts that uses most of the language; the same for the same seed.
RandomRegulation MakeRandomRegulation(std::uint64_t seed);

}  // namespace kaogong::explain
