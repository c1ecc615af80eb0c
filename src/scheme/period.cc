// SPDX-License-Identifier: Apache-2.0
#include "scheme/period.h"

#include <algorithm>
#include <array>

#include "base/result.h"
#include "base/utf8.h"

namespace kaogong::scheme {
namespace {

constexpr std::array<std::string_view, 13> kNumerals{"",   "一", "二", "三", "四",   "五",  "六",
                                                     "七", "八", "九", "十", "十一", "十二"};

Level Numbered(std::string name, std::string name_en, int count, std::string_view suffix) {
  Level level{std::move(name), std::move(name_en), {}};
  for (int i = 1; i <= count; ++i) level.periods.push_back(std::to_string(i) + std::string(suffix));
  return level;
}

Date DayOfYear(int year, int index) {
  const Date first = Date::FromYearMonthDay(year, 1, 1).value();
  return Date::FromDays(first.days_since_epoch() + index).value();
}

int FirstDayOfMonth(int year, int month) {
  return Date::FromYearMonthDay(year, month, 1).value().day_of_year() - 1;
}

bool IsBuiltin(LevelId level) { return level <= kDay; }

// Months in one period of a level made of months.
int MonthsIn(LevelId level) {
  switch (level) {
    case kYear:
      return 12;
    case kHalf:
      return 6;
    case kQuarter:
      return 3;
    default:
      return 1;
  }
}

// Returns the number in "3", "３", "三", "Q3"'s rest and so on; 0 when there is none.
int Numeral(std::string_view text) {
  for (std::size_t i = 1; i < kNumerals.size(); ++i) {
    if (text == kNumerals[i]) return static_cast<int>(i);
  }
  int value = 0;
  if (text.empty() || text.size() > 3) return 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return 0;
    value = value * 10 + (c - '0');
  }
  return value;
}

// What may follow a period's number: 3月 is no quarter.
constexpr std::array<std::array<std::string_view, 2>, 6> kSuffixes{
    {{}, {"半年"}, {"季度", "季"}, {"月份", "月"}, {"周"}, {"日", "天"}}};

std::optional<int> FindBuiltin(LevelId level, std::string_view text) {
  static constexpr std::array<std::string_view, 6> kLetters{"", "H", "Q", "M", "W", "D"};
  if (level == kHalf) {
    if (text == "上半年") return 0;
    if (text == "下半年") return 1;
  }
  const std::string_view letter = kLetters[static_cast<std::size_t>(level)];
  if (!letter.empty() && text.starts_with(letter)) text.remove_prefix(letter.size());
  if (text.starts_with("第")) text.remove_prefix(std::string_view("第").size());
  for (const std::string_view suffix : kSuffixes[static_cast<std::size_t>(level)]) {
    if (suffix.empty() || !text.ends_with(suffix)) continue;
    text.remove_suffix(suffix.size());
    break;
  }
  const int number = Numeral(text);
  return number > 0 ? std::optional<int>(number - 1) : std::nullopt;
}

}  // namespace

std::vector<Level> BuiltinLevels() {
  std::vector<Level> levels;
  levels.push_back({"年", "year", {"全年"}});
  levels.push_back({"半年", "half", {"上半年", "下半年"}});
  levels.push_back({"季", "quarter", {"一季度", "二季度", "三季度", "四季度"}});
  levels.push_back(Numbered("月", "month", 12, "月"));
  levels.push_back(Numbered("周", "week", 54, "周"));
  levels.push_back(Numbered("日", "day", 366, "日"));
  return levels;
}

bool Divides(LevelId outer, LevelId inner) {
  if (outer == inner) return true;
  if (outer == kYear) return true;
  if (!IsBuiltin(outer) || !IsBuiltin(inner)) return false;
  if (outer == kWeek) return inner == kDay;
  return inner > outer && inner != kWeek;
}

