// SPDX-License-Identifier: Apache-2.0
// Writes the value of a figure as a formula of a spreadsheet, row by row.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "document/internal/sheet_plan.h"
#include "scoring/reference.h"

namespace kaogong::document {

// One cell of a step: a formula with its value now.
struct StepCell {
  std::string formula;  // Empty: the value alone.
  Rational value;
};

// A column of steps: bodies of aggregates, who takes part, shares before rounding.
struct StepColumn {
  ColumnPlace place;
  std::string title;
  std::vector<StepCell> cells;  // By row.
};

class FormulaWriter {
 public:
  FormulaWriter(const ComputedResult& result, SheetPlan* plan);

  // Returns the formula of a figure at a row and period without "=", or nothing when it has no
  // value there or cannot be expressed; why() says what stood in the way.
  std::optional<std::string> Write(scheme::FigureId figure, facts::Row row, int period);
  const Text& why() const { return why_; }
  // Whether the last digits of a figure may be those of binary arithmetic: false for one that ends
  // with a rounding, a rank or a share by largest remainder, or only repeats a number.
  bool LeavesDust(scheme::FigureId figure) const;

  // The steps that the formulas so far refer to, by kind.
  const std::map<scheme::KindId, std::vector<StepColumn>>& steps() const { return steps_; }

 private:
  using Id = scheme::ExprId;

  scoring::Value At(Id id, facts::Row row, int period) {
    return reference_.Evaluate(id, row, period);
  }
  const scheme::Expr& expr(Id id) const { return result_.scheme.expr(id); }

  // Text of an expression that has a value; nothing when it cannot be expressed.
  std::optional<std::string> Number(Id id, facts::Row row, int period);
  std::optional<std::string> Condition(Id id, facts::Row row, int period);
  std::optional<std::string> Whole(Id id, facts::Row row, int period);
  std::optional<std::string> WholeCondition(Id id, facts::Row row, int period);
  std::optional<std::string> StepCellOf(Id id, facts::Row row, int period);
  std::optional<std::string> Plain(Id id, facts::Row row, int period);
  std::optional<std::string> Arithmetic(const scheme::Expr& at, facts::Row row, int period);
  std::optional<std::string> Compare(const scheme::Expr& at, facts::Row row, int period);
  std::optional<std::string> Join(const scheme::Expr& at, const char* function, facts::Row row,
                                  int period);
  std::optional<std::string> Arms(const scheme::Expr& at, facts::Row row, int period);
  std::optional<std::string> Interpolated(const scheme::Expr& at, facts::Row row, int period);
  std::optional<std::string> Weighted(const scheme::Expr& at, facts::Row row, int period);
  std::optional<std::string> SumOrMean(const scheme::Expr& at, facts::Row row, int period);
  std::optional<std::string> PeriodOf(const scheme::Expr& at, facts::Row row, int period);
  std::optional<std::string> OverPeriods(const scheme::Expr& at, facts::Row row, int period);
  std::optional<std::string> OverChosenPeriods(const scheme::Expr& at, facts::Row row, int period);
  std::optional<std::string> OverRows(Id id, facts::Row row, int period);
  std::optional<std::string> Ranked(Id id, facts::Row row, int period);
  std::optional<std::string> Allocated(Id id, facts::Row row, int period);
  std::optional<std::string> Refuse(Text why);

  // Who takes part in a domain: a product of 0/1 ranges over its rows.
  struct Domain {
    facts::RowRange rows;
    std::string included;  // (I=1)*(K=k)
  };
  std::optional<std::string> WeightedRows(const scheme::Expr& at, const Domain& domain,
                                          const std::string& values, int period);
  static std::string Extreme(const char* function, const std::string& included,
                             const std::string& values, const std::string& place);
  static std::string Trimmed(const scheme::Expr& at, const std::string& values,
                             const std::string& included);
  std::optional<Domain> DomainOf(const scheme::Expr& at, Id value, facts::Row row, int period);
  // The column that holds an expression for every row of its kind.
  std::optional<ColumnPlace> StepOf(Id id, int period, bool is_inclusion, const std::string& title);
  // Whether the rows of a range all have a value; asked for by every row of a large table.
  bool AreWhole(Id id, facts::RowRange rows, int period);
  // Whether each row takes part: its filter holds and `value` has a value.
  std::optional<ColumnPlace> Inclusion(const scheme::Expr& at, Id value, int period);
  std::string Constant(const scoring::Value& value, scheme::Type type) const;

  const ComputedResult& result_;
  SheetPlan& plan_;
  scoring::Reference reference_;
  Text why_;
  int depth_ = 0;
  std::map<scheme::KindId, std::vector<StepColumn>> steps_;
  std::map<std::tuple<Id, int, int>, std::optional<ColumnPlace>> known_;
  std::map<std::tuple<Id, int, facts::Row, facts::Row>, bool> whole_;  // Expression, period, rows.
};

}  // namespace kaogong::document
