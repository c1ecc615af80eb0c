// SPDX-License-Identifier: Apache-2.0
#include "explain/ledger.h"

#include <algorithm>
#include <map>

#include "base/result.h"
#include "explain/internal/shape.h"
#include "explain/internal/wording.h"
#include "scheme/constant.h"

namespace kaogong::explain {
namespace {

using internal::Point;
using internal::Same;
using internal::Wording;
using internal::operator+;
using scheme::AggregateFunction;
using scheme::Expr;
using scheme::ExprId;
using scheme::FigureId;
using scheme::kNone;
using scheme::Op;
using scheme::Role;
using scoring::State;
using scoring::Value;

constexpr int kPlacesShown = 6;

// What an expression is made of, as far as a ledger can take it apart.
enum class Grain : std::uint8_t { kFacts, kRecords, kFigures };

struct Draft {
  LedgerLine line;
  Rational amount;
};

// Where a part of the formula stands: whose it is and by how much it counts.
struct Scope {
  FigureId figure = kNone;
  std::vector<FigureId> path;
  Rational factor = Rational(1);
  int sign = 1;                   // As the formula writes it.
  Role role = Role::kDefinition;  // Of the nearest figure that is more than a definition.
  bool is_outer = true;  // Nothing but limits, rounding and effects lies between it and the figure.
};

class Maker {
 public:
  Maker(scoring::Reference& reference, const LedgerOptions& options)
      : reference_(reference),
        options_(options),
        wording_(reference),
        grains_(reference.scheme().exprs.size()) {}

  std::vector<Draft> Run(FigureId figure, facts::Row row, int period) {
    Scope scope;
    Figure(figure, row, period, scope);
    return std::move(drafts_);
  }

 private:
  const scheme::Scheme& scheme() const { return reference_.scheme(); }
  const Expr& expr(ExprId id) const { return scheme().expr(id); }
  Value Evaluate(Point at) { return reference_.Evaluate(at.id, at.row, at.period); }

  // --- What can be taken apart.

  static bool HasPoints(Role role) {
    return role == Role::kIndicator || role == Role::kBonus || role == Role::kDeduction ||
           role == Role::kTotal || role == Role::kPayout;
  }

  Grain GrainOf(ExprId id) {
    auto& known = grains_[static_cast<std::size_t>(id)];
    if (!known) {
      known = Grain::kFacts;  // Ends a walk that is too deep; expressions have no cycles.
      known = FindGrain(expr(id));
    }
    return *known;
  }

  Grain FindGrain(const Expr& formula) {
    Grain grain = Grain::kFacts;
    const auto take = [&](ExprId id) { grain = std::max(grain, GrainOf(id)); };
    switch (formula.op) {
      case Op::kFigure: {
        const scheme::Figure& figure = scheme().figure(formula.target);
        if (figure.type != scheme::Type::kNumber) return Grain::kFacts;
        if (HasPoints(figure.role)) return Grain::kFigures;
        return figure.role == Role::kDefinition ? GrainOf(figure.expr) : Grain::kFacts;
      }
      case Op::kDivide:
      case Op::kRound:
      case Op::kNegate:
      case Op::kToAncestor:
      case Op::kContaining:
      case Op::kAtPeriod:
      case Op::kPrevious:
        take(formula.args[0]);
        return grain;
      case Op::kIf:
        take(formula.args[1]);
        take(formula.args[2]);
        return grain;
      case Op::kBands:
      case Op::kLookup:
        for (const auto& arm : formula.arms) take(arm.value);
        return grain;
      case Op::kWeighted:
      case Op::kPointsSum:
        return Grain::kFigures;
      case Op::kAdd:
      case Op::kSubtract:
      case Op::kMultiply:
      case Op::kMinimum:
      case Op::kMaximum:
      case Op::kSum:
      case Op::kMean:
      case Op::kCoalesce:
        for (const ExprId arg : formula.args) take(arg);
        return grain;
      case Op::kAggregate:
        return GrainOfAggregate(formula);
      default:
        return Grain::kFacts;
    }
  }

