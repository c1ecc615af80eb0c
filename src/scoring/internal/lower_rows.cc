// SPDX-License-Identifier: Apache-2.0
// Aggregates, ranks, quotas and allocations: over rows on integer columns where nothing can be
// missing, over Values otherwise; over periods by combining the periods' columns.
#include <algorithm>
#include <map>

#include "scoring/internal/lowering.h"
#include "scoring/operations.h"

namespace kaogong::scoring::internal {

using scheme::AggregateFunction;
using scheme::Domain;
using scheme::Expr;
using scheme::ExprId;
using scheme::KindId;
using scheme::kNone;
using scheme::Op;
using Shape = Operand::Shape;

namespace {

constexpr unsigned Bit(State state) { return 1U << static_cast<unsigned>(state); }

// Whether an expression has one value for all the rows below one row of `scope`.
class CommonValues {
 public:
  CommonValues(const scheme::Scheme& scheme, KindId scope) : scheme_(scheme), scope_(scope) {}

  bool Holds(ExprId id) {
    const auto [known, is_new] = known_.try_emplace(id, false);
    if (is_new) known->second = Find(scheme_.expr(id));
    return known->second;
  }

 private:
  bool Find(const Expr& e) {
    if (scheme_.IsAncestor(e.kind, scope_)) return true;
    switch (e.op) {
      case Op::kField:
      case Op::kRank:
      case Op::kWithinQuota:
      case Op::kAllocate:
        return false;
      case Op::kFigure:
        return Holds(scheme_.figure(e.target).expr);
      case Op::kAggregate:
        return e.domain.level == kNone && e.domain.key == kNone &&
               scheme_.IsAncestor(e.domain.scope, scope_);
      default:
        break;
    }
    const auto operands = OperandsOf(e);
    return std::all_of(operands.begin(), operands.end(), [&](ExprId part) { return Holds(part); });
  }

