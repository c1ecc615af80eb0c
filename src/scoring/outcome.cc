// SPDX-License-Identifier: Apache-2.0
#include "scoring/outcome.h"

#include <algorithm>
#include <optional>

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

std::string ShowValue(const scheme::Scheme& scheme, const facts::Facts& facts,
                      scheme::FigureId figure, const Value& value, Language language) {
  if (!value.ok()) return std::string(StateText(value.state, language));
  const scheme::Figure& definition = scheme.figure(figure);
  switch (definition.type) {
    case scheme::Type::kNumber:
      return ShowNumber(value.number, definition.places == scheme::kNone ? 0 : definition.places);
    case scheme::Type::kBoolean:
      return language == Language::kChinese ? (value.truth() ? "是" : "否")
                                            : (value.truth() ? "yes" : "no");
    case scheme::Type::kText:
      return facts.texts[static_cast<std::size_t>(*value.number.ToInteger(Rounding::kDown))];
    case scheme::Type::kDate: {
      const auto date = Date::FromDays(*value.number.ToInteger(Rounding::kDown));
      return date.ok() ? date.value().ToString() : value.number.ToString();
    }
  }
  return {};
}

namespace {

bool AllValid(const FigureColumn& column) {
  return std::all_of(column.states.begin(), column.states.end(),
                     [](State state) { return state == State::kValid; });
}

// The column with no more places than its rows need, so that the digest does not depend on how it
// was computed; nothing when some row has no decimal value.
std::optional<FigureColumn> Decimals(const FigureColumn& column) {
  if (!AllValid(column)) return std::nullopt;
  FigureColumn result;
  if (column.exact.empty()) {
    result.units = column.units;
    result.scale = column.scale;
  } else {
    for (const Rational& number : column.exact) {
      const auto decimal = number.ExactDecimal();
      if (!decimal) return std::nullopt;
      result.scale = std::max(result.scale, decimal->scale());
    }
    for (const Rational& number : column.exact) {
      const auto decimal = number.Round(result.scale, Rounding::kDown);
      if (!decimal) return std::nullopt;
      result.units.push_back(decimal->units());
    }
  }
  while (result.scale > 0 && std::all_of(result.units.begin(), result.units.end(),
                                         [](std::int64_t units) { return units % 10 == 0; })) {
    for (std::int64_t& units : result.units) units /= 10;
    --result.scale;
  }
  return result;
}

void HashUnits(const FigureColumn& column, Sha256* hash) {
  hash->Update(std::to_string(column.scale) + "/");
  // Little-endian units; the supported machines all are.
  hash->Update({reinterpret_cast<const char*>(column.units.data()),
                column.units.size() * sizeof(std::int64_t)});
}

void HashColumn(const FigureColumn& column, Sha256* hash) {
  // Most columns need no copy: decimals with a digit in their last place somewhere.
  const bool is_tight =
      column.scale == 0 || std::any_of(column.units.begin(), column.units.end(),
                                       [](std::int64_t units) { return units % 10 != 0; });
  if (column.exact.empty() && column.states.empty() && is_tight) return HashUnits(column, hash);
  if (const auto decimals = Decimals(column)) return HashUnits(*decimals, hash);
  const std::size_t rows = column.exact.empty() ? column.units.size() : column.exact.size();
  for (std::size_t row = 0; row < rows; ++row) {
    const Value value = column.At(static_cast<facts::Row>(row));
    hash->Update(value.ok() ? value.number.ToString()
                            : "~" + std::to_string(static_cast<int>(value.state)));
    hash->Update("\n");
  }
}

}  // namespace

std::string HashOf(const scheme::Scheme& scheme, const Outcome& outcome) {
  Sha256 hash;
  for (std::size_t i = 0; i < outcome.figures.size(); ++i) {
    for (const FigureColumn& column : outcome.figures[i]) {
      if (!column.is_kept()) continue;
      hash.Update(scheme.figures[i].name + "\n");
      HashColumn(column, &hash);
    }
  }
  return hash.TakeHex();
}

}  // namespace kaogong::scoring
