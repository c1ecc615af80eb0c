// SPDX-License-Identifier: Apache-2.0
#include "document/format.h"

#include <algorithm>
#include <array>
#include <vector>

#include "base/date.h"
#include "base/utf8.h"
#include "document/chinese_number.h"

namespace kaogong::document {

namespace {

using explain::Scale;

template <class T>
struct Word {
  T value;
  std::string_view zh;
  std::string_view en;
};

constexpr std::array<Word<Form>, 13> kForms{{{Form::kCapitals, "大写", "capitals"},
                                             {Form::kTenThousands, "万元", "10k"},
                                             {Form::kTenThousands, "万", "10k"},
                                             {Form::kHundredMillions, "亿元", "100m"},
                                             {Form::kHundredMillions, "亿", "100m"},
                                             {Form::kPercent, "百分数", "percent"},
                                             {Form::kPercentagePoint, "百分点", "points"},
                                             {Form::kChineseDigits, "汉字", "digits"},
                                             {Form::kChange, "增减", "change"},
                                             {Form::kSigned, "带号", "signed"},
                                             {Form::kMagnitude, "绝对值", "magnitude"},
                                             {Form::kDay, "日期", "day"},
                                             {Form::kIsoDay, "短日期", "iso"}}};
constexpr std::array<Word<Form>, 2> kMarks{
    {{Form::kMark, "勾", "mark"}, {Form::kLight, "灯", "light"}}};

constexpr std::array<Word<Rounding>, 4> kRoundings{{{Rounding::kHalfUp, "四舍五入", "half-up"},
                                                    {Rounding::kHalfEven, "四舍六入", "half-even"},
                                                    {Rounding::kDown, "舍去", "down"},
                                                    {Rounding::kUp, "进一", "up"}}};

std::vector<std::string> Split(std::string_view words) {
  std::vector<std::string> parts;
  std::string part;
  for (const char byte : words) {
    if (byte == ' ' || byte == ',') {
      if (!part.empty()) parts.push_back(std::move(part));
      part.clear();
    } else {
      part += byte;
    }
  }
  if (!part.empty()) parts.push_back(std::move(part));
  return parts;
}

// 2位, 2places
std::optional<int> PlacesOf(std::string_view word) {
  std::size_t digits = 0;
  int places = 0;
  while (digits < word.size() && word[digits] >= '0' && word[digits] <= '9' && digits < 3)
    places = places * 10 + (word[digits++] - '0');
  const std::string_view rest = word.substr(digits);
  if (digits == 0 || (rest != "位" && rest != "places")) return std::nullopt;
  return places <= Decimal::kScaleMax ? std::optional(places) : std::nullopt;
}

template <class Words, class T>
bool Take(std::string_view word, const Words& words, T* to) {
  for (const auto& known : words) {
    if (word != known.zh && word != known.en) continue;
    *to = known.value;
    return true;
  }
  return false;
}

bool AcceptWord(std::string_view word, Format* format) {
  if (Take(word, kForms, &format->form) || Take(word, kMarks, &format->form)) return true;
  if (Take(word, kRoundings, &format->rounding)) return true;
  if (const auto places = PlacesOf(word)) {
    format->places = places;
    return true;
  }
  if (word == "带单位" || word == "unit") return format->has_unit = true;
  if (word == "千分位" || word == "grouped") return format->is_grouped = true;
  for (const std::string_view empty : {"空:", "empty:"}) {
    if (!word.starts_with(empty)) continue;
    format->nothing = word.substr(empty.size());
    return true;
  }
  return false;
}

Error Unfit(std::string_view form, std::string_view form_en, const Text& why) {
  return {ErrorCode::kInvalidInput,
          Say("不能用“{0}”显示：{2}", "'{1}' does not fit: {3}", form, form_en, why.zh, why.en)};
}

constexpr int kPlacesWhole = 4;
constexpr int kPlacesCut = 2;

// Digits with as many places as asked for, or as there are.
std::string DigitsOf(const Rational& number, const Format& format, int places) {
  const explain::Measure measure{Scale::kPlain, {}, places};
  const auto grouping =
      format.is_grouped ? explain::Grouping::kThousands : explain::Grouping::kNone;
  if (places == scheme::kNone) {
    // What no regulation and no format rounds is shown with its digits, unless they go on and on.
    const auto exact = number.ExactDecimal();
    if (exact && exact->Trimmed().scale() <= kPlacesWhole)
      return explain::ShowNumber(number, measure, Language::kChinese, grouping);
    return DigitsOf(number, format, kPlacesCut);
  }
  const auto rounded = number.Round(places, format.rounding);
  if (!rounded) return explain::ShowNumber(number, measure, Language::kChinese, grouping);
  return explain::ShowNumber(Rational(*rounded), measure, Language::kChinese, grouping);
}

int PlacesFor(const Item& item, const Format& format) {
  return format.places ? *format.places : item.places;
}

// 万元 is ten thousand 元; other units likewise.
Rational FactorOf(std::string_view unit, std::string* base) {
  for (const auto& [prefix, factor] :
       {std::pair<std::string_view, std::int64_t>{"万亿", 1'000'000'000'000},
        {"亿", 100'000'000},
        {"万", 10'000}}) {
    if (!unit.starts_with(prefix) || unit.size() == prefix.size()) continue;
    *base = unit.substr(prefix.size());
    return Rational(factor);
  }
  *base = unit;
  return Rational(1);
}

std::string InLargeUnits(const Item& item, const Format& format, std::int64_t size,
                         std::string_view prefix) {
  std::string base;
  const Rational number = Quotient(item.number * FactorOf(item.unit, &base), Rational(size));
  const std::string digits = DigitsOf(number, format, format.places.value_or(2));
  return format.has_unit ? digits + std::string(prefix) + base : digits;
}

std::string Percentage(const Rational& fraction, const Format& format, int places) {
  const Rational percent = fraction * Rational(100);
  return DigitsOf(percent, format, places);
}

Result<std::string> Capitals(const Item& item, const Format& format) {
  std::string base;
  Rational yuan = item.number * FactorOf(item.unit, &base);
  if (!base.empty() && base != "元")
    return Unfit("大写", "capitals", Say("单位是“{}”，不是元", "its unit is '{}', not yuan", base));
  if (format.places) {
    const auto rounded = yuan.Round(*format.places, format.rounding);
    if (rounded) yuan = Rational(*rounded);
  }
  const auto exact = yuan.ExactDecimal();
  const auto text = exact ? AmountInCapitals(*exact) : std::nullopt;
  if (!text) {
    return Unfit(
        "大写", "capitals",
        Say("{} 元不是整分，请写明位数，如 |大写 2位",
            "{} yuan are not whole cents; give the places: |capitals 2places", yuan.ToString()));
  }
  return *text;
}

// 增长5.2% of a growth rate, 提高1.2个百分点 of percentage points, 增加3人 of a difference.
std::string ChangeOf(const Item& item, const Format& format) {
  const bool is_percent = item.scale == Scale::kPercent;
  const bool is_point = item.scale == Scale::kPercentagePoint;
  const Rational magnitude = Absolute(item.number);
  const int places = PlacesFor(item, format);
  const std::string digits = is_percent || is_point ? Percentage(magnitude, format, places)
                                                    : DigitsOf(magnitude, format, places);
  if (item.number.is_zero()) return "持平";
  const bool is_up = item.number.sign() > 0;
  if (is_percent) return (is_up ? "增长" : "下降") + digits + "%";
  if (is_point) return (is_up ? "提高" : "下降") + digits + "个百分点";
  return (is_up ? "增加" : "减少") + digits + (format.has_unit ? item.unit : "");
}

std::string UsualNumber(const Item& item, const Format& format) {
  const int places = PlacesFor(item, format);
  if (item.scale == Scale::kPercent) return Percentage(item.number, format, places) + "%";
  if (item.scale == Scale::kPercentagePoint)
    return Percentage(item.number, format, places) + "个百分点";
  return DigitsOf(item.number, format, places) + (format.has_unit ? item.unit : "");
}

Result<std::string> ShowNumberItem(const Item& item, const Format& format) {
  const int places = PlacesFor(item, format);
  switch (format.form) {
    case Form::kUsual:
      return UsualNumber(item, format);
    case Form::kCapitals:
      return Capitals(item, format);
    case Form::kTenThousands:
      return InLargeUnits(item, format, 10'000, "万");
    case Form::kHundredMillions:
      return InLargeUnits(item, format, 100'000'000, "亿");
    case Form::kPercent:
      return Percentage(item.number, format, places) + "%";
    case Form::kPercentagePoint:
      return Percentage(item.number, format, places) + "个百分点";
    case Form::kChineseDigits: {
      const auto whole =
          item.number.is_integer() ? item.number.ToInteger(Rounding::kDown) : std::nullopt;
      if (!whole)
        return Unfit("汉字", "digits",
                     Say("{} 不是整数", "{} is no whole number", item.number.ToString()));
      return InCharacters(*whole);
    }
    case Form::kChange:
      return ChangeOf(item, format);
    case Form::kSigned: {
      const std::string shown = UsualNumber(item, format);
      return item.number.sign() > 0 ? "+" + shown : shown;
    }
    case Form::kMagnitude: {
      Item magnitude = item;
      magnitude.number = Absolute(item.number);
      return UsualNumber(magnitude, format);
    }
    case Form::kDay:
    case Form::kIsoDay:
      return Unfit("日期", "day", {"它是数", "it is a number"});
    case Form::kMark:
      return std::string(item.number.is_zero() ? "" : "√");
    case Form::kLight:
      return Unfit("灯", "light", {"它是数", "it is a number"});
  }
  return std::string();
}

Result<std::string> ShowDayItem(const Item& item, const Format& format) {
  const auto days = item.number.ToInteger(Rounding::kDown);
  const auto day = Date::FromDays(days.value_or(0));
  if (!day.ok()) return day.error();
  if (format.form == Form::kIsoDay) return day.value().ToString();
  if (format.form != Form::kUsual && format.form != Form::kDay)
    return Unfit("数的格式", "a form of numbers", {"它是日期", "it is a day"});
  return fmt::format("{}年{}月{}日", day.value().year(), day.value().month(), day.value().day());
}

Result<std::string> ShowTextItem(const Item& item, const Format& format) {
  if (format.form == Form::kUsual) return item.text.empty() ? format.nothing : item.text;
  if (format.form == Form::kLight) {
    for (const auto& [text, light] : {std::pair<std::string_view, std::string_view>{"red", "●红"},
                                      {"amber", "▲黄"},
                                      {"green", "■绿"},
                                      {"none", "○无"}}) {
      if (item.text == text) return std::string(light);
    }
  }
  return Unfit("数的格式", "a form of numbers", Say("“{}”是文字", "'{}' is a text", item.text));
}

}  // namespace

Result<Format> ParseFormat(std::string_view words) {
  Format format;
  std::string plain = NormalizeFullWidth(words);
  for (const std::string& word : Split(plain)) {
    if (AcceptWord(word, &format)) continue;
    std::vector<std::string> known{"带单位", "千分位", "2位", "空:"};
    for (const auto& form : kForms) known.emplace_back(form.zh);
    for (const auto& rounding : kRoundings) known.emplace_back(rounding.zh);
    const std::string near = NearestName(word, known);
    return Error{ErrorCode::kInvalidInput,
                 near.empty() ? Say("没有“{}”这种格式", "there is no format '{}'", word)
                              : Say("没有“{0}”这种格式，是否想写“{1}”？",
                                    "there is no format '{0}'; did you mean '{1}'?", word, near)};
  }
  return format;
}

std::string WordsOf(const Format& format) {
  std::string words;
  const auto add = [&](std::string_view word) {
    if (!words.empty()) words += ' ';
    words += word;
  };
  const auto add_of = [&](const auto& table, auto value) {
    const auto found =
        std::ranges::find(table, value, [](const auto& known) { return known.value; });
    if (found != table.end()) add(found->zh);
  };
  add_of(kForms, format.form);
  add_of(kMarks, format.form);
  if (format.places) add(fmt::format("{}位", *format.places));
  if (format.rounding != Rounding::kHalfUp) add_of(kRoundings, format.rounding);
  if (format.has_unit) add("带单位");
  if (format.is_grouped) add("千分位");
  if (format.nothing != Format().nothing) add("空:" + format.nothing);
  return words;
}

Result<std::string> Show(const Item& item, const Format& format) {
  if (item.kind == ItemKind::kNothing) return format.nothing;
  if (item.state != scoring::State::kValid) return explain::NameOf(item.state).zh;
  switch (item.kind) {
    case ItemKind::kNumber:
      return ShowNumberItem(item, format);
    case ItemKind::kDay:
      return ShowDayItem(item, format);
    case ItemKind::kText:
      return ShowTextItem(item, format);
    case ItemKind::kTruth:
      if (format.form == Form::kMark) return std::string(item.number.is_zero() ? "" : "√");
      return std::string(item.number.is_zero() ? "否" : "是");
    case ItemKind::kObject:
    case ItemKind::kList:
      return Unfit("文字", "text",
                   {"它不是一个值，请写出它的名称，如 上级.名称",
                    "it is no value; name one of its own, such as 上级.名称"});
    case ItemKind::kNothing:
      break;
  }
  return format.nothing;
}

std::optional<std::uint32_t> ColorOf(const Item& item, const Format& format) {
  if (format.form != Form::kLight || !item.has_value()) return std::nullopt;
  if (item.text == "red") return 0xC00000;
  if (item.text == "amber") return 0xB26B00;
  if (item.text == "green") return 0x1E7B34;
  return std::nullopt;
}

}  // namespace kaogong::document
