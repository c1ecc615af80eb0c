// SPDX-License-Identifier: Apache-2.0
#include "scheme/scheme.h"

namespace kaogong::scheme {
namespace {

template <class Items, class Predicate>
int FindIndex(const Items& items, Predicate predicate) {
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (predicate(items[i])) return static_cast<int>(i);
  }
  return kNone;
}

}  // namespace

bool Range::Contains(Decimal value) const {
  if (low && (closed_low ? value < *low : value <= *low)) return false;
  if (high && (closed_high ? value > *high : value >= *high)) return false;
  return true;
}

std::string Range::ToString() const {
  return (closed_low && low ? "[" : "(") + (low ? low->ToString() : "-∞") + ", " +
         (high ? high->ToString() : "+∞") + (closed_high && high ? "]" : ")");
}

const ParameterValue* Parameter::At(Date day) const {
  const ParameterValue* found = nullptr;
  for (const ParameterValue& candidate : values) {
    if (!candidate.from || *candidate.from <= day) found = &candidate;
  }
  return found != nullptr && found->value ? found : nullptr;
}

KindId Scheme::FindKind(std::string_view name) const {
  return FindIndex(kinds, [&](const Kind& kind) { return kind.name == name; });
}

FieldId Scheme::FindField(KindId kind, std::string_view name) const {
  const int by_name = FindIndex(
      fields, [&](const Field& field) { return field.kind == kind && field.name == name; });
  if (by_name != kNone) return by_name;
  return FindIndex(fields,
                   [&](const Field& field) { return field.kind == kind && field.column == name; });
}

FigureId Scheme::FindFigure(KindId kind, std::string_view name) const {
  constexpr std::string_view kScore = ".得分";
  const std::string_view base =
      name.ends_with(kScore) ? name.substr(0, name.size() - kScore.size()) : name;
  const int exact = FindIndex(
      figures, [&](const Figure& figure) { return figure.kind == kind && figure.name == name; });
  if (exact != kNone) return exact;
  return FindIndex(
      figures, [&](const Figure& figure) { return figure.kind == kind && figure.name == base; });
}

TextId Scheme::FindText(std::string_view text) const {
  return FindIndex(texts, [&](const std::string& known) { return known == text; });
}

bool Scheme::IsAncestor(KindId ancestor, KindId kind) const {
  for (; kind != kNone; kind = kinds[static_cast<std::size_t>(kind)].parent) {
    if (kind == ancestor) return true;
  }
  return false;
}

PeriodRange PeriodsOf(const Scheme& scheme, const Expr& aggregate, int period) {
  const Domain& domain = aggregate.domain;
  if (domain.to_date) return {0, period};
  return PeriodsInside(aggregate.level, period, domain.level, scheme.level(domain.level),
                       scheme.year);
}

}  // namespace kaogong::scheme
