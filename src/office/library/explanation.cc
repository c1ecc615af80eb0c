// SPDX-License-Identifier: Apache-2.0
#include "office/library/explanation.h"

#include <cstdint>

#include "explain/attainable.h"
#include "explain/trace.h"
#include "scoring/reference.h"

namespace kaogong::office::library {

namespace {

using scheme::FigureId;
using scheme::KindId;
using scheme::kNone;
using scheme::Scheme;

// Far more than any regulation we know takes; a few seconds at most.
constexpr std::int64_t kStepsMax = 20'000'000;

Error NotThere(const Text& what) {
  return {ErrorCode::kNotFound, Say("结果中没有{0}", "the result has no {1}", what.zh, what.en)};
}

}  // namespace

FigureId MainFigureOf(const Scheme& scheme, KindId kind) {
  FigureId best = kNone;
  int best_order = 0;
  for (std::size_t i = 0; i < scheme.figures.size(); ++i) {
    const scheme::Figure& figure = scheme.figures[i];
    if (figure.kind != kind) continue;
    const int order = figure.role == scheme::Role::kTotal       ? 4
                      : figure.role == scheme::Role::kPayout    ? 3
                      : figure.role == scheme::Role::kIndicator ? 2
                                                                : 1;
    if (order > best_order || (order == 1 && best_order == 1)) {
      best = static_cast<FigureId>(i);
      best_order = order;
    }
  }
  return best;
}

Result<FigureExplanation> ExplainFigure(const Evaluation& evaluation, std::string_view kind_name,
                                        facts::Row row, std::optional<ResultColumn> column) {
  const Scheme& scheme = evaluation.scheme();
  const KindId kind = scheme.FindKind(kind_name);
  if (kind == kNone) return NotThere(Say("对象“{}”", "kind '{}'", kind_name));
  if (row < 0 || row >= evaluation.facts.table(kind).rows())
    return NotThere(Say("第 {} 行", "row {}", row));
  if (!column) column = ResultColumn{MainFigureOf(scheme, kind), 0};
  if (column->figure == kNone || scheme.figure(column->figure).kind != kind)
    return NotThere(Say("“{}”的这项指标", "such figure of '{}'", kind_name));

  scoring::Reference reference(scheme, evaluation.facts);
  reference.AdoptAll(evaluation.outcome);
  reference.LimitSteps(kStepsMax);
  const auto [figure, period] = *column;
  FigureExplanation to;
  to.kind = kind;
  to.row = row;
  to.column = *column;
  to.value = evaluation.outcome.At(figure, row, period);
  const explain::Explanation explanation = explain::Explain(reference, figure, row, period);
  to.sentences = explain::MakeSentences(scheme, evaluation.facts, explanation);
  to.nodes = explain::Flatten(scheme, evaluation.facts, explanation);
  if (scheme.figure(figure).type == scheme::Type::kNumber)
    to.ledger = explain::MakeLedger(reference, figure, row, period);
  if (reference.is_exhausted()) {
    return Error{ErrorCode::kLimitExceeded,
                 Say("这项得分的计算步骤太多，无法逐步说明",
                     "this figure takes too many steps to be explained one by one")};
  }
  // The search tries other facts; what it has no steps left for it leaves out.
  if (to.ledger) {
    to.attainable =
        explain::MakeSentences(scheme, explain::FindAttainable(reference, figure, row, period));
  }
  return to;
}

}  // namespace kaogong::office::library
