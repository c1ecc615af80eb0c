// SPDX-License-Identifier: Apache-2.0
// Random small regulations with facts, for properties that must hold of every regulation. Together
// they use every operation, kind of row, level of period, missing policy, effect and table of the
// language.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace kaogong {

// One row of facts; cells are FIELD or FIELD[PERIOD] and the text that was entered.
struct RandomRow {
  std::string kind;
  std::string id;           // Empty for records.
  std::string parent_kind;  // Empty below the whole.
  std::string parent;
  std::vector<std::pair<std::string, std::string>> cells;
};

// params/workdays.yaml of every random regulation.
inline constexpr const char* kRandomCalendar =
    "calendar: 工作日\nyears:\n  2012:\n    off: [01-01..01-03, 01-22..01-28, 10-01..10-07]\n"
    "    work: [01-29, 09-29]\n";

struct RandomRegulation {
  std::string rules;  // A document without its header.
  std::vector<RandomRow> rows;

  // Returns the rows as the YAML of a case's given.
  std::string Given() const;
};

// The same for the same seed with the same compiler.
RandomRegulation MakeRandomRegulation(std::uint64_t seed);

}  // namespace kaogong
