// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <set>
#include <string>

namespace kaogong::demo {

// Names gives invented persons' names, each once; the same seed gives the same names everywhere.
class Names {
 public:
  explicit Names(std::uint64_t seed) : state_(seed) {}

  std::string Next();

 private:
  std::uint64_t Draw();

  std::uint64_t state_;
  std::set<std::string> taken_;
};

}  // namespace kaogong::demo
