// SPDX-License-Identifier: Apache-2.0
#include "base/number_text.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <utility>

#include "base/utf8.h"

namespace kaogong {
namespace {

constexpr std::size_t kDigitsMax = 18;
// Text longer than this is no number; it is cut in messages too.
constexpr std::size_t kLongestCell = 256;
constexpr std::size_t kShownCharacters = 24;
constexpr std::string_view kChineseNumerals =
    "零〇一二三四五六七八九十百千万亿两壹贰叁肆伍陆柒捌玖拾佰仟萬億貳參陸點点又分之负負几半";
constexpr std::string_view kChineseDigits =
    "零〇一二三四五六七八九十百千两壹贰叁肆伍陆柒捌玖拾佰仟半几";

bool IsDigit(char byte) { return byte >= '0' && byte <= '9'; }

bool ContainsCharacter(std::string_view set, std::string_view character) {
  return set.find(character) != std::string_view::npos;
}

std::string Shortened(std::string_view text) {
  const std::size_t end = AdvanceCodePoints(text, 0, kShownCharacters);
  return end == text.size() ? std::string(text) : std::string(text.substr(0, end)) + "…";
}

NumberProblem NotANumber(std::string_view cell) {
  return {"number.text", Say("“{}”不是数", "\"{}\" is not a number", Shortened(cell)),
          Say("请只填数字，如 1234.5；没有数据就留空",
              "write digits only, as 1234.5; leave the cell empty when there is no figure")};
}

NumberProblem TooLong(std::string_view cell) {
  return {"number.too-long",
          Say("“{}”超过{}位有效数字", "\"{}\" has more than {} significant digits", Shortened(cell),
              kDigitsMax),
          Say("请减少位数；编号、证件号应填在文本列",
              "write fewer digits; identifiers belong in a text column")};
}

NumberProblem BadGrouping(std::string_view cell) {
  return {"number.grouping",
          Say("“{}”的千分位逗号不是每三位一个", "the commas of \"{}\" do not divide it by threes",
              Shortened(cell)),
          Say("请写成 1,234,567.8 或不用逗号；小数点用“.”",
              "write 1,234,567.8 or no commas; the decimal point is \".\"")};
}

NumberProblem HasUnit(std::string_view cell, std::string_view unit) {
  return {
      "number.unit",
      Say("“{}”带有单位“{}”", "\"{}\" carries the unit \"{}\"", Shortened(cell), Shortened(unit)),
      Say("单元格里只填数，单位写在列名里（注意换算，如 1.2万 = 12000）",
          "leave only the number and name the unit in the header (mind the factor: 万 is 10000)")};
}

NumberProblem IsChinese(std::string_view cell) {
  return {"number.chinese",
          Say("“{}”是中文数字", "\"{}\" is written in Chinese numerals", Shortened(cell)),
          Say("请改用阿拉伯数字，如“三十二”写作 32", "use digits: 三十二 is 32")};
}

// Reads a number from the front of a text that has no full-width forms any more.
class NumberParser {
 public:
  explicit NumberParser(std::string_view text) : rest_(text) {}

  bool TakeSign() {
    constexpr std::string_view kMinus = "−";  // U+2212
    if (rest_.starts_with(kMinus)) {
      rest_.remove_prefix(kMinus.size());
      return is_negative_ = true;
    }
    if (!rest_.starts_with('-') && !rest_.starts_with('+')) return false;
    is_negative_ = rest_.front() == '-';
    rest_.remove_prefix(1);
    return true;
  }

  // Takes digits, commas and a point. False when there is no digit.
  bool TakeDigits() {
    std::size_t in_group = 0;
    for (; !rest_.empty(); rest_.remove_prefix(1)) {
      const char byte = rest_.front();
      if (IsDigit(byte)) {
        digits_.push_back(byte);
        if (has_point_) ++places_;
        ++in_group;
      } else if (byte == '.' && !has_point_) {
        EndGroup(in_group, true);
        has_point_ = true;
      } else if (byte == ',') {
        EndGroup(in_group, false);
        in_group = 0;
      } else {
        break;
      }
    }
    if (!has_point_) EndGroup(in_group, true);
    return !digits_.empty();
  }