  Grain GrainOfAggregate(const Expr& formula) {
    const bool adds = formula.function == AggregateFunction::kSum ||
                      formula.function == AggregateFunction::kSumOfBest ||
                      formula.function == AggregateFunction::kCount;
    if (!internal::IsOverOwn(formula)) return Grain::kFacts;
    if (formula.domain.level != kNone) {
      const bool takes_apart = formula.function == AggregateFunction::kSum ||
                               formula.function == AggregateFunction::kMean;
      return takes_apart ? GrainOf(formula.args[0]) : Grain::kFacts;
    }
    return adds ? Grain::kRecords : Grain::kFacts;
  }

  // A factor that depends on facts and is no score: a coefficient figure or a table parameter.
  bool IsCoefficient(ExprId id) const {
    while (internal::IsTransparent(expr(id).op)) id = expr(id).args[0];
    const Expr& formula = expr(id);
    if (formula.op == Op::kFigure)
      return scheme().figure(formula.target).role == Role::kCoefficient;
    const bool is_table =
        formula.op == Op::kBands || formula.op == Op::kLookup || formula.op == Op::kInterpolate;
    return is_table && !formula.text.empty();
  }

  // --- Lines.

  bool is_full() const { return drafts_.size() >= static_cast<std::size_t>(options_.lines_max); }

  void Emit(LineKind kind, const Rational& amount, Point at, const Scope& scope, Text text) {
    const scheme::Figure& figure = scheme().figure(scope.figure);
    Draft draft;
    draft.line.kind = kind;
    draft.line.path = scope.path;
    draft.line.row_kind = expr(at.id).kind;
    draft.line.row = at.row;
    draft.line.level = expr(at.id).level;
    draft.line.period = at.period;
    draft.line.article = figure.article;
    draft.line.clause = figure.clause;
    draft.line.text = std::move(text);
    draft.amount = amount;
    drafts_.push_back(std::move(draft));
  }

  static LineKind KindOf(const Scope& scope, bool is_constant) {
    switch (scope.role) {
      case Role::kBonus:
        return scope.sign > 0 ? LineKind::kBonus : LineKind::kDeduction;
      case Role::kDeduction:
        return LineKind::kDeduction;
      default:
        if (scope.sign < 0) return LineKind::kDeduction;
        return is_constant ? LineKind::kBase : LineKind::kMethod;
    }
  }

  // One line for a part that is not taken apart.
  void Leaf(Point at, const Scope& scope) {
    const Value value = Evaluate(at);
    if (!value.ok()) return WithoutValue(at, value.state, scope);
    const bool is_constant = scheme::ConstantValue(scheme(), at.id).has_value();
    Text text = expr(at.id).op == Op::kIf ? Deciding(at) : Same(wording_.Calculation(at));
    if (expr(at.id).op == Op::kLiteral) {
      const auto points = scheme().figure(scope.figure).points;
      const bool is_full =
          expr(at.id).text == "满分" || (points && Rational(*points) == value.number);
      text = is_full ? Text{"满分", "full points"} : Text{"规定分值", "as stated"};
    }
    Emit(KindOf(scope, is_constant), value.number * scope.factor, at, scope, std::move(text));
  }

  // The condition that chose the branch.
  Text Deciding(Point at) {
    while (true) {
      const Expr& formula = expr(at.id);
      const Point condition{formula.args[0], at.row, at.period};
      const Value holds = Evaluate(condition);
      const ExprId next = formula.args[2];
      if (!holds.ok() || holds.truth() || expr(next).op != Op::kIf)
        return wording_.Condition(condition);
      at.id = next;
    }
  }

  void WithoutValue(Point at, State state, const Scope& scope) {
    const LineKind kind = state == State::kExempt    ? LineKind::kExempt
                          : state == State::kPending ? LineKind::kPending
                                                     : LineKind::kInvalid;
    Emit(kind, Rational(), at, scope, Text{wording_.Name(at.id) + "：", wording_.Name(at.id) + ": "} + NameOf(state));
  }

  void Exempt(Point at, const Scope& scope) {
    Scope own = scope;
    const auto inner = wording_.Through(at);
    if (inner && expr(inner->id).op == Op::kFigure) {
      own.figure = expr(inner->id).target;
      own.path.push_back(own.figure);
    }
    Emit(LineKind::kExempt, Rational(), at, own,
         Same(wording_.Name(at.id)) + Text{" 不适用，不计入", " is not applicable and left out"});
  }

