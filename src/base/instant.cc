// SPDX-License-Identifier: Apache-2.0
#include "base/instant.h"

#include <fmt/format.h>

#include <algorithm>

namespace kaogong {

namespace {

constexpr std::int64_t kDaySeconds = 86'400;
constexpr std::int64_t kFirst = -2'208'988'800;  // 1900-01-01T00:00:00Z
constexpr std::int64_t kLast = 7'258'118'399;    // 2199-12-31T23:59:59Z

std::int64_t DayNumber(std::int64_t seconds) {
  return (seconds >= 0 ? seconds : seconds - (kDaySeconds - 1)) / kDaySeconds;
}

Date DayOf(std::int64_t seconds) { return Date::FromDays(DayNumber(seconds)).value(); }

Error NoInstant() {
  return {ErrorCode::kInvalidInput,
          Say("时刻应写成 2026-01-31T08:00:00Z，在 1900 年至 2199 年之间",
              "An instant is written 2026-01-31T08:00:00Z and lies between 1900 and 2199")};
}

// Reads two digits below `end`, or gives -1.
std::int64_t TwoDigits(std::string_view text, std::size_t at, std::int64_t end) {
  const auto digit = [&](std::size_t i) { return text[i] >= '0' && text[i] <= '9'; };
  if (!digit(at) || !digit(at + 1)) return -1;
  const std::int64_t number = (text[at] - '0') * 10 + (text[at + 1] - '0');
  return number < end ? number : -1;
}

}  // namespace

Result<Instant> Instant::FromSeconds(std::int64_t since_epoch) {
  if (since_epoch < kFirst || since_epoch > kLast) return NoInstant();
  return Instant(since_epoch);
}

Result<Instant> Instant::Parse(std::string_view text) {
  const bool is_shaped = text.size() == 20 && text[10] == 'T' && text[13] == ':' &&
                         text[16] == ':' && text[19] == 'Z';
  if (!is_shaped) return NoInstant();
  const auto day = Date::Parse(text.substr(0, 10));
  const std::int64_t hour = TwoDigits(text, 11, 24);
  const std::int64_t minute = TwoDigits(text, 14, 60);
  const std::int64_t second = TwoDigits(text, 17, 60);
  if (!day.ok() || hour < 0 || minute < 0 || second < 0) return NoInstant();
  return Instant(day.value().days_since_epoch() * kDaySeconds + hour * 3600 + minute * 60 + second);
}

Date Instant::DayAt(int offset_minutes) const {
  return DayOf(Plus(std::int64_t{offset_minutes} * 60).seconds_);
}

Instant Instant::Plus(std::int64_t seconds) const {
  const std::int64_t room = seconds >= 0 ? kLast - seconds_ : kFirst - seconds_;
  return Instant(seconds_ + (seconds >= 0 ? std::min(seconds, room) : std::max(seconds, room)));
}

std::string Instant::ToString() const {
  const std::int64_t second = seconds_ - DayNumber(seconds_) * kDaySeconds;
  return fmt::format("{}T{:02}:{:02}:{:02}Z", DayOf(seconds_).ToString(), second / 3600,
                     second / 60 % 60, second % 60);
}

}  // namespace kaogong
