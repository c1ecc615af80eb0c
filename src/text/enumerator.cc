// SPDX-License-Identifier: Apache-2.0
#include "text/enumerator.h"

#include "text/fold.h"
#include "text/numeral.h"

namespace kaogong::text {
namespace {

using View = std::u32string_view;

char32_t CharAt(View text, std::size_t at) { return at < text.size() ? text[at] : U'\0'; }

struct Small {
  int number = 0;
  std::size_t length = 0;
  bool is_arabic = false;
};

// A number from 1 to 199 in digits or Chinese.
std::optional<Small> SmallAt(View text, std::size_t at) {
  if (at >= text.size()) return std::nullopt;
  Small small;
  if (IsDigit(text[at])) {
    small.is_arabic = true;
    while (IsDigit(CharAt(text, at + small.length)) && small.length < 4) {
      small.number = small.number * 10 + static_cast<int>(text[at + small.length] - U'0');
      ++small.length;
    }
  } else {
    const auto numeral = NumeralAt(text, at);
    if (!numeral || numeral->range_high || numeral->has_more) return std::nullopt;
    const auto value = numeral->value.ToInteger(Rounding::kDown);
    if (!value || *value > 199) return std::nullopt;
    small.number = static_cast<int>(*value);
    small.length = numeral->length;
  }
  if (small.number < 1 || small.number > 199) return std::nullopt;
  return small;
}

std::optional<Enumerator> ParenAt(View text, std::size_t at) {
  if (CharAt(text, at) != U'(') return std::nullopt;
  const auto small = SmallAt(text, at + 1);
  if (!small || CharAt(text, at + 1 + small->length) != U')') return std::nullopt;
  return Enumerator{small->is_arabic ? EnumeratorStyle::kArabicParen : EnumeratorStyle::kChineseParen,
                    small->number, small->length + 2};
}

std::optional<Enumerator> WordAt(View text, std::size_t at) {
  static constexpr View kWords[] = {U"首先", U"其次", U"再次"};
  for (int i = 0; i < 3; ++i) {
    if (text.substr(at, 2) == kWords[i]) return Enumerator{EnumeratorStyle::kFirstly, i + 1, 2};
  }
  if (text.substr(at, 3) == U"最后,") return Enumerator{EnumeratorStyle::kFirstly, 0, 2};
  return std::nullopt;
}

// True for 2014年 and 11月: then 1.2014年 is item 1, not a decimal.
bool BeginsDate(View text, std::size_t at) {
  std::size_t end = at;
  while (IsDigit(CharAt(text, end)) && end - at < 5) ++end;
  const std::size_t digits = end - at;
  return (digits == 4 && CharAt(text, end) == U'年') ||
         (digits >= 1 && digits <= 2 && CharAt(text, end) == U'月');
}

}  // namespace

std::optional<Enumerator> EnumeratorAt(View text, std::size_t at) {
  const char32_t first = CharAt(text, at);
  if (first >= U'①' && first <= U'⑳') {
    return Enumerator{EnumeratorStyle::kCircled, static_cast<int>(first - U'①') + 1, 1};
  }
  if (first == U'第') {
    const auto small = SmallAt(text, at + 1);
    if (!small || small->is_arabic) return std::nullopt;
    const char32_t next = CharAt(text, at + 1 + small->length);
    if (next != U',' && next != U'、' && next != U'是' && next != U':') return std::nullopt;
    return Enumerator{EnumeratorStyle::kOrdinal, small->number, small->length + 1};
  }
  if (auto paren = ParenAt(text, at)) return paren;
  if (auto word = WordAt(text, at)) return word;
  const auto small = SmallAt(text, at);
  if (!small) return std::nullopt;
  const std::size_t end = at + small->length;
  const char32_t next = CharAt(text, end);
  const char32_t after = CharAt(text, end + 1);
  if (next == U'、') {
    // 二、三年级: a pair of numerals; 5、6月: likewise.
    return Enumerator{small->is_arabic ? EnumeratorStyle::kArabicComma : EnumeratorStyle::kChineseComma,
                      small->number, small->length + 1};
  }
  if (small->is_arabic && next == U'.' && !IsDigit(after)) {
    return Enumerator{EnumeratorStyle::kArabicDot, small->number, small->length + 1};
  }
  if (small->is_arabic && next == U'.' && BeginsDate(text, end + 1)) {
    return Enumerator{EnumeratorStyle::kArabicDot, small->number, small->length + 1};
  }
  if (small->is_arabic && next == U')') {
    return Enumerator{EnumeratorStyle::kArabicParen, small->number, small->length + 1};
  }
  if (!small->is_arabic && next == U'是' && small->number <= 20) {
    return Enumerator{EnumeratorStyle::kIs, small->number, small->length + 1};
  }
  return std::nullopt;
}

}  // namespace kaogong::text
