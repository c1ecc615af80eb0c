// SPDX-License-Identifier: Apache-2.0
// Attainable: what could still be gained, found by trying the rules themselves.
//
// For every leaf indicator that lost points, and every reported figure it reads, the search looks
// for the smallest change, in the figure's own decimal places and within its range, that gains
// something and that reaches full points. It doubles its stride until the goal is met, then halves
// the interval, and looks again between for an earlier place; the answer meets the goal and one
// unit less does not. Work is bounded; a search that runs out says so.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/text.h"
#include "explain/shown.h"
#include "scoring/reference.h"

namespace kaogong::explain {

// A change of one figure that reaches a goal.
struct Change {
  Decimal
      value;    // What the figure would have to be, in the unit of the formula (a fraction for %).
  Rational by;  // value − the present value; the value itself where there is none yet.
  Rational points;                     // The leaf's points then.
  Rational gain;                       // points − the leaf's present points.
  std::optional<Rational> total_gain;  // What the asked figure gains by it.
  bool is_at_most = false;  // Of a figure not yet reported: it may be anything up to the value.
};

struct FieldAdvice {
  scheme::FieldId field = scheme::kNone;
  int period = 0;
  Measure measure;
  scoring::Value now;
  std::optional<Change> next;  // The least that gains anything.
  std::optional<Change> full;  // The least that reaches full points.
  bool is_exhausted = false;   // The search ran out of work.
};

struct LeafAdvice {
  scheme::FigureId figure = scheme::kNone;
  int period = 0;
  scoring::Value value;
  Decimal full_points;
  Rational lost;  // full_points − value, never below zero; of a pending leaf all its points.
  std::vector<FieldAdvice> fields;
};

struct GradeAdvice {
  scheme::FigureId grade = scheme::kNone;
  std::string now;
  std::string next;      // Empty: no gain of points improves the grade.
  Text fixed_by;  // The veto or exception that sets the asked figure whatever its points.
  std::optional<Rational> missing;  // Points of the asked figure.
};

struct Attainable {
  scheme::FigureId figure = scheme::kNone;
  facts::Row row = 0;
  int period = 0;
  scoring::Value value;
  std::vector<LeafAdvice> leaves;  // Those that lost points, in the order of the formula.
  std::vector<GradeAdvice> grades;
};

struct AttainableOptions {
  std::size_t leaves_max = 200;
  std::size_t fields_max = 8;         // Of one leaf.
  std::int64_t work_max = 2'000'000;  // Formulas evaluated, members of groups counted singly.
};

// Requires: the figure is a number; the row and period exist.
Attainable FindAttainable(scoring::Reference& reference, scheme::FigureId figure, facts::Row row,
                          int period, const AttainableOptions& options = {});

// Returns one sentence for every leaf and grade: 粮食生产得 36.00 分,比满分少 4.00 分:再完成 10
// 吨(达到 100 吨)可再得 4.00 分,达到满分。
std::vector<Text> MakeSentences(const scheme::Scheme& scheme, const Attainable& attainable);

}  // namespace kaogong::explain
