// SPDX-License-Identifier: Apache-2.0
// Random small regulations: every figure adds up and explains itself. KAOGONG_SEED runs one seed
// again, KAOGONG_ROUNDS another number of them.
#include <gtest/gtest.h>

#include <cstdlib>

#include "check_figure.h"
#include "fixture.h"
#include "random_regulation.h"

namespace kaogong::explain {
namespace {

std::uint64_t FromEnvironment(const char* name, std::uint64_t otherwise) {
  const char* text = std::getenv(name);
  return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

#ifdef KAOGONG_SANITIZED
constexpr std::uint64_t kRounds = 20;
#else
constexpr std::uint64_t kRounds = 150;
#endif

TEST(RandomRegulations, FiguresExplainThemselvesAndAddUp) {
  const bool has_seed = std::getenv("KAOGONG_SEED") != nullptr;
  const std::uint64_t first = FromEnvironment("KAOGONG_SEED", 20121231);
  const std::uint64_t rounds = has_seed ? 1 : FromEnvironment("KAOGONG_ROUNDS", kRounds);
  std::uint64_t usable = 0;
  for (std::uint64_t seed = first; seed < first + rounds; ++seed) {
    const RandomRegulation made = MakeRandomRegulation(seed);
    const auto fixture = MakeFixture(made);
    if (!fixture->problems.empty()) {
      if (has_seed) FAIL() << fixture->problems << made.rules;
      continue;
    }
    ++usable;
    CheckAllFigures(*fixture);
    if (HasFailure()) {
      FAIL() << "KAOGONG_SEED=" << seed << "\n" << made.rules << made.Given();
    }
  }
  EXPECT_GE(usable * 10, rounds * 9) << "too few of the random regulations compile";
}

}  // namespace
}  // namespace kaogong::explain
