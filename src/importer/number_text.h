// SPDX-License-Identifier: Apache-2.0
// Reads the number a person typed into a cell into plain decimal digits, without guessing.
//
// Accepted, also in full-width characters and with white space around: 1234.5, .5, 5., +1, −1,
// 1,234,567.8 (grouped by three throughout), 12.5% ‰, (12.5) for -12.5 when it is the whole cell,
// 1.5E+3. At most 18 significant digits. Units, Chinese numerals and everything else are problems
// that say what to write instead. No floating point is involved.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

#include "base/issue.h"
#include "base/text.h"

namespace kaogong::importer {

enum class NumberUnit : std::uint8_t { kNone, kPercent, kPermille };

// A number as [-]digits[.digits]: no leading zeros but one before the point, no negative zero,
// decimal places kept as written. 86.5% is digits "86.5" and unit kPercent.
struct NumberText {
  std::string digits;
  NumberUnit unit = NumberUnit::kNone;

  bool operator==(const NumberText&) const = default;
};

struct NumberProblem {
  std::string_view code;  // number.unit number.grouping number.chinese number.too-long number.text
  Text message;
  Text hint;
};

// Nothing (the cell is blank), the number, or what is wrong with it.
using NumberReading = std::variant<std::monostate, NumberText, NumberProblem>;

NumberReading ReadNumberText(std::string_view cell);

}  // namespace kaogong::importer
