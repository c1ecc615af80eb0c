// SPDX-License-Identifier: Apache-2.0
#include "office/library/check.h"

#include <algorithm>
#include <utility>

namespace kaogong::office::library {

namespace {

using scheme::Expr;
using scheme::ExprId;
using scheme::Figure;
using scheme::FigureId;
using scheme::kNone;
using scheme::Scheme;

// Follows a figure's own formula and gathers who reports the facts it reads.
class SourceFinder {
 public:
  explicit SourceFinder(const Scheme& scheme)
      : scheme_(scheme), seen_(scheme.exprs.size(), kNone) {}

  std::string SourcesOf(FigureId figure) {
    sources_.clear();
    std::vector<ExprId> rest{scheme_.figure(figure).expr};
    while (!rest.empty()) {
      const ExprId id = rest.back();
      rest.pop_back();
      if (id == kNone || seen_[static_cast<std::size_t>(id)] == figure) continue;
      seen_[static_cast<std::size_t>(id)] = figure;
      Visit(scheme_.expr(id), &rest);
    }
    std::string text;
    for (const std::string& source : sources_) text += (text.empty() ? "" : "、") + source;
    return text;
  }

 private:
  void Visit(const Expr& expr, std::vector<ExprId>* rest) {
    if (expr.op == scheme::Op::kField) {
      const std::string& source = scheme_.field(expr.target).source;
      const bool is_known = std::find(sources_.begin(), sources_.end(), source) != sources_.end();
      if (!source.empty() && !is_known) sources_.push_back(source);
    }
    rest->insert(rest->end(), expr.args.begin(), expr.args.end());
    for (const scheme::Arm& arm : expr.arms)
      rest->insert(rest->end(), {arm.low, arm.high, arm.value});
    rest->insert(rest->end(), {expr.domain.filter, expr.domain.key});
  }

  const Scheme& scheme_;
  std::vector<FigureId> seen_;  // By ExprId: the figure that last came by.
  std::vector<std::string> sources_;
};

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
  SourceFinder finder(scheme);
  std::vector<TreeRow> tree;
  std::vector<std::pair<FigureId, int>> rest;
  for (std::size_t i = scheme.figures.size(); i-- > 0;) {
    if (scheme.figures[i].parent == kNone) rest.emplace_back(static_cast<FigureId>(i), 0);
  }
  while (!rest.empty()) {
    const auto [id, depth] = rest.back();
    rest.pop_back();
    const Figure& figure = scheme.figure(id);
    tree.push_back({id, figure.parent, depth, finder.SourcesOf(id)});
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
