// SPDX-License-Identifier: Apache-2.0
#include "office/library/check.h"

#include <algorithm>
#include <utility>

#include "scheme/reading.h"

namespace kaogong::office::library {

namespace {

using scheme::Figure;
using scheme::FigureId;
using scheme::kNone;
using scheme::Scheme;

// Who reports the facts that the figure's own formula reads.
std::string SourcesOf(const Scheme& scheme, FigureId figure) {
  std::vector<std::string> sources;
  scheme::WalkFormula(scheme, figure, scheme::Reach::kOwn, [&](const scheme::Expr& expr) {
    if (expr.op != scheme::Op::kField) return;
    const std::string& source = scheme.field(expr.target).source;
    const bool is_known = std::find(sources.begin(), sources.end(), source) != sources.end();
    if (!source.empty() && !is_known) sources.push_back(source);
  });
  std::string text;
  for (const std::string& source : sources) text += (text.empty() ? "" : "、") + source;
  return text;
}

std::vector<PointsTotal> TotalsOf(const Scheme& scheme) {
  std::vector<PointsTotal> totals;
  for (std::size_t i = 0; i < scheme.figures.size(); ++i) {
    const Figure& figure = scheme.figures[i];
    if (!figure.points) continue;
    Rational sum;
    bool has_points = false;
    for (const FigureId child : figure.children) {
      const Figure& part = scheme.figure(child);
      if (part.role != scheme::Role::kIndicator || !part.points) continue;
      sum += Rational(*part.points);
      has_points = true;
    }
    if (!has_points) continue;
    totals.push_back({static_cast<FigureId>(i), *figure.points, sum.ToString(),
                      sum == Rational(*figure.points)});
  }
  return totals;
}

}  // namespace

std::vector<TreeRow> TreeOf(const Scheme& scheme) {
  std::vector<TreeRow> tree;
  std::vector<std::pair<FigureId, int>> rest;
  for (std::size_t i = scheme.figures.size(); i-- > 0;) {
    if (scheme.figures[i].parent == kNone) rest.emplace_back(static_cast<FigureId>(i), 0);
  }
  while (!rest.empty()) {
    const auto [id, depth] = rest.back();
    rest.pop_back();
    const Figure& figure = scheme.figure(id);
    tree.push_back({id, figure.parent, depth, SourcesOf(scheme, id)});
    for (std::size_t i = figure.children.size(); i-- > 0;)
      rest.emplace_back(figure.children[i], depth + 1);
  }
  return tree;
}

Checked Check(const regulation::RegulationFiles& files) {
  Checked checked;
  checked.compiled = regulation::Compile(files, {});
  if (!checked.compiled.issues.has_errors()) checked.cases = regulation::RunAllCases(files);
  for (const regulation::CaseResult& result : checked.cases)
    ++(result.failures.empty() ? checked.cases_passed : checked.cases_failed);
  checked.issues = checked.compiled.issues;
  checked.issues.Append(regulation::Lint(files, checked.compiled, &checked.cases));
  checked.issues.SortByPlace();
  checked.coverage = regulation::CoverageOf(checked.compiled.scheme);
  checked.tree = TreeOf(checked.compiled.scheme);
  checked.totals = TotalsOf(checked.compiled.scheme);
  return checked;
}

}  // namespace kaogong::office::library
