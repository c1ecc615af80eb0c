// SPDX-License-Identifier: Apache-2.0
#include "scoring/plan.h"

#include <algorithm>
#include <map>
#include <set>

#include "scoring/internal/lowering.h"
#include "scoring/operations.h"

namespace kaogong::scoring {

using internal::Lowering;
using internal::Operand;
using scheme::Expr;
using scheme::ExprId;
using scheme::FigureId;
using scheme::KindId;
using scheme::kNone;

namespace internal {

void Lowering::AddOutput(FigureId id, int period) {
  const scheme::Figure& figure = scheme_.figure(id);
  Operand operand = LowerFigure(id, period);
  Output output;
  output.figure = id;
  output.period = period;
  if (operand.shape == Operand::Shape::kTruth) {
    const RegisterId truth = TruthRegister(operand, figure.kind);
    Operand number = FromRegister(
        Emit(Code::kTruthToInteger, figure.kind, Bank::kInteger, {truth}).out, 0, 0, 1);
    MergeStates(operand, &number);
    operand = std::move(number);
  }
  const bool is_decimal = operand.shape == Operand::Shape::kLinear &&
                          operand.num.scale <= Decimal::kScaleMax &&
                          IsWithin(operand.num, Decimal::kUnitsLimit);
  if (!is_decimal) {
    output.value = ToValues(operand, figure.kind);
    plan_->outputs.push_back(output);
    return;
  }
  output.scale = operand.num.scale;
  output.value = Materialize(operand.num, figure.kind);
  const Register& made = plan_->registers[static_cast<std::size_t>(output.value)];
  if (made.column != nullptr || made.output >= 0) {
    output.value = Emit(Code::kLinear, figure.kind, Bank::kInteger, {output.value}, {0, 1}).out;
  }
  output.state = StateOf(operand, figure.kind);
  plan_->registers[static_cast<std::size_t>(output.value)].output =
      static_cast<int>(plan_->outputs.size());
  plan_->outputs.push_back(output);
}

}  // namespace internal

namespace {

// The nearest kind at or above both.
KindId CommonKind(const scheme::Scheme& scheme, KindId a, KindId b) {
  while (!scheme.IsAncestor(a, b)) a = scheme.kind(a).parent;
  return a;
}

// Walks the figures that the wanted ones need and finds the kind whose rows can be computed apart.
class PartitionFinder {
 public:
  explicit PartitionFinder(const scheme::Scheme& scheme) : scheme_(scheme) {}

  void AddFigure(FigureId id) {
    if (!figures_.insert(id).second) return;
    Include(scheme_.figure(id).kind);
    AddExpr(scheme_.figure(id).expr);
  }

  KindId partition() const { return partition_ == kNone ? 0 : partition_; }

 private:
  void Include(KindId kind) {
    partition_ = partition_ == kNone ? kind : CommonKind(scheme_, partition_, kind);
  }

  void AddExpr(ExprId id) {
    if (id == kNone || !exprs_.insert(id).second) return;
    const Expr& expr = scheme_.expr(id);
    if (expr.op == scheme::Op::kFigure) AddFigure(expr.target);
    if (expr.domain.scope != kNone && expr.domain.level == kNone) Include(expr.domain.scope);
    for (const ExprId operand : OperandsOf(expr)) AddExpr(operand);
    AddExpr(expr.domain.filter);
    AddExpr(expr.domain.key);
  }