  const scheme::Scheme& scheme_;
  KindId scope_;
  std::map<ExprId, bool> known_;
};

// The most rows of `member` below one row of `scope`.
Int128 LargestGroup(const scheme::Scheme& scheme, const facts::Facts& facts, KindId scope,
                    KindId member) {
  facts::Row largest = 0;
  for (facts::Row row = 0; row < facts.table(scope).rows(); ++row) {
    const facts::RowRange range = facts::RowsBelow(scheme, facts, scope, row, member);
    largest = std::max(largest, range.end - range.begin);
  }
  return largest;
}

}  // namespace

Operand Lowering::LowerRows(ExprId id, int period) {
  const Expr& e = expr(id);
  if (e.domain.level != kNone) return LowerPeriods(id, period);
  Maybe result;
  switch (e.op) {
    case Op::kAggregate:
      result = LowerAggregate(e, period);
      break;
    case Op::kAllocate:
      result = LowerAllocate(e, period);
      break;
    default:
      result = LowerRank(e, period);
      break;
  }
  return result ? std::move(*result) : RowsByValues(id, period);
}

Lowering::Maybe Lowering::LowerAggregate(const Expr& e, int period) {
  const Domain& domain = e.domain;
  if (domain.key != kNone || e.args.size() > 1) return std::nullopt;
  const KindId member = domain.member;
  RegisterId include = -1;
  if (domain.filter != kNone) {
    const auto filter = ToTruth(Lower(domain.filter, period), member);
    if (!filter || filter->possible != 0) return std::nullopt;
    if (filter->reg >= 0 || !filter->truth) include = TruthRegister(*filter, member);
  }
  const Operand body = Lower(e.args[0], period);
  if (body.possible != 0) return std::nullopt;
  const KindId scope = domain.scope;
  const Int128 rows = LargestGroup(scheme_, facts_, scope, member);
  const auto segment = [&](Code code, Bank bank, std::vector<RegisterId> in,
                           std::vector<std::int64_t> k = {}) {
    Instruction& made = Emit(code, scope, bank, std::move(in), std::move(k));
    made.member = member;
    return made.out;
  };
  const auto sum = [&]() -> std::optional<Linear> {
    Linear total;
    total.scale = body.num.scale;
    total.low = std::min<Int128>(body.num.low * rows, 0);
    total.high = std::max<Int128>(body.num.high * rows, 0);
    if (rows >= (Int128{1} << 32) || !IsWithin(total, kBound)) return std::nullopt;
    const RegisterId reg = Materialize(body.num, member);
    total.terms = {{segment(Code::kSegmentSum, Bank::kInteger, {reg, include}), 1}};
    return total;
  };
  const auto count = [&] {
    Linear total;
    total.high = rows;
    total.terms = {{segment(Code::kSegmentCount, Bank::kInteger, {include}), 1}};
    return total;
  };
  switch (e.function) {
    case AggregateFunction::kCount:
      return Spread(FromLinear(count()), scope, e.kind);
    case AggregateFunction::kSum: {
      if (body.shape != Shape::kLinear) return std::nullopt;
      const auto total = sum();
      if (!total) return std::nullopt;
      return Spread(FromLinear(*total), scope, e.kind);
    }
    case AggregateFunction::kMean: {
      if (body.shape != Shape::kLinear) return std::nullopt;
      const auto total = sum();
      if (!total) return std::nullopt;
      Expr scope_expr = e;
      scope_expr.kind = scope;
      auto mean = LowerDivide(scope_expr, FromLinear(*total), FromLinear(count()));
      if (!mean) return std::nullopt;
      // Nothing to average is pending, not a division by zero.
      if (mean->possible != 0) {
        const RegisterId state = mean->states.back();
        for (Instruction& made : plan_->program) {
          if (made.out == state) made.k[0] = static_cast<std::int64_t>(State::kPending);
        }
        mean->possible = Bit(State::kPending);
      }
      return Spread(*mean, scope, e.kind);
    }
    case AggregateFunction::kMaximum:
    case AggregateFunction::kMinimum: {
      if (body.shape != Shape::kLinear) return std::nullopt;
      const bool is_maximum = e.function == AggregateFunction::kMaximum;
      const RegisterId reg = Materialize(body.num, member);
      const RegisterId out =
          segment(Code::kSegmentExtreme, Bank::kInteger, {reg, include}, {is_maximum ? 1 : 0});
      const std::size_t at = plan_->program.size() - 1;
      const RegisterId state = NewRegister(Bank::kByte, scope);
      plan_->program[at].out2 = state;
      Operand operand = FromRegister(out, body.num.scale, std::min<Int128>(body.num.low, 0),
                                     std::max<Int128>(body.num.high, 0));
      operand.states.push_back(state);
      operand.possible = Bit(State::kPending);
      return Spread(operand, scope, e.kind);
    }
    case AggregateFunction::kAny:
    case AggregateFunction::kAll: {
      const auto truth = ToTruth(body, member);
      if (!truth) return std::nullopt;
      Operand operand;
      operand.shape = Shape::kTruth;
      operand.reg =
          segment(Code::kSegmentBytes, Bank::kByte, {TruthRegister(*truth, member), include},
                  {e.function == AggregateFunction::kAny ? 0 : 1});
      return Spread(operand, scope, e.kind);
    }
    default:
      return std::nullopt;
  }
}

Lowering::Maybe Lowering::LowerRank(const Expr& e, int period) {
  if (e.domain.filter != kNone || e.domain.key != kNone || e.domain.member != e.kind)
    return std::nullopt;
  const Operand body = Lower(e.args[0], period);
  // A common constant divisor does not change the order.
  if (body.shape > Shape::kFraction || body.possible != 0) return std::nullopt;
  if (body.shape == Shape::kFraction && !body.den.is_constant()) return std::nullopt;
  const RegisterId reg = Materialize(body.num, e.kind);
  if (e.op == Op::kRank) {
    if (e.ties == scheme::Ties::kMean) return std::nullopt;
    Instruction& made = Emit(Code::kRank, e.kind, Bank::kInteger, {reg},
                             {e.ascending ? 1 : 0, e.ties == scheme::Ties::kDense ? 1 : 0});
    made.scope = e.domain.scope;
    return FromRegister(made.out, 0, 1,
                        std::max<Int128>(LargestGroup(scheme_, facts_, e.domain.scope, e.kind), 1));
  }
  if (!CommonValues(scheme_, e.domain.scope).Holds(e.args[1])) return std::nullopt;
  const Operand places = Lower(e.args[1], period);
  if (places.shape != Shape::kLinear || places.possible != 0) return std::nullopt;
  const auto whole = DivideRounded(places.num, ConstantLinear(Decimal::FromInteger(1)), 0,
                                   Rounding::kDown, e.kind);
  if (!whole || places.num.low < 0) return std::nullopt;
  const RegisterId places_reg = Materialize(whole->num, e.kind);
  Instruction& made =
      Emit(Code::kWithinQuota, e.kind, Bank::kByte, {reg, places_reg},
           {e.ascending ? 1 : 0, e.quota_ties == scheme::QuotaTies::kWhole ? 1 : 0});
  made.scope = e.domain.scope;
  Operand operand;
  operand.shape = Shape::kTruth;
  operand.reg = made.out;
  return operand;
}

Lowering::Maybe Lowering::LowerAllocate(const Expr& e, int period) {
  if (e.domain.filter != kNone || e.domain.key != kNone || e.domain.member != e.kind)
    return std::nullopt;
  if (!CommonValues(scheme_, e.domain.scope).Holds(e.args[0])) return std::nullopt;
  const Operand total = Lower(e.args[0], period);
  const Operand weight = Lower(e.args[1], period);
  if (total.shape > Shape::kFraction || weight.shape != Shape::kLinear || total.possible != 0 ||
      weight.possible != 0 || total.num.low < 0 || weight.num.low < 0) {
    return std::nullopt;
  }
  const Int128 members = LargestGroup(scheme_, facts_, e.domain.scope, e.kind);
  if (weight.num.high >= kBound / std::max<Int128>(members, 1)) return std::nullopt;
  const Linear one = ConstantLinear(Decimal::FromInteger(1));
  const auto whole = DivideRounded(total.num, total.shape == Shape::kFraction ? total.den : one,
                                   e.places, Rounding::kDown, e.kind);
  if (!whole) return std::nullopt;
  const RegisterId total_reg = Materialize(whole->num, e.kind);
  const RegisterId weight_reg = Materialize(weight.num, e.kind);
  Instruction& made = Emit(Code::kAllocate, e.kind, Bank::kInteger, {total_reg, weight_reg});
  made.scope = e.domain.scope;
  return FromRegister(made.out, e.places, 0, whole->num.high);
}

// in: values, filter, key, weight or matter, own total or places; -1 where there is none.
Operand Lowering::RowsByValues(ExprId id, int period) {
  const Expr& e = expr(id);
  const Domain& domain = e.domain;
  const auto value = [&](ExprId part, KindId kind) {
    return part == kNone ? RegisterId{-1} : ToValues(Lower(part, period), kind);
  };
  RegisterId body = -1;
  RegisterId weight = -1;
  RegisterId own = -1;
  if (e.op == Op::kAllocate) {
    own = value(e.args[0], e.kind);
    body = value(e.args[1], domain.member);
  } else {
    body = value(e.args[0], domain.member);
    if (e.op == Op::kWithinQuota) own = value(e.args[1], e.kind);
    if (e.op == Op::kAggregate && e.args.size() > 1) weight = value(e.args[1], domain.member);
  }
  const RegisterId filter = value(domain.filter, domain.member);
  // A key compares rows with their likes: members are of the row's own kind.
  const RegisterId key = value(domain.key, domain.member);
  Instruction& made =
      Emit(Code::kRowsOfValues, e.kind, Bank::kValue, {body, filter, key, weight, own});
  made.expr = id;
  made.scope = domain.scope;
  made.member = domain.member;
  Operand operand;
  operand.shape = Shape::kValue;
  operand.reg = made.out;
  operand.possible = ~Bit(State::kValid);
  return operand;
}

Operand Lowering::LowerPeriods(ExprId id, int period) {
  const Expr& e = expr(id);
  const Domain& domain = e.domain;
  const auto range = scheme::PeriodsOf(scheme_, e, period);
  std::vector<Operand> parts;
  bool plain = domain.filter == kNone && domain.key == kNone && e.args.size() == 1 &&
               range.last >= range.first;
  for (int i = range.first; i <= range.last; ++i) {
    parts.push_back(Lower(e.args[0], i));
    plain = plain && parts.back().shape <= Shape::kFraction &&
            !parts.back().may_be(State::kExempt) &&
            !(domain.skip_pending && parts.back().possible != 0);
  }
  const auto fold = [&](auto&& combine) -> Maybe {
    Maybe result = parts[0];
    for (std::size_t i = 1; result && i < parts.size(); ++i) result = combine(*result, parts[i]);
    return result;
  };
  Maybe result;
  if (plain && (e.function == AggregateFunction::kSum || e.function == AggregateFunction::kMean)) {
    result = fold([&](const Operand& a, const Operand& b) { return Add(a, b, false, e.kind); });
    if (result && e.function == AggregateFunction::kMean) {
      result = LowerDivide(e, *result,
                           FromLinear(ConstantLinear(
                               Decimal::FromInteger(static_cast<std::int64_t>(parts.size())))));
    }
  } else if (plain && (e.function == AggregateFunction::kMaximum ||
                       e.function == AggregateFunction::kMinimum)) {
    Expr extreme = e;
    extreme.op = e.function == AggregateFunction::kMaximum ? Op::kMaximum : Op::kMinimum;
    result = fold([&](const Operand& a, const Operand& b) { return Extreme(extreme, a, b); });
  }
  const bool is_any = e.function == AggregateFunction::kAny;
  const bool truths = std::all_of(parts.begin(), parts.end(), [](const Operand& part) {
    return part.shape == Shape::kTruth && part.possible == 0;
  });
  if (truths && domain.filter == kNone && !parts.empty() &&
      (is_any || e.function == AggregateFunction::kAll)) {
    Operand all;
    all.shape = Shape::kTruth;
    all.truth = !is_any;
    for (const Operand& part : parts) {
      if (part.reg < 0 && part.truth != is_any) continue;
      if (part.reg < 0) return part;
      all.reg = all.reg < 0 ? part.reg
                            : Emit(is_any ? Code::kBytesOr : Code::kBytesAnd, e.kind, Bank::kByte,
                                   {all.reg, part.reg})
                                  .out;
    }
    return all;
  }
  if (result) return *result;
  std::vector<RegisterId> in;
  for (int i = range.first; i <= range.last; ++i) {
    in.push_back(ToValues(parts[static_cast<std::size_t>(i - range.first)], e.kind));
    in.push_back(domain.filter == kNone ? -1 : ToValues(Lower(domain.filter, i), e.kind));
    in.push_back(e.args.size() > 1 ? ToValues(Lower(e.args[1], i), e.kind) : -1);
  }
  Instruction& made = Emit(Code::kPeriodsOfValues, e.kind, Bank::kValue, std::move(in));
  made.expr = id;
  Operand operand;
  operand.shape = Shape::kValue;
  operand.reg = made.out;
  operand.possible = ~Bit(State::kValid);
  return operand;
}

}  // namespace kaogong::scoring::internal
