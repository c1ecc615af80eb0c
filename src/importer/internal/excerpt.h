// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/utf8.h"

namespace kaogong::importer {

// Returns the beginning of an author's text for a message: cells and names can be megabytes long.
inline std::string Excerpt(std::string_view text) {
  constexpr std::size_t kCharactersMax = 40;
  const std::size_t end = AdvanceCodePoints(text, 0, kCharactersMax);
  return end == text.size() ? std::string(text) : std::string(text.substr(0, end)) + "…";
}

}  // namespace kaogong::importer