  // Takes E+3. An E without digits is left for a unit.
  void TakeExponent() {
    if (rest_.size() < 2 || (rest_.front() != 'E' && rest_.front() != 'e')) return;
    std::string_view exponent = rest_.substr(1);
    const bool is_minus = exponent.starts_with('-');
    if (is_minus || exponent.starts_with('+')) exponent.remove_prefix(1);
    std::size_t size = 0;
    int value = 0;
    while (size < exponent.size() && IsDigit(exponent[size])) {
      value = std::min(value * 10 + (exponent[size++] - '0'), 10'000);
    }
    if (size == 0) return;
    rest_ = exponent.substr(size);
    has_exponent_ = true;
    shift_ = is_minus ? -value : value;
  }

  NumberUnit TakePercent() {
    constexpr std::string_view kPermille = "‰";
    rest_ = Trim(rest_);
    if (rest_.starts_with('%')) {
      rest_.remove_prefix(1);
      return NumberUnit::kPercent;
    }
    if (rest_.starts_with(kPermille)) {
      rest_.remove_prefix(kPermille.size());
      return NumberUnit::kPermille;
    }
    return NumberUnit::kNone;
  }

  void Negate() { is_negative_ = !is_negative_; }
  std::string_view rest() const { return rest_; }
  bool is_grouping_bad() const { return is_grouping_bad_ || (has_group_ && has_exponent_); }

  // Returns the plain digits; nothing when they are too many.
  std::optional<std::string> Digits() {
    const std::size_t first = std::min(digits_.find_first_not_of('0'), digits_.size());
    const bool is_zero = first == digits_.size();
    if (digits_.size() - first > kDigitsMax) return std::nullopt;
    if (has_exponent_ && !Shift(is_zero)) return std::nullopt;
    while (digits_.size() <= places_) digits_.insert(digits_.begin(), '0');
    const std::size_t whole_size = digits_.size() - places_;
    const std::size_t leading = std::min(digits_.find_first_not_of('0'), whole_size - 1);
    std::string text = is_negative_ && !is_zero ? "-" : "";
    text.append(digits_, leading, whole_size - leading);
    if (places_ > 0) text.append(1, '.').append(digits_, whole_size);
    return text;
  }

 private:
  void EndGroup(std::size_t size, bool is_last) {
    if (has_point_) {
      is_grouping_bad_ = true;  // A comma after the point.
    } else if (has_group_) {
      is_grouping_bad_ = is_grouping_bad_ || size != 3;
    } else if (!is_last) {
      is_grouping_bad_ = is_grouping_bad_ || size == 0 || size > 3;
    }
    has_group_ = has_group_ || !is_last;
  }

  // Applies the exponent. False when the plain number would have more than kDigitsMax digits.
  bool Shift(bool is_zero) {
    if (is_zero) {
      digits_ = "0";
      places_ = 0;
      return true;
    }
    const long places = static_cast<long>(places_) - shift_;
    const auto limit = static_cast<long>(kDigitsMax);
    if (places > limit || places < -limit) return false;
    if (places < 0) digits_.append(static_cast<std::size_t>(-places), '0');
    places_ = places < 0 ? 0 : static_cast<std::size_t>(places);
    const std::size_t first = digits_.find_first_not_of('0');
    return std::max(digits_.size() - first, places_) <= kDigitsMax;
  }

  std::string_view rest_;
  std::string digits_;
  std::size_t places_ = 0;
  int shift_ = 0;
  bool is_negative_ = false;
  bool has_point_ = false;
  bool has_group_ = false;
  bool is_grouping_bad_ = false;
  bool has_exponent_ = false;
};

// Words the problem of a text that no number begins: 约12, ¥12, 三十二, 无.
NumberProblem ExplainText(std::string_view cell) {
  bool has_chinese_digit = false;
  bool is_all_chinese = true;
  for (std::size_t at = 0; at < cell.size();) {
    const std::size_t size = DecodeCodePoint(cell, at).size;
    const std::string_view character = cell.substr(at, size);
    has_chinese_digit = has_chinese_digit || ContainsCharacter(kChineseDigits, character);
    is_all_chinese = is_all_chinese && ContainsCharacter(kChineseNumerals, character);
    at += size;
  }
  if (is_all_chinese && has_chinese_digit) return IsChinese(cell);
  constexpr std::string_view kCurrencies = "¥￥$€£";
  const std::size_t first = DecodeCodePoint(cell, 0).size;
  if (cell.size() > first && ContainsCharacter(kCurrencies, cell.substr(0, first))) {
    return HasUnit(cell, cell.substr(0, first));
  }
  return NotANumber(cell);
}

// Words the problem of what follows a number: 12.5万元, 12-15, 1 234, 3.1.2.
NumberProblem ExplainRest(std::string_view cell, std::string_view rest) {
  const std::string_view unit = Trim(rest);
  const char first = unit.front();
  const bool is_letter = (first >= 'A' && first <= 'Z') || (first >= 'a' && first <= 'z');
  const bool is_beyond_ascii = static_cast<unsigned char>(first) >= 0x80;
  const bool has_digit = std::ranges::any_of(unit, IsDigit);
  if ((is_letter || is_beyond_ascii) && !has_digit) return HasUnit(cell, unit);
  return NotANumber(cell);
}

}  // namespace

NumberReading ReadNumberText(std::string_view cell) {
  const std::string_view trimmed = Trim(cell);
  if (trimmed.empty()) return std::monostate();
  if (trimmed.size() > kLongestCell) return NotANumber(trimmed);
  const std::string normal = NormalizeFullWidth(trimmed);
  std::string_view text = Trim(normal);

  const bool is_in_parentheses = text.size() > 2 && text.starts_with('(') && text.ends_with(')');
  if (is_in_parentheses) text = Trim(text.substr(1, text.size() - 2));
  NumberParser number(text);
  const bool has_sign = number.TakeSign();
  if (!number.TakeDigits()) return ExplainText(trimmed);
  if (is_in_parentheses && has_sign) return NotANumber(trimmed);
  number.TakeExponent();
  const NumberUnit unit = number.TakePercent();
  if (!number.rest().empty()) return ExplainRest(trimmed, number.rest());
  if (number.is_grouping_bad()) return BadGrouping(trimmed);
  if (is_in_parentheses) number.Negate();
  std::optional<std::string> digits = number.Digits();
  if (!digits.has_value()) return TooLong(trimmed);
  return NumberText{std::move(*digits), unit};
}

}  // namespace kaogong
