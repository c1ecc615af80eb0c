// SPDX-License-Identifier: Apache-2.0
// What formulas are made of, and what the formula of a figure reads, directly or through other figures.
#pragma once

#include <set>
#include <vector>

#include "scheme/scheme.h"

namespace kaogong::scheme {

// Calls `visit` with every expression that `expr` directly depends on; figures are not entered.
template <class Visit>
void ForEachPart(const Expr& expr, Visit visit) {
  for (const ExprId arg : expr.args) visit(arg);
  for (const Arm& arm : expr.arms) {
    for (const ExprId part : {arm.low, arm.high, arm.value}) {
      if (part != kNone) visit(part);
    }
  }
  if (expr.domain.filter != kNone) visit(expr.domain.filter);
  if (expr.domain.key != kNone) visit(expr.domain.key);
}

// How far a walk over a formula goes.
enum class Reach {
  kOwn,      // The formula itself.
  kThrough,  // The formulas of the figures that it names too, and so on.
};

// Calls `visit` once with every expression that the figure's formula reaches.
template <class Visit>
void WalkFormula(const Scheme& scheme, FigureId figure, Reach reach, Visit visit) {
  std::vector<bool> seen(scheme.exprs.size(), false);
  std::vector<ExprId> rest{scheme.figure(figure).expr};
  while (!rest.empty()) {
    const ExprId id = rest.back();
    rest.pop_back();
    if (id == kNone || seen[static_cast<std::size_t>(id)]) continue;
    seen[static_cast<std::size_t>(id)] = true;
    const Expr& expr = scheme.expr(id);
    visit(expr);
    if (reach == Reach::kThrough && expr.op == Op::kFigure)
      rest.push_back(scheme.figure(expr.target).expr);
    ForEachPart(expr, [&](ExprId part) { rest.push_back(part); });
  }
}

std::set<FieldId> FieldsReadBy(const Scheme& scheme, FigureId figure);
// Without the figure itself.
std::set<FigureId> FiguresReadBy(const Scheme& scheme, FigureId figure);

}  // namespace kaogong::scheme
