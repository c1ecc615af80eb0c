// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>

#include "text/document.h"

namespace kaogong::text {

// What a percentage says, told from the words before it.
enum class PercentRole : std::uint8_t {
  kShare,       // 占全部的60%, 占比60%
  kRate,        // 合格率为98%
  kCompletion,  // 完成年度计划的105%, 完成率105%
  kExcess,      // 超额完成5%, 超计划5%
  kGrowth,      // 增长12%, 下降3%
  kOther,
};

struct PercentReading {
  PercentRole role = PercentRole::kOther;
  // For kShare the words between 占 and the figure, for kRate the words before 率, for kCompletion
  // those after 完成.
  std::u32string_view phrase;
  std::uint32_t begin = 0;  // Where 占, the word of the rate or 完成 begins in the flow.
  int direction = 0;        // For kGrowth: +1 or -1.
};

// Requires: the figure is a percentage.
PercentReading ReadPercent(const Document& document, const Figure& figure);

// A word of change right before the figure, so that the figure is the size of the change:
// 增长, 减少了, 同比上升约. Zero when there is none; otherwise +1 or -1. `begin` becomes the place
// of the word. When 到, 至 or 为 stands between, the figure is where the change ends and
// `is_target` is set.
int ChangeBefore(const Document& document, const Figure& figure, std::uint32_t& begin,
                 bool& is_target);

}  // namespace kaogong::text
