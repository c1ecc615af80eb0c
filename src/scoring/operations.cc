// SPDX-License-Identifier: Apache-2.0
#include "scoring/operations.h"

#include <algorithm>

namespace kaogong::scoring {

using scheme::Expr;
using scheme::kNone;
using scheme::Op;

namespace {

constexpr std::size_t kBitsMax = 1 << 16;

Value FromOptional(const std::optional<Rational>& number) {
  return number ? Value::Of(*number) : Value::Without(State::kUndefined);
}

std::optional<Date> DayOf(const Rational& days) {
  const auto number = days.ToInteger(Rounding::kDown);
  if (!number) return std::nullopt;
  const auto date = Date::FromDays(*number);
  return date.ok() ? std::optional(date.value()) : std::nullopt;
}

Value Binary(Op op, const Rational& a, const Rational& b) {
  switch (op) {
    case Op::kAdd:
      return Value::Of(a + b);
    case Op::kSubtract:
      return Value::Of(a - b);
    case Op::kMultiply:
      return Value::Of(a * b);
    case Op::kDivide:
      return b.is_zero() ? Value::Without(State::kDivisionByZero) : Value::Of(Quotient(a, b));
    case Op::kPower:
      return FromOptional(a.Power(b));
    case Op::kDays:
      return Value::Of(b - a);
    case Op::kEqual:
      return Value::Truth(a == b);
    case Op::kUnequal:
      return Value::Truth(a != b);
    case Op::kLess:
      return Value::Truth(a < b);
    case Op::kLessOrEqual:
      return Value::Truth(a <= b);
    case Op::kGreater:
      return Value::Truth(a > b);
    case Op::kGreaterOrEqual:
      return Value::Truth(a >= b);
    default:
      return Value::Without(State::kUndefined);
  }
}

Value Unary(const Expr& expr, const Rational& a) {
  switch (expr.op) {
    case Op::kNegate:
      return Value::Of(-a);
    case Op::kAbsolute:
      return Value::Of(Absolute(a));
    case Op::kSquareRoot:
      return FromOptional(a.SquareRoot());
    case Op::kLogarithm:
      return FromOptional(a.NaturalLogarithm());
    case Op::kNot:
      return Value::Truth(a.is_zero());
    case Op::kRound: {
      const auto rounded = a.Round(expr.places, expr.rounding);
      return rounded ? Value::Of(*rounded) : Value::Without(State::kTooLarge);
    }
    default:
      return Value::Without(State::kUndefined);
  }
}

Value Extreme(const Expr& expr, std::span<const Value> operands) {
  Value best = operands[0];
  for (const Value& next : operands.subspan(1)) {
    best.state = Worse(best.state, next.state);
    if (best.ok() &&
        (expr.op == Op::kMinimum ? next.number < best.number : next.number > best.number)) {
      best.number = next.number;
    }
  }
  return best.ok() ? best : Value::Without(best.state);
}

Value SumOrMean(const Expr& expr, std::span<const Value> operands) {
  Rational sum;
  std::int64_t count = 0;
  State state = State::kValid;
  for (const Value& value : operands) {
    if (value.state == State::kExempt) continue;
    state = Worse(state, value.state);
    if (value.ok()) sum += value.number;
    ++count;
  }
  if (state != State::kValid) return Value::Without(state);
  if (expr.op == Op::kSum) return Value::Of(sum);
  return count == 0 ? Value::Without(State::kExempt) : Value::Of(Quotient(sum, Rational(count)));
}

Value Weighted(const Expr& expr, std::span<const Value> operands) {
  const std::size_t parts = operands.size() / 2;
  Rational sum;
  Rational all;
  Rational taken;
  State state = State::kValid;
  for (std::size_t i = 0; i < parts; ++i) {
    const Value& value = operands[i];
    const Value& weight = operands[parts + i];
    state = Worse(state, weight.state);
    if (weight.ok()) all += weight.number;
    if (value.state == State::kExempt) continue;
    state = Worse(state, value.state);
    if (!value.ok() || !weight.ok()) continue;
    taken += weight.number;
    sum += expr.op == Op::kPointsSum ? value.number : value.number * weight.number;
  }
  if (state != State::kValid) return Value::Without(state);
  if (taken == all) return Value::Of(sum);
  return taken.is_zero() ? Value::Without(State::kExempt) : Value::Of(Quotient(sum * all, taken));
}

Value Logic(const Expr& expr, std::span<const Value> operands) {
  const Value& a = operands[0];
  const Value& b = operands[1];
  switch (expr.op) {
    case Op::kIf:
      return a.ok() ? operands[a.truth() ? 1 : 2] : a;
    case Op::kCoalesce:
      return a.state == State::kPending || a.state == State::kExempt ? b : a;
    default:
      break;
  }
  const bool deciding = expr.op == Op::kOr;
  if ((a.ok() && a.truth() == deciding) || (b.ok() && b.truth() == deciding))
    return Value::Truth(deciding);
  const State state = Worse(a.state, b.state);
  return state == State::kValid ? Value::Truth(!deciding) : Value::Without(state);
}

// Walks the arms in order; operands after the subject come as OperandsOf lists them.
Value Arms(const Expr& expr, std::span<const Value> operands) {
  const Value& subject = operands[0];
  if (!subject.ok()) return subject;
  std::size_t at = 1;
  for (const scheme::Arm& arm : expr.arms) {
    const Value* low = arm.low != kNone ? &operands[at++] : nullptr;
    const Value* high = arm.high != kNone ? &operands[at++] : nullptr;
    const Value& value = operands[at++];
    if (low != nullptr) {
      if (!low->ok()) return *low;
      if (expr.op == Op::kLookup
              ? low->number != subject.number
              : (arm.closed_low ? subject.number < low->number : subject.number <= low->number)) {
        continue;
      }
    }
    if (high != nullptr) {
      if (!high->ok()) return *high;
      if (arm.closed_high ? subject.number > high->number : subject.number >= high->number)
        continue;
    }
    return value;
  }
  return Value::Without(State::kNoBand);
}

Value Interpolate(std::span<const Value> operands) {
  const Value& subject = operands[0];
  if (!subject.ok()) return subject;
  State state = State::kValid;
  for (const Value& value : operands) state = Worse(state, value.state);
  if (state != State::kValid) return Value::Without(state);
  const std::size_t points = (operands.size() - 1) / 2;
  const auto x = [&](std::size_t i) -> const Rational& { return operands[1 + 2 * i].number; };
  const auto y = [&](std::size_t i) -> const Rational& { return operands[2 + 2 * i].number; };
  if (subject.number <= x(0)) return Value::Of(y(0));
  if (subject.number >= x(points - 1)) return Value::Of(y(points - 1));
  std::size_t i = 1;
  while (x(i) < subject.number) ++i;
  const Rational width = x(i) - x(i - 1);
  if (width.sign() <= 0) return Value::Without(State::kUndefined);
  return Value::Of(y(i - 1) + Quotient((y(i) - y(i - 1)) * (subject.number - x(i - 1)), width));
}

Value Dispatch(const scheme::Scheme& scheme, const Expr& expr, std::span<const Value> operands) {
  switch (expr.op) {
    case Op::kMinimum:
    case Op::kMaximum:
      return Extreme(expr, operands);
    case Op::kSum:
    case Op::kMean:
      return SumOrMean(expr, operands);
    case Op::kWeighted:
    case Op::kPointsSum:
      return Weighted(expr, operands);
    case Op::kIf:
    case Op::kCoalesce:
    case Op::kAnd:
    case Op::kOr:
      return Logic(expr, operands);
    case Op::kIsMissing:
      return Value::Truth(operands[0].state == State::kPending ||
                          operands[0].state == State::kExempt);
    case Op::kBands:
    case Op::kLookup:
      return Arms(expr, operands);
    case Op::kInterpolate:
      return Interpolate(operands);
    default:
      break;
  }
  State state = State::kValid;
  for (const Value& value : operands) state = Worse(state, value.state);
  if (state != State::kValid) return Value::Without(state);
  if (operands.size() == 1) return Unary(expr, operands[0].number);
  if (expr.op == Op::kWorkdays) return Workdays(scheme, operands[0].number, operands[1].number);
  if (expr.op == Op::kWorkdayAfter)
    return WorkdayAfter(scheme, operands[0].number, operands[1].number);
  return Binary(expr.op, operands[0].number, operands[1].number);
}

}  // namespace

Value Workdays(const scheme::Scheme& scheme, const Rational& from, const Rational& to) {
  const auto first = DayOf(from);
  const auto last = DayOf(to);
  if (!first || !last) return Value::Without(State::kUndefined);
  const auto days = scheme.calendar.WorkdaysBetween(*first, *last);
  return days ? Value::Of(Rational(*days)) : Value::Without(State::kPending);
}

Value WorkdayAfter(const scheme::Scheme& scheme, const Rational& from, const Rational& count) {
  const auto first = DayOf(from);
  const auto steps = count.ToInteger(Rounding::kUp);
  if (!first || !steps) return Value::Without(State::kUndefined);
  const auto day = scheme.calendar.WorkdayAfter(*first, *steps);
  return day ? Value::Of(Rational(day->days_since_epoch())) : Value::Without(State::kPending);
}

std::vector<scheme::ExprId> OperandsOf(const Expr& expr) {
  std::vector<scheme::ExprId> operands = expr.args;
  for (const scheme::Arm& arm : expr.arms) {
    if (arm.low != kNone) operands.push_back(arm.low);
    if (arm.high != kNone) operands.push_back(arm.high);
    operands.push_back(arm.value);
  }
  return operands;
}

Value Operate(const scheme::Scheme& scheme, const Expr& expr, std::span<const Value> operands) {
  Value value = Dispatch(scheme, expr, operands);
  if (value.ok() && value.number.bits() > kBitsMax) return Value::Without(State::kTooLarge);
  return value;
}

}  // namespace kaogong::scoring
