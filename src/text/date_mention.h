// SPDX-License-Identifier: Apache-2.0
// Calendar dates and spans in running text: 2014年9月22日至30日 · 11月17-26日 · 2013—2015年 · 1-9月 ·
// 二〇一四年 · 08年 · 上半年. What cannot be a date (13月5日) is still read, so that it can be reported.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

namespace kaogong::text {

// The parts that were written; the rest may follow from the context.
struct PartialDate {
  std::optional<int> year;
  std::optional<int> month;
  std::optional<int> day;

  bool empty() const { return !year && !month && !day; }
};

struct DateMention {
  std::size_t begin = 0;
  std::size_t end = 0;
  PartialDate first;
  std::optional<PartialDate> last;  // For a span; parts it leaves out are those of `first`.
  bool has_unknown = false;         // xx年, 20**年: a part was blanked out.
  std::optional<int> weekday;       // (星期三): 1 is Monday.
};

// Returns the dates of normal text in order; they do not overlap.
std::vector<DateMention> FindDates(std::u32string_view text);

}  // namespace kaogong::text
