// SPDX-License-Identifier: Apache-2.0
// Turns the number stored in a worksheet cell into the text a person sees there.
//
// This is the one place where binary floating point is met: a worksheet stores nothing else.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/date.h"
#include "importer/internal/number_format.h"

namespace kaogong::importer {

struct StoredNumber {
  std::string digits;  // [-]digits[.digits]
  // An integer of more than 15 digits: a spreadsheet has lost the last of them already.
  bool is_imprecise = false;
};

// Returns the shortest decimal that stands for the same binary number as `text`, cut to 15
// significant digits: "0.28999999999999998" is 0.29, "1E-3" is 0.001. Nothing when `text` is no
// number or the number has more than 30 digits before the point or 30 places behind it.
std::optional<StoredNumber> ReadStoredNumber(std::string_view text);

// Returns the hundredfold with a "%": "0.865" is "86.5%".
std::string ToPercent(std::string_view digits);

// Returns a day count as ISO text: "2012-03-01", with a time of day "2012-03-01T08:30:00", or only
// that when there is no day; for kDuration "26:30:00". Rounded to the second. Nothing when there is
// no such day between 1900 and 2199. Requires: `format` is not kNumber or kPercent.
std::optional<std::string> ReadStoredDate(std::string_view text, NumberFormat format,
                                          ExcelSystem system);

}  // namespace kaogong::importer
