// SPDX-License-Identifier: Apache-2.0
// What the linter's parts share: the regulation as compiled, what its expressions can be, and who
// uses what. Each part adds its findings to `issues`.
#pragma once

#include <string_view>
#include <vector>

#include "regulation/case.h"
#include "regulation/declaration.h"
#include "regulation/internal/possible.h"
#include "scheme/reading.h"

namespace kaogong::regulation::internal {

struct LintContext {
  const RegulationFiles& files;
  const Compiled& compiled;
  const scheme::Scheme& scheme;
  const std::vector<Declaration>& declarations;
  const std::vector<CaseResult>* cases;  // Null: none were run.
  std::vector<Possible> possible;        // By ExprId.
  std::vector<scheme::FigureId>
      owner;                          // By ExprId: the figure in whose formula it stands, or kNone.
  std::vector<bool> used_fields;      // By FieldId: named in a formula.
  std::vector<bool> used_figures;     // By FigureId: named in another figure's formula.
  std::vector<bool> used_parameters;  // By ParameterId.
  std::vector<const Declaration*> figure_of;  // By FigureId; null when it was not found again.
  Issues issues;

  const Possible& at(scheme::ExprId id) const { return possible[static_cast<std::size_t>(id)]; }
  // The article's text, where it settles what the rules leave open.
  bool ArticleSays(scheme::ArticleId article, const std::vector<std::string_view>& phrases) const;
};

// lint_articles.cc: articles without rules or marks, vague wording.
void LintArticles(LintContext* context);
// lint_cases.cc: rules no case exercises, citations of articles that are not there.
void LintCases(LintContext* context);
// lint_facts.cc: fields and parameters.
void LintFields(LintContext* context);
void LintParameters(LintContext* context);
void LintRecords(LintContext* context);
// lint_figures.cc: points, weights, caps, rounding, owners, quotas.
void LintFigures(LintContext* context);
// lint_tables.cc: bands, look-up tables, conditions and chains of conditions.
void LintTables(LintContext* context);
void LintConditions(LintContext* context);

}  // namespace kaogong::regulation::internal
