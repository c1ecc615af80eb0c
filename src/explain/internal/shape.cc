// SPDX-License-Identifier: Apache-2.0
#include "explain/internal/shape.h"

namespace kaogong::explain::internal {

using scheme::Expr;

std::optional<Proportional> AsProportional(const Scheme& scheme, ExprId id) {
  const Expr& expr = scheme.expr(id);
  Proportional shape;
  shape.is_inverse = expr.method == "按反比例";
  if (expr.op != Op::kMultiply || (expr.method != "按比例" && !shape.is_inverse))
    return std::nullopt;
  shape.full = expr.args[0];
  shape.limited = shape.ratio = expr.args[1];
  const auto unwrap = [&](Op op, std::string_view method, ExprId* bound) {
    const Expr& outer = scheme.expr(shape.ratio);
    if (outer.op != op || outer.method != method) return;
    *bound = outer.args[1];
    shape.ratio = outer.args[0];
  };
  unwrap(Op::kMaximum, "保底", &shape.floor);
  unwrap(Op::kMinimum, "封顶", &shape.cap);
  const Expr& ratio = scheme.expr(shape.ratio);
  if (ratio.op != Op::kDivide) return std::nullopt;
  shape.actual = ratio.args[shape.is_inverse ? 1 : 0];
  shape.target = ratio.args[shape.is_inverse ? 0 : 1];
  return shape;
}

std::optional<Efficacy> AsEfficacy(const Scheme& scheme, ExprId id) {
  const Expr& expr = scheme.expr(id);
  if (expr.op != Op::kAdd || expr.method != "功效系数") return std::nullopt;
  const Expr& product = scheme.expr(expr.args[1]);
  if (product.op != Op::kMultiply) return std::nullopt;
  const Expr& ratio = scheme.expr(product.args[1]);
  if (ratio.op != Op::kDivide) return std::nullopt;
  const Expr& above = scheme.expr(ratio.args[0]);
  const Expr& below = scheme.expr(ratio.args[1]);
  if (above.op != Op::kSubtract || below.op != Op::kSubtract) return std::nullopt;
  return Efficacy{expr.args[0], product.args[0], above.args[0], above.args[1], below.args[0]};
}

std::optional<Steps> AsSteps(const Scheme& scheme, ExprId id) {
  if (scheme.expr(id).method != "每") return std::nullopt;
  Steps shape;
  if (scheme.expr(id).op == Op::kRound) {
    shape.rounding = scheme.expr(id).rounding;
    id = scheme.expr(id).args[0];
  }
  const Expr& quotient = scheme.expr(id);
  if (quotient.op != Op::kDivide) return std::nullopt;
  shape.step = quotient.args[1];
  const Expr& held = scheme.expr(quotient.args[0]);
  if (held.op != Op::kMaximum) return std::nullopt;
  shape.subject = held.args[0];
  return shape;
}

std::optional<Ratio> AsRatio(const Scheme& scheme, ExprId id) {
  const Expr& expr = scheme.expr(id);
  if (expr.op != Op::kDivide) return std::nullopt;
  if (expr.method == "完成率") return Ratio{expr.args[0], expr.args[1], false};
  if (expr.method != "增长率") return std::nullopt;
  const Expr& change = scheme.expr(expr.args[0]);
  if (change.op != Op::kSubtract) return std::nullopt;
  return Ratio{change.args[0], change.args[1], true};
}

bool IsLimit(const Expr& expr) {
  return (expr.op == Op::kMinimum || expr.op == Op::kMaximum) && expr.args.size() >= 2 &&
         (expr.method == "不超过" || expr.method == "不低于" || expr.method == "封顶" ||
          expr.method == "保底");
}

bool IsTransparent(Op op) {
  return op == Op::kToAncestor || op == Op::kContaining || op == Op::kAtPeriod ||
         op == Op::kPrevious;
}

std::vector<ExprId> ConditionsOf(const Scheme& scheme, ExprId filter) {
  std::vector<ExprId> conditions;
  if (filter == kNone) return conditions;
  std::vector<ExprId> open{filter};
  while (!open.empty()) {
    const ExprId id = open.back();
    const Expr& expr = scheme.expr(id);
    open.pop_back();
    if (expr.op == Op::kAnd) {
      open.push_back(expr.args[1]);
      open.push_back(expr.args[0]);
    } else if (expr.op != Op::kEqual || scheme.expr(expr.args[1]).op != Op::kThisPeriod) {
      conditions.push_back(id);
    }
  }
  return conditions;
}

bool IsOverOwn(const Expr& aggregate) {
  return aggregate.domain.level != kNone || aggregate.domain.scope == aggregate.kind;
}

}  // namespace kaogong::explain::internal
