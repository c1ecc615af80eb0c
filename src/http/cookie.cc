// SPDX-License-Identifier: Apache-2.0
#include "http/cookie.h"

#include <algorithm>

#include "base/result.h"
#include "http/ascii.h"

namespace kaogong::http {

namespace {

bool IsValueCharacter(char c) {
  return c > 0x20 && c < 0x7f && c != '"' && c != ',' && c != ';' && c != '\\';
}

bool IsValue(std::string_view text) { return std::ranges::all_of(text, IsValueCharacter); }

bool IsPath(std::string_view text) {
  return text.starts_with('/') &&
         std::ranges::none_of(text, [](char c) { return IsControl(c) || c == ';'; });
}

}  // namespace

std::vector<NameValue> ParseCookies(std::string_view header) {
  std::vector<NameValue> cookies;
  while (!header.empty()) {
    std::string_view value = TrimBlanks(TakeUntil(header, ';'));
    if (value.find('=') == std::string_view::npos) continue;
    const std::string_view name = TakeUntil(value, '=');
    if (value.size() >= 2 && value.starts_with('"') && value.ends_with('"')) {
      value = value.substr(1, value.size() - 2);
    }
    if (IsToken(name) && IsValue(value)) {
      cookies.push_back({std::string(name), std::string(value)});
    }
  }
  return cookies;
}

std::string ToHeader(const Cookie& cookie) {
  KAOGONG_ASSERT(IsToken(cookie.name) && IsValue(cookie.value) && IsPath(cookie.path));
  std::string header = cookie.name + "=" + cookie.value + "; Path=" + cookie.path;
  if (cookie.max_age.has_value()) {
    header += "; Max-Age=" + std::to_string(cookie.max_age->count());
  }
  if (cookie.is_secure) header += "; Secure";
  if (cookie.is_http_only) header += "; HttpOnly";
  header += cookie.same_site == Cookie::SameSite::kStrict ? "; SameSite=Strict" : "; SameSite=Lax";
  return header;
}

}  // namespace kaogong::http