PeriodRange PeriodsInside(LevelId outer, int index, LevelId inner, const Level& inner_level,
                          int year) {
  KAOGONG_ASSERT(Divides(outer, inner));
  if (outer == inner) return {index, index};
  if (inner == kDay) {
    if (outer == kWeek) {
      PeriodRange range{366, -1};
      const int days = FirstDayOfMonth(year, 12) + 31;
      for (int day = std::max(0, index * 7 - 6); day < std::min(days, index * 7 + 7); ++day) {
        if (DayOfYear(year, day).week_of_year() != index + 1) continue;
        range.first = std::min(range.first, day);
        range.last = day;
      }
      return range;
    }
    const int months = MonthsIn(outer);
    const int next = (index + 1) * months + 1;
    const int last = next > 12 ? FirstDayOfMonth(year, 12) + 30 : FirstDayOfMonth(year, next) - 1;
    return {FirstDayOfMonth(year, index * months + 1), last};
  }
  if (inner == kWeek) {
    return {0, Date::FromYearMonthDay(year, 12, 31).value().week_of_year() - 1};
  }
  if (!IsBuiltin(inner)) return {0, inner_level.count() - 1};
  const int ratio = MonthsIn(outer) / MonthsIn(inner);
  return {index * ratio, index * ratio + ratio - 1};
}

// Levels have room for the longest year.
int PeriodCount(LevelId level, const Level& definition, int year) {
  const Date last = Date::FromYearMonthDay(year, 12, 31).value();
  if (level == kDay) return last.day_of_year();
  if (level == kWeek) return last.week_of_year();
  return definition.count();
}

int PeriodContaining(LevelId outer, LevelId inner, int index, int year) {
  KAOGONG_ASSERT(Divides(outer, inner));
  if (outer == inner) return index;
  if (outer == kYear) return 0;
  if (inner == kDay) {
    // Day 366 of a shorter year holds nothing; it is put with the last.
    const int last = Date::FromYearMonthDay(year, 12, 31).value().day_of_year() - 1;
    return *PeriodOfDay(outer, DayOfYear(year, std::min(index, last)), year);
  }
  return index * MonthsIn(inner) / MonthsIn(outer);
}

std::optional<int> PeriodOfDay(LevelId level, Date day, int year) {
  if (day.year() != year) return std::nullopt;
  if (level == kDay) return day.day_of_year() - 1;
  if (level == kWeek) return day.week_of_year() - 1;
  if (!IsBuiltin(level)) return std::nullopt;
  return (day.month() - 1) / MonthsIn(level);
}

namespace {

std::optional<int> FindAnyPeriod(LevelId level, const Level& definition, std::string_view text,
                                 int year) {
  const std::string normal = NormalizeFullWidth(Trim(text));
  for (int i = 0; i < definition.count(); ++i) {
    if (definition.periods[static_cast<std::size_t>(i)] == normal) return i;
  }
  if (!IsBuiltin(level)) {
    const int number = Numeral(normal);
    if (number >= 1 && number <= definition.count()) return number - 1;
    return std::nullopt;
  }
  if (level == kYear) {
    return normal == std::to_string(year) || normal == std::to_string(year) + "年" || normal == "年"
               ? std::optional<int>(0)
               : std::nullopt;
  }
  if (const auto day = Date::ParseLenient(normal); day.ok()) {
    return PeriodOfDay(level, day.value(), year);
  }
  std::string_view rest = normal;
  const std::string year_text = std::to_string(year);
  if (rest.starts_with(year_text)) {
    rest.remove_prefix(year_text.size());
    constexpr std::string_view kYearSign = "年";
    const bool has_sign = rest.starts_with(kYearSign);
    const bool has_dash = !rest.empty() && (rest[0] == '-' || rest[0] == '/' || rest[0] == '.');
    if (has_sign) rest.remove_prefix(kYearSign.size());
    if (has_dash) rest.remove_prefix(1);
    if (!has_sign && !has_dash) rest = normal;
    // 2012-03 is a month; of other levels a bare number after the year could be anything.
    if (has_dash && level != kMonth && Numeral(rest) > 0) return std::nullopt;
  }
  const auto found = FindBuiltin(level, rest);
  if (!found || *found >= definition.count()) return std::nullopt;
  return found;
}

}  // namespace

std::optional<int> FindPeriod(LevelId level, const Level& definition, std::string_view text,
                              int year) {
  const auto found = FindAnyPeriod(level, definition, text, year);
  // There is no day 366 in most years, and no week 54.
  if (found && *found >= PeriodCount(level, definition, year)) return std::nullopt;
  return found;
}

}  // namespace kaogong::scheme
