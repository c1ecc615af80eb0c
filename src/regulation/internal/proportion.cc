// SPDX-License-Identifier: Apache-2.0
#include "regulation/internal/proportion.h"

#include <algorithm>
#include <utility>

#include "scheme/constant.h"

namespace kaogong::regulation::internal {

using scheme::AggregateFunction;
using scheme::Expr;
using scheme::ExprId;
using scheme::kNone;
using scheme::Op;

namespace {

// Enough for what people write; more is left undecided.
constexpr int kDepthMax = 12;
constexpr std::size_t kTermsMax = 24;

void CollectConditions(const scheme::Scheme& scheme, ExprId id, int depth,
                       std::vector<ExprId>* to) {
  const Expr& expr = scheme.expr(id);
  if (expr.op == Op::kAnd && depth < kDepthMax) {
    for (const ExprId arg : expr.args) CollectConditions(scheme, arg, depth + 1, to);
  } else {
    to->push_back(id);
  }
}

}  // namespace

Proportions::Proportions(const scheme::Scheme& scheme, std::function<const Possible&(ExprId)> at)
    : scheme_(scheme), at_(std::move(at)) {
  for (const scheme::Figure& figure : scheme.figures) {
    if (figure.role != scheme::Role::kCheck || figure.expr == kNone) continue;
    std::vector<ExprId> conditions;
    CollectConditions(scheme, figure.expr, 0, &conditions);
    for (const ExprId condition : conditions) ReadCheck(condition);
  }
}

void Proportions::ReadCheck(ExprId id) {
  const Expr& expr = scheme_.expr(id);
  const bool is_below = expr.op == Op::kLess || expr.op == Op::kLessOrEqual;
  const bool is_above = expr.op == Op::kGreater || expr.op == Op::kGreaterOrEqual;
  if (!is_below && !is_above) return;
  const auto small = FormOf(expr.args[is_below ? 0 : 1], 0);
  const auto large = FormOf(expr.args[is_below ? 1 : 0], 0);
  if (!small || !large || large->terms.size() != 1 || !small->constant.is_zero() ||
      !large->constant.is_zero())
    return;
  // a + b ≤ c says it of each part when none is negative.
  for (const Term& term : small->terms) {
    if (term.coefficient == large->terms[0].coefficient && term.filters.empty() &&
        large->terms[0].filters.empty()) {
      checked_.emplace(term.key, large->terms[0].key);
    }
  }
}

std::string Proportions::NameOf(ExprId id, int depth) const {
  const std::string unique = "#" + std::to_string(id);
  if (id == kNone || depth > kDepthMax) return unique;
  const Expr& expr = scheme_.expr(id);
  std::string name = std::to_string(static_cast<int>(expr.op)) + ":" + std::to_string(expr.target);
  switch (expr.op) {
    case Op::kField:
    case Op::kFigure:
    case Op::kParameter:
      return name;
    case Op::kLiteral:
      return name + "=" + expr.literal.Trimmed().ToString();
    case Op::kToAncestor:
    case Op::kContaining:
    case Op::kAtPeriod:
    case Op::kAdd:
    case Op::kSubtract:
    case Op::kMultiply:
    case Op::kDivide:
    case Op::kNegate:
    case Op::kEqual:
    case Op::kUnequal:
    case Op::kLess:
    case Op::kLessOrEqual:
    case Op::kGreater:
    case Op::kGreaterOrEqual:
    case Op::kAnd:
    case Op::kOr:
    case Op::kNot:
      break;
    default:
      return unique;
  }
  if (expr.args.size() > 2) return unique;
  for (const ExprId arg : expr.args) name += "(" + NameOf(arg, depth + 4) + ")";
  return name;
}

Proportions::Form Proportions::Variable(ExprId id) const {
  const Expr& expr = scheme_.expr(id);
  Term term{NameOf(id, 0), {}, Rational(1), false};
  const bool is_sum = expr.op == Op::kAggregate && (expr.function == AggregateFunction::kSum ||
                                                    expr.function == AggregateFunction::kCount);
  if (is_sum) {
    const scheme::Domain& domain = expr.domain;
    term.key = "Σ" + std::to_string(static_cast<int>(expr.function)) + "." +
               std::to_string(domain.member) + "." + std::to_string(domain.scope) + "." +
               std::to_string(domain.level) + (domain.to_date ? "t." : ".") +
               (domain.key == kNone ? "" : NameOf(domain.key, 0)) + "." + NameOf(expr.args[0], 0);
    if (domain.filter != kNone) {
      std::vector<ExprId> conditions;
      CollectConditions(scheme_, domain.filter, 0, &conditions);
      for (const ExprId condition : conditions) term.filters.insert(NameOf(condition, 0));
    }
  }
  const auto& low = at_(id).interval.low;
  term.is_not_negative = low && low->sign() >= 0;
  return {{std::move(term)}, Rational()};
}

std::optional<Proportions::Form> Proportions::Combined(const Expr& expr, int depth) const {
  auto left = FormOf(expr.args[0], depth + 1);
  auto right = expr.args.size() > 1 ? FormOf(expr.args[1], depth + 1) : Form{};
  if (!left || !right) return std::nullopt;
  const auto scale = [](Form* form, const Rational& factor) {
    for (Term& term : form->terms) term.coefficient = term.coefficient * factor;
    form->constant = form->constant * factor;
  };
  switch (expr.op) {
    case Op::kNegate:
      scale(&*left, Rational(-1));
      return left;
    case Op::kMultiply:
      if (!left->terms.empty() && !right->terms.empty()) return std::nullopt;
      if (left->terms.empty()) std::swap(*left, *right);
      scale(&*left, right->constant);
      return left;
    case Op::kDivide:
      if (!right->terms.empty() || right->constant.is_zero()) return std::nullopt;
      scale(&*left, Quotient(Rational(1), right->constant));
      return left;
    default:
      break;
  }
  if (expr.op == Op::kSubtract) scale(&*right, Rational(-1));
  left->constant += right->constant;
  for (Term& term : right->terms) {
    const auto same = std::find_if(left->terms.begin(), left->terms.end(), [&](const Term& known) {
      return known.key == term.key && known.filters == term.filters;
    });
    if (same != left->terms.end()) {
      same->coefficient += term.coefficient;
    } else {
      left->terms.push_back(std::move(term));
    }
  }
  if (left->terms.size() > kTermsMax) return std::nullopt;
  return left;
}

std::optional<Proportions::Form> Proportions::FormOf(ExprId id, int depth) const {
  if (depth > kDepthMax * 2) return std::nullopt;
  const Expr& expr = scheme_.expr(id);
  switch (expr.op) {
    case Op::kLiteral:
    case Op::kParameter: {
      const auto value = scheme::ConstantValue(scheme_, id);
      if (!value) return std::nullopt;
      return Form{{}, *value};
    }
    case Op::kNegate:
    case Op::kAdd:
    case Op::kSubtract:
    case Op::kMultiply:
    case Op::kDivide: {
      auto form = Combined(expr, depth);
      return form ? form : std::optional<Form>(Variable(id));
    }
    case Op::kFigure: {
      // A definition of a sum is that sum.
      const scheme::Figure& figure = scheme_.figure(expr.target);
      if (figure.role == scheme::Role::kDefinition && figure.expr != kNone && figure.expr < id) {
        const Op root = scheme_.expr(figure.expr).op;
        if (root == Op::kAdd || root == Op::kAggregate || root == Op::kField)
          return FormOf(figure.expr, depth + 2);
      }
      return Variable(id);
    }
    default:
      return Variable(id);
  }
}

bool Proportions::IsWithin(const Term& part, const Term& whole) const {
  if (!part.is_not_negative) return false;
  if (part.key == whole.key) {
    return std::includes(part.filters.begin(), part.filters.end(), whole.filters.begin(),
                         whole.filters.end());
  }
  return part.filters.empty() && whole.filters.empty() && checked_.count({part.key, whole.key}) > 0;
}

std::optional<Interval> Proportions::Bounds(ExprId numerator, ExprId denominator) const {
  const auto top = FormOf(numerator, 0);
  const auto bottom = FormOf(denominator, 0);
  if (!top || !bottom || !top->constant.is_zero() || !bottom->constant.is_zero() ||
      bottom->terms.empty()) {
    return std::nullopt;
  }
  // What the numerator holds of each part of the denominator, at least and at most.
  std::vector<std::pair<Rational, Rational>> held(bottom->terms.size());
  for (const Term& whole : bottom->terms) {
    if (!whole.is_not_negative || whole.coefficient.sign() <= 0) return std::nullopt;
  }
  for (const Term& part : top->terms) {
    std::size_t i = 0;
    const auto is_same = [&](const Term& whole) {
      return whole.key == part.key && whole.filters == part.filters;
    };
    while (i < held.size() && !is_same(bottom->terms[i])) ++i;
    const bool same = i < held.size();
    if (!same) {
      i = 0;
      while (i < held.size() && !IsWithin(part, bottom->terms[i])) ++i;
      if (i == held.size()) return std::nullopt;
    }
    const bool adds = part.coefficient.sign() > 0;
    if (same || !adds) held[i].first += part.coefficient;
    if (same || adds) held[i].second += part.coefficient;
  }
  Interval bounds;
  for (std::size_t i = 0; i < held.size(); ++i) {
    const Rational low = Quotient(held[i].first, bottom->terms[i].coefficient);
    const Rational high = Quotient(held[i].second, bottom->terms[i].coefficient);
    if (!bounds.low || low < *bounds.low) bounds.low = low;
    if (!bounds.high || high > *bounds.high) bounds.high = high;
  }
  return bounds;
}

}  // namespace kaogong::regulation::internal
