// SPDX-License-Identifier: Apache-2.0
// How an exact value is written for people: its unit, percentages, places and thousands.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/rational.h"
#include "base/text.h"
#include "facts/facts.h"
#include "scheme/scheme.h"
#include "scoring/value.h"

namespace kaogong::explain {

// Wire names: plain, percent, percentage_point.
enum class Scale : std::uint8_t {
  kPlain,
  kPercent,          // 0.86 is shown as 86%.
  kPercentagePoint,  // 0.03, the difference of two percentages, is shown as 3 个百分点.
};

// What a number measures. Views point into the scheme or are literals.
struct Measure {
  Scale scale = Scale::kPlain;
  std::string_view unit;       // 吨, 分; empty: none.
  int places = scheme::kNone;  // Decimal places that are always shown; kNone: as many as there are.
};

enum class Grouping : std::uint8_t { kNone, kThousands };

// Returns the number without its unit: "36.00", "1,501", "86%". A number that is no finite decimal
// is shown to 6 places (a percentage to 2), half-even, as "约 0.333333".
std::string ShowNumber(const Rational& number, const Measure& measure, Language language,
                       Grouping grouping = Grouping::kNone);

// Returns the number with its unit: "36.00 分", "36.00 points", "3 个百分点".
std::string ShowQuantity(const Rational& number, const Measure& measure, Language language,
                         Grouping grouping = Grouping::kNone);

// Returns a value of any type; one that is not valid as 待定, 不适用 or 无法计算.
std::string ShowValue(const facts::Facts& facts, const scoring::Value& value, scheme::Type type,
                      const Measure& measure, Language language,
                      Grouping grouping = Grouping::kNone);

// 待定, 不适用, 无法计算; empty for a valid value.
Text NameOf(scoring::State state);

// Returns the Chinese text without the blank between a character and 约: 完成约 92.78%.
std::string JoinAbout(std::string text);

// Returns the unit in the language: common Chinese units have an English word, others stay.
std::string UnitIn(std::string_view unit, Language language);

}  // namespace kaogong::explain
