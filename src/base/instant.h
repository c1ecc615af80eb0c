// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/date.h"
#include "base/result.h"

namespace kaogong {

// Instant is a moment in whole seconds of UTC, within the years of Date. "Now" is always an
// argument: nothing here reads a clock.
class Instant {
 public:
  // 1970-01-01T00:00:00Z.
  constexpr Instant() = default;

  // Errors: kInvalidInput outside 1900..2199.
  static Result<Instant> FromSeconds(std::int64_t since_epoch);
  // Reads exactly "2026-01-31T08:00:00Z". Errors: kInvalidInput.
  static Result<Instant> Parse(std::string_view text);

  std::int64_t seconds_since_epoch() const { return seconds_; }
  // Returns the day it is then at a place whose clocks are `offset_minutes` ahead of UTC.
  Date DayAt(int offset_minutes) const;
  // Returns the instant that many seconds later (earlier when negative), kept within the years.
  Instant Plus(std::int64_t seconds) const;
  // Returns "2026-01-31T08:00:00Z", which sorts as the instants do.
  std::string ToString() const;

  friend auto operator<=>(const Instant&, const Instant&) = default;

 private:
  constexpr explicit Instant(std::int64_t seconds) : seconds_(seconds) {}

  std::int64_t seconds_ = 0;
};

}  // namespace kaogong
