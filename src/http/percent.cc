// SPDX-License-Identifier: Apache-2.0
#include "http/percent.h"

#include <algorithm>

#include "base/utf8.h"
#include "http/ascii.h"

namespace kaogong::http {

namespace {

int HexValue(char c) {
  if (IsDigit(c)) return c - '0';
  const char lower = ToLower(c);
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

// Returns the bytes, whatever they are; nothing for a broken %XX.
std::optional<std::string> DecodeBytes(std::string_view text, bool plus_is_space) {
  std::string bytes;
  bytes.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%') {
      if (i + 2 >= text.size()) return std::nullopt;
      const int high = HexValue(text[i + 1]);
      const int low = HexValue(text[i + 2]);
      if (high < 0 || low < 0) return std::nullopt;
      bytes.push_back(static_cast<char>(high * 16 + low));
      i += 2;
    } else {
      bytes.push_back(plus_is_space && text[i] == '+' ? ' ' : text[i]);
    }
  }
  return bytes;
}

bool IsWhiteControl(char c) { return c == '\n' || c == '\r' || c == '\t'; }

std::optional<std::string> DecodeFormText(std::string_view text) {
  std::optional<std::string> decoded = DecodeBytes(text, true);
  if (!decoded.has_value() || FindInvalidUtf8(*decoded).has_value()) return std::nullopt;
  const auto is_bad = [](char c) { return IsControl(c) && !IsWhiteControl(c); };
  if (std::ranges::any_of(*decoded, is_bad)) return std::nullopt;
  return decoded;
}

// What may stand in a request target as it is.
bool IsTargetCharacter(char c) { return c > 0x20 && c < 0x7f && c != '#' && c != '\\'; }

bool IsHarmlessSegment(std::string_view segment) {
  return segment != "." && segment != ".." &&
         segment.find_first_of("/\\") == std::string_view::npos;
}

}  // namespace

std::optional<std::string> DecodePercent(std::string_view text) {
  std::optional<std::string> decoded = DecodeBytes(text, false);
  if (!decoded.has_value() || FindInvalidUtf8(*decoded).has_value()) return std::nullopt;
  if (std::ranges::any_of(*decoded, IsControl)) return std::nullopt;
  return decoded;
}

std::optional<std::vector<NameValue>> DecodeForm(std::string_view text) {
  std::vector<NameValue> parameters;
  while (!text.empty()) {
    std::string_view value = TakeUntil(text, '&');
    if (value.empty()) continue;
    const std::string_view name = TakeUntil(value, '=');
    auto decoded_name = DecodeFormText(name);
    auto decoded_value = DecodeFormText(value);
    if (!decoded_name.has_value() || !decoded_value.has_value()) return std::nullopt;
    parameters.push_back({*std::move(decoded_name), *std::move(decoded_value)});
  }
  return parameters;
}

std::string EncodePercent(std::string_view text) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string encoded;
  for (const char c : text) {
    if (IsDigit(c) || IsAlpha(c) || c == '-' || c == '.' || c == '_' || c == '~') {
      encoded.push_back(c);
    } else {
      const auto byte = static_cast<unsigned char>(c);
      encoded.push_back('%');
      encoded.push_back(kDigits[byte >> 4U]);
      encoded.push_back(kDigits[byte & 15U]);
    }
  }
  return encoded;
}

std::optional<Target> ParseTarget(std::string_view target) {
  if (!target.starts_with('/') || !std::ranges::all_of(target, IsTargetCharacter)) {
    return std::nullopt;
  }
  std::string_view query = target;
  std::string_view path = TakeUntil(query, '?').substr(1);
  Target parsed;
  bool has_more = true;
  while (has_more) {
    has_more = path.find('/') != std::string_view::npos;
    auto segment = DecodePercent(TakeUntil(path, '/'));
    if (!segment.has_value() || !IsHarmlessSegment(*segment)) return std::nullopt;
    parsed.segments.push_back(*std::move(segment));
  }
  auto parameters = DecodeForm(query);
  if (!parameters.has_value()) return std::nullopt;
  parsed.query = *std::move(parameters);
  return parsed;
}

}  // namespace kaogong::http
