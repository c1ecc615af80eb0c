// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/date.h"
#include "base/instant.h"
#include "office/ports.h"

namespace kaogong::demo {

// A clock that is put to the days of the demonstration year, and a second later with each look, so
// that what was done one after the other has times in that order.
class YearClock final : public office::Clock {
 public:
  explicit YearClock(Instant present) : present_(present), now_(present) {}

  Instant Now() const override {
    now_ = now_.Plus(1);
    return now_;
  }
  Instant present() const { return present_; }
  // At nine in the morning of a day in the city; never later than the present.
  void GoTo(Date day) {
    const Instant then =
        Instant::FromSeconds(std::int64_t{day.days_since_epoch()} * 86'400 + 3'600).value();
    now_ = then < present_ ? then : present_;
  }
  void GoToPresent() { now_ = present_; }

 private:
  Instant present_;
  mutable Instant now_;
};

}  // namespace kaogong::demo
