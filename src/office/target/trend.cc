// SPDX-License-Identifier: Apache-2.0
// Reads from a formula whether more of a figure earns more points.
#include <algorithm>
#include <map>
#include <vector>

#include "office/target/terms.h"

namespace kaogong::office::target {

namespace {

using scheme::Expr;
using scheme::ExprId;
using scheme::FieldId;
using scheme::FigureId;
using scheme::kNone;
using scheme::Op;

Trend Negate(Trend trend) {
  if (trend == Trend::kUp) return Trend::kDown;
  if (trend == Trend::kDown) return Trend::kUp;
  return trend;
}

Trend Both(Trend a, Trend b) {
  if (a == Trend::kNone) return b;
  if (b == Trend::kNone || a == b) return a;
  return Trend::kMixed;
}

class TrendReader {
 public:
  TrendReader(const scheme::Scheme& scheme, FieldId field) : scheme_(scheme), field_(field) {}

  Trend OfFigure(FigureId figure) {
    const auto known = figures_.find(figure);
    if (known != figures_.end()) return known->second;
    const Trend trend = Of(scheme_.figure(figure).expr);
    figures_[figure] = trend;
    return trend;
  }

 private:
  Trend Of(ExprId at) {
    if (at == kNone) return Trend::kNone;
    const Expr& expr = scheme_.expr(at);
    switch (expr.op) {
      case Op::kField:
        return expr.target == field_ ? Trend::kUp : Trend::kNone;
      case Op::kFigure:
        return OfFigure(expr.target);
      case Op::kSubtract:
      case Op::kDivide:
      case Op::kGreater:
      case Op::kGreaterOrEqual:
        return Both(Of(expr.args[0]), Negate(Of(expr.args[1])));
      case Op::kLess:
      case Op::kLessOrEqual:
        return Both(Negate(Of(expr.args[0])), Of(expr.args[1]));
      case Op::kNegate:
      case Op::kNot:
        return Negate(Of(expr.args[0]));
      case Op::kMultiply:
        return OfProduct(expr);
      case Op::kIf:
        return OfIf(expr);
      case Op::kBands:
      case Op::kInterpolate:
      case Op::kLookup:
        return OfArms(expr);
      case Op::kRank:
        return expr.ascending ? OfAll(expr) : Negate(OfAll(expr));
      case Op::kAdd:
      case Op::kMinimum:
      case Op::kMaximum:
      case Op::kRound:
      case Op::kSum:
      case Op::kMean:
      case Op::kWeighted:
      case Op::kPointsSum:
      case Op::kCoalesce:
      case Op::kAnd:
      case Op::kOr:
      case Op::kToAncestor:
      case Op::kContaining:
      case Op::kAtPeriod:
      case Op::kPrevious:
      case Op::kSquareRoot:
      case Op::kLogarithm:
        return OfAll(expr);
      case Op::kAggregate:
        return OfAggregate(expr);
      default:
        return OfAll(expr) == Trend::kNone ? Trend::kNone : Trend::kMixed;
    }
  }

  Trend OfAll(const Expr& expr) {
    Trend trend = Trend::kNone;
    for (const ExprId argument : expr.args) trend = Both(trend, Of(argument));
    return trend;
  }

  Trend OfProduct(const Expr& expr) {
    Trend trend = Trend::kNone;
    bool is_negative = false;
    for (const ExprId argument : expr.args) {
      trend = Both(trend, Of(argument));
      const auto number = NumberOf(argument);
      if (number.has_value() && number->units() < 0) is_negative = !is_negative;
    }
    return is_negative ? Negate(trend) : trend;
  }

  Trend OfIf(const Expr& expr) {
    const Trend condition = Of(expr.args[0]);
    const auto yes = NumberOf(expr.args[1]);
    const auto no = NumberOf(expr.args[2]);
    if (yes.has_value() && no.has_value()) {
      if (*yes == *no) return Trend::kNone;
      return *yes > *no ? condition : Negate(condition);
    }
    return Both(condition, Both(Of(expr.args[1]), Of(expr.args[2])));
  }

  // Bands, points and keys: whether their values rise with their bounds.
  Trend OfArms(const Expr& expr) {
    const Trend subject = expr.args.empty() ? Trend::kNone : Of(expr.args[0]);
    Trend inside = Trend::kNone;
    std::vector<std::pair<Decimal, Decimal>> steps;
    bool is_plain = true;
    for (const scheme::Arm& arm : expr.arms) {
      inside = Both(inside, Of(arm.value));
      const auto value = NumberOf(arm.value);
      const auto bound = NumberOf(arm.low != kNone ? arm.low : arm.high);
      if (!value.has_value()) is_plain = false;
      if (!bound.has_value() || !value.has_value()) continue;  // 其余 has no bound.
      // A band without a lower bound lies below its upper one.
      const bool is_lowest = arm.low == kNone;
      steps.emplace_back(is_lowest ? Decimal::FromUnits(-(Decimal::kUnitsLimit - 1), 0) : *bound,
                         *value);
    }
    if (subject == Trend::kNone) return inside;
    if (!is_plain || inside != Trend::kNone || steps.size() < 2) return Trend::kMixed;
    std::ranges::sort(steps, {}, &std::pair<Decimal, Decimal>::first);
    bool rises = true;
    bool falls = true;
    for (std::size_t i = 1; i < steps.size(); ++i) {
      rises = rises && steps[i].second >= steps[i - 1].second;
      falls = falls && steps[i].second <= steps[i - 1].second;
    }
    if (rises == falls) return Trend::kMixed;
    return rises ? subject : Negate(subject);
  }

  Trend OfAggregate(const Expr& expr) {
    const Trend trend = OfAll(expr);
    switch (expr.function) {
      case scheme::AggregateFunction::kStandardDeviation:
      case scheme::AggregateFunction::kCoefficientOfVariation:
        return trend == Trend::kNone ? trend : Trend::kMixed;
      default:
        return trend;
    }
  }

  // A number that the regulation states.
  std::optional<Decimal> NumberOf(ExprId at) const {
    if (at == kNone) return std::nullopt;
    const Expr& expr = scheme_.expr(at);
    if (expr.op == Op::kLiteral && expr.type == scheme::Type::kNumber) return expr.literal;
    if (expr.op == Op::kParameter) {
      const auto& parameter = scheme_.parameters[static_cast<std::size_t>(expr.target)];
      const scheme::ParameterValue* value = parameter.At(scheme_.as_of);
      if (value != nullptr && parameter.type == scheme::Type::kNumber) return value->value;
    }
    return std::nullopt;
  }

  const scheme::Scheme& scheme_;
  const FieldId field_;
  std::map<FigureId, Trend> figures_;
};

}  // namespace

Trend TrendOf(const scheme::Scheme& scheme, FigureId figure, FieldId field) {
  return TrendReader(scheme, field).OfFigure(figure);
}

}  // namespace kaogong::office::target
