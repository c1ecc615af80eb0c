// SPDX-License-Identifier: Apache-2.0
// Why a figure has no value: the facts it waits for, or the operation that cannot be done.
#include <algorithm>

#include "explain/internal/shape.h"
#include "explain/internal/tracer.h"

namespace kaogong::explain::internal {
namespace {

using scheme::Expr;
using scheme::Op;

constexpr int kVisitsMax = 20'000;
constexpr std::size_t kCausesMax = 10;

class MissingFinder {
 public:
  MissingFinder(scoring::Reference& reference, State state, const TraceOptions& options,
                Explanation* to)
      : reference_(reference), wording_(reference), state_(state), options_(options), to_(to) {}

  void VisitFigure(FigureId id, Row row, int period) {
    if (!figures_.insert({id, row, period}).second) {
      ++found_;
      return;
    }
    const scheme::Figure& figure = reference_.scheme().figure(id);
    const std::string_view outer = owner_;
    if (!figure.owner.empty()) owner_ = figure.owner;
    Visit({figure.expr, row, period});
    owner_ = outer;
  }

 private:
  const Expr& expr(ExprId id) const { return reference_.scheme().expr(id); }
  Value Evaluate(Point at) { return reference_.Evaluate(at.id, at.row, at.period); }

  void Visit(Point at) {
    if (at.id == kNone || ++visits_ > kVisitsMax) return;
    if (Evaluate(at).state != state_) return;
    const auto inner = wording_.Through(at);
    if (!inner)
      return Cause(Same(wording_.Name(at.id)) + Text{" 还没有上一期", " has no period before"});
    at = *inner;
    const Expr& formula = expr(at.id);
    const auto visit = [&](ExprId id) { Visit({id, at.row, at.period}); };
    switch (formula.op) {
      case Op::kField:
        return VisitField(at);
      case Op::kFigure:
        return VisitFigure(formula.target, at.row, at.period);
      case Op::kExempt:
        return Cause({"按规定不适用", "not applicable under the rule"});
      case Op::kPending:
        return Cause({"按规定待定", "pending under the rule"});
      case Op::kWorkdays:
      case Op::kWorkdayAfter: {
        for (const ExprId arg : formula.args) {
          if (Evaluate({arg, at.row, at.period}).state == state_) return visit(arg);
        }
        return Cause(
            {"有关年份还没有工作日历", "there is no calendar of working days for a year it takes"});
      }
      case Op::kIf: {
        const Value condition = Evaluate({formula.args[0], at.row, at.period});
        return visit(formula.args[!condition.ok() ? 0 : condition.truth() ? 1 : 2]);
      }
      case Op::kCoalesce: {
        const Value first = Evaluate({formula.args[0], at.row, at.period});
        return visit(
            formula.args[first.state == State::kPending || first.state == State::kExempt ? 1 : 0]);
      }
      case Op::kAggregate:
      case Op::kRank:
      case Op::kWithinQuota:
      case Op::kAllocate:
        return VisitMany(formula, at);
      default:
        break;
    }
    const std::size_t before = found_;
    for (const ExprId arg : formula.args) visit(arg);
    for (const scheme::Arm& arm : formula.arms) {
      visit(arm.low);
      visit(arm.high);
      if (formula.op == Op::kInterpolate) visit(arm.value);
    }
    if (const scheme::Arm* taken = wording_.TakenArm(at)) visit(taken->value);
    if (found_ == before) CauseOf(formula, at);
  }

  void VisitField(Point at) {
    const scheme::Field& field = reference_.scheme().field(expr(at.id).target);
    if (!fields_.insert({expr(at.id).target, at.row, at.period}).second) {
      ++found_;
      return;
    }
    if (state_ == State::kExempt) {
      return Cause(wording_.RowName(field.kind, at.row) + Same(" " + field.name) +
                   Text{" 不适用", " is not applicable"});
    }
    ++found_;
    ++to_->missing_count;
    if (to_->missing.size() >= static_cast<std::size_t>(options_.missing_max)) return;
    MissingFact fact;
    fact.field = expr(at.id).target;
    fact.row = at.row;
    fact.period = at.period;
    fact.name = field.name;
    fact.row_name = wording_.RowName(field.kind, at.row);
    fact.period_name = wording_.PeriodName(field.level, at.period);
    fact.source = field.source;
    fact.owner = owner_;
    to_->missing.push_back(std::move(fact));
  }

