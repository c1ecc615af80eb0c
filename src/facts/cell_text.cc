// SPDX-License-Identifier: Apache-2.0
#include "facts/cell_text.h"

#include <algorithm>
#include <array>
#include <string>
#include <variant>

#include "base/number_text.h"
#include "base/rational.h"
#include "base/utf8.h"

namespace kaogong::facts {

using scheme::Field;
using scheme::Type;

namespace {

bool IsNotApplicable(std::string_view text) {
  return text == "不适用" || text == "免" || text == "N/A" || text == "n/a";
}

std::optional<CellProblem> ReadNumber(const Field& field, std::string_view text, CellValue* to) {
  const NumberReading reading = ReadNumberText(text);
  if (const auto* problem = std::get_if<NumberProblem>(&reading)) {
    return CellProblem{problem->code, problem->message, problem->hint};
  }
  const auto* number = std::get_if<NumberText>(&reading);
  if (number == nullptr) {
    to->presence = Presence::kMissing;  // Blank in a way that Trim does not see.
    return std::nullopt;
  }
  const auto written = Decimal::Parse(number->digits);
  if (!written) {
    return CellProblem{
        "facts.too-large", Say("{} 太大或小数太长", "{} has too many digits", number->digits), {}};
  }
  Rational value(*written);
  const bool is_percent = number->unit == NumberUnit::kPercent;
  if (number->unit != NumberUnit::kNone && !field.is_percent) {
    value = value * Rational::Fraction(1, is_percent ? 100 : 1000);
  } else if (field.is_percent) {
    value = value * Rational::Fraction(1, number->unit == NumberUnit::kPermille ? 1000 : 100);
  }
  const int scale = StoredScale(field);
  const auto rounded = value.Round(scale, Rounding::kDown);
  if (!rounded)
    return CellProblem{"facts.too-large", Say("{} 太大", "{} is too large", number->digits), {}};
  if (Rational(*rounded) != value) {
    return CellProblem{
        "facts.places",
        Say("{0} 的小数多于“{1}”允许的{2}位", "{0} has more decimals than the {2} of '{1}'",
            number->digits, field.name, field.places_max),
        Say("请按规定位数填报，系统不会替您舍入",
            "round it as the regulation says; nothing is rounded silently")};
  }
  to->units = rounded->units();
  return std::nullopt;
}

std::optional<CellProblem> ReadOther(const Field& field, std::string_view text, CellValue* to) {
  if (field.type == Type::kBoolean && (text == "0" || text == "1")) {
    to->units = text == "1" ? 1 : 0;
    return std::nullopt;
  }
  const std::string normal = NormalizeFullWidth(text);
  switch (field.type) {
    case Type::kBoolean: {
      static constexpr std::array<std::string_view, 8> kTrue{"是", "1",  "true", "TRUE",
                                                             "√",  "有", "Y",    "yes"};
      static constexpr std::array<std::string_view, 9> kFalse{"否", "0", "false", "FALSE", "×",
                                                              "无", "N", "no",    "-"};
      const bool is_true = std::find(kTrue.begin(), kTrue.end(), normal) != kTrue.end();
      if (!is_true && std::find(kFalse.begin(), kFalse.end(), normal) == kFalse.end()) {
        return CellProblem{
            "facts.boolean", Say("“{}”应填 是 或 否", "'{}' should be yes or no", text), {}};
      }
      to->units = is_true ? 1 : 0;
      return std::nullopt;
    }
    case Type::kDate: {
      const auto date = Date::ParseLenient(normal);
      if (!date.ok()) return CellProblem{"facts.date", date.error().message, {}};
      to->units = date.value().days_since_epoch();
      return std::nullopt;
    }
    default:
      break;
  }
  if (!field.options.empty() &&
      std::find(field.options.begin(), field.options.end(), text) == field.options.end()) {
    std::string known;
    for (const std::string& option : field.options) known += (known.empty() ? "" : "、") + option;
    return CellProblem{"facts.option",
                       Say("“{}”没有“{}”这个选项", "'{}' has no choice '{}'", field.name, text),
                       Say("可用：{}", "use: {}", known)};
  }
  return std::nullopt;
}

}  // namespace

int StoredScale(const Field& field) {
  if (field.type != Type::kNumber) return 0;
  return std::min(field.places_max + (field.is_percent ? 2 : 0), Decimal::kScaleMax);
}

std::optional<CellProblem> CheckRange(const Field& field, std::int64_t units) {
  if (!field.range) return std::nullopt;
  // The range is in the unit of the facts: 86 for 86 %.
  const int scale = StoredScale(field) - (field.is_percent ? 2 : 0);
  const Decimal written = Decimal::FromUnits(units, scale);
  if (field.range->Contains(written)) return std::nullopt;
  return CellProblem{"facts.range",
                     Say("{0} 不在“{1}”的范围 {2} 内", "{0} lies outside the range {2} of '{1}'",
                         written.Trimmed().ToString(), field.name, field.range->ToString()),
                     Say("请核对原始数据", "check the source")};
}

std::optional<CellProblem> ReadCell(const Field& field, std::string_view text, CellValue* to) {
  text = Trim(text);
  to->presence = Presence::kMissing;
  if (text.empty()) return std::nullopt;
  if (IsNotApplicable(text)) {
    to->presence = Presence::kNotApplicable;
    return std::nullopt;
  }
  to->presence = Presence::kPresent;
  if (field.type != Type::kNumber) return ReadOther(field, text, to);
  if (auto problem = ReadNumber(field, text, to)) return problem;
  if (to->presence == Presence::kMissing) return std::nullopt;
  return CheckRange(field, to->units);
}

}  // namespace kaogong::facts
