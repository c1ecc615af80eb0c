// SPDX-License-Identifier: Apache-2.0
#include "scoring/reference.h"

#include <algorithm>

#include "base/result.h"
#include "scoring/operations.h"
#include "scoring/statistics.h"

namespace kaogong::scoring {

using scheme::Expr;
using scheme::ExprId;
using scheme::kNone;
using scheme::Op;

namespace {

// Numbers past this size have lost all meaning; evaluation stops instead of filling memory.
constexpr std::size_t kBitsMax = 1 << 16;

Value FromOptional(const std::optional<Rational>& number) {
  return number ? Value::Of(*number) : Value::Without(State::kUndefined);
}

}  // namespace

Reference::Reference(const scheme::Scheme& scheme, const facts::Facts& facts)
    : scheme_(scheme), facts_(facts), is_repeated_(scheme.exprs.size(), false) {
  FindRepeated();
}

// Values that are used twice, and aggregates inside aggregates, would otherwise take time
// exponential in how deep they nest.
void Reference::FindRepeated() {
  std::vector<int> uses(scheme_.exprs.size(), 0);
  std::vector<bool> is_inside(scheme_.exprs.size(), false);
  const auto runs_over_members = [](Op op) { return op >= Op::kAggregate; };
  // Arguments have smaller ids.
  for (std::size_t i = scheme_.exprs.size(); i-- > 0;) {
    const Expr& expr = scheme_.exprs[i];
    const bool over_members = runs_over_members(expr.op);
    is_repeated_[i] = (uses[i] > 1 && !expr.args.empty()) || (over_members && is_inside[i]);
    const auto note = [&](ExprId part) {
      if (part == kNone) return;
      ++uses[static_cast<std::size_t>(part)];
      if (over_members || is_inside[i]) is_inside[static_cast<std::size_t>(part)] = true;
    };
    for (const ExprId arg : expr.args) note(arg);
    for (const scheme::Arm& arm : expr.arms) {
      note(arm.low);
      note(arm.high);
      note(arm.value);
    }
    note(expr.domain.filter);
    note(expr.domain.key);
  }
}

Value Reference::Limited(Value value) {
  if (!value.ok()) return value;
  const std::size_t bits = value.number.bits();
  if (bits > kBitsMax) return Value::Without(State::kTooLarge);
  // Long numbers take the time of many steps.
  constexpr std::size_t kBitsUsual = 1024;
  if (bits > kBitsUsual) steps_left_ -= static_cast<std::int64_t>(bits * bits >> 14);
  return value;
}

std::optional<Value>& Reference::Known(scheme::FigureId id, Row row, int period) {
  // Rows take 27 bits, periods of a year 9.
  const std::uint64_t key = static_cast<std::uint64_t>(id) << 36U |
                            static_cast<std::uint64_t>(period) << 27U |
                            static_cast<std::uint64_t>(row / kRowsTogether);
  return figures_[key][static_cast<std::size_t>(row % kRowsTogether)];
}

Value Reference::Figure(scheme::FigureId id, Row row, int period) {
  if (outcome_ != nullptr && pretended_.empty()) {
    const auto& periods = outcome_->figures[static_cast<std::size_t>(id)];
    if (periods[static_cast<std::size_t>(period)].is_kept()) return outcome_->At(id, row, period);
  }
  if (id == others_.figure && period == others_.period && row != others_.row)
    return others_.from->Figure(id, row, period);
  if (const auto& known = Known(id, row, period)) return *known;
  Value value = Evaluate(scheme_.figure(id).expr, row, period);
  Known(id, row, period) = value;
  return value;
}

void Reference::Pretend(scheme::FieldId field, Row row, int period, std::optional<Value> value) {
  pretended_[{field, period, row}] = std::move(value);
  figures_.clear();
  repeated_.clear();
}

void Reference::Adopt(scheme::FigureId id, Row row, int period, Value value) {
  Known(id, row, period) = std::move(value);
}

Value Reference::Field(const Expr& expr, Row row, int period) const {
  const scheme::Field& field = scheme_.field(expr.target);
  const auto missing = [&] {
    switch (field.missing) {
      case scheme::Missing::kZero:
        return Value::Of(Rational());
      case scheme::Missing::kExempt:
        return Value::Without(State::kExempt);
      default:
        return Value::Without(State::kPending);
    }
  };
  const auto pretended = pretended_.find({expr.target, period, row});
  if (pretended != pretended_.end()) return pretended->second ? *pretended->second : missing();
  const facts::Column& column = facts::ColumnOf(scheme_, facts_, expr.target, period);
  const facts::Presence presence = column.PresenceOf(row);
  if (presence == facts::Presence::kNotApplicable) return Value::Without(State::kExempt);
  if (presence == facts::Presence::kMissing) return missing();
  return Value::Of(Decimal::FromUnits(column.UnitsOf(row), column.scale));
}

Value Reference::Evaluate(ExprId id, Row row, int period) {
  if (--steps_left_ < 0) return Value::Without(State::kTooLarge);
  if (!is_repeated_[static_cast<std::size_t>(id)]) return EvaluateNow(id, row, period);
  const auto found = repeated_.find({id, period, row});
  if (found != repeated_.end()) return found->second;
  Value value = EvaluateNow(id, row, period);
  repeated_.emplace(std::tuple{id, period, row}, value);
  return value;
}

Value Reference::EvaluateNow(ExprId id, Row row, int period) {
  const Expr& expr = scheme_.expr(id);
  switch (expr.op) {
    case Op::kLiteral:
      return Value::Of(expr.literal);
    case Op::kExempt:
      return Value::Without(State::kExempt);
    case Op::kPending:
      return Value::Without(State::kPending);
    case Op::kParameter: {
      const auto& parameter = scheme_.parameters[static_cast<std::size_t>(expr.target)];
      return Value::Of(*parameter.At(scheme_.as_of)->value);
    }
    case Op::kField:
      return Field(expr, row, period);
    case Op::kFigure:
      return Figure(expr.target, row, period);
    case Op::kToAncestor: {
      const scheme::KindId above = scheme_.expr(expr.args[0]).kind;
      return Evaluate(expr.args[0], facts::RowAbove(scheme_, facts_, expr.kind, row, above),
                      period);
    }
    case Op::kContaining: {
      const scheme::LevelId outer = scheme_.expr(expr.args[0]).level;
      return Evaluate(expr.args[0], row,
                      scheme::PeriodContaining(outer, expr.level, period, scheme_.year));
    }
    case Op::kAtPeriod:
      return Evaluate(expr.args[0], row, expr.target);
    case Op::kPrevious:
      return period == 0 ? Value::Without(State::kPending)
                         : Evaluate(expr.args[0], row, period - 1);
    case Op::kThisPeriod:
      return Value::Of(Rational(period));
    case Op::kPeriodOf: {
      const Value day = Evaluate(expr.args[0], row, period);
      if (!day.ok()) return day;
      const auto date = Date::FromDays(*day.number.ToInteger(Rounding::kDown));
      const auto found =
          date.ok() ? scheme::PeriodOfDay(expr.target, date.value(), scheme_.year) : std::nullopt;
      return found ? Value::Of(Rational(*found)) : Value::Of(Rational(-1));
    }
    case Op::kEqual:
    case Op::kUnequal:
    case Op::kLess:
    case Op::kLessOrEqual:
    case Op::kGreater:
    case Op::kGreaterOrEqual:
      return Compare(expr, row, period);
    case Op::kAnd:
    case Op::kOr:
    case Op::kNot:
    case Op::kIf:
    case Op::kCoalesce:
    case Op::kIsMissing:
      return Logic(expr, row, period);
    case Op::kBands:
      return Bands(expr, row, period);
    case Op::kInterpolate:
      return Interpolate(expr, row, period);
    case Op::kLookup:
      return Lookup(expr, row, period);
    case Op::kWeighted:
    case Op::kPointsSum:
      return Weighted(expr, row, period);
    case Op::kSum:
    case Op::kMean:
      return SumOrMean(expr, row, period);
    case Op::kAggregate:
      return RunAggregate(expr, row, period);
    case Op::kRank:
    case Op::kWithinQuota:
      return RunRank(expr, row, period);
    case Op::kAllocate:
      return RunAllocate(expr, row, period);
    default:
      return Limited(Arithmetic(expr, row, period));
  }
}

Value Reference::Arithmetic(const Expr& expr, Row row, int period) {
  const Value a = Evaluate(expr.args[0], row, period);
  if (expr.args.size() == 1 && !a.ok()) return a;
  switch (expr.op) {
    case Op::kNegate:
      return Value::Of(-a.number);
    case Op::kAbsolute:
      return Value::Of(Absolute(a.number));
    case Op::kSquareRoot:
      return FromOptional(a.number.SquareRoot());
    case Op::kLogarithm:
      return FromOptional(a.number.NaturalLogarithm());
    case Op::kRound: {
      const auto rounded = a.number.Round(expr.places, expr.rounding);
      return rounded ? Value::Of(*rounded) : Value::Without(State::kTooLarge);
    }
    case Op::kMinimum:
    case Op::kMaximum: {
      Value best = a;
      for (std::size_t i = 1; i < expr.args.size(); ++i) {
        const Value next = Evaluate(expr.args[i], row, period);
        best.state = Worse(best.state, next.state);
        const bool better =
            expr.op == Op::kMinimum ? next.number < best.number : next.number > best.number;
        if (best.ok() && better) best.number = next.number;
      }
      return best.ok() ? best : Value::Without(best.state);
    }
    default:
      break;
  }
  const Value b = Evaluate(expr.args[1], row, period);
  const State state = Worse(a.state, b.state);
  if (state != State::kValid) return Value::Without(state);
  switch (expr.op) {
    case Op::kAdd:
      return Value::Of(a.number + b.number);
    case Op::kSubtract:
      return Value::Of(a.number - b.number);
    case Op::kMultiply:
      return Value::Of(a.number * b.number);
    case Op::kDivide:
      if (b.number.is_zero()) return Value::Without(State::kDivisionByZero);
      return Value::Of(Quotient(a.number, b.number));
    case Op::kPower:
      return FromOptional(a.number.Power(b.number));
    case Op::kDays:
      return Value::Of(b.number - a.number);
    case Op::kWorkdays:
      return Workdays(scheme_, a.number, b.number);
    case Op::kWorkdayAfter:
      return WorkdayAfter(scheme_, a.number, b.number);
    default:
      return Value::Without(State::kUndefined);
  }
}

Value Reference::Compare(const Expr& expr, Row row, int period) {
  const Value a = Evaluate(expr.args[0], row, period);
  const Value b = Evaluate(expr.args[1], row, period);
  const State state = Worse(a.state, b.state);
  if (state != State::kValid) return Value::Without(state);
  const auto order = a.number <=> b.number;
  switch (expr.op) {
    case Op::kEqual:
      return Value::Truth(order == 0);
    case Op::kUnequal:
      return Value::Truth(order != 0);
    case Op::kLess:
      return Value::Truth(order < 0);
    case Op::kLessOrEqual:
      return Value::Truth(order <= 0);
    case Op::kGreater:
      return Value::Truth(order > 0);
    default:
      return Value::Truth(order >= 0);
  }
}

Value Reference::Logic(const Expr& expr, Row row, int period) {
  const Value a = Evaluate(expr.args[0], row, period);
  switch (expr.op) {
    case Op::kNot:
      return a.ok() ? Value::Truth(!a.truth()) : a;
    case Op::kAnd:
    case Op::kOr: {
      // One operand that decides the outcome decides it even when the other has no value.
      const bool deciding = expr.op == Op::kOr;
      const Value b = Evaluate(expr.args[1], row, period);
      if ((a.ok() && a.truth() == deciding) || (b.ok() && b.truth() == deciding)) {
        return Value::Truth(deciding);
      }
      const State state = Worse(a.state, b.state);
      return state == State::kValid ? Value::Truth(!deciding) : Value::Without(state);
    }
    case Op::kIf:
      if (!a.ok()) return a;
      return Evaluate(expr.args[a.truth() ? 1 : 2], row, period);
    case Op::kCoalesce:
      if (a.state == State::kPending || a.state == State::kExempt)
        return Evaluate(expr.args[1], row, period);
      return a;
    default:
      return Value::Truth(a.state == State::kPending || a.state == State::kExempt);
  }
}

Value Reference::Bands(const Expr& expr, Row row, int period) {
  const Value subject = Evaluate(expr.args[0], row, period);
  if (!subject.ok()) return subject;
  for (const scheme::Arm& arm : expr.arms) {
    if (arm.low != kNone) {
      const Value low = Evaluate(arm.low, row, period);
      if (!low.ok()) return low;
      if (arm.closed_low ? subject.number < low.number : subject.number <= low.number) continue;
    }
    if (arm.high != kNone) {
      const Value high = Evaluate(arm.high, row, period);
      if (!high.ok()) return high;
      if (arm.closed_high ? subject.number > high.number : subject.number >= high.number) continue;
    }
    return Evaluate(arm.value, row, period);
  }
  return Value::Without(State::kNoBand);
}

Value Reference::Interpolate(const Expr& expr, Row row, int period) {
  const Value subject = Evaluate(expr.args[0], row, period);
  if (!subject.ok()) return subject;
  std::vector<Value> xs;
  std::vector<Value> ys;
  State state = State::kValid;
  for (const scheme::Arm& arm : expr.arms) {
    xs.push_back(Evaluate(arm.low, row, period));
    ys.push_back(Evaluate(arm.value, row, period));
    state = Worse(state, Worse(xs.back().state, ys.back().state));
  }
  if (state != State::kValid) return Value::Without(state);
  if (subject.number <= xs.front().number) return ys.front();
  if (subject.number >= xs.back().number) return ys.back();
  std::size_t i = 1;
  while (xs[i].number < subject.number) ++i;
  const Rational width = xs[i].number - xs[i - 1].number;
  if (width.sign() <= 0) return Value::Without(State::kUndefined);
  const Rational rise = ys[i].number - ys[i - 1].number;
  return Limited(
      Value::Of(ys[i - 1].number + Quotient(rise * (subject.number - xs[i - 1].number), width)));
}

Value Reference::Lookup(const Expr& expr, Row row, int period) {
  const Value subject = Evaluate(expr.args[0], row, period);
  if (!subject.ok()) return subject;
  for (const scheme::Arm& arm : expr.arms) {
    if (arm.low != kNone) {
      const Value key = Evaluate(arm.low, row, period);
      if (!key.ok()) return key;
      if (key.number != subject.number) continue;
    }
    return Evaluate(arm.value, row, period);
  }
  return Value::Without(State::kNoBand);
}

// Σ value × weight, or Σ value for points; the weight (or points) of exempt parts goes to the
// others in proportion. All parts exempt: exempt.
Value Reference::Weighted(const Expr& expr, Row row, int period) {
  const std::size_t parts = expr.args.size() / 2;
  const bool is_points = expr.op == Op::kPointsSum;
  Rational sum;
  Rational all;
  Rational taken;
  State state = State::kValid;
  for (std::size_t i = 0; i < parts; ++i) {
    const Value value = Evaluate(expr.args[i], row, period);
    const Value weight = Evaluate(expr.args[parts + i], row, period);
    state = Worse(state, weight.state);
    if (weight.ok()) all += weight.number;
    if (value.state == State::kExempt) continue;
    state = Worse(state, value.state);
    if (!value.ok() || !weight.ok()) continue;
    taken += weight.number;
    sum += is_points ? value.number : value.number * weight.number;
  }
  if (state != State::kValid) return Value::Without(state);
  if (taken == all) return Limited(Value::Of(sum));
  if (taken.is_zero()) return Value::Without(State::kExempt);
  return Limited(Value::Of(Quotient(sum * all, taken)));
}

Value Reference::SumOrMean(const Expr& expr, Row row, int period) {
  Rational sum;
  std::int64_t count = 0;
  State state = State::kValid;
  for (const ExprId arg : expr.args) {
    const Value value = Evaluate(arg, row, period);
    if (value.state == State::kExempt) continue;
    state = Worse(state, value.state);
    if (!value.ok()) continue;
    sum += value.number;
    ++count;
  }
  if (state != State::kValid) return Value::Without(state);
  if (expr.op == Op::kSum) return Limited(Value::Of(sum));
  if (count == 0) return Value::Without(State::kExempt);
  return Limited(Value::Of(Quotient(sum, Rational(count))));
}

std::vector<Reference::Place> Reference::Members(const Expr& expr, Row row, int period) {
  std::vector<Place> members;
  const scheme::Domain& domain = expr.domain;
  if (domain.level != kNone) {
    const auto range = scheme::PeriodsOf(scheme_, expr, period);
    for (int i = range.first; i <= range.last; ++i) members.push_back({row, i});
    return members;
  }
  const Row top = facts::RowAbove(scheme_, facts_, expr.kind, row, domain.scope);
  const auto range = facts::RowsBelow(scheme_, facts_, domain.scope, top, domain.member);
  for (Row i = range.begin; i < range.end; ++i) members.push_back({i, period});
  return members;
}

Value Reference::RunAggregate(const Expr& expr, Row row, int period) {
  const scheme::Domain& domain = expr.domain;
  std::vector<Member> members;
  State state = State::kValid;
  bool saw_exempt = false;
  const auto note = [&](State found) {
    saw_exempt = saw_exempt || found == State::kExempt;
    if (found == State::kExempt || (domain.skip_pending && found == State::kPending)) return;
    state = Worse(state, found);
  };
  const Value own_key = domain.key != kNone ? Evaluate(domain.key, row, period) : Value();
  // A row without a key is like nobody.
  if (!own_key.ok()) return own_key;
  for (const Place& place : Members(expr, row, period)) {
    if (domain.filter != kNone) {
      const Value filter = Evaluate(domain.filter, place.row, place.period);
      if (!filter.ok()) note(filter.state);
      if (!filter.truth()) continue;
    }
    if (domain.key != kNone) {
      const Value key = Evaluate(domain.key, place.row, place.period);
      if (!key.ok()) note(key.state);
      if (!key.ok() || key.number != own_key.number) continue;
    }
    const Value value = Evaluate(expr.args[0], place.row, place.period);
    if (!value.ok()) {
      note(value.state);
      continue;
    }
    Member member{value.number, Rational(1)};
    if (expr.args.size() > 1) {
      const Value weight = Evaluate(expr.args[1], place.row, place.period);
      if (!weight.ok()) {
        note(weight.state);
        continue;
      }
      member.weight = weight.number;
    }
    members.push_back(std::move(member));
  }
  if (state != State::kValid) return Value::Without(state);
  return Limited(
      Aggregate(expr.function, std::move(members), expr.drop_high, expr.drop_low, saw_exempt));
}

State Reference::Gather(const Expr& expr, std::size_t arg, Row row, int period,
                        std::vector<Rational>* values, std::optional<std::size_t>* own) {
  const scheme::Domain& domain = expr.domain;
  State state = State::kValid;
  const auto note = [&](State found, bool is_own) {
    if (is_own) {
      state = Worse(state, found);
    } else if (found != State::kExempt && !(domain.skip_pending && found == State::kPending)) {
      state = Worse(state, found);
    }
  };
  const Value own_key = domain.key != kNone ? Evaluate(domain.key, row, period) : Value();
  for (const Place& place : Members(expr, row, period)) {
    const bool is_own = place.row == row;
    if (domain.filter != kNone) {
      const Value filter = Evaluate(domain.filter, place.row, place.period);
      if (!filter.ok()) note(filter.state, is_own);
      if (!filter.truth()) continue;
    }
    if (domain.key != kNone) {
      const Value key = Evaluate(domain.key, place.row, place.period);
      if (!key.ok()) note(key.state, is_own);
      if (!key.ok() || key.number != own_key.number) continue;
    }
    const Value value = Evaluate(expr.args[arg], place.row, place.period);
    if (!value.ok()) {
      note(value.state, is_own);
      continue;
    }
    if (is_own) *own = values->size();
    values->push_back(value.number);
  }
  return state;
}

Value Reference::RunRank(const Expr& expr, Row row, int period) {
  std::vector<Rational> values;
  std::optional<std::size_t> own;
  const State state = Gather(expr, 0, row, period, &values, &own);
  if (expr.op == Op::kRank) {
    if (state != State::kValid) return Value::Without(state);
    // Left out by 若: it has no rank.
    if (!own) return Value::Without(State::kExempt);
    return Value::Of(RankOf(values, *own, expr.ties, expr.ascending));
  }
  const Value places = Evaluate(expr.args[1], row, period);
  const State worse = Worse(state, places.state);
  if (worse != State::kValid && worse != State::kExempt) return Value::Without(worse);
  if (!own) return Value::Truth(false);
  return Value::Truth(IsWithinQuota(values, *own, places.number, expr.quota_ties, expr.ascending));
}

Value Reference::RunAllocate(const Expr& expr, Row row, int period) {
  std::vector<Rational> weights;
  std::optional<std::size_t> own;
  const State state = Gather(expr, 1, row, period, &weights, &own);
  const Value total = Evaluate(expr.args[0], row, period);
  if (state != State::kExempt && state != State::kValid) return Value::Without(state);
  if (!total.ok()) return total;
  const auto rounded = total.number.Round(expr.places, Rounding::kDown);
  if (!rounded) return Value::Without(State::kTooLarge);
  const bool negative = std::any_of(weights.begin(), weights.end(),
                                    [](const Rational& weight) { return weight.sign() < 0; });
  if (negative || rounded->units() < 0) return Value::Without(State::kUndefined);
  if (!own) return Value::Of(Decimal::FromUnits(0, expr.places));
  return Value::Of(Allocate(*rounded, weights)[*own]);
}

}  // namespace kaogong::scoring