  void VisitMany(const Expr& formula, Point at) {
    const std::size_t before = found_;
    const scheme::Domain& domain = formula.domain;
    const bool is_allocate = formula.op == Op::kAllocate;
    if (is_allocate) Visit({formula.args[0], at.row, at.period});
    if (formula.op == Op::kWithinQuota) Visit({formula.args[1], at.row, at.period});
    if (domain.key != kNone) Visit({domain.key, at.row, at.period});
    for (const auto& place : reference_.Members(formula, at.row, at.period)) {
      Visit({domain.filter, place.row, place.period});
      if (domain.filter != kNone && !Evaluate({domain.filter, place.row, place.period}).truth())
        continue;
      Visit({domain.key, place.row, place.period});
      Visit({formula.args[is_allocate ? 1 : 0], place.row, place.period});
      if (formula.op == Op::kAggregate && formula.args.size() > 1) {
        Visit({formula.args[1], place.row, place.period});
      }
      if (visits_ > kVisitsMax) break;
    }
    if (found_ != before) return;
    if (state_ == State::kExempt) {
      return Cause(
          Same(wording_.Name(at.id)) +
          Text{"：不符合条件，不参加", ": it does not meet the conditions and takes no part"});
    }
    if (state_ == State::kPending) {
      return Cause(Same(wording_.Name(at.id)) +
                   Text{"：还没有可计算的对象", ": there is nothing yet to compute it from"});
    }
    CauseOf(formula, at);
  }

  void CauseOf(const Expr& formula, Point at) {
    const std::string name = wording_.Name(at.id);
    switch (state_) {
      case State::kDivisionByZero: {
        ExprId by = formula.op == Op::kDivide ? formula.args[1] : at.id;
        if (expr(by).op == Op::kAbsolute) by = expr(by).args[0];
        const std::string divisor = wording_.Name(by);
        return Cause(Say("{} 为 0，不能作除数", "{} is zero and cannot divide", divisor));
      }
      case State::kNoBand:
        return Cause(Same(wording_.Name(formula.args[0]) + " ") +
                     wording_.ValueAt({formula.args[0], at.row, at.period}) +
                     Text{" 不在任何一档之内", " lies in no band"});
      case State::kUndefined:
        return Cause(Say("{} 没有定义(负数开方、零取对数之类)", "{} is undefined", name));
      case State::kTooLarge:
        return Cause(Say("{} 超过 18 位数字", "{} has more than 18 digits", name));
      default:
        return Cause(Say("{} 没有值", "{} has no value", name));
    }
  }

  void Cause(Text text) {
    ++found_;
    const bool known = std::any_of(to_->causes.begin(), to_->causes.end(),
                                   [&](const Text& other) { return other.zh == text.zh; });
    if (!known && to_->causes.size() < kCausesMax) to_->causes.push_back(std::move(text));
  }

  scoring::Reference& reference_;
  Wording wording_;
  State state_;
  const TraceOptions& options_;
  Explanation* to_;
  std::set<std::tuple<FigureId, Row, int>> figures_;
  std::set<std::tuple<scheme::FieldId, Row, int>> fields_;
  std::string_view owner_;
  std::size_t found_ = 0;
  int visits_ = 0;
};

}  // namespace

void FindMissing(scoring::Reference& reference, FigureId figure, Row row, int period,
                 const TraceOptions& options, Explanation* to) {
  const State state = reference.Figure(figure, row, period).state;
  MissingFinder(reference, state, options, to).VisitFigure(figure, row, period);
}

}  // namespace kaogong::explain::internal
