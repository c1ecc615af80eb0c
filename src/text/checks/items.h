// SPDX-License-Identifier: Apache-2.0
// How many items a list in running text has. Chinese lists are read in more ways than one (the 和
// in A、B和C may part two items or stand inside one), so the answer is a set of counts.
#pragma once

#include <cstddef>
#include <optional>
#include <set>
#include <string_view>
#include <vector>

namespace kaogong::text {

// How the last item of a list, which may hold 和 or 及, is to be read.
struct LastItem {
  int least = 1;
  int most = 1;
};

// Reads the last item beside the others (without their first, which often carries a verb): parted
// at 和 when both sides are built like the rest, whole when not, either way when one cannot tell.
LastItem ReadLastItem(std::u32string_view last, const std::vector<std::u32string_view>& others);

// True when one 和 parts `text` into two that are built alike: 对结果的考评和对过程的考评.
bool IsPair(std::u32string_view text);

struct ItemCount {
  std::set<int> possible;                     // Every count a reader may come to; empty: no list.
  std::vector<std::u32string_view> pieces;    // The items as most readers would part them.
  bool is_plain = false;                      // Short items with one kind of separator.
};

// Counts the items of `list`, which holds nothing but the list.
ItemCount CountItems(std::u32string_view list);

// Splits at the separators that stand outside quotation marks and parentheses. Neighbouring
// quotations (“A”“B”) are parted too when `separators` holds 、.
std::vector<std::u32string_view> SplitOutside(std::u32string_view text, std::u32string_view separators);

// Returns how many of 一是, 二是, 三是 … follow each other from `begin` on, the first being within
// `reach` characters. The numbers may also go with another word (一要, 二要 or 第一, 第二 or (1), (2)),
// as long as all go with the same. Zero when no such row begins there. `end` becomes the place
// after the last of them.
int CountEnumerators(std::u32string_view text, std::size_t begin, std::size_t reach, std::size_t& end);

}  // namespace kaogong::text