  void Difference(LineKind kind, const Rational& amount, Point at, const Scope& scope, Text text) {
    if (!amount.is_zero()) Emit(kind, amount, at, scope, std::move(text));
  }

  // --- Taking apart.

  void Figure(FigureId id, facts::Row row, int period, Scope scope) {
    scope.figure = id;
    scope.path.push_back(id);
    scope.is_outer = true;
    const Role role = scheme().figure(id).role;
    if (role != Role::kDefinition) scope.role = role;
    Add({scheme().figure(id).expr, row, period}, scope);
  }

  void Add(Point at, const Scope& scope) {
    const auto inner = wording_.Through(at);
    if (!inner) return WithoutValue(at, State::kPending, scope);
    at = *inner;
    if (is_full()) return Leaf(at, scope);
    const Expr& formula = expr(at.id);
    switch (formula.op) {
      case Op::kFigure:
        return AddFigure(formula, at, scope);
      case Op::kAdd:
      case Op::kSubtract:
        return AddTerms(formula, at, scope);
      case Op::kNegate:
        return AddPart(formula.args[0], at, Scaled(scope, Rational(-1), -1));
      case Op::kMultiply:
        return AddProduct(formula, at, scope);
      case Op::kDivide:
        return AddQuotient(formula, at, scope);
      case Op::kMinimum:
      case Op::kMaximum:
        return internal::IsLimit(formula) ? AddLimit(formula, at, scope)
                                          : AddChoice(formula, at, scope);
      case Op::kRound:
        return AddRounding(formula, at, scope);
      case Op::kIf:
        return formula.effect != kNone ? AddEffect(formula, at, scope)
                                       : AddBranch(formula, at, scope);
      case Op::kCoalesce: {
        if (GrainOf(at.id) == Grain::kFacts) return Leaf(at, scope);
        const State state = Evaluate({formula.args[0], at.row, at.period}).state;
        const bool is_used = state == State::kPending || state == State::kExempt;
        return AddPart(formula.args[is_used ? 1 : 0], at, scope);
      }
      case Op::kBands:
      case Op::kLookup:
        return AddTable(at, scope);
      case Op::kWeighted:
      case Op::kPointsSum:
        return AddWeighted(formula, at, scope);
      case Op::kSum:
      case Op::kMean:
        return AddSum(formula, at, scope);
      case Op::kAggregate:
        return AddAggregate(formula, at, scope);
      default:
        return Leaf(at, scope);
    }
  }

  void AddPart(ExprId id, Point at, Scope scope) {
    scope.is_outer = false;
    Add({id, at.row, at.period}, scope);
  }

  static Scope Scaled(const Scope& scope, const Rational& factor, int sign = 1) {
    Scope scaled = scope;
    scaled.factor = scope.factor * factor;
    scaled.sign = scope.sign * sign;
    return scaled;
  }

  void AddFigure(const Expr& formula, Point at, const Scope& scope) {
    const scheme::Figure& figure = scheme().figure(formula.target);
    const bool takes_apart = HasPoints(figure.role) || figure.role == Role::kDefinition;
    if (!takes_apart) return Leaf(at, scope);
    Figure(formula.target, at.row, at.period, scope);
  }

  void AddTerms(const Expr& formula, Point at, const Scope& scope) {
    if (!formula.method.empty()) return Leaf(at, scope);
    const bool subtracts = formula.op == Op::kSubtract;
    AddPart(formula.args[0], at, scope);
    AddPart(formula.args[1], at, subtracts ? Scaled(scope, Rational(-1), -1) : scope);
  }

