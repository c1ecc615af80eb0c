// SPDX-License-Identifier: Apache-2.0
#include "office/target/terms.h"

#include <algorithm>
#include <map>
#include <set>

#include "base/rational.h"
#include "office/assessment/fields.h"

namespace kaogong::office::target {

namespace {

using scheme::ExprId;
using scheme::FieldId;
using scheme::FigureId;
using scheme::kNone;
using scheme::Scheme;

// The fields that an expression reads, with those of the definitions in it.
class FieldsRead {
 public:
  explicit FieldsRead(const Scheme& scheme) : scheme_(scheme) {}

  const std::set<FieldId>& Of(FigureId figure) {
    const auto known = known_.find(figure);
    if (known != known_.end()) return known->second;
    std::set<FieldId> fields;
    std::set<ExprId> seen;
    Read(scheme_.figure(figure).expr, &fields, &seen);
    return known_.emplace(figure, std::move(fields)).first->second;
  }

 private:
  void Read(ExprId at, std::set<FieldId>* fields, std::set<ExprId>* seen) {
    if (at == kNone || !seen->insert(at).second) return;
    const scheme::Expr& expr = scheme_.expr(at);
    if (expr.op == scheme::Op::kField) fields->insert(expr.target);
    if (expr.op == scheme::Op::kFigure &&
        scheme_.figure(expr.target).role == scheme::Role::kDefinition) {
      const std::set<FieldId> below = Of(expr.target);
      fields->insert(below.begin(), below.end());
    }
    for (const ExprId argument : expr.args) Read(argument, fields, seen);
    for (const scheme::Arm& arm : expr.arms) {
      Read(arm.low, fields, seen);
      Read(arm.high, fields, seen);
      Read(arm.value, fields, seen);
    }
    Read(expr.domain.filter, fields, seen);
  }

  const Scheme& scheme_;
  std::map<FigureId, std::set<FieldId>> known_;
};

// The first indicator without indicators below it that reads the field.
FigureId IndicatorOf(const Scheme& scheme, FieldId field, FieldsRead* reads) {
  for (std::size_t i = 0; i < scheme.figures.size(); ++i) {
    const scheme::Figure& figure = scheme.figures[i];
    if (figure.role != scheme::Role::kIndicator || !figure.children.empty()) continue;
    if (reads->Of(static_cast<FigureId>(i)).contains(field)) return static_cast<FigureId>(i);
  }
  return kNone;
}

}  // namespace

std::vector<Term> TermsOf(const assessment::Frame& frame, scheme::KindId kind) {
  const Scheme& scheme = frame.scheme();
  FieldsRead reads(scheme);
  std::vector<Term> terms;
  for (const assessment::FieldUse& use : frame.fields) {
    const scheme::Field& field = scheme.field(use.field);
    if (use.use != assessment::FieldClass::kTarget || field.kind != kind) continue;
    Term term;
    term.use = &use;
    term.field = &field;
    term.label = assessment::LabelOf(field);
    term.base = use.base;
    if (use.base != kNone) term.base_use = frame.UseOf(use.base);
    const int count = scheme::PeriodCount(field.level, scheme.level(field.level), frame.row.year);
    const auto& names = scheme.level(field.level).periods;
    term.periods.assign(names.begin(),
                        names.begin() + std::min<std::ptrdiff_t>(count, std::ssize(names)));
    term.figure = IndicatorOf(scheme, use.field, &reads);
    if (term.figure != kNone) {
      const scheme::Figure& figure = scheme.figure(term.figure);
      term.points = figure.points;
      if (figure.article != kNone) {
        term.article = scheme.articles[static_cast<std::size_t>(figure.article)].number;
      }
      if (use.base != kNone) term.trend = TrendOf(scheme, term.figure, use.base);
    }
    terms.push_back(std::move(term));
  }
  return terms;
}

const Term* FindTerm(const std::vector<Term>& terms, std::string_view field) {
  const auto found =
      std::ranges::find_if(terms, [&](const Term& term) { return term.field->name == field; });
  return found == terms.end() ? nullptr : &*found;
}

std::string ValueText(const Term& term, std::int64_t units) {
  return Decimal::FromUnits(units, term.use->places).Trimmed().ToString();
}

std::optional<std::int64_t> UnitsOf(const Term& term, Decimal value, Text* problem) {
  const Decimal trimmed = value.Trimmed();
  const int places = term.use->places;
  if (trimmed.scale() > places) {
    *problem = places == 0 ? Text{"应为整数", "This must be a whole number"}
                           : Say("小数不超过 {} 位", "At most {} decimal places", places);
    return std::nullopt;
  }
  if (term.field->range.has_value() && !term.field->range->Contains(trimmed)) {
    *problem = Say("应在 {} 之内", "This must lie within {}", term.field->range->ToString());
    return std::nullopt;
  }
  const auto scaled = Rational(trimmed).Round(places, Rounding::kHalfUp);
  if (!scaled.has_value()) {
    *problem = Say("数太大", "The number is too large");
    return std::nullopt;
  }
  return scaled->units();
}

std::optional<std::int64_t> Rescale(std::int64_t units, int from_places, int to_places) {
  const auto scaled =
      Rational(Decimal::FromUnits(units, from_places)).Round(to_places, Rounding::kHalfUp);
  if (!scaled.has_value()) return std::nullopt;
  return scaled->units();
}

}  // namespace kaogong::office::target
