// SPDX-License-Identifier: Apache-2.0
#include "text/date_mention.h"

#include <algorithm>

#include "text/enumerator.h"
#include "text/fold.h"
#include "text/numeral.h"

namespace kaogong::text {
namespace {

char32_t CharAt(std::u32string_view text, std::size_t at) {
  return at < text.size() ? text[at] : U'\0';
}

bool IsBlankMark(char32_t c) {
  return c == U'x' || c == U'X' || c == U'×' || c == U'*' || c == U'_' || c == U'〇';
}

struct Number {
  int value = 0;
  std::size_t length = 0;
  int digits = 0;  // Arabic digits; 0 for Chinese.
  bool is_unknown = false;
};

// A whole number of at most four digits, or a run of blank marks with digits among them (20xx).
std::optional<Number> NumberAt(std::u32string_view text, std::size_t at) {
  std::size_t end = at;
  bool has_blank = false;
  while (end - at < 5 && (IsDigit(CharAt(text, end)) || (IsBlankMark(CharAt(text, end)) && text[end] != U'〇'))) {
    has_blank = has_blank || !IsDigit(text[end]);
    ++end;
  }
  if (end > at) {
    if (at > 0 && (IsDigit(text[at - 1]) || IsLatin(text[at - 1]))) return std::nullopt;
    if (end - at > 4) return std::nullopt;
    Number number;
    number.length = end - at;
    number.is_unknown = has_blank;
    number.digits = static_cast<int>(end - at);
    for (std::size_t i = at; i < end && !has_blank; ++i) {
      number.value = number.value * 10 + static_cast<int>(text[i] - U'0');
    }
    return number;
  }
  if (!IsChineseNumeral(CharAt(text, at))) return std::nullopt;
  const std::optional<Numeral> numeral = NumeralAt(text, at);
  if (!numeral || numeral->range_high || numeral->has_decimals || numeral->has_more) {
    return std::nullopt;
  }
  const std::optional<std::int64_t> value = numeral->value.ToInteger(Rounding::kDown);
  if (!value || *value > 9999) return std::nullopt;
  Number number;
  number.value = static_cast<int>(*value);
  number.length = numeral->length;
  return number;
}

bool IsYear(const Number& number) {
  if (number.is_unknown) return true;
  if (number.value >= 1900 && number.value <= 2100) return true;
  return number.digits == 2 && number.value < 10;  // 08年.
}

struct Part {
  PartialDate date;
  std::size_t end = 0;
  bool is_unknown = false;
  bool has_bare_number = false;  // Ends with a number whose 年, 月 or 日 comes after the span.
  int bare = 0;
};

bool TakeMonth(std::u32string_view text, Part& part) {
  const auto number = NumberAt(text, part.end);
  if (!number || CharAt(text, part.end + number->length) != U'月') return false;
  if (CharAt(text, part.end + number->length + 1) == U'龄') return false;
  if (!number->is_unknown && number->value > 99) return false;
  part.is_unknown = part.is_unknown || number->is_unknown;
  if (!number->is_unknown) part.date.month = number->value;
  part.end += number->length + 1;
  if (CharAt(text, part.end) == U'份') ++part.end;
  return true;
}

bool TakeDay(std::u32string_view text, bool has_month, Part& part) {
  const auto number = NumberAt(text, part.end);
  if (!number) return false;
  const char32_t unit = CharAt(text, part.end + number->length);
  // 50号 is the number of a document and 一日捐 a word; only after a month are they days.
  if (unit != U'日' && (unit != U'号' || !has_month)) return false;
  if (!has_month && number->digits == 0) return false;
  if (!number->is_unknown && number->value > 99) return false;
  part.is_unknown = part.is_unknown || number->is_unknown;
  if (!number->is_unknown) part.date.day = number->value;
  part.end += number->length + 1;
  return true;
}

bool TakeYear(std::u32string_view text, Part& part) {
  const auto number = NumberAt(text, part.end);
  if (!number || CharAt(text, part.end + number->length) != U'年') return false;
  const bool month_follows = [&] {
    Part ahead;
    ahead.end = part.end + number->length + 1;
    return TakeMonth(text, ahead);
  }();
  if (!IsYear(*number) && !(number->digits == 2 && month_follows)) return false;
  part.is_unknown = part.is_unknown || number->is_unknown;
  if (!number->is_unknown) {
    part.date.year = number->value;
    if (number->digits == 2) part.date.year = number->value + (number->value < 50 ? 2000 : 1900);
  }
  part.end += number->length + 1;
  if (CharAt(text, part.end) == U'度') ++part.end;
  return true;
}

// 2014.9.22, 2014-9-22, 2014/9/22.
std::optional<Part> DottedAt(std::u32string_view text, std::size_t at) {
  const auto year = NumberAt(text, at);
  if (!year || year->digits != 4 || year->is_unknown || !IsYear(*year)) return std::nullopt;
  const char32_t separator = CharAt(text, at + year->length);
  if (separator != U'.' && separator != U'-' && separator != U'/') return std::nullopt;
  const std::size_t month_at = at + year->length + 1;
  if (!IsDigit(CharAt(text, month_at))) return std::nullopt;
  int values[2] = {0, 0};
  std::size_t i = month_at;
  for (int part = 0; part < 2; ++part) {
    std::size_t digits = 0;
    while (IsDigit(CharAt(text, i)) && digits < 3) {
      values[part] = values[part] * 10 + static_cast<int>(text[i] - U'0');
      ++i;
      ++digits;
    }
    if (digits == 0 || digits > 2) return std::nullopt;
    if (part == 0) {
      if (CharAt(text, i) != separator) return std::nullopt;
      ++i;
    }
  }
  if (IsDigit(CharAt(text, i)) || CharAt(text, i) == separator) return std::nullopt;
  Part part;
  part.date = {year->value, values[0], values[1]};
  part.end = i;
  return part;
}

std::optional<Part> PartAt(std::u32string_view text, std::size_t at) {
  if (auto dotted = DottedAt(text, at)) return dotted;
  Part part;
  part.end = at;
  const bool has_year = TakeYear(text, part);
  const bool has_month = TakeMonth(text, part);
  const bool has_day = (has_month || !has_year) && TakeDay(text, has_month, part);
  if (!has_year && !has_month && !has_day) return std::nullopt;
  // 15日内 is a term, not a day of the month.
  if (has_day && !has_month && CharAt(text, part.end) == U'内') return std::nullopt;
  // 10月14至11月6日: a number after the month without 日.
  if (has_month && !has_day) {
    const auto number = NumberAt(text, part.end);
    if (number && !number->is_unknown && number->value <= 99 && number->digits > 0) {
      part.has_bare_number = true;
      part.bare = number->value;
    }
  }
  return part;
}

// Returns the length of a span's separator, or zero.
std::size_t SeparatorAt(std::u32string_view text, std::size_t at) {
  std::size_t end = at;
  while (std::u32string_view(U"-—~").find(CharAt(text, end)) != std::u32string_view::npos &&
         end < text.size() && end - at < 3) {
    ++end;
  }
  if (end > at) return end - at;
  const char32_t c = CharAt(text, at);
  return c == U'至' || c == U'到' ? 1 : 0;
}

// A bare number before a separator: 17-26日, 2013—2015年, 1-9月, 14至11月6日.
std::optional<DateMention> BareSpanAt(std::u32string_view text, std::size_t at,
                                      const PartialDate& known) {
  const auto number = NumberAt(text, at);
  if (!number || number->digits == 0) return std::nullopt;
  const std::size_t separator = SeparatorAt(text, at + number->length);
  if (separator == 0) return std::nullopt;
  const auto second = PartAt(text, at + number->length + separator);
  if (!second) return std::nullopt;
  DateMention mention;
  mention.begin = at;
  mention.end = second->end;
  mention.first = known;
  mention.has_unknown = second->is_unknown || number->is_unknown;
  if (second->date.day && (number->value <= 31 || known.month)) {
    mention.first.day = number->value;
  } else if (second->date.month && !second->date.day && !second->date.year && number->value <= 12) {
    mention.first.month = number->value;
  } else if (second->date.year && !second->date.month && IsYear(*number) && number->digits != 1) {
    mention.first.year = number->value < 100 ? 2000 + number->value : number->value;
  } else if (!number->is_unknown) {
    return std::nullopt;
  }
  mention.last = second->date;
  return mention;
}

void TakeWeekday(std::u32string_view text, DateMention& mention) {
  const bool is_opened = CharAt(text, mention.end) == U'(';
  const std::size_t at = mention.end + (is_opened ? 1 : 0);
  std::size_t length = 0;
  if (text.substr(at, 2) == U"星期" || text.substr(at, 2) == U"礼拜") length = 2;
  if (length == 0 && CharAt(text, at) == U'周' && is_opened) length = 1;
  if (length == 0) return;
  static constexpr std::u32string_view kDays = U"一二三四五六日天";
  const auto found = kDays.find(CharAt(text, at + length));
  if (found == kDays.npos || CharAt(text, at + length) == U'\0') return;
  mention.weekday = std::min(static_cast<int>(found) + 1, 7);
}

// 08—10年: two-digit years, told from a number of years by the leading zero.
std::optional<DateMention> ShortYearSpanAt(std::u32string_view text, std::size_t at) {
  const auto number = NumberAt(text, at);
  if (!number || number->digits != 2 || text[at] != U'0') return std::nullopt;
  const std::size_t separator = SeparatorAt(text, at + number->length);
  if (separator == 0) return std::nullopt;
  const std::size_t second_at = at + number->length + separator;
  const auto second = NumberAt(text, second_at);
  if (!second || second->digits != 2 || second->is_unknown || number->is_unknown) return std::nullopt;
  if (CharAt(text, second_at + 2) != U'年') return std::nullopt;
  DateMention mention;
  mention.begin = at;
  mention.end = second_at + 3;
  mention.first.year = 2000 + number->value;
  mention.last = PartialDate{2000 + second->value, std::nullopt, std::nullopt};
  return mention;
}

std::optional<DateMention> MentionAt(std::u32string_view text, std::size_t at) {
  if (at > 0 && text[at - 1] == U'第') return std::nullopt;
  if (auto span = ShortYearSpanAt(text, at)) return span;
  const auto first = PartAt(text, at);
  if (!first) return BareSpanAt(text, at, {});
  DateMention mention;
  mention.begin = at;
  mention.end = first->end;
  mention.first = first->date;
  mention.has_unknown = first->is_unknown;
  if (first->has_bare_number) {
    if (auto span = BareSpanAt(text, first->end, first->date)) {
      span->begin = at;
      span->has_unknown = span->has_unknown || first->is_unknown;
      return span;
    }
  }
  if (const std::size_t separator = SeparatorAt(text, first->end); separator > 0) {
    if (const auto second = PartAt(text, first->end + separator)) {
      mention.last = second->date;
      mention.end = second->end;
      mention.has_unknown = mention.has_unknown || second->is_unknown;
    }
  }
  TakeWeekday(text, mention);
  return mention;
}

}  // namespace

std::vector<DateMention> FindDates(std::u32string_view text) {
  std::vector<DateMention> mentions;
  const auto enumerator = EnumeratorAt(text, 0);
  const std::size_t start = enumerator ? enumerator->length : 0;  // 15.11月17日: item 15.
  for (std::size_t at = start; at < text.size();) {
    const char32_t c = text[at];
    if (!IsDigit(c) && !IsChineseNumeral(c) && !IsBlankMark(c)) {
      ++at;
      continue;
    }
    const bool is_inside = at > start && (IsDigit(text[at - 1]) || IsBlankMark(text[at - 1]) ||
                                          text[at - 1] == U'.' || IsChineseNumeral(text[at - 1]));
    const auto mention = is_inside ? std::nullopt : MentionAt(text, at);
    if (mention) {
      mentions.push_back(*mention);
      at = mention->end;
    } else {
      ++at;
    }
  }
  return mentions;
}

}  // namespace kaogong::text