  void AddProduct(const Expr& formula, Point at, const Scope& scope) {
    if (formula.method == "按比例" || formula.method == "按反比例") return Leaf(at, scope);
    for (std::size_t i = 0; i < 2; ++i) {
      const auto constant = scheme::ConstantValue(scheme(), formula.args[i]);
      const ExprId other = formula.args[1 - i];
      if (!constant || GrainOf(other) == Grain::kFacts) continue;
      return AddPart(other, at, Scaled(scope, *constant, constant->sign() < 0 ? -1 : 1));
    }
    for (std::size_t i = 0; i < 2; ++i) {
      const ExprId base = formula.args[i];
      const ExprId factor = formula.args[1 - i];
      const bool has_coefficient = GrainOf(base) == Grain::kFigures || IsCoefficient(factor);
      if (!has_coefficient || IsCoefficient(base)) continue;
      if (scheme::ConstantValue(scheme(), factor)) continue;
      return AddCoefficient(base, factor, at, scope);
    }
    Leaf(at, scope);
  }

  void AddCoefficient(ExprId base, ExprId factor, Point at, const Scope& scope) {
    const Point whole{base, at.row, at.period};
    const Value before = Evaluate(whole);
    const Value by = Evaluate({factor, at.row, at.period});
    if (before.state == State::kExempt || by.state == State::kExempt) return Leaf(at, scope);
    AddPart(base, at, scope);
    if (!by.ok()) return WithoutValue({factor, at.row, at.period}, by.state, scope);
    if (!before.ok()) return;
    const Text shown = wording_.ValueAt({factor, at.row, at.period});
    const std::string name = wording_.Name(factor);
    Emit(LineKind::kCoefficient, before.number * (by.number - Rational(1)) * scope.factor, at,
         scope, Text{"乘以 " + name + " ", "times " + name + " "} + shown);
  }

  void AddQuotient(const Expr& formula, Point at, const Scope& scope) {
    const Value divisor = Evaluate({formula.args[1], at.row, at.period});
    const bool is_constant = scheme::ConstantValue(scheme(), formula.args[1]).has_value();
    const Grain grain = GrainOf(formula.args[0]);
    const bool takes_apart = grain == Grain::kFigures || (grain == Grain::kRecords && is_constant);
    if (!takes_apart || !divisor.ok() || divisor.number.is_zero() || !formula.method.empty()) {
      return Leaf(at, scope);
    }
    AddPart(
        formula.args[0], at,
        Scaled(scope, Quotient(Rational(1), divisor.number), divisor.number.sign() < 0 ? -1 : 1));
  }

  void AddLimit(const Expr& formula, Point at, const Scope& scope) {
    const Value after = Evaluate(at);
    const Point base{formula.args[0], at.row, at.period};
    const Value before = Evaluate(base);
    Add(base, scope);
    if (!after.ok()) return OtherStates(formula, at, scope);
    const bool is_cap = formula.op == Op::kMinimum;
    std::string bounds;
    for (std::size_t i = 1; i < formula.args.size(); ++i) {
      bounds += (i > 1 ? "、" : "") + wording_.ValueAt({formula.args[i], at.row, at.period}).zh;
    }
    Difference(is_cap ? LineKind::kCap : LineKind::kFloor,
               (after.number - before.number) * scope.factor, at, scope,
               is_cap
                   ? Say("不超过 {}，多出的不计", "at most {}; the rest does not count", bounds)
                   : Say("不低于 {}，不足的补足", "at least {}; the shortfall is made up", bounds));
  }

  // The operands besides the first that have no value.
  void OtherStates(const Expr& formula, Point at, const Scope& scope) {
    for (std::size_t i = 1; i < formula.args.size(); ++i) {
      const Point arg{formula.args[i], at.row, at.period};
      const State state = Evaluate(arg).state;
      if (state != State::kValid) WithoutValue(arg, state, scope);
    }
  }

  void AddChoice(const Expr& formula, Point at, const Scope& scope) {
    const Value value = Evaluate(at);
    if (!value.ok()) return Leaf(at, scope);
    for (const ExprId arg : formula.args) {
      const Point part{arg, at.row, at.period};
      if (Evaluate(part).number != value.number) continue;
      if (GrainOf(arg) == Grain::kFacts) return Leaf(at, scope);
      return AddPart(arg, at, scope);
    }
  }

