// SPDX-License-Identifier: Apache-2.0
// Quantity: a figure in running text — a number with its unit, as exact as it was written.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "base/rational.h"
#include "text/date_mention.h"
#include "text/interval.h"
#include "text/unit.h"

namespace kaogong::text {

enum class QuantityKind : std::uint8_t {
  kAmount,   // 80所, 1280.85万元, 77.8%, 三个
  kBare,     // A number without a unit: 巩固率为99.6
  kOrdinal,  // 第3名, 第十二届
  kTop,      // 前600名
  kUnknown,  // The digits were blanked out: x万元, ××人
};

enum class Approximation : std::uint8_t {
  kNone,
  kAbout,  // 约 左右 上下
  kMore,   // 余 多: over by less than the last round digit
  kOver,   // 超 逾 突破 以上 不低于
  kUnder,  // 近 不足 不到 以下 不超过
};

struct Quantity {
  std::size_t begin = 0;  // With 约, 第 before and 余, 以上 behind.
  std::size_t end = 0;
  std::size_t number_begin = 0;
  std::size_t number_end = 0;
  QuantityKind kind = QuantityKind::kAmount;
  Approximation approximation = Approximation::kNone;
  Unit unit;
  // All in the unit that the dimension names (metres, yuan, percent), not as written.
  Rational value;
  Rational step = Rational(1);          // Worth of the last digit written.
  Rational round_step = Rational(1);    // Worth of the last digit that is not zero.
  std::optional<Rational> range_high;   // For 7-9名, value being 7.
  Interval admitted;                    // Every value that the figure admits.
  bool is_weak = false;                 // 一个, 一批: more an article than a number.
  bool is_rate_per = false;             // 元/月, 斤/亩.
};

// Returns the quantities of normal text in order. They overlap neither each other nor `dates`,
// which must be those of the same text. Numbers of documents (〔2014〕50号), of hotlines, of list
// items and those glued to letters or standing alone in quotation marks are left out.
std::vector<Quantity> FindQuantities(std::u32string_view text,
                                     const std::vector<DateMention>& dates);

}  // namespace kaogong::text
