// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "http/percent.h"

namespace kaogong::http {

// Returns the cookies of a Cookie header in order. A pair that is not name=value in the characters
// RFC 6265 allows is left out; quotes round a value are taken off. Nothing is decoded.
std::vector<NameValue> ParseCookies(std::string_view header);

// A cookie to be kept by the browser. By default out of reach of scripts, of other sites and of
// plain connections, and gone when the browser closes.
struct Cookie {
  enum class SameSite { kStrict, kLax };

  std::string name;   // A token.
  std::string value;  // Characters RFC 6265 allows: no blanks, quotes, commas, ; or backslashes.
  std::string path = "/";
  std::optional<std::chrono::seconds> max_age;  // Zero removes the cookie.
  bool is_secure = true;
  bool is_http_only = true;
  SameSite same_site = SameSite::kStrict;
};

// Returns the value of a Set-Cookie header. Requires: name, value and path as above.
std::string ToHeader(const Cookie& cookie);

}  // namespace kaogong::http
