// SPDX-License-Identifier: Apache-2.0
#include "sheet/internal/sheet_name.h"

#include <algorithm>
#include <cstddef>

#include "base/utf8.h"

namespace kaogong::sheet {
namespace {

constexpr std::size_t kUnitsMax = 31;

std::string Folded(std::string_view name) {
  std::string folded(name);
  for (char& byte : folded) {
    if (byte >= 'A' && byte <= 'Z') byte = static_cast<char>(byte - 'A' + 'a');
  }
  return folded;
}

// Returns as many characters from the front as fit into `units` UTF-16 units.
std::string Cut(std::string_view name, std::size_t units) {
  std::size_t at = 0;
  while (at < name.size()) {
    const CodePoint point = DecodeCodePoint(name, at);
    const std::size_t size = point.value > 0xFFFF ? 2 : 1;
    if (size > units) break;
    units -= size;
    at += point.size;
  }
  return std::string(name.substr(0, at));
}

std::string_view TrimApostrophes(std::string_view name) {
  while (name.starts_with('\'')) name.remove_prefix(1);
  while (name.ends_with('\'')) name.remove_suffix(1);
  return name;
}

}  // namespace

std::string LegalSheetName(std::string_view name, const std::vector<std::string>& taken) {
  constexpr std::string_view kForbidden = "[]:*?/\\";
  std::string clean;
  for (const char byte : name) {
    const bool is_control = static_cast<unsigned char>(byte) < 0x20 || byte == 0x7F;
    if (!is_control) clean += kForbidden.find(byte) == std::string_view::npos ? byte : '-';
  }
  std::string base(TrimApostrophes(Trim(Cut(TrimApostrophes(Trim(clean)), kUnitsMax))));
  // Excel keeps this name for itself.
  if (Folded(base) == "history") base += "-";
  if (base.empty()) base = "Sheet";
  std::string candidate = base;
  const auto is_taken = [&](const std::string& other) {
    return Folded(other) == Folded(candidate);
  };
  for (int number = 2; std::ranges::any_of(taken, is_taken); ++number) {
    const std::string suffix = "(" + std::to_string(number) + ")";
    candidate = Cut(base, kUnitsMax - suffix.size()) + suffix;
  }
  return candidate;
}

}  // namespace kaogong::sheet
