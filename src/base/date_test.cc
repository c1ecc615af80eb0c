// SPDX-License-Identifier: Apache-2.0
#include "base/date.h"

#include <gtest/gtest.h>

#include <limits>
#include <vector>

namespace kaogong {
namespace {

constexpr std::int32_t kFirstDay = -25567;  // 1900-01-01
constexpr std::int32_t kLastDay = 84005;    // 2199-12-31

// Returns the date as text, or "-" for an error, so that tables stay readable.
std::string Show(const Result<Date>& date) { return date.ok() ? date.value().ToString() : "-"; }

Date On(std::string_view text) { return Date::Parse(text).value(); }

TEST(Date, IsTheFirstOfJanuary1970ByDefault) {
  EXPECT_EQ(Date().ToString(), "1970-01-01");
  EXPECT_EQ(Date().days_since_epoch(), 0);
}

TEST(Date, KnowsTheCalendarFromDays) {
  struct Case {
    std::int64_t days;
    const char* want;
  };
  const std::vector<Case> cases = {
      {kFirstDay, "1900-01-01"},
      {kFirstDay - 1, "-"},
      {kLastDay, "2199-12-31"},
      {kLastDay + 1, "-"},
      {-1, "1969-12-31"},
      {11016, "2000-02-29"},
      {11017, "2000-03-01"},
      {15400, "2012-03-01"},
      {std::int64_t{1} << 40, "-"},
      {std::numeric_limits<std::int64_t>::min(), "-"},
      {std::numeric_limits<std::int64_t>::max(), "-"},
  };
  for (const Case& row : cases) EXPECT_EQ(Show(Date::FromDays(row.days)), row.want) << row.days;
}

TEST(Date, GivesBackItsPartsOnEveryDay) {
  int weekday = 1;  // 1900-01-01 was a Monday.
  int day_of_year = 0;
  for (std::int32_t days = kFirstDay; days <= kLastDay; ++days) {
    const Date date = Date::FromDays(days).value();
    const Date again = Date::FromYearMonthDay(date.year(), date.month(), date.day()).value();
    ASSERT_EQ(again, date);
    ASSERT_EQ(On(date.ToString()), date);
    day_of_year = date.month() == 1 && date.day() == 1 ? 1 : day_of_year + 1;
    ASSERT_EQ(date.day_of_year(), day_of_year);
    ASSERT_EQ(date.weekday(), weekday);
    weekday = weekday % 7 + 1;
  }
}

TEST(Date, RefusesDaysTheCalendarLacks) {
  struct Case {
    int year, month, day;
    const char* want;
  };
  const std::vector<Case> cases = {
      {2012, 2, 29, "2012-02-29"}, {2011, 2, 29, "-"},           {1900, 2, 29, "-"},
      {2000, 2, 29, "2000-02-29"}, {2100, 2, 29, "-"},           {2012, 4, 31, "-"},
      {2012, 0, 1, "-"},           {2012, 13, 1, "-"},           {2012, 1, 0, "-"},
      {2012, 1, 32, "-"},          {2012, -1, -1, "-"},          {1899, 12, 31, "-"},
      {2200, 1, 1, "-"},           {2199, 12, 31, "2199-12-31"}, {2012, 257, 1, "-"},
      {2012, 1, 257, "-"},         {-2012, 1, 1, "-"},
  };
  for (const Case& row : cases) {
    EXPECT_EQ(Show(Date::FromYearMonthDay(row.year, row.month, row.day)), row.want)
        << row.year << '-' << row.month << '-' << row.day;
  }
}

struct TextCase {
  std::string_view text;
  const char* strict;
  const char* lenient;
};

TEST(Date, ReadsText) {
  const std::vector<TextCase> cases = {
      {"2012-03-01", "2012-03-01", "2012-03-01"},
      {"2012-3-1", "-", "2012-03-01"},
      {"2012/3/1", "-", "2012-03-01"},
      {"2012/03/01", "-", "2012-03-01"},
      {"2012.3.1", "-", "2012-03-01"},
      {"2012年3月1日", "-", "2012-03-01"},
      {"2012年03月01号", "-", "2012-03-01"},
      {"２０１２年３月１日", "-", "2012-03-01"},
      {"２０１２－０３－０１", "-", "2012-03-01"},
      {" 2012-03-01\u3000", "-", "2012-03-01"},
      {"2012 年 3 月 1 日", "-", "2012-03-01"},
      {"2012-02-30", "-", "-"},
      {"2012年2月30日", "-", "-"},
      {"2012-3/1", "-", "-"},
      {"2012年3月1", "-", "-"},
      {"2012年3月", "-", "-"},
      {"12-03-01", "-", "-"},
      {"0012-03-01", "-", "-"},
      {"12012-03-01", "-", "-"},
      {"2012-003-01", "-", "-"},
      {"2012-03-01 ", "-", "2012-03-01"},
      {"2012-03-011", "-", "-"},
      {"2012-03-0a", "-", "-"},
      {"2012-0a-01", "-", "-"},
      {"+012-03-01", "-", "-"},
      {"2012-+3-01", "-", "-"},
      {"2012-03-01T00:00:00", "-", "-"},
      {"20120301", "-", "-"},
      {"1899-12-31", "-", "-"},
      {"2200-01-01", "-", "-"},
      {"", "-", "-"},
      {"年月日", "-", "-"},
      {"\xFF\xFF\xFF\xFF-03-01", "-", "-"},
  };
  for (const TextCase& row : cases) {
    EXPECT_EQ(Show(Date::Parse(row.text)), row.strict) << row.text;
    EXPECT_EQ(Show(Date::ParseLenient(row.text)), row.lenient) << row.text;
  }
}

TEST(Date, QuotesOnlyTheBeginningOfTextThatIsNoDate) {
  const Result<Date> date = Date::ParseLenient(std::string(10'000'000, 'x'));
  ASSERT_FALSE(date.ok());
  EXPECT_EQ(date.error().code, ErrorCode::kInvalidInput);
  EXPECT_EQ(date.error().message.en,
            "\"" + std::string(40, 'x') + "…\" is not a date; write 2012-03-01");
}

TEST(Date, ConvertsExcelSerialsBothWays) {
  struct Case {
    std::int64_t serial;
    ExcelSystem system;
    const char* want;
  };
  const std::vector<Case> cases = {
      {0, ExcelSystem::k1900, "-"},
      {1, ExcelSystem::k1900, "1900-01-01"},
      {59, ExcelSystem::k1900, "1900-02-28"},
      {60, ExcelSystem::k1900, "-"},
      {61, ExcelSystem::k1900, "1900-03-01"},
      {25569, ExcelSystem::k1900, "1970-01-01"},
      {40969, ExcelSystem::k1900, "2012-03-01"},
      {109574, ExcelSystem::k1900, "2199-12-31"},
      {109575, ExcelSystem::k1900, "-"},
      {-1, ExcelSystem::k1900, "-"},
      {-1, ExcelSystem::k1904, "-"},
      {0, ExcelSystem::k1904, "1904-01-01"},
      {60, ExcelSystem::k1904, "1904-03-01"},
      {39507, ExcelSystem::k1904, "2012-03-01"},
      {108112, ExcelSystem::k1904, "2199-12-31"},
      {108113, ExcelSystem::k1904, "-"},
      {std::numeric_limits<std::int64_t>::max(), ExcelSystem::k1900, "-"},
      {std::numeric_limits<std::int64_t>::min(), ExcelSystem::k1904, "-"},
  };
  for (const Case& row : cases) {
    const Result<Date> date = Date::FromExcelSerial(row.serial, row.system);
    EXPECT_EQ(Show(date), row.want) << row.serial;
    if (date.ok()) {
      EXPECT_EQ(date.value().ToExcelSerial(row.system).value(), row.serial);
    }
  }
  EXPECT_FALSE(On("1903-12-31").ToExcelSerial(ExcelSystem::k1904).ok());
}

TEST(Date, NumbersWeeksFromTheOneWithTheFirstOfJanuary) {
  struct Case {
    const char* date;
    int want;
  };
  const std::vector<Case> cases = {
      {"2012-01-01", 1},                                           // A Sunday: week 1 has one day.
      {"2012-01-02", 2},  {"2012-12-30", 53}, {"2012-12-31", 54},  // Leap year begun on a Sunday.
      {"2018-01-01", 1},                                           // A Monday.
      {"2018-01-07", 1},  {"2018-01-08", 2},  {"2018-12-31", 53},
      {"2023-12-31", 53},  // Common year begun on a Sunday.
      {"2024-12-31", 53}, {"2022-12-31", 53},
  };
  for (const Case& row : cases) EXPECT_EQ(On(row.date).week_of_year(), row.want) << row.date;
}

TEST(Date, AddsAndCountsDays) {
  struct Case {
    const char* date;
    std::int64_t days;
    const char* want;
  };
  const std::vector<Case> cases = {
      {"2012-02-28", 1, "2012-02-29"},
      {"2012-03-01", -1, "2012-02-29"},
      {"2011-12-31", 366, "2012-12-31"},
      {"2012-12-31", 0, "2012-12-31"},
      {"1900-01-01", kLastDay - kFirstDay, "2199-12-31"},
      {"2199-12-31", kFirstDay - kLastDay, "1900-01-01"},
      {"1900-01-01", -1, "-"},
      {"2199-12-31", 1, "-"},
      {"2012-01-01", std::numeric_limits<std::int64_t>::max(), "-"},
      {"2012-01-01", std::numeric_limits<std::int64_t>::min(), "-"},
  };
  for (const Case& row : cases) {
    const Result<Date> sum = On(row.date).AddDays(row.days);
    EXPECT_EQ(Show(sum), row.want) << row.date << " + " << row.days;
    if (sum.ok()) {
      EXPECT_EQ(DaysBetween(On(row.date), sum.value()), row.days);
    }
  }
  EXPECT_LT(On("2011-12-31"), On("2012-01-01"));
}

}  // namespace
}  // namespace kaogong
