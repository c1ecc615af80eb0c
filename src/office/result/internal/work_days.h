// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"
#include "scheme/scheme.h"

namespace kaogong::office::result::internal {

// The last day of a notice that begins today: the `days`-th working day after it. By the regulation's
// own calendar (共用: workdays) where that has the year, else by the one built into the program.
// Errors: kConflict when the arrangement of a year is not known yet.
Result<Date> NoticeEnd(const scheme::Scheme& scheme, Date today, std::int64_t days);

// Working days from today to the last day, both included; 0 when it is over or not known.
std::int64_t WorkdaysLeft(const scheme::Scheme& scheme, Date today, Date last);

}  // namespace kaogong::office::result::internal
