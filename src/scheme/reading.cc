// SPDX-License-Identifier: Apache-2.0
#include "scheme/reading.h"

namespace kaogong::scheme {

std::set<FieldId> FieldsReadBy(const Scheme& scheme, FigureId figure) {
  std::set<FieldId> fields;
  WalkFormula(scheme, figure, Reach::kThrough, [&](const Expr& expr) {
    if (expr.op == Op::kField) fields.insert(expr.target);
  });
  return fields;
}

std::set<FigureId> FiguresReadBy(const Scheme& scheme, FigureId figure) {
  std::set<FigureId> figures;
  WalkFormula(scheme, figure, Reach::kThrough, [&](const Expr& expr) {
    if (expr.op == Op::kFigure) figures.insert(expr.target);
  });
  return figures;
}

}  // namespace kaogong::scheme
