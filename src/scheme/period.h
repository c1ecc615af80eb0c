// SPDX-License-Identifier: Apache-2.0
// Periods (考核期): the levels into which an assessment year divides, and which contain which.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"

namespace kaogong::scheme {

using LevelId = int;

// Built-in levels have these ids; levels a regulation names itself follow.
inline constexpr LevelId kYear = 0;     // 年
inline constexpr LevelId kHalf = 1;     // 半年
inline constexpr LevelId kQuarter = 2;  // 季
inline constexpr LevelId kMonth = 3;    // 月
inline constexpr LevelId kWeek = 4;     // 周: Date::week_of_year, 1 to 54.
inline constexpr LevelId kDay = 5;      // 日: day of the year.

struct Level {
  std::string name;                  // 月
  std::string name_en;               // month
  std::vector<std::string> periods;  // 1月 … 12月; their number is the count.

  int count() const { return static_cast<int>(periods.size()); }
};

// Returns the six built-in levels.
std::vector<Level> BuiltinLevels();

// A closed range of period numbers (from 0).
struct PeriodRange {
  int first = 0;
  int last = -1;
};

// Returns whether periods of `outer` are unions of periods of `inner`. Levels that a regulation
// names itself divide only the year.
bool Divides(LevelId outer, LevelId inner);

// Returns how many periods of the level `year` has: of days 365 or 366, of weeks 53 or 54, of other
// levels all that it defines.
int PeriodCount(LevelId level, const Level& definition, int year);

// Returns the periods of `inner` inside period `index` of `outer` in `year`.
// Requires: Divides(outer, inner).
PeriodRange PeriodsInside(LevelId outer, int index, LevelId inner, const Level& inner_level,
                          int year);

// Returns the period of `outer` that contains period `index` of `inner`.
// Requires: Divides(outer, inner).
int PeriodContaining(LevelId outer, LevelId inner, int index, int year);

// Returns the number of the period of `level` (built in) in which `day` lies, or nothing when it
// lies in another year.
std::optional<int> PeriodOfDay(LevelId level, Date day, int year);

// Returns the period that `text` names: its own name ("3月"), "三月", "一季度", "Q1", "H1",
// "上半年", "2012-03" for kMonth, "2012年3月", "2012-Q1", a day "2012-03-05", or a plain number
// from 1. Nothing for a period of another level (3月 is no quarter) or that the year does not have.
std::optional<int> FindPeriod(LevelId level, const Level& definition, std::string_view text,
                              int year);

}  // namespace kaogong::scheme
