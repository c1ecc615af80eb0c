// SPDX-License-Identifier: Apache-2.0
// A clause as it is matched: one script, one width, no blanks, numerals in digits (扣两分 is 扣2分,
// 百分之二十 is 20%) — with the way back to what its author wrote.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace kaogong::suggest {

struct ClauseText {
  std::string text;                  // UTF-8.
  std::vector<std::size_t> origins;  // For each byte of `text` and its end, the byte of the source.
};

ClauseText NormalClause(std::string_view source);

// A stretch of a standard that is read by itself: from one full stop, semicolon, line end or number
// of a list to the next. The number itself is left out.
struct Stretch {
  std::size_t begin = 0;
  std::size_t end = 0;
};

std::vector<Stretch> SplitClauses(std::string_view standard);

}  // namespace kaogong::suggest
