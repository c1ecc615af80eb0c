// SPDX-License-Identifier: Apache-2.0
#include "importer/internal/stored_number.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <cstdint>

namespace kaogong::importer {
namespace {

constexpr int kSignificantMax = 15;
constexpr int kPlacesMax = 30;
constexpr std::int64_t kSecondsPerDay = 86'400;

bool IsDigit(char byte) { return byte >= '0' && byte <= '9'; }

std::optional<double> ParseBinary(std::string_view text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(value)) {
    return std::nullopt;
  }
  return value;
}

// True for text that is its own shortest form: at most 15 digits, no leading or trailing zeros to
// drop, no exponent. Any such decimal survives the way through a binary number.
bool IsPlain(std::string_view text) {
  if (text.starts_with('-')) text.remove_prefix(1);
  if (text.empty() || text.size() > kSignificantMax + 1 || !IsDigit(text.front())) return false;
  const std::size_t point = text.find('.');
  const std::size_t digits = text.size() - (point == std::string_view::npos ? 0 : 1);
  if (digits > kSignificantMax) return false;
  if (point == text.size() - 1 || (point != std::string_view::npos && text.back() == '0'))
    return false;
  if (text.front() == '0' && text.size() > 1 && text[1] != '.') return false;
  if (text == "0") return true;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (!IsDigit(text[i]) && i != point) return false;
  }
  return true;
}

// Significant digits without trailing zeros, and the power of ten of the first.
struct Scientific {
  std::string digits;
  int exponent = 0;
};

// Requires: value > 0.
Scientific ToShortest(double value) {
  std::array<char, 64> buffer;
  char* const begin = buffer.data();
  char* end = std::to_chars(begin, begin + buffer.size(), value, std::chars_format::scientific).ptr;
  const auto count_digits = [&] { return std::find(begin, end, 'e') - begin - (begin[1] == '.'); };
  if (count_digits() > kSignificantMax) {
    end = std::to_chars(begin, begin + buffer.size(), value, std::chars_format::scientific,
                        kSignificantMax - 1)
              .ptr;
  }
  Scientific result;
  const char* const e = std::find(begin, end, 'e');
  std::copy_if(static_cast<const char*>(begin), e, std::back_inserter(result.digits), IsDigit);
  while (result.digits.size() > 1 && result.digits.back() == '0') result.digits.pop_back();
  const char* const exponent = e + (e[1] == '+' ? 2 : 1);
  std::from_chars(exponent, end, result.exponent);
  return result;
}

std::string ToPlain(const Scientific& number) {
  const int size = static_cast<int>(number.digits.size());
  const auto zeros = [](int count) { return std::string(static_cast<std::size_t>(count), '0'); };
  if (number.exponent < 0) return "0." + zeros(-number.exponent - 1) + number.digits;
  if (number.exponent >= size - 1) return number.digits + zeros(number.exponent - size + 1);
  const auto whole = static_cast<std::size_t>(number.exponent) + 1;
  return number.digits.substr(0, whole) + "." + number.digits.substr(whole);
}

std::string ClockText(std::int64_t seconds) {
  return fmt::format("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
}

}  // namespace

std::optional<StoredNumber> ReadStoredNumber(std::string_view text) {
  if (IsPlain(text) && text != "-0") return StoredNumber{std::string(text)};
  const std::optional<double> value = ParseBinary(text);
  if (!value.has_value()) return std::nullopt;
  if (*value == 0) return StoredNumber{"0"};
  const Scientific number = ToShortest(std::fabs(*value));
  const int places = static_cast<int>(number.digits.size()) - 1 - number.exponent;
  if (number.exponent >= kPlacesMax || places > kPlacesMax) return std::nullopt;
  return StoredNumber{.digits = (*value < 0 ? "-" : "") + ToPlain(number),
                      .is_imprecise = number.exponent >= kSignificantMax};
}

std::string ToPercent(std::string_view digits) {
  std::string sign;
  if (digits.starts_with('-')) {
    sign = "-";
    digits.remove_prefix(1);
  }
  const std::size_t point = std::min(digits.find('.'), digits.size());
  std::string all(digits.substr(0, point));
  std::string_view places = digits.substr(std::min(point + 1, digits.size()));
  for (int moved = 0; moved < 2; ++moved) {
    all += places.empty() ? '0' : places.front();
    places.remove_prefix(places.empty() ? 0 : 1);
  }
  const std::size_t leading = std::min(all.find_first_not_of('0'), all.size() - 1);
  all.erase(0, leading);
  if (!places.empty()) all.append(1, '.').append(places);
  return sign + all + "%";
}

std::optional<std::string> ReadStoredDate(std::string_view text, NumberFormat format,
                                          ExcelSystem system) {
  const std::optional<double> value = ParseBinary(text);
  if (!value.has_value() || *value < 0 || *value > 4'000'000) return std::nullopt;
  const auto total =
      static_cast<std::int64_t>(std::llround(*value * static_cast<double>(kSecondsPerDay)));
  if (format == NumberFormat::kDuration) return ClockText(total);
  const std::int64_t day = total / kSecondsPerDay;
  const std::int64_t seconds = total % kSecondsPerDay;
  const bool has_day = day > 0 || (system == ExcelSystem::k1904 && format == NumberFormat::kDate);
  if (!has_day && (seconds > 0 || format == NumberFormat::kTime)) return ClockText(seconds);
  const Result<Date> date = Date::FromExcelSerial(day, system);
  if (!date.ok()) return std::nullopt;
  return date.value().ToString() + (seconds == 0 ? "" : "T" + ClockText(seconds));
}

}  // namespace kaogong::importer
