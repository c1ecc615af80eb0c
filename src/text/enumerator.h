// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace kaogong::text {

// How an item of a list is numbered.
enum class EnumeratorStyle : std::uint8_t {
  kChineseComma,   // 一、
  kChineseParen,   // (一)
  kArabicComma,    // 1、
  kArabicDot,      // 1.
  kArabicParen,    // (1) or 1)
  kCircled,        // ①
  kOrdinal,        // 第一, 第二阶段
  kIs,             // 一是
  kFirstly,        // 首先 其次 再次 最后 (1, 2, 3, 0)
};

struct Enumerator {
  EnumeratorStyle style = EnumeratorStyle::kChineseComma;
  int number = 0;
  std::size_t length = 0;  // Characters it takes.
};

// Returns the number that stands at `at` of normal text, where an item may begin.
std::optional<Enumerator> EnumeratorAt(std::u32string_view text, std::size_t at);

}  // namespace kaogong::text
