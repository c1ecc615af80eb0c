// SPDX-License-Identifier: Apache-2.0
#include "document/internal/xml_text.h"

#include <fmt/format.h>

#include "base/utf8.h"

namespace kaogong::document {

namespace {

bool IsAllowed(char32_t c) {
  if (c < 0x20) return c == '\t' || c == '\n' || c == '\r';
  return c != 0xFFFE && c != 0xFFFF;
}

}  // namespace

void AppendEscaped(std::string_view text, std::string* to) {
  for (std::size_t offset = 0; offset < text.size();) {
    const CodePoint point = DecodeCodePoint(text, offset);
    offset += point.size;
    switch (point.value) {
      case '&': *to += "&amp;"; break;
      case '<': *to += "&lt;"; break;
      case '>': *to += "&gt;"; break;
      case '"': *to += "&quot;"; break;
      default:
        if (IsAllowed(point.value)) AppendCodePoint(point.value, *to);
    }
  }
}

std::string Escaped(std::string_view text) {
  std::string result;
  AppendEscaped(text, &result);
  return result;
}

std::string HexColor(std::uint32_t color) { return fmt::format("{:06X}", color & 0xFFFFFFU); }

}  // namespace kaogong::document
