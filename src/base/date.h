// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace kaogong {

// Which day a spreadsheet calls day zero.
enum class ExcelSystem {
  k1900,  // Windows: 1 is 1900-01-01; 60 is 1900-02-29, a day that never was.
  k1904,  // Old Macintosh files: 0 is 1904-01-01.
};

// Date is a day of the Gregorian calendar from 1900-01-01 to 2199-12-31, without time or zone.
// "Today" is always an argument: nothing here reads a clock.
class Date {
 public:
  // 1970-01-01.
  constexpr Date() = default;

  // Errors: kInvalidInput when the calendar has no such day or it lies outside 1900..2199.
  static Result<Date> FromYearMonthDay(int year, int month, int day);
  // From days since 1970-01-01. Errors: kInvalidInput outside 1900..2199.
  static Result<Date> FromDays(std::int64_t days);
  // From the whole part of a cell's number. Errors: kInvalidInput for 60 in the 1900 system and
  // outside 1900..2199.
  static Result<Date> FromExcelSerial(std::int64_t serial, ExcelSystem system);
  // Reads exactly "2012-03-01". Errors: kInvalidInput.
  static Result<Date> Parse(std::string_view text);
  // Reads what people write in forms: 2012-3-1, 2012/3/1, 2012.3.1, 2012年3月1日 (or 号), also with
  // full-width digits and spaces. The year has four digits. Errors: kInvalidInput.
  static Result<Date> ParseLenient(std::string_view text);

  std::int32_t days_since_epoch() const { return days_; }
  int year() const;
  int month() const;        // 1..12
  int day() const;          // 1..31
  int weekday() const;      // 1 is Monday, 7 is Sunday.
  int day_of_year() const;  // 1..366
  // Returns the week, 1..54: week 1 contains 1 January and weeks begin on Monday, so the first and
  // last may be short. (A leap year that begins on a Sunday, as 2012 does, has 54.)
  int week_of_year() const;

  // Errors: kInvalidInput when the day lies outside 1900..2199.
  Result<Date> AddDays(std::int64_t days) const;
  // Errors: kInvalidInput before 1904-01-01 in the 1904 system.
  Result<std::int32_t> ToExcelSerial(ExcelSystem system) const;
  // Returns "2012-03-01".
  std::string ToString() const;

  friend auto operator<=>(const Date&, const Date&) = default;

 private:
  constexpr explicit Date(std::int32_t days) : days_(days) {}

  std::int32_t days_ = 0;
};

// Returns the days from `first` to `second`: 1 from one day to the next, negative backwards.
inline std::int32_t DaysBetween(Date first, Date second) {
  return second.days_since_epoch() - first.days_since_epoch();
}

}  // namespace kaogong
