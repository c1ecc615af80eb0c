// SPDX-License-Identifier: Apache-2.0
#include "scoring/outcome.h"

#include "base/date.h"
#include "base/sha256.h"

namespace kaogong::scoring {

Value FigureColumn::At(facts::Row row) const {
  const auto at = static_cast<std::size_t>(row);
  if (!states.empty() && states[at] != State::kValid) return Value::Without(states[at]);
  if (!exact.empty()) return Value::Of(exact[at]);
  return Value::Of(Decimal::FromUnits(units[at], scale));
}

namespace {

std::string_view StateText(State state, Language language) {
  const bool zh = language == Language::kChinese;
  switch (state) {
    case State::kExempt:
      return zh ? "不适用" : "not applicable";
    case State::kPending:
      return zh ? "待定" : "pending";
    default:
      return zh ? "无法计算" : "cannot be computed";
  }
}

std::string ShowNumber(const Rational& number, int places) {
  const auto exact = number.ExactDecimal();
  if (!exact) {
    const auto rounded = number.Round(Decimal::kScaleMax, Rounding::kHalfEven);
    return (rounded ? rounded->ToString() : number.ToString()) + "…";
  }
  if (places > exact->scale()) {
    if (const auto padded = number.Round(places, Rounding::kDown)) return padded->ToString();
  }
  return exact->ToString();
}

}  // namespace

std::string ShowValue(const scheme::Scheme& scheme, const facts::Facts& facts, scheme::FigureId figure,
                      const Value& value, Language language) {
  if (!value.ok()) return std::string(StateText(value.state, language));
  const scheme::Figure& definition = scheme.figure(figure);
  switch (definition.type) {
    case scheme::Type::kNumber:
      return ShowNumber(value.number, definition.places == scheme::kNone ? 0 : definition.places);
    case scheme::Type::kBoolean:
      return language == Language::kChinese ? (value.truth() ? "是" : "否") : (value.truth() ? "yes" : "no");
    case scheme::Type::kText:
      return facts.texts[static_cast<std::size_t>(*value.number.ToInteger(Rounding::kDown))];
    case scheme::Type::kDate: {
      const auto date = Date::FromDays(*value.number.ToInteger(Rounding::kDown));
      return date.ok() ? date.value().ToString() : value.number.ToString();
    }
  }
  return {};
}

std::string HashOf(const scheme::Scheme& scheme, const Outcome& outcome) {
  Sha256 hash;
  for (std::size_t i = 0; i < outcome.figures.size(); ++i) {
    for (const FigureColumn& column : outcome.figures[i]) {
      if (!column.is_kept()) continue;
      hash.Update(scheme.figures[i].name + "\n");
      const std::size_t rows = column.exact.empty() ? column.units.size() : column.exact.size();
      for (std::size_t row = 0; row < rows; ++row) {
        const Value value = column.At(static_cast<facts::Row>(row));
        hash.Update(value.ok() ? value.number.ToString() : "~" + std::to_string(static_cast<int>(value.state)));
        hash.Update("\n");
      }
    }
  }
  return hash.TakeHex();
}

}  // namespace kaogong::scoring
