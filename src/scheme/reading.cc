// SPDX-License-Identifier: Apache-2.0
#include "scheme/reading.h"

#include <vector>

namespace kaogong::scheme {
namespace {

// Calls `visit` with every expression that the figure's formula reaches, once.
template <class Visit>
void Walk(const Scheme& scheme, FigureId figure, Visit visit) {
  std::vector<bool> seen(scheme.exprs.size(), false);
  std::vector<ExprId> rest{scheme.figure(figure).expr};
  while (!rest.empty()) {
    const ExprId id = rest.back();
    rest.pop_back();
    if (id == kNone || seen[static_cast<std::size_t>(id)]) continue;
    seen[static_cast<std::size_t>(id)] = true;
    const Expr& expr = scheme.expr(id);
    visit(expr);
    if (expr.op == Op::kFigure) rest.push_back(scheme.figure(expr.target).expr);
    rest.insert(rest.end(), expr.args.begin(), expr.args.end());
    for (const Arm& arm : expr.arms) rest.insert(rest.end(), {arm.low, arm.high, arm.value});
    rest.insert(rest.end(), {expr.domain.filter, expr.domain.key});
  }
}

}  // namespace

std::set<FieldId> FieldsReadBy(const Scheme& scheme, FigureId figure) {
  std::set<FieldId> fields;
  Walk(scheme, figure, [&](const Expr& expr) {
    if (expr.op == Op::kField) fields.insert(expr.target);
  });
  return fields;
}

std::set<FigureId> FiguresReadBy(const Scheme& scheme, FigureId figure) {
  std::set<FigureId> figures;
  Walk(scheme, figure, [&](const Expr& expr) {
    if (expr.op == Op::kFigure) figures.insert(expr.target);
  });
  return figures;
}

}  // namespace kaogong::scheme