  void AddRounding(const Expr& formula, Point at, const Scope& scope) {
    const Point operand{formula.args[0], at.row, at.period};
    // Rounding inside a leaf's formula belongs to its one line.
    const bool is_inner = !scope.is_outer && GrainOf(operand.id) == Grain::kFacts;
    if (formula.method == "每" || is_inner) return Leaf(at, scope);
    const Value before = Evaluate(operand);
    const Value after = Evaluate(at);
    if (before.ok() && !after.ok()) return Leaf(at, scope);
    Add(operand, scope);
    if (!after.ok()) return;
    Difference(LineKind::kRounding, (after.number - before.number) * scope.factor, at, scope,
               Text{fmt::format("保留 {} 位小数", formula.places),
                    fmt::format("to {} places", formula.places)});
  }

  void AddEffect(const Expr& formula, Point at, const Scope& scope) {
    const Value condition = Evaluate({formula.args[0], at.row, at.period});
    if (!condition.ok())
      return WithoutValue({formula.args[0], at.row, at.period}, condition.state, scope);
    const Point original{formula.args[2], at.row, at.period};
    if (!condition.truth()) return Add(original, scope);
    const Value before = Evaluate(original);
    const Value after = Evaluate(at);
    const scheme::Effect& effect = scheme().effects[static_cast<std::size_t>(formula.effect)];
    const bool is_veto = effect.kind == scheme::Effect::Kind::kVeto;
    if (!after.ok()) return Leaf(at, scope);
    if (before.ok()) Add(original, scope);
    Emit(is_veto ? LineKind::kVeto : LineKind::kException,
         (after.number - (before.ok() ? before.number : Rational())) * scope.factor, at, scope,
         is_veto ? Say("否决“{0}”：{1}", "veto '{0}': {1}", effect.name, effect.text)
                 : Say("例外“{0}”", "exception '{0}'", effect.name));
    drafts_.back().line.article = effect.article;
    drafts_.back().line.clause = effect.clause;
  }

  void AddBranch(const Expr& formula, Point at, const Scope& scope) {
    const Value condition = Evaluate({formula.args[0], at.row, at.period});
    if (!condition.ok()) return Leaf(at, scope);
    AddChosen(formula.args[condition.truth() ? 1 : 2], at, scope);
  }

  void AddTable(Point at, const Scope& scope) {
    const scheme::Arm* taken = wording_.TakenArm(at);
    if (taken == nullptr) return Leaf(at, scope);
    AddChosen(taken->value, at, scope);
  }

  // The branch or arm taken; where it is no score itself, the whole is one line.
  void AddChosen(ExprId taken, Point at, const Scope& scope) {
    const Op op = expr(taken).op;
    const bool is_sum = op == Op::kAdd || op == Op::kSubtract || op == Op::kIf ||
                        op == Op::kBands || op == Op::kLookup || internal::IsLimit(expr(taken));
    if (GrainOf(taken) == Grain::kFacts && !is_sum) return Leaf(at, scope);
    AddPart(taken, at, scope);
  }

  void AddWeighted(const Expr& formula, Point at, const Scope& scope) {
    const std::size_t count = formula.args.size() / 2;
    const Value whole = Evaluate(at);
    if (whole.state == State::kExempt) return Leaf(at, scope);
    Rational sum;
    for (std::size_t i = 0; i < count; ++i) {
      const Point part{formula.args[i], at.row, at.period};
      const Value value = Evaluate(part);
      const Value weight = Evaluate({formula.args[count + i], at.row, at.period});
      if (value.state == State::kExempt) {
        Exempt(part, scope);
        continue;
      }
      if (!weight.ok()) {
        WithoutValue({formula.args[count + i], at.row, at.period}, weight.state, scope);
        continue;
      }
      const Rational by = formula.op == Op::kPointsSum ? Rational(1) : weight.number;
      AddPart(part.id, at, Scaled(scope, by));
      if (value.ok()) sum += value.number * by;
    }
    if (!whole.ok()) return;
    Difference(LineKind::kWeightAdjustment, (whole.number - sum) * scope.factor, at, scope,
               {"不适用各项的分值由其他各项按比例分担",
                "the points of what is not applicable go to the others"});
  }

