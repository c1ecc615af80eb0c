// SPDX-License-Identifier: Apache-2.0
// What the numbers of a formula measure, as far as that can be told.
#include "explain/internal/shape.h"
#include "explain/internal/wording.h"

namespace kaogong::explain::internal {

using scheme::Expr;
using scheme::Op;
using scheme::Role;

namespace {

constexpr int kDepthMax = 64;

bool IsFraction(const Measure& measure) { return measure.scale != Scale::kPlain; }

}  // namespace

Measure Wording::MeasureOfField(scheme::FieldId id) const {
  const scheme::Field& field = scheme().field(id);
  return {field.is_percent ? Scale::kPercent : Scale::kPlain, field.unit, kNone};
}

Measure Wording::MeasureOfFigure(FigureId id) {
  const scheme::Figure& figure = scheme().figure(id);
  Measure measure;
  switch (figure.role) {
    case Role::kIndicator:
    case Role::kBonus:
    case Role::kDeduction:
    case Role::kTotal:
      measure.unit = "分";
      break;
    case Role::kPayout:
      measure.unit = "元";
      break;
    case Role::kRanking:
      break;
    default:
      measure = MeasureOf(figure.expr);
      break;
  }
  measure.places = MeasureOf(figure.expr).places;
  if (figure.places != kNone) measure.places = figure.places;
  if (!figure.unit.empty()) measure.unit = figure.unit;
  return measure;
}

Measure Wording::MeasureOf(ExprId id) {
  auto& known = measures_[static_cast<std::size_t>(id)];
  if (known) return *known;
  if (depth_ >= kDepthMax) return {};
  ++depth_;
  const Measure found = FindMeasure(id);
  --depth_;
  measures_[static_cast<std::size_t>(id)] = found;
  return found;
}

Measure Wording::MeasureOfLiteral(const Expr& literal) const {
  Measure measure;
  const std::string_view text = literal.text;
  if (text.ends_with("百分点")) {
    measure.scale = Scale::kPercentagePoint;
  } else if (text.ends_with("%") || text.ends_with("％") || text.ends_with("‰")) {
    measure.scale = Scale::kPercent;
  } else if (text.ends_with("元")) {
    measure.unit = "元";
  } else if (text.ends_with("分")) {
    measure.unit = "分";
    measure.places = text == "满分" ? kNone : literal.literal.scale();
  } else {
    measure.places = literal.literal.scale();
  }
  return measure;
}

Measure Wording::FindMeasure(ExprId id) {
  const Expr& formula = expr(id);
  Measure measure;
  switch (formula.op) {
    case Op::kLiteral:
      return MeasureOfLiteral(formula);
    case Op::kParameter: {
      const auto& parameter = scheme().parameters[static_cast<std::size_t>(formula.target)];
      measure.scale = parameter.is_percent ? Scale::kPercent : Scale::kPlain;
      measure.unit = parameter.unit;
      const auto* value = parameter.At(scheme().as_of);
      if (value != nullptr && !parameter.is_percent) measure.places = value->value->scale();
      return measure;
    }
    case Op::kField:
      return MeasureOfField(formula.target);
    case Op::kFigure:
      return MeasureOfFigure(formula.target);
    case Op::kRound:
      measure = MeasureOf(formula.args[0]);
      if (measure.scale == Scale::kPlain) measure.places = formula.places;
      return measure;
    case Op::kAllocate:
      measure = MeasureOf(formula.args[0]);
      measure.places = formula.places;
      return measure;
    case Op::kRank:
    case Op::kLogarithm:
      return {};
    case Op::kDays:
      measure.unit = "天";
      return measure;
    case Op::kWorkdays:
      measure.unit = "个工作日";
      return measure;
    case Op::kAggregate:
      if (formula.function == scheme::AggregateFunction::kCount ||
          formula.function == scheme::AggregateFunction::kCoefficientOfVariation) {
        return {};
      }
      measure = MeasureOf(formula.args[0]);
      measure.places = kNone;
      return measure;
    case Op::kBands:
    case Op::kInterpolate:
    case Op::kLookup:
      for (const auto& arm : formula.arms) {
        if (expr(arm.value).op == Op::kExempt || expr(arm.value).op == Op::kPending) continue;
        measure = MeasureOf(arm.value);
        const bool is_literal = expr(arm.value).op == Op::kLiteral;
        if (is_literal || formula.op == Op::kInterpolate) measure.places = kNone;
        return measure;
      }
      return {};
    case Op::kIf: {
      measure = MeasureOf(formula.args[1]);
      const Measure other = MeasureOf(formula.args[2]);
      const auto is_bare = [&](ExprId branch) {
        const Op op = expr(branch).op;
        return op == Op::kLiteral || op == Op::kExempt || op == Op::kPending;
      };
      // 天 of one branch says nothing about the other.
      const bool differs = measure.unit != other.unit && !is_bare(formula.args[1]) &&
                           !is_bare(formula.args[2]) && formula.effect == kNone;
      if (measure.unit.empty() && !IsFraction(measure)) measure = other;
      if (differs) measure.unit = {};
      // An effect leaves the places of what it changes.
      measure.places =
          formula.effect != kNone || measure.places == other.places ? other.places : kNone;
      return measure;
    }
    default:
      return formula.args.empty() ? Measure{} : MeasureOfArithmetic(formula);
  }
}

Measure Wording::MeasureOfArithmetic(const Expr& formula) {
  if (formula.method == "完成率" || formula.method == "增长率") return {Scale::kPercent, {}, kNone};
  Measure left = MeasureOf(formula.args[0]);
  if (IsTransparent(formula.op)) return left;
  left.places = kNone;
  if (formula.op == Op::kPower || formula.op == Op::kSquareRoot) return {};
  if (formula.op == Op::kPointsSum || formula.method == "按比例" || formula.method == "按反比例") {
    return {Scale::kPlain, "分", kNone};
  }
  if (formula.args.size() < 2 || formula.op == Op::kWeighted) return left;
  Measure right = MeasureOf(formula.args[1]);
  right.places = kNone;
  switch (formula.op) {
    case Op::kMultiply:
      if (IsFraction(left)) return right;
      if (IsFraction(right)) return left;
      return {};
    case Op::kDivide:
      if (IsFraction(right) || left.unit == right.unit) return {};
      return right.unit.empty() ? left : Measure{};
    case Op::kSubtract:
      if (left.scale == Scale::kPercent && right.scale == Scale::kPercent) {
        return {Scale::kPercentagePoint, {}, kNone};
      }
      break;
    default:
      break;
  }
  if (left.scale == Scale::kPercent || right.scale == Scale::kPercent)
    return {Scale::kPercent, {}, kNone};
  if (IsFraction(left) || IsFraction(right)) return {Scale::kPercentagePoint, {}, kNone};
  return left.unit.empty() ? right : left;
}

}  // namespace kaogong::explain::internal
