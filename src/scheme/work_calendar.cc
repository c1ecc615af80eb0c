// SPDX-License-Identifier: Apache-2.0
#include "scheme/work_calendar.h"

#include <algorithm>

#include "base/result.h"

namespace kaogong::scheme {
namespace {

Date FirstOf(int year) { return Date::FromYearMonthDay(year, 1, 1).value(); }

}  // namespace

void WorkCalendar::SetYear(int year, const std::vector<Date>& off,
                           const std::vector<Date>& worked) {
  const int days = Date::FromYearMonthDay(year, 12, 31).value().day_of_year();
  std::vector<bool> is_worked;
  for (int i = 0; i < days; ++i) {
    const Date day = Date::FromDays(FirstOf(year).days_since_epoch() + i).value();
    is_worked.push_back(day.weekday() <= 5);
  }
  const auto mark = [&](const std::vector<Date>& marked, bool value) {
    for (const Date day : marked) {
      KAOGONG_ASSERT(day.year() == year);
      is_worked[static_cast<std::size_t>(day.day_of_year() - 1)] = value;
    }
  };
  mark(off, false);
  mark(worked, true);
  Year before{0};
  for (const bool works : is_worked) {
    before.push_back(static_cast<std::int16_t>(before.back() + (works ? 1 : 0)));
  }
  years_[year] = std::move(before);
}

std::optional<std::int64_t> WorkCalendar::WorkdaysBetween(Date from, Date to) const {
  if (to < from) {
    const auto back = WorkdaysBetween(to, from);
    return back ? std::optional(-*back) : std::nullopt;
  }
  std::int64_t sum = 0;
  for (int year = from.year(); year <= to.year(); ++year) {
    const auto found = years_.find(year);
    if (found == years_.end()) return std::nullopt;
    const Year& before = found->second;
    // Up to and with the day itself.
    const auto until = [&](Date day) {
      return before[static_cast<std::size_t>(day.day_of_year())];
    };
    sum +=
        (year == to.year() ? until(to) : before.back()) - (year == from.year() ? until(from) : 0);
  }
  return sum;
}

std::optional<Date> WorkCalendar::WorkdayAfter(Date from, std::int64_t count) const {
  if (count == 0) return from;
  const int step = count > 0 ? 1 : -1;
  std::int64_t left = count > 0 ? count : -count;
  Date day = from;
  while (left > 0) {
    const auto next = day.AddDays(step);
    if (!next.ok()) return std::nullopt;
    day = next.value();
    const auto found = years_.find(day.year());
    if (found == years_.end()) return std::nullopt;
    const Year& before = found->second;
    const auto at = static_cast<std::size_t>(day.day_of_year());
    left -= before[at] - before[at - 1];
  }
  return day;
}

}  // namespace kaogong::scheme
