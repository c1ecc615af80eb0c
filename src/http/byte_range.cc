// SPDX-License-Identifier: Apache-2.0
#include "http/byte_range.h"

#include <algorithm>
#include <charconv>

#include "http/ascii.h"

namespace kaogong::http {

namespace {

std::optional<std::uint64_t> ReadNumber(std::string_view text) {
  std::uint64_t number = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (failure != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

}  // namespace

RangeRequest ParseRange(std::string_view header, std::uint64_t size, ByteRange& range) {
  if (!header.starts_with("bytes=")) return RangeRequest::kWhole;
  std::string_view last_text = TrimBlanks(header.substr(6));
  if (last_text.find('-') == std::string_view::npos) return RangeRequest::kWhole;
  const std::string_view first_text = TakeUntil(last_text, '-');
  const auto first = ReadNumber(first_text);
  const auto last = ReadNumber(last_text);
  if (first_text.empty() && last.has_value()) {
    if (*last == 0 || size == 0) return RangeRequest::kUnsatisfiable;
    range = {size - std::min(*last, size), size};
    return RangeRequest::kPart;
  }
  const bool is_sound = first.has_value() && (last.has_value() || last_text.empty());
  if (!is_sound || (last.has_value() && *last < *first)) return RangeRequest::kWhole;
  if (*first >= size) return RangeRequest::kUnsatisfiable;
  range = {*first, last.has_value() ? std::min(*last, size - 1) + 1 : size};
  return RangeRequest::kPart;
}

}  // namespace kaogong::http
