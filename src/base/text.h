// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fmt/format.h>

#include <string>
#include <string_view>
#include <utility>

namespace kaogong {

enum class Language { kChinese, kEnglish };

// A message in both languages of the interface. Written where the message arises, so that one
// search finds it.
struct Text {
  std::string zh;
  std::string en;

  const std::string& In(Language language) const {
    return language == Language::kChinese ? zh : en;
  }
  bool empty() const { return zh.empty() && en.empty(); }
};

// Returns both languages formatted with the same arguments (use {0}, {1} where the order differs).
template <class... Args>
Text Say(fmt::format_string<const Args&...> zh, fmt::format_string<const Args&...> en,
         const Args&... args) {
  return Text{fmt::format(zh, args...), fmt::format(en, args...)};
}

}  // namespace kaogong
