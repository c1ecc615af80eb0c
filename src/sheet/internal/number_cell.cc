// SPDX-License-Identifier: Apache-2.0
#include "sheet/internal/number_cell.h"

#include <algorithm>
#include <charconv>
#include <cstddef>

#include "base/date.h"

namespace kaogong::sheet {
namespace {

constexpr std::size_t kSignificantMax = 15;
constexpr std::size_t kPlacesMax = 30;  // Of a number format.

bool IsDigit(char byte) { return byte >= '0' && byte <= '9'; }

std::size_t CountSignificant(std::string_view digits) {
  const std::size_t first = digits.find_first_not_of('0');
  return first == std::string_view::npos ? 0 : digits.find_last_not_of('0') - first + 1;
}

}  // namespace

std::optional<NumberCell> ReadNumberCell(std::string_view digits) {
  const bool is_percent = digits.ends_with('%');
  if (is_percent) digits.remove_suffix(1);
  const std::string_view unsigned_digits = digits.substr(digits.starts_with('-') ? 1 : 0);
  const std::size_t point = std::min(unsigned_digits.find('.'), unsigned_digits.size());
  const std::string_view whole = unsigned_digits.substr(0, point);
  const std::string_view places =
      unsigned_digits.substr(std::min(point + 1, unsigned_digits.size()));
  const bool has_places = point < unsigned_digits.size();
  if (whole.empty() || (has_places && places.empty()) || !std::ranges::all_of(whole, IsDigit) ||
      !std::ranges::all_of(places, IsDigit)) {
    return std::nullopt;
  }
  NumberCell cell;
  cell.is_exact = CountSignificant(std::string(whole) += places) <= kSignificantMax &&
                  whole.size() <= 100 && places.size() <= kPlacesMax;
  if (!cell.is_exact) return cell;
  // 86.5% is stored as 0.865. An exponent moves the point without arithmetic on binary numbers.
  const std::string text = std::string(digits) + (is_percent ? "e-2" : "");
  std::from_chars(text.data(), text.data() + text.size(), cell.binary);
  cell.format = places.empty() ? "0" : "0." + std::string(places.size(), '0');
  if (is_percent) cell.format += '%';
  return cell;
}

Result<std::int32_t> DateSerial(std::string_view day) {
  KAOGONG_TRY_ASSIGN(const Date date, Date::Parse(day));
  return date.ToExcelSerial(ExcelSystem::k1900);
}

}  // namespace kaogong::sheet