  void AddSum(const Expr& formula, Point at, const Scope& scope) {
    std::int64_t count = 0;
    for (const ExprId arg : formula.args) {
      count += Evaluate({arg, at.row, at.period}).state != State::kExempt;
    }
    if (count == 0 && formula.op == Op::kMean) return Leaf(at, scope);
    const bool is_mean = formula.op == Op::kMean;
    for (const ExprId arg : formula.args) {
      const Point part{arg, at.row, at.period};
      if (Evaluate(part).state == State::kExempt) {
        Exempt(part, scope);
      } else {
        AddPart(arg, at, is_mean ? Scaled(scope, Rational::Fraction(1, count)) : scope);
      }
    }
  }

  void AddAggregate(const Expr& formula, Point at, const Scope& scope) {
    if (GrainOf(at.id) == Grain::kFacts) return Leaf(at, scope);
    const auto places = reference_.Members(formula, at.row, at.period);
    const bool over_periods = formula.domain.level != kNone;
    const bool is_small =
        over_periods || places.size() <= static_cast<std::size_t>(options_.records_max);
    const Value whole = Evaluate(at);
    if (!whole.ok() || !is_small) return Leaf(at, scope);
    std::vector<Counted> counted = CountedMembers(formula, at, places);
    const bool is_mean = formula.function == AggregateFunction::kMean;
    Rational weights;
    for (const Counted& member : counted) weights += member.weight;
    if (counted.empty() || (is_mean && weights.is_zero())) return Leaf(at, scope);
    const std::size_t before = drafts_.size();
    for (const Counted& member : counted) {
      const Rational by = is_mean ? Quotient(member.weight, weights) : Rational(1);
      const Point body{formula.args[0], member.place.row, member.place.period};
      if (over_periods && GrainOf(body.id) != Grain::kFacts) {
        AddPart(body.id, body, Scaled(scope, by));
      } else {
        Record(formula, member, body, Scaled(scope, by));
      }
    }
    if (drafts_.size() == before) Leaf(at, scope);
  }

  struct Counted {
    scoring::Reference::Place place;
    Rational value;
    Rational weight;
  };

  std::vector<Counted> CountedMembers(const Expr& formula, Point at,
                                      const std::vector<scoring::Reference::Place>& places) {
    const scheme::Domain& domain = formula.domain;
    const bool has_weights = formula.args.size() > 1;
    std::vector<Counted> counted;
    const Value own_key = domain.key != kNone ? Evaluate({domain.key, at.row, at.period}) : Value();
    for (const auto& place : places) {
      const auto here = [&](ExprId id) { return Evaluate({id, place.row, place.period}); };
      if (domain.filter != kNone && !here(domain.filter).truth()) continue;
      if (domain.key != kNone) {
        const Value key = here(domain.key);
        if (!key.ok() || key.number != own_key.number) continue;
      }
      const Value value = here(formula.args[0]);
      const Value weight = has_weights ? here(formula.args[1]) : Value::Of(Rational(1));
      if (!value.ok() || !weight.ok()) continue;
      const bool counts = formula.function == AggregateFunction::kCount;
      counted.push_back({place, counts ? Rational(1) : value.number, weight.number});
    }
    if (formula.function != AggregateFunction::kSumOfBest) return counted;
    // Only the highest of each matter; the weight is the matter's number.
    std::vector<std::size_t> order(counted.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
      return counted[b].value < counted[a].value;
    });
    std::map<Rational, int> taken;
    std::vector<bool> keeps(counted.size(), false);
    for (const std::size_t i : order) keeps[i] = taken[counted[i].weight]++ < formula.drop_high;
    std::vector<Counted> best;
    for (std::size_t i = 0; i < counted.size(); ++i) {
      if (keeps[i]) best.push_back(counted[i]);
    }
    return best;
  }

  void Record(const Expr& formula, const Counted& member, Point body, const Scope& scope) {
    Emit(KindOf(scope, false), member.value * scope.factor, body, scope,
         formula.domain.level != kNone
             ? wording_.PeriodName(formula.domain.level, member.place.period)
             : wording_.RowName(formula.domain.member, member.place.row));
  }

