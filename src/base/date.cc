// SPDX-License-Identifier: Apache-2.0
#include "base/date.h"

#include <fmt/format.h>

#include <array>
#include <chrono>
#include <optional>

#include "base/text.h"
#include "base/utf8.h"

namespace kaogong {
namespace {

using std::chrono::sys_days;
using std::chrono::year_month_day;

constexpr std::int32_t ToDays(int year, unsigned month, unsigned day) {
  const year_month_day date{std::chrono::year{year}, std::chrono::month{month},
                            std::chrono::day{day}};
  return static_cast<std::int32_t>(sys_days{date}.time_since_epoch().count());
}

constexpr std::int32_t kFirstDay = ToDays(1900, 1, 1);
constexpr std::int32_t kLastDay = ToDays(2199, 12, 31);
// Day zero of the 1900 system for serials from 61 on; the leap day that never was takes one.
constexpr std::int32_t kExcel1900Zero = ToDays(1899, 12, 30);
constexpr std::int32_t kExcel1904Zero = ToDays(1904, 1, 1);
constexpr std::int64_t kExcelFalseLeapDay = 60;

year_month_day ToCivil(std::int32_t days) {
  return year_month_day{sys_days{std::chrono::days{days}}};
}

Error OutOfRange() {
  return {ErrorCode::kInvalidInput, Say("日期须在 1900-01-01 至 2199-12-31 之间",
                                        "a date must lie between 1900-01-01 and 2199-12-31")};
}

Error NotADate(std::string_view text) {
  // The text may be a whole file pasted into a cell.
  constexpr std::size_t kCharactersShown = 40;
  const std::size_t end = AdvanceCodePoints(text, 0, kCharactersShown);
  const std::string_view shown = text.substr(0, end);
  const std::string_view more = end < text.size() ? "…" : "";
  return {ErrorCode::kInvalidInput, Say("“{}{}”不是日期，应写作 2012-03-01",
                                        "\"{}{}\" is not a date; write 2012-03-01", shown, more)};
}

// Takes a number of 1 to `digits_max` digits off the front of `text`.
std::optional<int> TakeNumber(std::string_view& text, std::size_t digits_max) {
  int number = 0;
  std::size_t digits = 0;
  while (digits < text.size() && text[digits] >= '0' && text[digits] <= '9') {
    if (digits == digits_max) return std::nullopt;
    number = number * 10 + (text[digits] - '0');
    ++digits;
  }
  if (digits == 0) return std::nullopt;
  text.remove_prefix(digits);
  return number;
}

bool TakeWord(std::string_view& text, std::string_view word) {
  if (!text.starts_with(word)) return false;
  text.remove_prefix(word.size());
  return true;
}

// The text after the year, the month and the day in one way of writing.
struct Separators {
  std::string_view after_year;
  std::string_view after_month;
  std::string_view after_day;
};

constexpr std::array kSeparators = std::to_array<Separators>({
    {"-", "-", ""},
    {"/", "/", ""},
    {".", ".", ""},
    {"年", "月", "日"},
    {"年", "月", "号"},
});

// Takes a number and the word after it, with white space around both.
std::optional<int> TakeField(std::string_view& text, std::size_t digits_max,
                             std::string_view word) {
  text = Trim(text);
  const std::optional<int> number = TakeNumber(text, digits_max);
  text = Trim(text);
  if (!TakeWord(text, word)) return std::nullopt;
  return number;
}

}  // namespace

Result<Date> Date::FromYearMonthDay(int year, int month, int day) {
  if (year < 1900 || year > 2199) return OutOfRange();
  const bool is_calendar_day =
      month >= 1 && month <= 12 && day >= 1 && day <= 31 &&
      year_month_day{std::chrono::year{year}, std::chrono::month{static_cast<unsigned>(month)},
                     std::chrono::day{static_cast<unsigned>(day)}}
          .ok();
  if (!is_calendar_day) {
    return Error{ErrorCode::kInvalidInput, Say("没有 {0} 年 {1} 月 {2} 日这一天",
                                               "there is no day {0}-{1}-{2}", year, month, day)};
  }
  return Date(ToDays(year, static_cast<unsigned>(month), static_cast<unsigned>(day)));
}

Result<Date> Date::FromDays(std::int64_t days) {
  if (days < kFirstDay || days > kLastDay) return OutOfRange();
  return Date(static_cast<std::int32_t>(days));
}

Result<Date> Date::FromExcelSerial(std::int64_t serial, ExcelSystem system) {
  // Beyond any date in range, and small enough to add to.
  constexpr std::int64_t kSerialMax = 200'000;
  if (serial < 0 || serial > kSerialMax) return OutOfRange();
  if (system == ExcelSystem::k1904) return FromDays(kExcel1904Zero + serial);
  if (serial == kExcelFalseLeapDay) {
    return Error{ErrorCode::kInvalidInput,
                 Say("序号 60 在表格软件中是 1900-02-29，历法上没有这一天",
                     "serial 60 is 1900-02-29 in spreadsheets, a day that never was")};
  }
  return FromDays(kExcel1900Zero + serial + (serial < kExcelFalseLeapDay ? 1 : 0));
}

Result<Date> Date::Parse(std::string_view text) {
  const bool has_shape = text.size() == 10 && text[4] == '-' && text[7] == '-';
  if (!has_shape) return NotADate(text);
  std::string_view rest = text;
  const std::optional<int> year = TakeNumber(rest, 4);
  const bool has_year = year.has_value() && TakeWord(rest, "-");
  const std::optional<int> month = TakeNumber(rest, 2);
  const bool has_month = month.has_value() && TakeWord(rest, "-");
  const std::optional<int> day = TakeNumber(rest, 2);
  if (!has_year || !has_month || !day.has_value() || !rest.empty()) return NotADate(text);
  return FromYearMonthDay(*year, *month, *day);
}

Result<Date> Date::ParseLenient(std::string_view text) {
  // Full-width digits and spaces can triple the bytes of a date; anything longer is none.
  constexpr std::size_t kBytesMax = 100;
  const std::string_view trimmed = Trim(text);
  if (trimmed.size() > kBytesMax) return NotADate(trimmed);
  const std::string normal = NormalizeFullWidth(trimmed);
  for (const Separators& separators : kSeparators) {
    std::string_view rest = normal;
    const std::optional<int> year = TakeField(rest, 4, separators.after_year);
    if (!year.has_value() || *year < 1000) continue;
    const std::optional<int> month = TakeField(rest, 2, separators.after_month);
    if (!month.has_value()) continue;
    const std::optional<int> day = TakeField(rest, 2, separators.after_day);
    if (!day.has_value() || !rest.empty()) continue;
    return FromYearMonthDay(*year, *month, *day);
  }
  return NotADate(trimmed);
}

int Date::year() const { return static_cast<int>(ToCivil(days_).year()); }

int Date::month() const { return static_cast<int>(static_cast<unsigned>(ToCivil(days_).month())); }

int Date::day() const { return static_cast<int>(static_cast<unsigned>(ToCivil(days_).day())); }

int Date::weekday() const {
  const std::chrono::weekday weekday{sys_days{std::chrono::days{days_}}};
  return static_cast<int>(weekday.iso_encoding());
}

int Date::day_of_year() const { return days_ - ToDays(year(), 1, 1) + 1; }

int Date::week_of_year() const {
  const int days_of_week_1_before_new_year = Date(ToDays(year(), 1, 1)).weekday() - 1;
  return (days_of_week_1_before_new_year + day_of_year() - 1) / 7 + 1;
}

Result<Date> Date::AddDays(std::int64_t days) const {
  constexpr std::int64_t kSpan = kLastDay - kFirstDay;
  if (days < -kSpan || days > kSpan) return OutOfRange();
  return FromDays(days_ + days);
}

Result<std::int32_t> Date::ToExcelSerial(ExcelSystem system) const {
  if (system == ExcelSystem::k1904) {
    if (days_ < kExcel1904Zero) {
      return Error{
          ErrorCode::kInvalidInput,
          Say("1904 日期系统不能表示 {}", "the 1904 date system cannot hold {}", ToString())};
    }
    return days_ - kExcel1904Zero;
  }
  const std::int32_t serial = days_ - kExcel1900Zero;
  return serial > kExcelFalseLeapDay ? serial : serial - 1;
}

std::string Date::ToString() const {
  const year_month_day civil = ToCivil(days_);
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(civil.year()),
                     static_cast<unsigned>(civil.month()), static_cast<unsigned>(civil.day()));
}

}  // namespace kaogong
