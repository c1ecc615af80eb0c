// SPDX-License-Identifier: Apache-2.0
#include "explain/shown.h"

#include <array>
#include <utility>

#include "base/utf8.h"

namespace kaogong::explain {
namespace {

constexpr int kPlacesOfFraction = 6;
constexpr int kPlacesOfPercentage = 2;
constexpr int kPercentagePlacesMax = 4;

constexpr std::array<std::pair<std::string_view, std::string_view>, 26> kUnits{{
    {"分", "points"},
    {"元", "yuan"},
    {"万元", "×10,000 yuan"},
    {"亿元", "×100 million yuan"},
    {"人", "people"},
    {"户", "households"},
    {"吨", "t"},
    {"公斤", "kg"},
    {"亩", "mu"},
    {"公里", "km"},
    {"件", "cases"},
    {"次", "times"},
    {"个", ""},
    {"项", "items"},
    {"天", "days"},
    {"日", "days"},
    {"月", "months"},
    {"年", "years"},
    {"名", ""},
    {"例", "cases"},
    {"起", "incidents"},
    {"票", "ballots"},
    {"平方米", "m²"},
    {"小时", "hours"},
    {"倍", "times"},
    {"张", "ballots"},
}};

std::string WithThousands(std::string digits) {
  const std::size_t point = digits.find('.');
  const std::size_t first = digits.starts_with('-') ? 1 : 0;
  for (std::size_t i = point == std::string::npos ? digits.size() : point; i > first + 3;) {
    i -= 3;
    digits.insert(i, 1, ',');
  }
  return digits;
}

// Returns the digits, and whether they had to be rounded.
std::pair<std::string, bool> Digits(const Rational& number, const Measure& measure) {
  const bool is_plain = measure.scale == Scale::kPlain;
  if (is_plain && measure.places >= 0) {
    const auto rounded = number.Round(measure.places, Rounding::kHalfEven);
    if (rounded && Rational(*rounded) == number) return {rounded->ToString(), false};
  }
  const auto exact = number.ExactDecimal();
  if (exact && (is_plain || exact->scale() <= kPercentagePlacesMax))
    return {exact->ToString(), false};
  for (int places = is_plain ? kPlacesOfFraction : kPlacesOfPercentage; places >= 0; --places) {
    const auto rounded = number.Round(places, Rounding::kHalfEven);
    if (rounded) return {rounded->ToString(), true};
  }
  return {number.ToString(), false};
}

}  // namespace

std::string ShowNumber(const Rational& number, const Measure& measure, Language language,
                       Grouping grouping) {
  const bool is_plain = measure.scale == Scale::kPlain;
  auto [digits, is_rounded] = Digits(is_plain ? number : number * Rational(100), measure);
  if (grouping == Grouping::kThousands) digits = WithThousands(std::move(digits));
  if (is_rounded) digits.insert(0, language == Language::kChinese ? "约 " : "about ");
  if (measure.scale == Scale::kPercent) digits += '%';
  return digits;
}

std::string ShowQuantity(const Rational& number, const Measure& measure, Language language,
                         Grouping grouping) {
  std::string text = ShowNumber(number, measure, language, grouping);
  if (measure.scale == Scale::kPercentagePoint) {
    return text + (language == Language::kChinese ? " 个百分点" : " percentage points");
  }
  if (measure.scale == Scale::kPercent) return text;
  std::string unit = UnitIn(measure.unit, language);
  const bool is_one = number == Rational(1) || number == Rational(-1);
  if (language == Language::kEnglish && is_one && unit.ends_with('s') && unit != measure.unit)
    unit.pop_back();
  if (!unit.empty()) text += ' ' + unit;
  return text;
}

std::string ShowValue(const facts::Facts& facts, const scoring::Value& value, scheme::Type type,
                      const Measure& measure, Language language, Grouping grouping) {
  if (!value.ok()) return NameOf(value.state).In(language);
  const bool zh = language == Language::kChinese;
  switch (type) {
    case scheme::Type::kNumber:
      return ShowQuantity(value.number, measure, language, grouping);
    case scheme::Type::kBoolean:
      return value.truth() ? (zh ? "是" : "yes") : (zh ? "否" : "no");
    case scheme::Type::kText: {
      const auto at = value.number.ToInteger(Rounding::kDown);
      const bool known = at && *at >= 0 && static_cast<std::size_t>(*at) < facts.texts.size();
      return known ? facts.texts[static_cast<std::size_t>(*at)] : value.number.ToString();
    }
    case scheme::Type::kDate: {
      const auto days = value.number.ToInteger(Rounding::kDown);
      const auto date = days ? Date::FromDays(*days) : Date::FromDays(0);
      return days && date.ok() ? date.value().ToString() : value.number.ToString();
    }
  }
  return {};
}

Text NameOf(scoring::State state) {
  switch (state) {
    case scoring::State::kValid:
      return {};
    case scoring::State::kExempt:
      return {"不适用", "not applicable"};
    case scoring::State::kPending:
      return {"待定", "pending"};
    case scoring::State::kDivisionByZero:
    case scoring::State::kNoBand:
    case scoring::State::kUndefined:
    case scoring::State::kTooLarge:
      return {"无法计算", "cannot be computed"};
  }
  return {};
}

std::string JoinAbout(std::string text) {
  static constexpr std::string_view kAbout = " 约 ";
  for (std::size_t at = text.find(kAbout); at != std::string::npos;
       at = text.find(kAbout, at + 1)) {
    const std::size_t before = PreviousCodePoint(text, at);
    if (at > 0 && DecodeCodePoint(text, before).value >= 0x4E00) text.erase(at, 1);
  }
  return text;
}

std::string UnitIn(std::string_view unit, Language language) {
  if (language == Language::kEnglish) {
    for (const auto& [zh, en] : kUnits) {
      if (unit == zh) return std::string(en);
    }
  }
  return std::string(unit);
}

}  // namespace kaogong::explain
