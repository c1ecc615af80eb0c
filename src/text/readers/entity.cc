// SPDX-License-Identifier: Apache-2.0
#include "text/readers/entity.h"

#include <algorithm>
#include <cstdint>
#include <utility>

#include "base/utf8.h"

namespace kaogong::text {
namespace {

constexpr std::pair<std::string_view, char32_t> kNames[] = {
    {"amp", U'&'},    {"lt", U'<'},     {"gt", U'>'},     {"quot", U'"'},   {"apos", U'\''},
    {"nbsp", U' '},   {"ensp", U' '},   {"emsp", U' '},   {"thinsp", U' '}, {"ldquo", U'“'},
    {"rdquo", U'”'},  {"lsquo", U'‘'},  {"rsquo", U'’'},  {"mdash", U'—'},  {"ndash", U'–'},
    {"hellip", U'…'}, {"middot", U'·'}, {"times", U'×'},  {"divide", U'÷'}, {"bull", U'•'},
    {"deg", U'°'},    {"permil", U'‰'}, {"sup2", U'²'},   {"sup3", U'³'},   {"ge", U'≥'},
    {"le", U'≤'},     {"ne", U'≠'},     {"plusmn", U'±'}, {"laquo", U'«'},  {"raquo", U'»'},
    {"copy", U'©'},   {"reg", U'®'},    {"yen", U'¥'},    {"frac12", U'½'}, {"minus", U'−'},
};

int HexDigit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

Entity Numeric(std::string_view text, std::size_t at) {
  std::size_t i = at + 2;
  const bool is_hex = i < text.size() && (text[i] == 'x' || text[i] == 'X');
  if (is_hex) ++i;
  std::uint32_t value = 0;
  const std::size_t first = i;
  for (; i < text.size() && i - first < 8; ++i) {
    const int digit = HexDigit(text[i]);
    if (digit < 0 || (!is_hex && digit > 9)) break;
    value = value * (is_hex ? 16U : 10U) + static_cast<std::uint32_t>(digit);
  }
  if (i == first) return {};
  Entity entity;
  entity.length = i - at + (i < text.size() && text[i] == ';' ? 1 : 0);
  AppendCodePoint(value == 0 || value == 0xA0 ? U' ' : static_cast<char32_t>(value), entity.text);
  return entity;
}

}  // namespace

Entity EntityAt(std::string_view text, std::size_t at) {
  if (at + 2 < text.size() && text[at + 1] == '#') return Numeric(text, at);
  const std::size_t end = text.substr(at, 12).find(';');
  if (end == std::string_view::npos) return {};
  const std::string_view name = text.substr(at + 1, end - 1);
  const auto found = std::find_if(std::begin(kNames), std::end(kNames),
                                  [&](const auto& entry) { return entry.first == name; });
  if (found == std::end(kNames)) return {};
  Entity entity;
  entity.length = end + 1;
  AppendCodePoint(found->second, entity.text);
  return entity;
}

}  // namespace kaogong::text
