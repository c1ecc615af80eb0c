// SPDX-License-Identifier: Apache-2.0
// Lowering: turns expressions into instructions. One function per operation; an operation that
// cannot be done on integers with proof runs on Values instead.
#pragma once

#include <deque>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "scoring/internal/linear.h"
#include "scoring/plan.h"

namespace kaogong::scoring::internal {

// The result of an expression while the plan is made.
struct Operand {
  enum class Shape : std::uint8_t {
    kLinear,    // num
    kFraction,  // num ÷ den, den > 0
    kTruth,     // reg, or the constant `truth` when reg is -1
    kValue,     // reg; states are inside
  };
  Shape shape = Shape::kLinear;
  Linear num;
  Linear den;
  RegisterId reg = -1;
  bool truth = false;
  std::vector<RegisterId> states;  // The worst of these is the row's state.
  unsigned possible = 0;           // Bit s is set when state s can occur.

  bool may_be(State state) const { return (possible >> static_cast<unsigned>(state) & 1U) != 0; }
};

class Lowering {
 public:
  Lowering(const scheme::Scheme& scheme, const facts::Facts& facts, Plan* plan)
      : scheme_(scheme), facts_(facts), plan_(plan) {}

  Operand LowerFigure(scheme::FigureId figure, int period);
  void AddOutput(scheme::FigureId figure, int period);

 private:
  using Maybe = std::optional<Operand>;

  // lower_numbers.cc: operations on one row.
  Operand Lower(scheme::ExprId id, int period);
  Operand LowerNew(scheme::ExprId id, int period);
  Operand LowerField(const scheme::Expr& expr, int period);
  RegisterId ColumnRegister(const facts::Column& column, const scheme::Expr& expr, int period);
  Operand LowerToAncestor(const scheme::Expr& expr, int period);
  Maybe LowerArithmetic(const scheme::Expr& expr, int period);
  Maybe LowerDivide(const scheme::Expr& expr, Operand a, Operand b);
  Maybe LowerExtreme(const scheme::Expr& expr, int period);
  Maybe Extreme(const scheme::Expr& expr, const Operand& a, const Operand& b);
  Maybe LowerRound(const scheme::Expr& expr, int period);
  Maybe LowerCompare(const scheme::Expr& expr, int period);
  Maybe LowerLogic(const scheme::Expr& expr, int period);
  Maybe LowerIf(const scheme::Expr& expr, int period);
  Maybe LowerMissing(const scheme::Expr& expr, int period);
  Maybe LowerSum(const scheme::Expr& expr, int period);
  Maybe LowerWeighted(const scheme::Expr& expr, int period);
  Maybe LowerPeriodOf(const scheme::Expr& expr, int period);
  Operand ByValues(scheme::ExprId id, int period);
  // lower_tables.cc
  Maybe LowerConstantSubject(const scheme::Expr& expr, const Rational& subject, int period);
  Maybe LowerBands(const scheme::Expr& expr, int period);
  Maybe LowerInterpolate(const scheme::Expr& expr, int period);
  Maybe LowerLookup(const scheme::Expr& expr, int period);
  // lower_rows.cc: operations over many rows or periods.
  Operand LowerRows(scheme::ExprId id, int period);
  Maybe LowerAggregate(const scheme::Expr& expr, int period);
  Maybe LowerRank(const scheme::Expr& expr, int period);
  Maybe LowerAllocate(const scheme::Expr& expr, int period);
  Operand RowsByValues(scheme::ExprId id, int period);
  Operand LowerPeriods(scheme::ExprId id, int period);
  Operand Spread(Operand operand, scheme::KindId from, scheme::KindId to);

  // Building blocks.
  RegisterId NewRegister(Bank bank, scheme::KindId kind);
  Instruction& Emit(Code code, scheme::KindId kind, Bank bank, std::vector<RegisterId> in,
                    std::vector<std::int64_t> k = {});
  RegisterId Materialize(const Linear& linear, scheme::KindId kind);
  RegisterId StateOf(const Operand& operand, scheme::KindId kind);  // -1: always valid.
  RegisterId StateConstant(State state, scheme::KindId kind);
  RegisterId ToValues(const Operand& operand, scheme::KindId kind);
  Maybe ToTruth(const Operand& operand, scheme::KindId kind);
  RegisterId TruthRegister(const Operand& operand, scheme::KindId kind);
  Operand Missing(State state, scheme::KindId kind);
  Maybe Multiply(const Operand& a, const Operand& b, scheme::KindId kind);
  Maybe Add(const Operand& a, const Operand& b, bool subtract, scheme::KindId kind);
  std::optional<Linear> MultiplyLinear(const Linear& a, const Linear& b, scheme::KindId kind);
  Maybe Select(const Operand& condition, const Operand& yes, const Operand& no,
               scheme::KindId kind);
  std::optional<Linear> SelectLinear(RegisterId condition, Linear yes, Linear no,
                                     scheme::KindId kind);
  Maybe CompareOperands(scheme::Op op, const Operand& a, const Operand& b, scheme::KindId kind);
  Maybe DivideRounded(Linear num, Linear den, int places, Rounding rounding, scheme::KindId kind);
  static Operand FromLinear(Linear linear);
  static Operand FromRegister(RegisterId reg, int scale, Int128 low, Int128 high);
  // Adds a state that the operation itself can raise: only rows whose operands have values get it.
  void AddOwnState(RegisterId own, State possible, scheme::KindId kind, Operand* to);
  static void MergeStates(const Operand& from, Operand* to);
  static std::optional<Rational> ConstantOf(const Operand& operand);
  const scheme::Expr& expr(scheme::ExprId id) const { return scheme_.expr(id); }

  const scheme::Scheme& scheme_;
  const facts::Facts& facts_;
  Plan* plan_;
  std::map<std::pair<scheme::ExprId, int>, Operand> known_;
  std::map<std::pair<scheme::FigureId, int>, Operand> figures_;
  std::map<std::pair<scheme::FieldId, int>, RegisterId> field_states_;
  std::map<std::pair<scheme::FieldId, int>, RegisterId> field_columns_;
};

}  // namespace kaogong::scoring::internal