  const scheme::Scheme& scheme_;
  std::set<FigureId> figures_;
  std::set<ExprId> exprs_;
  KindId partition_ = kNone;
};

// Drops instructions whose results nothing reads: attempts that gave way to Values.
void DropUnused(Plan* plan) {
  std::vector<bool> used(plan->registers.size(), false);
  const auto mark = [&](RegisterId reg) {
    if (reg >= 0) used[static_cast<std::size_t>(reg)] = true;
  };
  for (const Output& output : plan->outputs) {
    mark(output.value);
    mark(output.state);
  }
  std::vector<Instruction> kept;
  for (std::size_t i = plan->program.size(); i-- > 0;) {
    Instruction& instruction = plan->program[i];
    const bool is_read =
        used[static_cast<std::size_t>(instruction.out)] ||
        (instruction.out2 >= 0 && used[static_cast<std::size_t>(instruction.out2)]);
    if (!is_read) continue;
    for (const RegisterId reg : instruction.in) mark(reg);
    kept.push_back(std::move(instruction));
  }
  std::reverse(kept.begin(), kept.end());
  plan->program = std::move(kept);
}

// Gives scratch columns to registers; one is free again after the last instruction that reads it.
void AssignSlots(Plan* plan) {
  std::vector<std::size_t> last(plan->registers.size(), 0);
  for (std::size_t i = 0; i < plan->program.size(); ++i) {
    for (const RegisterId reg : plan->program[i].in) {
      if (reg >= 0) last[static_cast<std::size_t>(reg)] = i;
    }
  }
  for (const Output& output : plan->outputs) {
    for (const RegisterId reg : {output.value, output.state}) {
      if (reg >= 0) last[static_cast<std::size_t>(reg)] = plan->program.size();
    }
  }
  std::map<std::pair<Bank, KindId>, std::vector<int>> free;
  std::vector<std::vector<RegisterId>> ends(plan->program.size() + 1);
  const auto assign = [&](RegisterId id, std::size_t at) {
    if (id < 0) return;
    Register& reg = plan->registers[static_cast<std::size_t>(id)];
    if (reg.column != nullptr || reg.bytes != nullptr || reg.output >= 0) return;
    auto& pool = free[{reg.bank, reg.kind}];
    if (pool.empty()) {
      reg.slot = static_cast<int>(plan->slots.size());
      plan->slots.emplace_back(reg.bank, reg.kind);
    } else {
      reg.slot = pool.back();
      pool.pop_back();
    }
    ends[std::max(at, last[static_cast<std::size_t>(id)])].push_back(id);
  };
  for (std::size_t i = 0; i < plan->program.size(); ++i) {
    assign(plan->program[i].out, i);
    assign(plan->program[i].out2, i);
    for (const RegisterId id : ends[i]) {
      const Register& reg = plan->registers[static_cast<std::size_t>(id)];
      free[{reg.bank, reg.kind}].push_back(reg.slot);
    }
  }
}

}  // namespace

Plan MakePlan(const scheme::Scheme& scheme, const facts::Facts& facts,
              const std::vector<FigureId>& wanted) {
  Plan plan;
  std::vector<FigureId> figures = wanted;
  if (figures.empty()) {
    for (std::size_t i = 0; i < scheme.figures.size(); ++i)
      figures.push_back(static_cast<FigureId>(i));
  }
  PartitionFinder finder(scheme);
  for (const FigureId figure : figures) finder.AddFigure(figure);
  plan.partition = finder.partition();
  Lowering lowering(scheme, facts, &plan);
  for (const FigureId figure : figures) {
    const int periods = scheme.level(scheme.figure(figure).level).count();
    for (int period = 0; period < periods; ++period) lowering.AddOutput(figure, period);
  }
  DropUnused(&plan);
  AssignSlots(&plan);
  return plan;
}

Outcome MakeOutcome(const scheme::Scheme& scheme, const facts::Facts& facts, const Plan& plan) {
  Outcome outcome;
  outcome.figures.resize(scheme.figures.size());
  for (std::size_t i = 0; i < scheme.figures.size(); ++i) {
    outcome.figures[i].resize(
        static_cast<std::size_t>(scheme.level(scheme.figures[i].level).count()));
  }
  for (const Output& output : plan.outputs) {
    FigureColumn& column = outcome.figures[static_cast<std::size_t>(output.figure)]
                                          [static_cast<std::size_t>(output.period)];
    const auto rows =
        static_cast<std::size_t>(facts.table(scheme.figure(output.figure).kind).rows());
    column.scale = output.scale;
    const bool is_value =
        plan.registers[static_cast<std::size_t>(output.value)].bank == Bank::kValue;
    if (is_value) {
      column.exact.resize(rows);
    } else {
      column.units.resize(rows);
    }
    if (is_value || output.state >= 0) column.states.resize(rows);
  }
  return outcome;
}

}  // namespace kaogong::scoring
