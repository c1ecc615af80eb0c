// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <bit>

#include "base/result.h"
#include "scoring/internal/lowering.h"
#include "scoring/operations.h"

namespace kaogong::scoring::internal {

using scheme::Expr;
using scheme::ExprId;
using scheme::KindId;
using scheme::kNone;
using scheme::Op;
using Shape = Operand::Shape;

namespace {

constexpr unsigned Bit(State state) { return 1U << static_cast<unsigned>(state); }

Int128 Magnitude(const Linear& a) {
  return std::max(a.high < 0 ? -a.high : a.high, a.low < 0 ? -a.low : a.low);
}

// Floor and ceiling of a ÷ b for b > 0.
Int128 FloorDivide(Int128 a, Int128 b) { return a / b - (a % b < 0 ? 1 : 0); }
Int128 CeilDivide(Int128 a, Int128 b) { return a / b + (a % b > 0 ? 1 : 0); }

Int128 CommonDivisor(Int128 a, Int128 b) {
  while (b != 0) {
    const Int128 rest = a % b;
    a = b;
    b = rest;
  }
  return a < 0 ? -a : a;
}

}  // namespace

RegisterId Lowering::NewRegister(Bank bank, KindId kind) {
  Register made;
  made.bank = bank;
  made.kind = kind;
  plan_->registers.push_back(made);
  return static_cast<RegisterId>(plan_->registers.size()) - 1;
}

Instruction& Lowering::Emit(Code code, KindId kind, Bank bank, std::vector<RegisterId> in,
                            std::vector<std::int64_t> k) {
  Instruction instruction;
  instruction.code = code;
  instruction.kind = kind;
  instruction.out = NewRegister(bank, kind);
  instruction.in = std::move(in);
  instruction.k = std::move(k);
  plan_->program.push_back(std::move(instruction));
  return plan_->program.back();
}

Operand Lowering::FromLinear(Linear linear) {
  Operand operand;
  operand.num = std::move(linear);
  return operand;
}

Operand Lowering::FromRegister(RegisterId reg, int scale, Int128 low, Int128 high) {
  Linear linear;
  linear.terms.push_back({reg, 1});
  linear.scale = scale;
  linear.low = low;
  linear.high = high;
  return FromLinear(std::move(linear));
}

void Lowering::MergeStates(const Operand& from, Operand* to) {
  for (const RegisterId state : from.states) {
    if (std::find(to->states.begin(), to->states.end(), state) == to->states.end())
      to->states.push_back(state);
  }
  to->possible |= from.possible;
}

void Lowering::AddOwnState(RegisterId own, State possible, KindId kind, Operand* to) {
  const RegisterId before = StateOf(*to, kind);
  if (before >= 0) own = Emit(Code::kFirstState, kind, Bank::kByte, {before, own}).out;
  to->states = {own};
  to->possible |= Bit(possible);
}

std::optional<Rational> Lowering::ConstantOf(const Operand& operand) {
  if (operand.shape != Shape::kLinear || !operand.num.is_constant() || operand.num.scale > 18 ||
      operand.possible != 0) {
    return std::nullopt;
  }
  return Rational::FromInt128(operand.num.constant, PowerOfTen(operand.num.scale));
}

RegisterId Lowering::Materialize(const Linear& linear, KindId kind) {
  if (linear.is_register()) return linear.terms[0].reg;
  std::vector<RegisterId> in;
  std::vector<std::int64_t> k{static_cast<std::int64_t>(linear.constant)};
  for (const Term& term : linear.terms) {
    in.push_back(term.reg);
    k.push_back(term.factor);
  }
  return Emit(Code::kLinear, kind, Bank::kInteger, std::move(in), std::move(k)).out;
}

RegisterId Lowering::StateConstant(State state, KindId kind) {
  return Emit(Code::kWorst, kind, Bank::kByte, {}, {static_cast<std::int64_t>(state)}).out;
}

RegisterId Lowering::StateOf(const Operand& operand, KindId kind) {
  if (operand.states.empty()) return -1;
  if (operand.states.size() == 1) return operand.states[0];
  return Emit(Code::kWorst, kind, Bank::kByte, operand.states, {0}).out;
}

Operand Lowering::Missing(State state, KindId kind) {
  Operand operand;
  operand.states.push_back(StateConstant(state, kind));
  operand.possible = Bit(state);
  return operand;
}

RegisterId Lowering::ToValues(const Operand& operand, KindId kind) {
  if (operand.shape == Shape::kValue) return operand.reg;
  const RegisterId state = StateOf(operand, kind);
  if (operand.shape == Shape::kTruth) {
    return Emit(Code::kValueFromBytes, kind, Bank::kValue, {operand.reg, state},
                {operand.truth ? 1 : 0})
        .out;
  }
  const RegisterId num = Materialize(operand.num, kind);
  if (operand.shape == Shape::kLinear) {
    return Emit(Code::kValueFromInteger, kind, Bank::kValue, {num, state}, {operand.num.scale}).out;
  }
  const RegisterId den = Materialize(operand.den, kind);
  return Emit(Code::kValueFromFraction, kind, Bank::kValue, {num, den, state},
              {operand.num.scale, operand.den.scale})
      .out;
}

Lowering::Maybe Lowering::ToTruth(const Operand& operand, KindId kind) {
  if (operand.shape == Shape::kTruth) return operand;
  if (operand.shape != Shape::kValue) return std::nullopt;
  Operand truth;
  truth.shape = Shape::kTruth;
  Instruction& made = Emit(Code::kTruthFromValues, kind, Bank::kByte, {operand.reg});
  const std::size_t at = plan_->program.size() - 1;
  truth.reg = made.out;
  const RegisterId state = NewRegister(Bank::kByte, kind);
  plan_->program[at].out2 = state;
  truth.states.push_back(state);
  truth.possible = ~Bit(State::kValid);
  return truth;
}

RegisterId Lowering::TruthRegister(const Operand& operand, KindId kind) {
  if (operand.reg >= 0) return operand.reg;
  return Emit(Code::kWorst, kind, Bank::kByte, {}, {operand.truth ? 1 : 0}).out;
}

Operand Lowering::LowerFigure(scheme::FigureId figure, int period) {
  const auto found = figures_.find({figure, period});
  if (found != figures_.end()) return found->second;
  Operand operand = Lower(scheme_.figure(figure).expr, period);
  figures_[{figure, period}] = operand;
  return operand;
}

Operand Lowering::Lower(ExprId id, int period) {
  const auto found = known_.find({id, period});
  if (found != known_.end()) return found->second;
  Operand operand = LowerNew(id, period);
  known_[{id, period}] = operand;
  return operand;
}

Operand Lowering::LowerNew(ExprId id, int period) {
  const Expr& e = expr(id);
  Maybe lowered;
  switch (e.op) {
    case Op::kLiteral: {
      Operand operand;
      if (e.type == scheme::Type::kBoolean) {
        operand.shape = Shape::kTruth;
        operand.truth = !e.literal.is_zero();
        return operand;
      }
      return FromLinear(ConstantLinear(e.literal));
    }
    case Op::kParameter:
      return FromLinear(ConstantLinear(
          *scheme_.parameters[static_cast<std::size_t>(e.target)].At(scheme_.as_of)->value));
    case Op::kExempt:
      return Missing(State::kExempt, e.kind);
    case Op::kPending:
      return Missing(State::kPending, e.kind);
    case Op::kField:
      return LowerField(e, period);
    case Op::kFigure:
      return LowerFigure(e.target, period);
    case Op::kToAncestor:
      return LowerToAncestor(e, period);
    case Op::kContaining:
      return Lower(e.args[0],
                   scheme::PeriodContaining(expr(e.args[0]).level, e.level, period, scheme_.year));
    case Op::kAtPeriod:
      return Lower(e.args[0], e.target);
    case Op::kPrevious:
      return period == 0 ? Missing(State::kPending, e.kind) : Lower(e.args[0], period - 1);
    case Op::kThisPeriod:
      return FromLinear(ConstantLinear(Decimal::FromInteger(period)));
    case Op::kPeriodOf:
      lowered = LowerPeriodOf(e, period);
      break;
    case Op::kAdd:
    case Op::kSubtract:
    case Op::kMultiply:
    case Op::kDivide:
    case Op::kNegate:
    case Op::kDays:
    case Op::kAbsolute:
      lowered = LowerArithmetic(e, period);
      break;
    case Op::kMinimum:
    case Op::kMaximum:
      lowered = LowerExtreme(e, period);
      break;
    case Op::kRound:
      lowered = LowerRound(e, period);
      break;
    case Op::kEqual:
    case Op::kUnequal:
    case Op::kLess:
    case Op::kLessOrEqual:
    case Op::kGreater:
    case Op::kGreaterOrEqual:
      lowered = LowerCompare(e, period);
      break;
    case Op::kAnd:
    case Op::kOr:
    case Op::kNot:
      lowered = LowerLogic(e, period);
      break;
    case Op::kIf:
      lowered = LowerIf(e, period);
      break;
    case Op::kCoalesce:
    case Op::kIsMissing:
      lowered = LowerMissing(e, period);
      break;
    case Op::kSum:
    case Op::kMean:
      lowered = LowerSum(e, period);
      break;
    case Op::kWeighted:
    case Op::kPointsSum:
      lowered = LowerWeighted(e, period);
      break;
    case Op::kBands:
      lowered = LowerBands(e, period);
      break;
    case Op::kInterpolate:
      lowered = LowerInterpolate(e, period);
      break;
    case Op::kLookup:
      lowered = LowerLookup(e, period);
      break;
    case Op::kAggregate:
    case Op::kRank:
    case Op::kWithinQuota:
    case Op::kAllocate:
      return LowerRows(id, period);
    case Op::kPower:
    case Op::kSquareRoot:
    case Op::kLogarithm:
    case Op::kWorkdays:
    case Op::kWorkdayAfter:
      break;
  }
  return lowered ? std::move(*lowered) : ByValues(id, period);
}

Operand Lowering::ByValues(ExprId id, int period) {
  const KindId kind = expr(id).kind;
  std::vector<RegisterId> in;
  for (const ExprId operand : OperandsOf(expr(id)))
    in.push_back(ToValues(Lower(operand, period), kind));
  Operand result;
  result.shape = Shape::kValue;
  Instruction& made = Emit(Code::kOperate, kind, Bank::kValue, std::move(in));
  made.expr = id;
  result.reg = made.out;
  result.possible = ~Bit(State::kValid);
  return result;
}

// The register of a field's column, which expressions that name the field share.
RegisterId Lowering::ColumnRegister(const facts::Column& column, const Expr& e, int period) {
  const auto [known, is_new] = field_columns_.try_emplace({e.target, period}, 0);
  if (!is_new) return known->second;
  known->second = NewRegister(Bank::kInteger, e.kind);
  Register& made = plan_->registers[static_cast<std::size_t>(known->second)];
  if (column.is_wide()) {
    made.column = column.wide.data();
  } else {
    made.narrow = column.narrow.data();
    known->second = Emit(Code::kWiden, e.kind, Bank::kInteger, {known->second}).out;
  }
  return known->second;
}

Operand Lowering::LowerField(const Expr& e, int period) {
  const scheme::Field& field = scheme_.field(e.target);
  const facts::Column& column = facts::ColumnOf(scheme_, facts_, e.target, period);
  const RegisterId reg = ColumnRegister(column, e, period);
  Operand operand = FromRegister(reg, column.scale, column.low, column.high);
  if (column.low == column.high && column.presence.empty() && column.size() > 0) {
    operand.num.terms.clear();
    operand.num.constant = column.low;
  }
  if (column.size() == 0) operand.num.terms.clear();  // No rows: nothing will be read.
  if (!column.presence.empty()) {
    auto& known = field_states_[{e.target, period}];
    if (known == 0) {
      plan_->state_columns.emplace_back(column.presence.size(), 0);
      auto& states = plan_->state_columns.back();
      const State missing = field.missing == scheme::Missing::kZero     ? State::kValid
                            : field.missing == scheme::Missing::kExempt ? State::kExempt
                                                                        : State::kPending;
      for (std::size_t row = 0; row < states.size(); ++row) {
        const facts::Presence presence = column.presence[row];
        const State state = presence == facts::Presence::kPresent         ? State::kValid
                            : presence == facts::Presence::kNotApplicable ? State::kExempt
                                                                          : missing;
        states[row] = static_cast<std::uint8_t>(state);
      }
      known = NewRegister(Bank::kByte, e.kind);
      plan_->registers[static_cast<std::size_t>(known)].bytes = states.data();
    }
    for (const std::uint8_t state : *std::find_if(
             plan_->state_columns.begin(), plan_->state_columns.end(), [&](const auto& states) {
               return states.data() == plan_->registers[static_cast<std::size_t>(known)].bytes;
             })) {
      operand.possible |= 1U << state;
    }
    operand.possible &= ~Bit(State::kValid);
    if (operand.possible != 0) operand.states.push_back(known);
  }
  if (field.type != scheme::Type::kBoolean) return operand;
  Operand truth;
  truth.shape = Shape::kTruth;
  if (operand.num.is_constant()) {
    truth.truth = operand.num.constant != 0;
  } else {
    truth.reg = Emit(Code::kIntegerToTruth, e.kind, Bank::kByte, {reg}).out;
  }
  MergeStates(operand, &truth);
  return truth;
}

Operand Lowering::LowerToAncestor(const Expr& e, int period) {
  const KindId from = expr(e.args[0]).kind;
  return Spread(Lower(e.args[0], period), from, e.kind);
}

// Gives every row of `to` the value of the row of `from` above it.
Operand Lowering::Spread(Operand operand, KindId from, KindId to) {
  if (from == to) return operand;
  const auto gather = [&](RegisterId reg, Bank bank) {
    Instruction& made = Emit(Code::kToAncestor, to, bank, {reg});
    return made.out;
  };
  const auto spread_linear = [&](Linear& linear) {
    if (linear.is_constant()) return;
    const RegisterId reg = gather(Materialize(linear, from), Bank::kInteger);
    linear.terms = {{reg, 1}};
    linear.constant = 0;
  };
  spread_linear(operand.num);
  if (operand.shape == Shape::kFraction) spread_linear(operand.den);
  if (operand.reg >= 0) {
    operand.reg = gather(operand.reg, operand.shape == Shape::kValue ? Bank::kValue : Bank::kByte);
  }
  const RegisterId state = StateOf(operand, from);
  operand.states.clear();
  if (state >= 0) operand.states.push_back(gather(state, Bank::kByte));
  return operand;
}

Lowering::Maybe Lowering::LowerPeriodOf(const Expr& e, int period) {
  Operand day = Lower(e.args[0], period);
  if (day.shape != Shape::kLinear || day.num.scale != 0) return std::nullopt;
  const Date first = Date::FromYearMonthDay(scheme_.year, 1, 1).value();
  const Date last = Date::FromYearMonthDay(scheme_.year, 12, 31).value();
  std::vector<std::int64_t> k{first.days_since_epoch()};
  for (int i = 0; i <= DaysBetween(first, last); ++i) {
    const auto found = scheme::PeriodOfDay(
        e.target, Date::FromDays(first.days_since_epoch() + i).value(), scheme_.year);
    k.push_back(found ? *found : -1);
  }
  const RegisterId reg =
      Emit(Code::kPeriodOf, e.kind, Bank::kInteger, {Materialize(day.num, e.kind)}, std::move(k))
          .out;
  Operand result = FromRegister(reg, 0, -1, 366);
  MergeStates(day, &result);
  return result;
}

std::optional<Linear> Lowering::MultiplyLinear(const Linear& a, const Linear& b, KindId kind) {
  if (a.is_constant()) return MultiplyByConstant(b, a);
  if (b.is_constant()) return MultiplyByConstant(a, b);
  const Int128 corners[] = {a.low * b.low, a.low * b.high, a.high * b.low, a.high * b.high};
  Linear result;
  result.scale = a.scale + b.scale;
  result.low = *std::min_element(std::begin(corners), std::end(corners));
  result.high = *std::max_element(std::begin(corners), std::end(corners));
  if (!IsWithin(result, kBound) || result.scale > 30) return std::nullopt;
  const RegisterId left = Materialize(a, kind);
  const RegisterId right = Materialize(b, kind);
  result.terms = {{Emit(Code::kMultiply, kind, Bank::kInteger, {left, right}).out, 1}};
  return result;
}

Lowering::Maybe Lowering::Multiply(const Operand& a, const Operand& b, KindId kind) {
  if (a.shape > Shape::kFraction || b.shape > Shape::kFraction) return std::nullopt;
  const auto num = MultiplyLinear(a.num, b.num, kind);
  if (!num) return std::nullopt;
  Operand result = FromLinear(*num);
  MergeStates(a, &result);
  MergeStates(b, &result);
  const bool a_fraction = a.shape == Shape::kFraction;
  const bool b_fraction = b.shape == Shape::kFraction;
  if (!a_fraction && !b_fraction) return result;
  const auto den = a_fraction && b_fraction ? MultiplyLinear(a.den, b.den, kind)
                                            : std::optional<Linear>(a_fraction ? a.den : b.den);
  if (!den) return std::nullopt;
  result.shape = Shape::kFraction;
  result.den = *den;
  return result;
}

Lowering::Maybe Lowering::Add(const Operand& a, const Operand& b, bool subtract, KindId kind) {
  if (a.shape > Shape::kFraction || b.shape > Shape::kFraction) return std::nullopt;
  const bool a_fraction = a.shape == Shape::kFraction;
  const bool b_fraction = b.shape == Shape::kFraction;
  const Linear one = ConstantLinear(Decimal::FromInteger(1));
  const Linear& a_den = a_fraction ? a.den : one;
  const Linear& b_den = b_fraction ? b.den : one;
  auto left = b_fraction ? MultiplyLinear(a.num, b_den, kind) : std::optional<Linear>(a.num);
  auto right = a_fraction ? MultiplyLinear(b.num, a_den, kind) : std::optional<Linear>(b.num);
  if (!left || !right) return std::nullopt;
  const auto num = AddLinear(*left, *right, subtract);
  if (!num) return std::nullopt;
  Operand result = FromLinear(*num);
  MergeStates(a, &result);
  MergeStates(b, &result);
  if (!a_fraction && !b_fraction) return result;
  const auto den = a_fraction && b_fraction ? MultiplyLinear(a_den, b_den, kind)
                                            : std::optional<Linear>(a_fraction ? a_den : b_den);
  if (!den) return std::nullopt;
  result.shape = Shape::kFraction;
  result.den = *den;
  return result;
}

Lowering::Maybe Lowering::LowerArithmetic(const Expr& e, int period) {
  Operand a = Lower(e.args[0], period);
  if (a.shape > Shape::kFraction) return std::nullopt;
  if (e.op == Op::kNegate) {
    const auto num = ScaleLinear(a.num, -1);
    if (!num) return std::nullopt;
    a.num = *num;
    return a;
  }
  if (e.op == Op::kAbsolute) {
    if (a.num.low >= 0) return a;
    const Int128 size = Magnitude(a.num);
    const RegisterId reg =
        Emit(Code::kAbsolute, e.kind, Bank::kInteger, {Materialize(a.num, e.kind)}).out;
    a.num.terms = {{reg, 1}};
    a.num.constant = 0;
    a.num.low = 0;
    a.num.high = size;
    return a;
  }
  Operand b = Lower(e.args[1], period);
  switch (e.op) {
    case Op::kAdd:
      return Add(a, b, false, e.kind);
    case Op::kSubtract:
      return Add(a, b, true, e.kind);
    case Op::kDays:
      return Add(b, a, true, e.kind);
    case Op::kMultiply:
      return Multiply(a, b, e.kind);
    default:
      return LowerDivide(e, std::move(a), std::move(b));
  }
}

// a ÷ b as a fraction with a positive divisor; rows whose divisor is zero get that state and 1.
Lowering::Maybe Lowering::LowerDivide(const Expr& e, Operand a, Operand b) {
  if (b.shape > Shape::kFraction) return std::nullopt;
  Operand result;
  result.shape = Shape::kFraction;
  MergeStates(a, &result);
  MergeStates(b, &result);
  // (a.num ÷ a.den) ÷ (b.num ÷ b.den)
  auto num = b.shape == Shape::kFraction ? MultiplyLinear(a.num, b.den, e.kind)
                                         : std::optional<Linear>(a.num);
  auto den = a.shape == Shape::kFraction ? MultiplyLinear(b.num, a.den, e.kind)
                                         : std::optional<Linear>(b.num);
  if (!num || !den) return std::nullopt;
  if (den->is_constant()) {
    if (den->constant == 0) return std::nullopt;
    if (den->constant < 0) {
      num = ScaleLinear(*num, -1);
      den = ScaleLinear(*den, -1);
      if (!num) return std::nullopt;
    }
  } else if (den->low <= 0) {
    if (den->high >= 0) {
      const RegisterId reg = Materialize(*den, e.kind);
      Instruction& zero = Emit(Code::kCompareConstant, e.kind, Bank::kByte, {reg}, {0});
      zero.expr = static_cast<ExprId>(Op::kEqual);
      const RegisterId is_zero = zero.out;
      const RegisterId state = Emit(Code::kStateIf, e.kind, Bank::kByte, {is_zero},
                                    {static_cast<std::int64_t>(State::kDivisionByZero)})
                                   .out;
      AddOwnState(state, State::kDivisionByZero, e.kind, &result);
      Linear one = ConstantLinear(Decimal::FromInteger(1));
      one.scale = den->scale;
      const Int128 low = den->low;
      const Int128 high = std::max<Int128>(den->high, 1);
      den = SelectLinear(is_zero, one, *den, e.kind);
      if (!den) return std::nullopt;
      den->low = low == 0 ? 1 : low;
      den->high = high;
    }
    if (den->low < 0) {
      const RegisterId reg = Materialize(*den, e.kind);
      Instruction& negative = Emit(Code::kCompareConstant, e.kind, Bank::kByte, {reg}, {0});
      negative.expr = static_cast<ExprId>(Op::kLess);
      const RegisterId is_negative = negative.out;
      const auto minus_num = ScaleLinear(*num, -1);
      const auto minus_den = ScaleLinear(*den, -1);
      if (!minus_num || !minus_den) return std::nullopt;
      const Int128 size = Magnitude(*den);
      num = SelectLinear(is_negative, *minus_num, *num, e.kind);
      den = SelectLinear(is_negative, *minus_den, *den, e.kind);
      if (!num || !den) return std::nullopt;
      den->low = 1;
      den->high = size;
    }
  }
  if (den->is_constant()) {
    // A divisor of twos and fives only is a multiplication.
    Int128 rest = den->constant;
    int tens = 0;
    Int128 factor = 1;
    while (rest % 10 == 0) {
      rest /= 10;
      ++tens;
    }
    for (; rest % 2 == 0 && tens < 18; ++tens, rest /= 2) factor *= 5;
    for (; rest % 5 == 0 && tens < 18; ++tens, rest /= 5) factor *= 2;
    if (rest == 1) {
      auto scaled = ScaleLinear(*num, factor);
      if (scaled) {
        scaled->scale =
            scaled->terms.empty() && scaled->constant == 0 ? 0 : num->scale + tens - den->scale;
        if (scaled->scale < 0) {
          const int up = -scaled->scale;
          scaled->scale = 0;
          if (up > 18) return std::nullopt;
          scaled = ScaleLinear(*scaled, PowerOfTen(up));
        }
        if (scaled && scaled->scale <= 30) {
          TrimScale(&*scaled);
          result.shape = Shape::kLinear;
          result.num = *scaled;
          return result;
        }
      }
    }
  }
  result.num = *num;
  result.den = *den;
  return result;
}

std::optional<Linear> Lowering::SelectLinear(RegisterId condition, Linear yes, Linear no,
                                             KindId kind) {
  const int scale = std::max(yes.scale, no.scale);
  const auto left = Rescale(yes, scale);
  const auto right = Rescale(no, scale);
  if (!left || !right) return std::nullopt;
  const RegisterId yes_reg = left->is_constant() ? -1 : Materialize(*left, kind);
  const RegisterId no_reg = right->is_constant() ? -1 : Materialize(*right, kind);
  Linear result;
  result.scale = scale;
  result.low = std::min(left->low, right->low);
  result.high = std::max(left->high, right->high);
  result.terms = {
      {Emit(Code::kSelect, kind, Bank::kInteger, {condition, yes_reg, no_reg},
            {static_cast<std::int64_t>(left->constant), static_cast<std::int64_t>(right->constant)})
           .out,
       1}};
  return result;
}

Lowering::Maybe Lowering::LowerExtreme(const Expr& e, int period) {
  Maybe result = Lower(e.args[0], period);
  if (result->shape > Shape::kFraction) return std::nullopt;
  for (std::size_t i = 1; result && i < e.args.size(); ++i)
    result = Extreme(e, *result, Lower(e.args[i], period));
  return result;
}

Lowering::Maybe Lowering::Extreme(const Expr& e, const Operand& a, const Operand& b) {
  if (b.shape > Shape::kFraction) return std::nullopt;
  if (a.shape == Shape::kFraction && b.shape == Shape::kFraction) return std::nullopt;
  if (b.shape == Shape::kFraction) return Extreme(e, b, a);
  Operand result = a;
  MergeStates(b, &result);
  // min(n ÷ d, l) is min(n, l × d) ÷ d, as d is positive.
  const auto limit = a.shape == Shape::kFraction ? MultiplyLinear(b.num, a.den, e.kind)
                                                 : std::optional<Linear>(b.num);
  if (!limit) return std::nullopt;
  const int scale = std::max(a.num.scale, limit->scale);
  auto left = Rescale(a.num, scale);
  auto right = Rescale(*limit, scale);
  if (!left || !right) return std::nullopt;
  const bool is_minimum = e.op == Op::kMinimum;
  if (is_minimum ? left->high <= right->low : left->low >= right->high) {
    result.num = *left;
    return result;
  }
  if (is_minimum ? right->high <= left->low : right->low >= left->high) {
    result.num = *right;
    return result;
  }
  if (left->is_constant()) std::swap(left, right);
  Linear extreme;
  extreme.scale = scale;
  extreme.low = is_minimum ? std::min(left->low, right->low) : std::max(left->low, right->low);
  extreme.high = is_minimum ? std::min(left->high, right->high) : std::max(left->high, right->high);
  const RegisterId left_reg = Materialize(*left, e.kind);
  if (right->is_constant()) {
    extreme.terms = {{Emit(is_minimum ? Code::kMinimumConstant : Code::kMaximumConstant, e.kind,
                           Bank::kInteger, {left_reg}, {static_cast<std::int64_t>(right->constant)})
                          .out,
                      1}};
  } else {
    const RegisterId right_reg = Materialize(*right, e.kind);
    extreme.terms = {{Emit(is_minimum ? Code::kMinimum : Code::kMaximum, e.kind, Bank::kInteger,
                           {left_reg, right_reg})
                          .out,
                      1}};
  }
  result.num = extreme;
  return result;
}

// Rounds num ÷ den to `places`. Every case keeps |2 × numerator| + divisor below 2^63 or uses the
// 128-bit instruction.
Lowering::Maybe Lowering::DivideRounded(Linear num, Linear den, int places, Rounding rounding,
                                        KindId kind) {
  const int shift = places + den.scale - num.scale;
  if (shift > 18 || shift < -18) return std::nullopt;
  Int128 factor = shift > 0 ? PowerOfTen(shift) : 1;
  if (shift < 0) {
    const auto scaled = ScaleLinear(den, PowerOfTen(-shift));
    if (!scaled) return std::nullopt;
    den = *scaled;
  }
  den.scale = num.scale = 0;
  const Int128 divisor_low = den.is_constant() ? den.constant : std::max<Int128>(den.low, 1);
  Int128 low = 0;
  Int128 high = 0;
  const auto bound = [&](Int128 edge, bool down) -> Int128 {
    const Int128 scaled = edge * factor;
    const Int128 by =
        (scaled < 0) == down ? divisor_low : (den.is_constant() ? den.constant : den.high);
    return (down ? FloorDivide(scaled, by) : CeilDivide(scaled, by));
  };
  low = bound(num.low, true) - 1;
  high = bound(num.high, false) + 1;
  if (num.low >= 0) low = std::max<Int128>(low, 0);
  if (low <= -Decimal::kUnitsLimit || high >= Decimal::kUnitsLimit) return std::nullopt;
  const Int128 size = Magnitude(num);
  Instruction* made = nullptr;
  if (den.is_constant()) {
    const Int128 common = CommonDivisor(factor, den.constant);
    factor /= common;
    const Int128 divisor = den.constant / common;
    // Folding a factor and offset of the only term saves an instruction.
    Int128 term_factor = factor;
    Int128 offset = 0;
    RegisterId reg = -1;
    if (num.terms.size() == 1 && num.terms[0].factor > 0 && num.low >= 0) {
      reg = num.terms[0].reg;
      term_factor = factor * num.terms[0].factor;
      offset = num.constant * factor;
    } else {
      reg = Materialize(num, kind);
    }
    const bool fits = size * factor < (kBound >> 1) && divisor < (kBound >> 1) &&
                      term_factor < kBound && offset < kBound && offset > -kBound;
    if (fits) {
      made = &Emit(Code::kDivideConstant, kind, Bank::kInteger, {reg},
                   {static_cast<std::int64_t>(term_factor), static_cast<std::int64_t>(offset),
                    static_cast<std::int64_t>(divisor)});
    } else {
      if (factor >= kBound || divisor >= kBound) return std::nullopt;
      const RegisterId whole = Materialize(num, kind);
      made = &Emit(Code::kDivideWide, kind, Bank::kInteger, {whole, -1},
                   {static_cast<std::int64_t>(factor), static_cast<std::int64_t>(divisor)});
    }
  } else {
    const RegisterId num_reg = Materialize(num, kind);
    const RegisterId den_reg = Materialize(den, kind);
    const bool fits = size * factor < (kBound >> 1) && den.high < (kBound >> 1);
    if (!fits && factor >= kBound) return std::nullopt;
    made = &Emit(fits ? Code::kDivide : Code::kDivideWide, kind, Bank::kInteger, {num_reg, den_reg},
                 {static_cast<std::int64_t>(factor)});
  }
  made->rounding = rounding;
  made->is_signed = num.low < 0;
  return FromRegister(made->out, places, low, high);
}

Lowering::Maybe Lowering::LowerRound(const Expr& e, int period) {
  const Operand a = Lower(e.args[0], period);
  const KindId kind = e.kind;
  if (a.shape == Shape::kValue) {
    Operand result = FromRegister(-1, e.places, -Decimal::kUnitsLimit, Decimal::kUnitsLimit);
    Instruction& made = Emit(Code::kRoundValues, kind, Bank::kInteger, {a.reg}, {e.places});
    made.rounding = e.rounding;
    const std::size_t at = plan_->program.size() - 1;
    result.num.terms[0].reg = made.out;
    const RegisterId state = NewRegister(Bank::kByte, kind);
    plan_->program[at].out2 = state;
    result.states.push_back(state);
    result.possible = a.possible | Bit(State::kTooLarge);
    return result;
  }
  if (a.shape > Shape::kFraction) return std::nullopt;
  if (a.shape == Shape::kLinear && a.num.scale <= e.places) {
    const auto scaled = Rescale(a.num, e.places);
    // Beyond 18 digits the reference says too large.
    if (!scaled || !IsWithin(*scaled, Decimal::kUnitsLimit)) return std::nullopt;
    return a;
  }
  const Linear one = ConstantLinear(Decimal::FromInteger(1));
  Maybe result =
      DivideRounded(a.num, a.shape == Shape::kFraction ? a.den : one, e.places, e.rounding, kind);
  if (result) MergeStates(a, &*result);
  return result;
}

Lowering::Maybe Lowering::CompareOperands(Op op, const Operand& a, const Operand& b, KindId kind) {
  if (a.shape > Shape::kFraction || b.shape > Shape::kFraction) return std::nullopt;
  const auto difference = Add(a, b, true, kind);
  if (!difference) return std::nullopt;
  // A positive divisor does not change the sign.
  const Linear& num = difference->num;
  Operand result;
  result.shape = Shape::kTruth;
  MergeStates(*difference, &result);
  const auto decide = [&](Int128 value) {
    switch (op) {
      case Op::kEqual:
        return value == 0;
      case Op::kUnequal:
        return value != 0;
      case Op::kLess:
        return value < 0;
      case Op::kLessOrEqual:
        return value <= 0;
      case Op::kGreater:
        return value > 0;
      default:
        return value >= 0;
    }
  };
  if (num.is_constant()) {
    result.truth = decide(num.constant);
    return result;
  }
  const bool ordered = op != Op::kEqual && op != Op::kUnequal;
  if (ordered && decide(num.low) == decide(num.high)) {
    result.truth = decide(num.low);
    return result;
  }
  Linear subject = num;
  Int128 threshold = 0;
  if (subject.terms.size() == 1 && subject.terms[0].factor == 1) {
    threshold = -subject.constant;
    subject.constant = 0;
  }
  Instruction& made = Emit(Code::kCompareConstant, kind, Bank::kByte, {Materialize(subject, kind)},
                           {static_cast<std::int64_t>(threshold)});
  made.expr = static_cast<ExprId>(op);
  result.reg = made.out;
  return result;
}

Lowering::Maybe Lowering::LowerCompare(const Expr& e, int period) {
  Operand a = Lower(e.args[0], period);
  Operand b = Lower(e.args[1], period);
  if (a.shape == Shape::kTruth || b.shape == Shape::kTruth) {
    const auto to_integer = [&](Operand& operand) {
      if (operand.shape != Shape::kTruth) return;
      Operand number =
          operand.reg < 0
              ? FromLinear(ConstantLinear(Decimal::FromInteger(operand.truth ? 1 : 0)))
              : FromRegister(Emit(Code::kTruthToInteger, e.kind, Bank::kInteger, {operand.reg}).out,
                             0, 0, 1);
      MergeStates(operand, &number);
      operand = number;
    };
    to_integer(a);
    to_integer(b);
  }
  return CompareOperands(e.op, a, b, e.kind);
}

Lowering::Maybe Lowering::LowerLogic(const Expr& e, int period) {
  const auto a = ToTruth(Lower(e.args[0], period), e.kind);
  if (!a) return std::nullopt;
  Operand result;
  result.shape = Shape::kTruth;
  if (e.op == Op::kNot) {
    result = *a;
    if (a->reg < 0) {
      result.truth = !a->truth;
    } else {
      result.reg = Emit(Code::kBytesNot, e.kind, Bank::kByte, {a->reg}).out;
    }
    return result;
  }
  const auto b = ToTruth(Lower(e.args[1], period), e.kind);
  if (!b) return std::nullopt;
  const bool is_and = e.op == Op::kAnd;
  if (a->possible == 0 && b->possible == 0) {
    for (const auto& [one, other] : {std::pair{&*a, &*b}, std::pair{&*b, &*a}}) {
      if (one->reg >= 0) continue;
      if (one->truth == is_and) return *other;
      result.truth = one->truth;
      return result;
    }
    result.reg =
        Emit(is_and ? Code::kBytesAnd : Code::kBytesOr, e.kind, Bank::kByte, {a->reg, b->reg}).out;
    return result;
  }
  MergeStates(*a, &result);
  MergeStates(*b, &result);
  result.states.clear();
  const RegisterId a_reg = TruthRegister(*a, e.kind);
  const RegisterId b_reg = TruthRegister(*b, e.kind);
  const RegisterId a_state = StateOf(*a, e.kind);
  const RegisterId b_state = StateOf(*b, e.kind);
  Emit(Code::kTruthState, e.kind, Bank::kByte, {a_reg, a_state, b_reg, b_state}, {is_and ? 0 : 1});
  const std::size_t at = plan_->program.size() - 1;
  const RegisterId state = NewRegister(Bank::kByte, e.kind);
  plan_->program[at].out2 = state;
  result.reg = plan_->program[at].out;
  result.states.push_back(state);
  return result;
}

Lowering::Maybe Lowering::Select(const Operand& condition, const Operand& yes, const Operand& no,
                                 KindId kind) {
  if (condition.reg < 0 && condition.possible == 0) return condition.truth ? yes : no;
  const bool truths = yes.shape == Shape::kTruth && no.shape == Shape::kTruth;
  if (!truths && (yes.shape > Shape::kFraction || no.shape > Shape::kFraction)) return std::nullopt;
  const RegisterId truth = TruthRegister(condition, kind);
  Operand result;
  if (truths) {
    result.shape = Shape::kTruth;
    const RegisterId yes_reg = TruthRegister(yes, kind);
    const RegisterId no_reg = TruthRegister(no, kind);
    result.reg = Emit(Code::kSelectBytes, kind, Bank::kByte, {truth, yes_reg, no_reg}).out;
  } else {
    const Linear one = ConstantLinear(Decimal::FromInteger(1));
    const bool fraction = yes.shape == Shape::kFraction || no.shape == Shape::kFraction;
    const auto num = SelectLinear(truth, yes.num, no.num, kind);
    if (!num) return std::nullopt;
    result.num = *num;
    if (fraction) {
      const auto den = SelectLinear(truth, yes.shape == Shape::kFraction ? yes.den : one,
                                    no.shape == Shape::kFraction ? no.den : one, kind);
      if (!den) return std::nullopt;
      result.shape = Shape::kFraction;
      result.den = *den;
    }
  }
  result.possible = condition.possible | yes.possible | no.possible;
  if (result.possible != 0) {
    const RegisterId condition_state = StateOf(condition, kind);
    const RegisterId yes_state = StateOf(yes, kind);
    const RegisterId no_state = StateOf(no, kind);
    result.states.push_back(
        Emit(Code::kSelectState, kind, Bank::kByte, {condition_state, truth, yes_state, no_state})
            .out);
  }
  return result;
}

Lowering::Maybe Lowering::LowerIf(const Expr& e, int period) {
  const auto condition = ToTruth(Lower(e.args[0], period), e.kind);
  if (!condition) return std::nullopt;
  return Select(*condition, Lower(e.args[1], period), Lower(e.args[2], period), e.kind);
}

Lowering::Maybe Lowering::LowerMissing(const Expr& e, int period) {
  const Operand a = Lower(e.args[0], period);
  if (a.shape == Shape::kValue) return std::nullopt;
  Operand missing;
  missing.shape = Shape::kTruth;
  if (a.may_be(State::kPending) || a.may_be(State::kExempt)) {
    missing.reg = Emit(Code::kStateIn, e.kind, Bank::kByte, {StateOf(a, e.kind)},
                       {Bit(State::kPending) | Bit(State::kExempt)})
                      .out;
  }
  if (e.op == Op::kIsMissing) return missing;
  if (missing.reg < 0) return a;
  return Select(missing, Lower(e.args[1], period), a, e.kind);
}

Lowering::Maybe Lowering::LowerSum(const Expr& e, int period) {
  Maybe sum = FromLinear(Linear());
  for (const ExprId arg : e.args) {
    Operand part = Lower(arg, period);
    if (part.shape > Shape::kFraction) return std::nullopt;
    if (part.may_be(State::kExempt)) {
      if (e.op == Op::kMean || part.shape != Shape::kLinear) return std::nullopt;
      const RegisterId state = StateOf(part, e.kind);
      Linear cleared = part.num;
      cleared.terms = {
          {Emit(Code::kClearInvalid, e.kind, Bank::kInteger, {Materialize(part.num, e.kind), state})
               .out,
           1}};
      cleared.constant = 0;
      cleared.low = std::min<Int128>(cleared.low, 0);
      cleared.high = std::max<Int128>(cleared.high, 0);
      part.num = cleared;
      part.possible &= ~Bit(State::kExempt);
      part.states.clear();
      if (part.possible != 0) {
        part.states.push_back(Emit(Code::kDropExempt, e.kind, Bank::kByte, {state}).out);
      }
    }
    sum = Add(*sum, part, false, e.kind);
    if (!sum) return std::nullopt;
  }
  if (e.op == Op::kSum) return sum;
  return LowerDivide(
      e, *sum,
      FromLinear(ConstantLinear(Decimal::FromInteger(static_cast<std::int64_t>(e.args.size())))));
}

Lowering::Maybe Lowering::LowerWeighted(const Expr& e, int period) {
  const std::size_t parts = e.args.size() / 2;
  Maybe sum = FromLinear(Linear());
  for (std::size_t i = 0; i < parts; ++i) {
    Operand part = Lower(e.args[i], period);
    const Operand weight = Lower(e.args[parts + i], period);
    if (part.may_be(State::kExempt) || part.shape > Shape::kFraction ||
        weight.shape > Shape::kFraction) {
      return std::nullopt;
    }
    if (e.op == Op::kWeighted) {
      const auto product = Multiply(part, weight, e.kind);
      if (!product) return std::nullopt;
      part = *product;
    }
    sum = Add(*sum, part, false, e.kind);
    if (!sum) return std::nullopt;
  }
  return sum;
}

}  // namespace kaogong::scoring::internal
