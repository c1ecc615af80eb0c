// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace kaogong::office {

// Returns a text to be found anywhere, or at the beginning, for LIKE … ESCAPE '!'.
inline std::string LikePattern(std::string_view text, bool from_the_beginning = false) {
  std::string pattern = from_the_beginning ? "" : "%";
  for (const char c : text) {
    if (c == '%' || c == '_' || c == '!') pattern += '!';
    pattern += c;
  }
  return pattern + "%";
}

}  // namespace kaogong::office
