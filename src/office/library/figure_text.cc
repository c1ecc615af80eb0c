// SPDX-License-Identifier: Apache-2.0
#include "office/library/figure_text.h"

namespace kaogong::office::library {

namespace {

// Rounded to `places`, or to fewer when the number is too long.
std::string RoundedTo(const Rational& number, int places) {
  for (; places >= 0; --places) {
    if (const auto rounded = number.Round(places, Rounding::kHalfUp)) return rounded->ToString();
  }
  return number.ToString();
}

}  // namespace

FigureText ShowOnScreen(const scheme::Scheme& scheme, const facts::Facts& facts,
                        scheme::FigureId figure, const scoring::Value& value, Language language) {
  const bool is_number = scheme.figure(figure).type == scheme::Type::kNumber;
  if (value.ok() && is_number && scheme.figure(figure).places <= kScreenPlaces) {
    const auto exact = value.number.ExactDecimal();
    if (!exact || exact->scale() > kScreenPlaces)
      return {RoundedTo(value.number, kScreenPlaces), true};
  }
  return {ShowValue(scheme, facts, figure, value, language), false};
}

FigureText ShowDigits(const scheme::Scheme& scheme, const facts::Facts& facts,
                      scheme::FigureId figure, const scoring::Value& value, Language language) {
  const bool is_number = scheme.figure(figure).type == scheme::Type::kNumber;
  if (value.ok() && is_number && !value.number.ExactDecimal())
    return {RoundedTo(value.number, Decimal::kScaleMax), true};
  return {ShowValue(scheme, facts, figure, value, language), false};
}

std::string DigitsForSpreadsheet(const Rational& number) {
  constexpr std::size_t kDigits = 15;
  const std::string whole =
      Absolute(number).Round(0, Rounding::kDown).value_or(Decimal()).ToString();
  const std::size_t places = whole.size() < kDigits ? kDigits - whole.size() : 0;
  return RoundedTo(number, std::min(static_cast<int>(places), Decimal::kScaleMax));
}

}  // namespace kaogong::office::library
