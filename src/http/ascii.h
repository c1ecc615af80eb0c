// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace kaogong::http {

// ASCII as protocols use it; the locale plays no part.

constexpr bool IsDigit(char c) { return c >= '0' && c <= '9'; }
constexpr bool IsAlpha(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
constexpr bool IsControl(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }
constexpr char ToLower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

// A character of a token: a header's name, a cookie's name, a parameter's name.
constexpr bool IsTokenCharacter(char c) {
  return IsDigit(c) || IsAlpha(c) ||
         std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
}

bool IsToken(std::string_view text);
bool EqualsIgnoringCase(std::string_view a, std::string_view b);
std::string ToLower(std::string_view text);
// Returns the text without spaces and tabs at both ends.
std::string_view TrimBlanks(std::string_view text);
// Takes what stands before the next `separator` from the front of `rest`, or all of it.
std::string_view TakeUntil(std::string_view& rest, char separator);

}  // namespace kaogong::http
