// SPDX-License-Identifier: Apache-2.0
// Wording: names, formulas, values and reasons in words, for one reference evaluator.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "explain/shown.h"
#include "scoring/reference.h"

namespace kaogong::explain::internal {

using facts::Row;
using scheme::ExprId;
using scheme::FigureId;
using scheme::KindId;
using scheme::kNone;
using scheme::LevelId;
using scoring::State;
using scoring::Value;

// An expression at a row and period.
struct Point {
  ExprId id = kNone;
  Row row = 0;
  int period = 0;
};

inline Text Same(std::string text) { return {text, text}; }
inline Text operator+(Text a, const Text& b) {
  a.zh += b.zh;
  a.en += b.en;
  return a;
}
Text Join(const std::vector<Text>& parts, const Text& separator);
// Puts words behind a value: with a blank, but none between two Chinese characters.
Text Beside(const Text& value, const Text& words);

class Wording {
 public:
  explicit Wording(scoring::Reference& reference);

  scoring::Reference& reference() { return reference_; }
  const scheme::Scheme& scheme() const { return reference_.scheme(); }
  const facts::Facts& facts() const { return reference_.facts(); }
  const scheme::Expr& expr(ExprId id) const { return scheme().expr(id); }

  // Follows steps to other rows and periods to what they step to; nothing before the first period.
  std::optional<Point> Through(Point at) const;

  // The arm of 分段 or 对照 that applies; null for other operations and when none can be told.
  const scheme::Arm* TakenArm(Point at) const;

  Measure MeasureOf(ExprId id);
  Measure MeasureOfFigure(FigureId id);
  Measure MeasureOfField(scheme::FieldId id) const;

  // 粮食产量.目标, 村.人口, 上期(产量); else the formula.
  std::string Name(ExprId id);
  // The formula as the language writes it, without the arms of tables.
  std::string Formula(ExprId id);
  // The formula with values after the names: 村级考核 100.00 × 村人口系数 1.042.
  std::string Calculation(Point at);
  // What in fact holds, whatever the condition's outcome: 人口 1200 不大于 1500.
  Text Condition(Point at);
  // [0, 1500], ≥95, 其余.
  std::string ArmLabel(const scheme::Expr& table, const scheme::Arm& arm, Point at);

  // With unit and without.
  Text Show(const Value& value, scheme::Type type, const Measure& measure,
            Grouping grouping = Grouping::kNone) const;
  Text ShowBare(const Value& value, scheme::Type type, Measure measure,
                Grouping grouping = Grouping::kNone) const;
  // The value of an expression without unit.
  Text ValueAt(Point at);

  // The row's name; a record is named by its day and texts, or by its number among its like.
  Text RowName(KindId kind, Row row) const;
  // Empty for the year.
  Text PeriodName(LevelId level, int period) const;

 private:
  friend class FormulaWriter;
  Measure FindMeasure(ExprId id);
  Measure MeasureOfArithmetic(const scheme::Expr& expr);
  Measure MeasureOfLiteral(const scheme::Expr& expr) const;
  Text Comparison(const scheme::Expr& expr, Point at);
  Text Connective(const scheme::Expr& expr, Point at);
  Text AnyOrAll(const scheme::Expr& expr, Point at);

  scoring::Reference& reference_;
  std::vector<std::optional<Measure>> measures_;  // By ExprId.
  int depth_ = 0;
};

}  // namespace kaogong::explain::internal
