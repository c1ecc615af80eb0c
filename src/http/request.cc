// SPDX-License-Identifier: Apache-2.0
#include "http/request.h"

#include <algorithm>

#include "http/cookie.h"

namespace kaogong::http {

const std::string& Request::Parameter(std::string_view name) const {
  const auto found = std::ranges::find(parameters, name, &NameValue::name);
  KAOGONG_ASSERT(found != parameters.end());
  return found->value;
}

std::optional<std::string_view> Request::Query(std::string_view name) const {
  const auto found = std::ranges::find(query, name, &NameValue::name);
  if (found == query.end()) return std::nullopt;
  return found->value;
}

std::optional<std::string> Request::Cookie(std::string_view name) const {
  // Browsers send one header; RFC 6265 allows no more.
  for (NameValue& cookie : ParseCookies(Header("cookie"))) {
    if (cookie.name == name) return std::move(cookie.value);
  }
  return std::nullopt;
}

std::string Request::Path() const {
  std::string path;
  for (const std::string& segment : segments) path.append("/").append(segment);
  return path;
}

}  // namespace kaogong::http
