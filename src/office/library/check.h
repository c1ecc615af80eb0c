// SPDX-License-Identifier: Apache-2.0
// Check: everything that compiler, linter and cases say about a regulation, and its indicator tree.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/issue.h"
#include "base/rational.h"
#include "regulation/case.h"
#include "regulation/compile.h"
#include "regulation/linter.h"

namespace kaogong::office::library {

// One figure of the indicator tree table, parents before children.
struct TreeRow {
  scheme::FigureId figure = scheme::kNone;
  scheme::FigureId parent = scheme::kNone;
  int depth = 0;
  std::string source;  // Who reports the facts that the formula reads: 农业站、财政所
};

// Whether the points of an indicator's children add up to its own.
struct PointsTotal {
  scheme::FigureId figure = scheme::kNone;
  Decimal points;
  std::string children_points;  // Exact digits.
  bool is_balanced = false;
};

struct Checked {
  regulation::Compiled compiled;
  Issues issues;  // Of compiler and linter, by place.
  std::vector<regulation::CaseResult> cases;
  int cases_passed = 0;
  int cases_failed = 0;
  regulation::Coverage coverage;
  std::vector<TreeRow> tree;
  std::vector<PointsTotal> totals;

  // What keeps a regulation from being published: errors, failed cases.
  bool is_sound() const { return !issues.has_errors() && cases_failed == 0; }
};

// Checks the files. Cases run only when the regulation compiles.
Checked Check(const regulation::RegulationFiles& files);

// Returns the regulation's figures as a table: each below its parent, in the order of the text.
std::vector<TreeRow> TreeOf(const scheme::Scheme& scheme);

}  // namespace kaogong::office::library
