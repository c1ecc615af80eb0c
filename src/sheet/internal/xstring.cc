// SPDX-License-Identifier: Apache-2.0
#include "sheet/internal/xstring.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>

namespace kaogong::sheet {
namespace {

bool IsHexDigit(char byte) {
  return (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'f') ||
         (byte >= 'A' && byte <= 'F');
}

bool IsControl(char byte) {
  const auto value = static_cast<unsigned char>(byte);
  return value < 0x20 && byte != '\t' && byte != '\n';
}

// True for "_x0041", with or without the "_" that would complete it: one may yet follow.
bool BeginsLikeEscape(std::string_view text) {
  return text.size() >= 6 && text.starts_with("_x") &&
         std::ranges::all_of(text.substr(2, 4), IsHexDigit);
}

}  // namespace

std::string EscapeXstring(std::string_view text) {
  const bool is_plain =
      std::ranges::none_of(text, IsControl) && text.find("_x") == std::string_view::npos;
  if (is_plain) return std::string(text);
  std::string escaped;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (IsControl(text[i])) {
      escaped += fmt::format("_x{:04X}_", static_cast<unsigned char>(text[i]));
    } else if (text[i] == '_' && BeginsLikeEscape(text.substr(i))) {
      escaped += "_x005F_";
    } else {
      escaped += text[i];
    }
  }
  return escaped;
}

}  // namespace kaogong::sheet
