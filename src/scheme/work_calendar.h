// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "base/date.h"

namespace kaogong::scheme {

// WorkCalendar (工作日历): which days are worked, for the years whose arrangement is known. Monday
// to Friday are worked but for the days off; Saturday and Sunday are not but for the days swapped
// in. Nothing is said about other years.
class WorkCalendar {
 public:
  // Sets or replaces a year. Requires: all days lie in `year`.
  void SetYear(int year, const std::vector<Date>& off, const std::vector<Date>& worked);

  bool HasYear(int year) const { return years_.contains(year); }
  bool empty() const { return years_.empty(); }

  // Returns how many days after `from` and up to `to` are worked, so that the day a period starts
  // is not counted; negative when `to` comes first. Nothing when a year between is not known.
  std::optional<std::int64_t> WorkdaysBetween(Date from, Date to) const;

  // Returns the `count`-th worked day after `from` (before it when negative; `from` itself for 0).
  // Nothing when that takes a year that is not known.
  std::optional<Date> WorkdayAfter(Date from, std::int64_t count) const;

 private:
  // The number of worked days of the year before each of its days, and of the whole year last.
  using Year = std::vector<std::int16_t>;
  std::map<int, Year> years_;
};

}  // namespace kaogong::scheme
