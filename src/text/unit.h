// SPDX-License-Identifier: Apache-2.0
// Units and measure words (量词) of figures.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "base/rational.h"

namespace kaogong::text {

enum class Dimension : std::uint8_t {
  kCount,       // 个, 所, 项, 件 … and nouns that count themselves (县, 村)
  kPerson,      // 人, 名, 位
  kPersonTime,  // 人次, 户次
  kMoney,       // yuan; foreign money is kOther
  kArea,        // square metres
  kLength,      // metres
  kMass,        // kilograms
  kVolume,      // litres
  kTime,        // days; months and years convert by 30 and 365 and only order is judged by them
  kEnergy,      // kilowatt-hours
  kScore,       // points (分)
  kPercent,     // % (‰ and 成 converted)
  kPoint,       // percentage points (百分点)
  kMultiple,    // 倍, 番
  kOther,       // A unit of its own: compares only with the same name.
};

struct Unit {
  Dimension dimension = Dimension::kCount;
  std::u32string_view name;     // As in the table; lives for ever.
  Rational scale = Rational(1); // One of it in the unit named beside the dimension.
  bool is_discrete = false;     // Counted, so a plain whole number is exact.
};

struct UnitMatch {
  Unit unit;
  std::size_t length = 0;
};

// Returns the longest unit that begins at `at` of normal text, or nothing.
std::optional<UnitMatch> UnitAt(std::u32string_view text, std::size_t at);

// True when figures in the two units can be added or compared: the same dimension, and for counts
// the same word or one of them the general 个.
bool AreComparable(const Unit& a, const Unit& b);

}  // namespace kaogong::text
