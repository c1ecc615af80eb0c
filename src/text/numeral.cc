// SPDX-License-Identifier: Apache-2.0
#include "text/numeral.h"

#include <cstdint>

#include "text/fold.h"

namespace kaogong::text {
namespace {

bool IsOneOf(char32_t c, std::u32string_view set) {
  return c != U'\0' && set.find(c) != std::u32string_view::npos;
}

char32_t CharAt(std::u32string_view text, std::size_t at) {
  return at < text.size() ? text[at] : U'\0';
}

std::int64_t UnitOf(char32_t c) {
  switch (c) {
    case U'十':
    case U'拾':
      return 10;
    case U'百':
    case U'佰':
      return 100;
    case U'千':
    case U'仟':
      return 1000;
    case U'万':
      return 10'000;
    case U'亿':
      return 100'000'000;
    default:
      return 0;
  }
}

// 千 and 百 that begin a unit (千克, 百分点) do not multiply the digits before them.
bool BeginsUnit(std::u32string_view text, std::size_t at) {
  const char32_t next = CharAt(text, at + 1);
  if (text[at] == U'千') return IsOneOf(next, U"克米瓦卡伏帕安赫字");
  if (text[at] == U'百') return IsOneOf(next, U"分姓货家");
  if (text[at] == U'万') return IsOneOf(next, U"众物家象") || text.substr(at, 4) == U"万人空巷";
  return false;
}

// Reads 余/多/来/几 and 百/千/万/亿 behind the digits.
void ReadMagnitude(std::u32string_view text, std::size_t at, Numeral& numeral) {
  std::size_t end = at + numeral.length;
  const bool has_more = IsOneOf(CharAt(text, end), U"余多来") && UnitOf(CharAt(text, end + 1)) >= 100;
  if (has_more) ++end;
  std::int64_t factor = 1;
  while (UnitOf(CharAt(text, end)) >= 100 && factor < 1'000'000'000 && !BeginsUnit(text, end)) {
    factor *= UnitOf(text[end]);
    ++end;
  }
  if (factor == 1) return;
  numeral.length = end - at;
  numeral.value = numeral.value * Rational(factor);
  numeral.step = numeral.step * Rational(factor);
  numeral.round_step = numeral.round_step * Rational(factor);
  numeral.has_magnitude = true;
  numeral.has_more = has_more;
}

struct Digits {
  std::int64_t units = 0;
  int count = 0;
  int scale = 0;
  std::size_t length = 0;
};

// Reads digits with thousands separators and a decimal point.
std::optional<Digits> ReadDigits(std::u32string_view text, std::size_t at) {
  Digits digits;
  std::size_t i = at;
  const auto take = [&] {
    digits.units = digits.units * 10 + static_cast<std::int64_t>(text[i] - U'0');
    ++digits.count;
    ++i;
  };
  while (IsDigit(CharAt(text, i)) && digits.count < 16) take();
  const auto group_at = [&](std::size_t from) {
    return CharAt(text, from) == U',' && IsDigit(CharAt(text, from + 1)) &&
           IsDigit(CharAt(text, from + 2)) && IsDigit(CharAt(text, from + 3)) &&
           !IsDigit(CharAt(text, from + 4));
  };
  const bool may_group = digits.count <= 3 && digits.units > 0;
  while (may_group && group_at(i) && digits.count < 14) {
    ++i;
    for (int n = 0; n < 3; ++n) take();
  }
  if (CharAt(text, i) == U'.' && IsDigit(CharAt(text, i + 1))) {
    ++i;
    while (IsDigit(CharAt(text, i)) && digits.count < 16 && digits.scale < 12) {
      take();
      ++digits.scale;
    }
    // 1.2.3 is a heading, a version or a date.
    if (CharAt(text, i) == U'.' && IsDigit(CharAt(text, i + 1))) return std::nullopt;
  }
  if (digits.count > 15 || IsDigit(CharAt(text, i))) return std::nullopt;
  digits.length = i - at;
  return digits;
}

std::optional<Numeral> ArabicAt(std::u32string_view text, std::size_t at) {
  const char32_t before = at > 0 ? text[at - 1] : U'\0';
  if (IsDigit(before) || IsLatin(before)) return std::nullopt;
  if (before == U'.' && at > 1 && (IsDigit(text[at - 2]) || IsLatin(text[at - 2]))) return std::nullopt;
  const std::optional<Digits> digits = ReadDigits(text, at);
  if (!digits) return std::nullopt;
  Numeral numeral;
  numeral.length = digits->length;
  numeral.is_arabic = true;
  numeral.has_decimals = digits->scale > 0;
  numeral.value = Rational(Decimal::FromUnits(digits->units, digits->scale));
  numeral.step = Quotient(Rational(1), Rational(PowerOfTen(digits->scale)));
  numeral.round_step = numeral.step;
  for (std::int64_t rest = digits->units; rest != 0 && rest % 10 == 0; rest /= 10) {
    numeral.round_step = numeral.round_step * Rational(10);
  }
  ReadMagnitude(text, at, numeral);
  return numeral;
}

// A run of Chinese digits without 十百千万亿: 二〇一四 is positional, 三四 a range, 五 a digit.
std::optional<Numeral> DigitRun(std::u32string_view run) {
  Numeral numeral;
  numeral.length = run.size();
  if (run.size() == 1) {
    numeral.value = Rational(ChineseDigit(run[0]));
    return numeral;
  }
  const int first = ChineseDigit(run[0]);
  if (run.size() == 2 && first > 0 && ChineseDigit(run[1]) == first + 1) {
    numeral.value = Rational(first);
    numeral.range_high = Rational(first + 1);
    return numeral;
  }
  const bool is_positional = run.size() == 4 || run.find(U'〇') != run.npos || run.find(U'零') != run.npos;
  if (!is_positional || run.size() > 8 || run[0] == U'零') return std::nullopt;
  std::int64_t value = 0;
  for (const char32_t c : run) value = value * 10 + ChineseDigit(c);
  numeral.value = Rational(value);
  return numeral;
}

// A run with 十百千万亿. `step` becomes the smallest of 万 and 亿 when the run ends with it.
std::optional<Numeral> UnitRun(std::u32string_view run) {
  std::int64_t total = 0;
  std::int64_t section = 0;
  std::int64_t unit_last = 0;
  int digit = -1;
  bool is_after_zero = false;
  std::optional<std::int64_t> spread;  // 七八十: what the second digit adds.
  for (std::size_t i = 0; i < run.size(); ++i) {
    const std::int64_t unit = UnitOf(run[i]);
    if (unit == 0) {
      const int next = ChineseDigit(run[i]);
      if (digit > 0 && next == digit + 1 && CharAt(run, i + 1) != U'\0' && UnitOf(run[i + 1]) > 0) {
        spread = UnitOf(run[i + 1]);
        continue;
      }
      if (digit > 0) return std::nullopt;
      is_after_zero = is_after_zero || next == 0;
      digit = next;
      continue;
    }
    if (unit < 10'000) {
      if (unit_last != 0 && unit_last < 10'000 && unit >= unit_last) return std::nullopt;
      section += (digit > 0 ? digit : 1) * unit;
    } else {
      const std::int64_t whole = section + (digit > 0 ? digit : 0);
      if (whole == 0 && total == 0) return std::nullopt;
      if (total + whole > 900'000'000'000) return std::nullopt;
      total = unit == 10'000 ? total + whole * unit : (total + whole) * unit;
      section = 0;
    }
    unit_last = unit;
    digit = -1;
    is_after_zero = false;
  }
  if (digit > 0) {
    const bool is_colloquial = !is_after_zero && unit_last >= 100;  // 一百五 is 150.
    section += is_colloquial ? digit * (unit_last / 10) : digit;
  }
  Numeral numeral;
  numeral.length = run.size();
  numeral.value = Rational(total + section);
  if (spread) numeral.range_high = numeral.value + Rational(*spread);
  const std::int64_t last = UnitOf(run.back());
  if (last > 0) numeral.round_step = Rational(last);
  if (last >= 10'000) {
    numeral.step = Rational(last);
    numeral.has_magnitude = true;
  }
  return numeral;
}

std::optional<Numeral> ChineseAt(std::u32string_view text, std::size_t at) {
  if (at > 0 && IsChineseNumeral(text[at - 1])) return std::nullopt;
  std::size_t end = at;
  bool has_unit = false;
  while (IsChineseNumeral(CharAt(text, end)) && end - at < 20) {
    // 百分之 and 千分之 are read by whoever reads shares; 万 of 万众 is a word.
    if (end > at && UnitOf(text[end]) >= 100 && BeginsUnit(text, end)) break;
    has_unit = has_unit || UnitOf(text[end]) > 0;
    ++end;
  }
  if (end == at) return std::nullopt;
  const std::u32string_view run = text.substr(at, end - at);
  // 百余 and 万余 stand for one hundred and ten thousand; otherwise a leading unit but 十 is a word.
  if (UnitOf(run[0]) >= 100) {
    if (run.size() > 1 || !IsOneOf(CharAt(text, end), U"余多")) return std::nullopt;
    Numeral numeral;
    numeral.length = 1;
    numeral.value = numeral.round_step = Rational(UnitOf(run[0]));
    return numeral;
  }
  std::optional<Numeral> numeral = has_unit ? UnitRun(run) : DigitRun(run);
  if (!numeral) return std::nullopt;
  const bool may_have_point = !numeral->has_magnitude && !numeral->range_high;
  if (may_have_point && CharAt(text, end) == U'点' && ChineseDigit(CharAt(text, end + 1)) >= 0) {
    Rational step(1);
    std::size_t i = end + 1;
    for (; ChineseDigit(CharAt(text, i)) >= 0 && i - end <= 6; ++i) {
      step = Quotient(step, Rational(10));
      numeral->value += step * Rational(ChineseDigit(text[i]));
    }
    numeral->length = i - at;
    numeral->step = numeral->round_step = step;
    numeral->has_decimals = true;
  }
  if (!numeral->has_magnitude) ReadMagnitude(text, at, *numeral);
  return numeral;
}

}  // namespace

int ChineseDigit(char32_t c) {
  static constexpr std::u32string_view kDigits = U"〇一二三四五六七八九";
  static constexpr std::u32string_view kFormal = U"零壹贰叁肆伍陆柒捌玖";
  if (c == U'两') return 2;
  if (const auto at = kDigits.find(c); at != kDigits.npos) return static_cast<int>(at);
  if (const auto at = kFormal.find(c); at != kFormal.npos) return static_cast<int>(at);
  return -1;
}

bool IsChineseNumeral(char32_t c) { return ChineseDigit(c) >= 0 || UnitOf(c) > 0; }

std::optional<Numeral> NumeralAt(std::u32string_view text, std::size_t at) {
  if (IsDigit(text[at])) return ArabicAt(text, at);
  if (IsChineseNumeral(text[at])) return ChineseAt(text, at);
  return std::nullopt;
}

}  // namespace kaogong::text
