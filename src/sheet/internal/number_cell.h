// SPDX-License-Identifier: Apache-2.0
// Decimal text on its way into a spreadsheet, which keeps numbers in binary. A decimal of at most
// 15 significant digits survives that; the nearest binary number reads back as the same decimal.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace kaogong::sheet {

struct NumberCell {
  double binary = 0;      // Meaningless when the number is not exact.
  bool is_exact = false;  // At most 15 significant digits.
  std::string format;     // "0.00" for "12.50", "0.0%" for "86.5%".
};

// Reads [-]digits[.digits][%]. Nothing for other text.
std::optional<NumberCell> ReadNumberCell(std::string_view digits);

// Returns the days since the first of 1900 as a spreadsheet counts them. Errors: kInvalidInput.
Result<std::int32_t> DateSerial(std::string_view day);

}  // namespace kaogong::sheet
