// SPDX-License-Identifier: Apache-2.0
#include "regulation/linter.h"

#include <map>
#include <set>
#include <tuple>

#include "regulation/declaration.h"
#include "regulation/internal/lint.h"

namespace kaogong::regulation {
namespace {

using internal::LintContext;
using scheme::Expr;
using scheme::ExprId;
using scheme::FigureId;
using scheme::kNone;
using scheme::Op;

using PlaceKey = std::tuple<std::string, int, int>;

PlaceKey KeyOf(const Place& place) { return {place.file, place.line, place.column}; }

void IndexDeclarations(const std::vector<Declaration>& declarations,
                       std::map<PlaceKey, const Declaration*>* index) {
  for (const Declaration& declaration : declarations) {
    index->emplace(KeyOf(declaration.place), &declaration);
    IndexDeclarations(declaration.children, index);
  }
}

void FindFigures(LintContext* context) {
  std::map<PlaceKey, const Declaration*> index;
  IndexDeclarations(context->declarations, &index);
  for (const scheme::Figure& figure : context->scheme.figures) {
    const auto found = index.find(KeyOf(figure.place));
    context->figure_of.push_back(found == index.end() ? nullptr : found->second);
  }
}

// Follows every figure's formula and notes who stands in it.
void FindUses(LintContext* context) {
  const scheme::Scheme& scheme = context->scheme;
  context->owner.assign(scheme.exprs.size(), kNone);
  context->used_fields.assign(scheme.fields.size(), false);
  context->used_figures.assign(scheme.figures.size(), false);
  context->used_parameters.assign(scheme.parameters.size(), false);
  std::vector<ExprId> rest;
  for (std::size_t i = 0; i < scheme.figures.size(); ++i) {
    const auto figure = static_cast<FigureId>(i);
    if (scheme.figures[i].expr != kNone) rest.push_back(scheme.figures[i].expr);
    while (!rest.empty()) {
      const auto at = static_cast<std::size_t>(rest.back());
      rest.pop_back();
      if (context->owner[at] != kNone) continue;
      context->owner[at] = figure;
      const Expr& expr = scheme.exprs[at];
      if (expr.op == Op::kField) context->used_fields[static_cast<std::size_t>(expr.target)] = true;
      if (expr.op == Op::kParameter)
        context->used_parameters[static_cast<std::size_t>(expr.target)] = true;
      if (expr.op == Op::kFigure && expr.target != figure) {
        context->used_figures[static_cast<std::size_t>(expr.target)] = true;
      }
      ForEachPart(expr, [&](ExprId part) { rest.push_back(part); });
    }
  }
}

// A table parameter is expanded wherever it is used; its findings come up once each time.
Issues Unique(const Issues& issues) {
  std::set<std::tuple<std::string, int, int, std::string_view, std::string>> seen;
  Issues unique;
  for (const Issue& issue : issues.list()) {
    const Place& place = issue.place;
    if (!seen.emplace(place.file, place.line, place.column, issue.code, issue.message.zh).second)
      continue;
    if (issue.severity == Severity::kError) {
      unique.Error(issue.code, place, issue.message, issue.hint);
    } else {
      unique.Warning(issue.code, place, issue.message, issue.hint);
    }
  }
  unique.SortByPlace();
  return unique;
}

}  // namespace

Issues Lint(const RegulationFiles& files, const Compiled& compiled,
            const std::vector<CaseResult>* cases) {
  Issues reported;  // By the compiler already.
  const Document document = ReadDocument(files.documents, &reported);
  const std::vector<Declaration> declarations = ReadDeclarations(document, &reported);
  LintContext context{.files = files,
                      .compiled = compiled,
                      .scheme = compiled.scheme,
                      .declarations = declarations,
                      .cases = cases,
                      .possible = internal::PossibleValues(compiled.scheme),
                      .owner = {},
                      .used_fields = {},
                      .used_figures = {},
                      .used_parameters = {},
                      .figure_of = {},
                      .issues = {}};
  FindFigures(&context);
  FindUses(&context);
  internal::LintArticles(&context);
  internal::LintFields(&context);
  internal::LintParameters(&context);
  internal::LintRecords(&context);
  internal::LintFigures(&context);
  internal::LintTables(&context);
  internal::LintConditions(&context);
  internal::LintCases(&context);
  return Unique(context.issues);
}

Coverage CoverageOf(const scheme::Scheme& scheme) {
  Coverage coverage;
  for (const scheme::Article& article : scheme.articles) {
    switch (article.status) {
      case scheme::Article::Status::kEncoded:
        ++coverage.encoded;
        break;
      case scheme::Article::Status::kInformative:
        ++coverage.informative;
        break;
      case scheme::Article::Status::kNotModelled:
        ++coverage.not_modelled;
        break;
      case scheme::Article::Status::kUnmarked:
        ++coverage.unmarked;
        break;
    }
  }
  return coverage;
}

}  // namespace kaogong::regulation

namespace kaogong::regulation::internal {

bool LintContext::ArticleSays(scheme::ArticleId article,
                              const std::vector<std::string_view>& phrases) const {
  if (article < 0 || static_cast<std::size_t>(article) >= scheme.articles.size()) return false;
  const std::string& text = scheme.articles[static_cast<std::size_t>(article)].text;
  for (const std::string_view phrase : phrases) {
    if (text.find(phrase) != std::string::npos) return true;
  }
  return false;
}

}  // namespace kaogong::regulation::internal
