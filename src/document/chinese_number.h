// SPDX-License-Identifier: Apache-2.0
// Numbers in Chinese characters, as financial and official writing want them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/decimal.h"

namespace kaogong::document {

// Returns an amount in yuan in capitals (大写): 12300 → 壹万贰仟叁佰元整, 16409.02 →
// 壹万陆仟肆佰零玖元零贰分, 0.5 → 伍角整, 0 → 零元整, -3 → 负叁元整. Nothing when the amount is not
// whole cents.
std::optional<std::string> AmountInCapitals(const Decimal& yuan);

// Reads what AmountInCapitals writes and the other spellings the rules allow (元零伍角, 正 for 整,
// 圆 for 元). Nothing for anything else.
std::optional<Decimal> ReadCapitals(std::string_view text);

// Returns a whole number in the characters of running text: 12 → 十二, 105 → 一百零五, 10000 → 一万.
std::string InCharacters(std::int64_t number);

}  // namespace kaogong::document
