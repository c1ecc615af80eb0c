// SPDX-License-Identifier: Apache-2.0
#include "document/chinese_number.h"

#include <array>
#include <string>
#include <vector>

#include "base/rational.h"
#include "base/utf8.h"

namespace kaogong::document {

namespace {

struct Characters {
  std::array<std::string_view, 10> digits;
  std::array<std::string_view, 4> places;  // 1, 10, 100, 1000
};

constexpr Characters kCapitals{{"零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"},
                               {"", "拾", "佰", "仟"}};
constexpr Characters kRunning{{"零", "一", "二", "三", "四", "五", "六", "七", "八", "九"},
                              {"", "十", "百", "千"}};
constexpr std::array<std::string_view, 4> kGroups{"", "万", "亿", "万"};
constexpr std::int64_t kCharactersLimit = 10'000'000'000'000'000;  // Four groups.

// One group of four digits without its leading zeros: 405 is 肆佰零伍.
std::string GroupOf(int group, const Characters& characters) {
  std::string text;
  bool has_gap = false;
  for (int place = 3; place >= 0; --place) {
    const auto digit = static_cast<std::size_t>(group / PowerOfTen(place) % 10);
    if (digit == 0) {
      has_gap = !text.empty();
      continue;
    }
    if (has_gap) text += characters.digits[0];
    has_gap = false;
    text += characters.digits[digit];
    text += characters.places[static_cast<std::size_t>(place)];
  }
  return text;
}

// The whole number, which is positive. A zero stands where a group lacks its thousands or is missing.
std::string Whole(std::int64_t number, const Characters& characters) {
  std::vector<int> groups;
  for (; number > 0; number /= 10'000) groups.push_back(static_cast<int>(number % 10'000));
  std::string text;
  bool has_gap = false;
  for (std::size_t i = groups.size(); i-- > 0;) {
    if (groups[i] == 0) {
      has_gap = true;
      // 万亿 is written as 万 and 亿: the 亿 is there as soon as a group above it is.
      if (i == 2 && groups.size() > 3) text += "亿";
      continue;
    }
    if (!text.empty() && (has_gap || groups[i] < 1000)) text += characters.digits[0];
    has_gap = false;
    text += GroupOf(groups[i], characters);
    text += kGroups[i];
  }
  return text;
}

std::string Cents(int cents, bool has_yuan) {
  const auto tenths = static_cast<std::size_t>(cents / 10);
  const auto hundredths = static_cast<std::size_t>(cents % 10);
  if (cents == 0) return "整";
  std::string text;
  if (tenths == 0) {
    if (has_yuan) text += kCapitals.digits[0];
  } else {
    text += std::string(kCapitals.digits[tenths]) + "角";
  }
  if (hundredths == 0) return text + "整";
  return text + std::string(kCapitals.digits[hundredths]) + "分";
}

}  // namespace

std::optional<std::string> AmountInCapitals(const Decimal& yuan) {
  const auto cents_decimal = (Rational(yuan) * Rational(100)).ExactDecimal();
  if (!cents_decimal || !Rational(*cents_decimal).is_integer()) return std::nullopt;
  const auto cents = Rational(*cents_decimal).ToInteger(Rounding::kDown);
  if (!cents) return std::nullopt;
  const std::int64_t magnitude = *cents < 0 ? -*cents : *cents;
  const std::int64_t whole = magnitude / 100;
  std::string text = *cents < 0 ? "负" : "";
  if (whole > 0) text += Whole(whole, kCapitals) + "元";
  if (magnitude == 0) return text + "零元整";
  return text + Cents(static_cast<int>(magnitude % 100), whole > 0);
}

namespace {

// Reads characters of capitals from left to right.
class CapitalsReader {
 public:
  explicit CapitalsReader(std::string_view text) : text_(text) {}

  std::optional<Decimal> Read() {
    const bool is_negative = Accept("负");
    std::optional<Int128> cents = Yuan();
    if (!cents) return std::nullopt;
    if (!Accept("整") && !Accept("正") && !Fraction(&*cents)) return std::nullopt;
    if (offset_ != text_.size()) return std::nullopt;
    if (is_negative) cents = -*cents;
    return Rational::FromInt128(*cents, 100).ExactDecimal();
  }

 private:
  bool Accept(std::string_view character) {
    if (!text_.substr(offset_).starts_with(character)) return false;
    offset_ += character.size();
    return true;
  }

  std::optional<int> Digit() {
    for (std::size_t i = 0; i < kCapitals.digits.size(); ++i) {
      if (Accept(kCapitals.digits[i])) return static_cast<int>(i);
    }
    return std::nullopt;
  }

  // The amount before 元; zero when it begins with 角 or 分.
  std::optional<Int128> Yuan() {
    if (text_.find("元") == std::string_view::npos && text_.find("圆") == std::string_view::npos)
      return 0;
    Int128 total = 0;    // Complete groups of 亿.
    Int128 section = 0;  // Below 亿.
    Int128 group = 0;    // Below 万.
    while (!Accept("元") && !Accept("圆")) {
      if (Accept("亿")) {
        total = (total + section + group) * 100'000'000;
        section = group = 0;
      } else if (Accept("万")) {
        section += group * 10'000;
        group = 0;
      } else {
        const auto digit = Digit();
        if (!digit) return std::nullopt;
        int place = 0;
        for (int i = 3; i > 0; --i) {
          if (place == 0 && Accept(kCapitals.places[static_cast<std::size_t>(i)])) place = i;
        }
        group += *digit * Int128{PowerOfTen(place)};
      }
    }
    return (total + section + group) * 100;
  }

  // 伍角叁分, 伍角整, 零叁分.
  bool Fraction(Int128* cents) {
    Accept("零");
    auto digit = Digit();
    if (!digit) return false;
    if (Accept("角")) {
      *cents += *digit * 10;
      digit = Digit();
      if (!digit) {
        if (!Accept("整")) Accept("正");
        return true;
      }
    }
    if (!Accept("分")) return false;
    *cents += *digit;
    return true;
  }

  std::string_view text_;
  std::size_t offset_ = 0;
};

}  // namespace

std::optional<Decimal> ReadCapitals(std::string_view text) { return CapitalsReader(text).Read(); }

std::string InCharacters(std::int64_t number) {
  if (number == 0) return "零";
  // Past 万亿 characters stop being read; nobody writes such a number in running text.
  if (number >= kCharactersLimit || number <= -kCharactersLimit) return std::to_string(number);
  const std::string text =
      Whole(number < 0 ? -number : number, kRunning);
  // 十二, not 一十二, when nothing stands before it.
  const std::string_view ten = "一十";
  const std::string spoken = text.starts_with(ten) ? text.substr(std::string_view("一").size()) : text;
  return (number < 0 ? "负" : "") + spoken;
}

}  // namespace kaogong::document