  scoring::Reference& reference_;
  const LedgerOptions& options_;
  Wording wording_;
  std::vector<std::optional<Grain>> grains_;  // By ExprId.
  std::vector<Draft> drafts_;
};

std::optional<Decimal> Shown(const Rational& amount) {
  if (const auto exact = amount.ExactDecimal()) return exact;
  for (int places = kPlacesShown; places >= 0; --places) {
    if (const auto rounded = amount.Round(places, Rounding::kHalfEven)) return rounded;
  }
  return std::nullopt;
}

}  // namespace

std::string Ledger::PathOf(const scheme::Scheme& scheme, const LedgerLine& line) const {
  std::string path;
  for (const scheme::FigureId id : line.path) {
    if (id == figure && line.path.size() > 1) continue;
    path += (path.empty() ? "" : "/") + scheme.figure(id).name;
  }
  return path;
}

Ledger MakeLedger(scoring::Reference& reference, scheme::FigureId figure, facts::Row row,
                  int period, const LedgerOptions& options) {
  KAOGONG_ASSERT(reference.scheme().figure(figure).type == scheme::Type::kNumber);
  Ledger ledger;
  ledger.figure = figure;
  ledger.row = row;
  ledger.period = period;
  ledger.value = reference.Figure(figure, row, period);
  if (ledger.value.ok()) {
    ledger.total = Shown(ledger.value.number);
    ledger.is_exact = ledger.total && Rational(*ledger.total) == ledger.value.number;
    if (!ledger.total) return ledger;
  }
  std::vector<Draft> drafts = Maker(reference, options).Run(figure, row, period);
  // What the lines lose when they are shown goes to the figure's own rounding line, or a new one.
  Rational sum;
  std::optional<std::size_t> rounding;
  for (std::size_t i = 0; i < drafts.size(); ++i) {
    const LedgerLine& line = drafts[i].line;
    if (line.kind == LineKind::kRounding && line.path.size() == 1) rounding = i;
  }
  for (std::size_t i = 0; i < drafts.size(); ++i) {
    const auto shown = Shown(drafts[i].amount);
    if (!shown) {
      ledger.total.reset();
      ledger.lines.clear();
      return ledger;
    }
    drafts[i].line.amount = *shown;
    if (i != rounding) sum += Rational(*shown);
    ledger.lines.push_back(std::move(drafts[i].line));
  }
  if (!ledger.total) return ledger;
  const auto rest = (Rational(*ledger.total) - sum).ExactDecimal();
  if (!rest) {
    ledger.total.reset();
    ledger.lines.clear();
  } else if (rounding) {
    ledger.lines[*rounding].amount = *rest;
  } else if (!rest->is_zero()) {
    LedgerLine line;
    line.kind = LineKind::kRounding;
    line.path = {figure};
    line.row_kind = reference.scheme().figure(figure).kind;
    line.row = row;
    line.level = reference.scheme().figure(figure).level;
    line.period = period;
    line.amount = *rest;
    line.article = reference.scheme().figure(figure).article;
    line.text = {"各行显示到 6 位小数的差额", "what the lines lose by being shown to 6 places"};
    ledger.lines.push_back(std::move(line));
  }
  return ledger;
}

Text NameOf(LineKind kind) {
  switch (kind) {
    case LineKind::kBase:
      return {"满分", "base"};
    case LineKind::kMethod:
      return {"计分", "method"};
    case LineKind::kDeduction:
      return {"扣分", "deduction"};
    case LineKind::kBonus:
      return {"加分", "bonus"};
    case LineKind::kCoefficient:
      return {"系数", "coefficient"};
    case LineKind::kWeightAdjustment:
      return {"权重调整", "weight adjustment"};
    case LineKind::kExempt:
      return {"免计", "exempt"};
    case LineKind::kCap:
      return {"封顶", "cap"};
    case LineKind::kFloor:
      return {"保底", "floor"};
    case LineKind::kRounding:
      return {"舍入", "rounding"};
    case LineKind::kVeto:
      return {"否决", "veto"};
    case LineKind::kException:
      return {"例外", "exception"};
    case LineKind::kPending:
      return {"待定", "pending"};
    case LineKind::kInvalid:
      return {"无法计算", "invalid"};
  }
  return {};
}

}  // namespace kaogong::explain
