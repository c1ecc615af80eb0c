// SPDX-License-Identifier: Apache-2.0
// Bands, interpolation and lookup tables with constant entries become one pass over a column.
#include <algorithm>
#include <numeric>

#include "scoring/internal/lowering.h"

namespace kaogong::scoring::internal {

using scheme::Arm;
using scheme::Expr;
using scheme::KindId;
using scheme::kNone;
using scheme::Op;
using Shape = Operand::Shape;

namespace {

// Smallest integer x with factor × x + constant >= (or >) bound × 10^scale. factor > 0.
std::optional<Int128> Threshold(const Linear& subject, const Rational& bound, bool strict) {
  if (subject.scale > 18) return std::nullopt;
  const Rational scaled =
      bound * Rational(PowerOfTen(subject.scale)) - Rational::FromInt128(subject.constant);
  const Rational exact = Quotient(scaled, Rational(subject.terms[0].factor));
  const auto up = exact.ToInteger(Rounding::kDown);
  if (!up) return std::nullopt;
  std::int64_t threshold = *up;
  while (Rational(threshold) < exact || (strict && Rational(threshold) == exact)) ++threshold;
  while (Rational(threshold - 1) > exact || (!strict && Rational(threshold - 1) == exact))
    --threshold;
  return threshold;
}

// An arm of a table whose bounds and value are constants.
struct ConstantArm {
  std::optional<Rational> low;
  std::optional<Rational> high;
  bool closed_low = false;
  bool closed_high = false;
  Linear value;
};

bool Holds(const ConstantArm& arm, const Rational& x) {
  if (arm.low && (arm.closed_low ? x < *arm.low : x <= *arm.low)) return false;
  if (arm.high && (arm.closed_high ? x > *arm.high : x >= *arm.high)) return false;
  return true;
}

}  // namespace

// A table asked for a constant is the arm that holds.
Lowering::Maybe Lowering::LowerConstantSubject(const Expr& e, const Rational& subject, int period) {
  for (const Arm& arm : e.arms) {
    ConstantArm constant;
    constant.closed_low = arm.closed_low;
    constant.closed_high = arm.closed_high;
    if (arm.low != kNone && !(constant.low = ConstantOf(Lower(arm.low, period))))
      return std::nullopt;
    if (arm.high != kNone && !(constant.high = ConstantOf(Lower(arm.high, period))))
      return std::nullopt;
    const bool holds =
        e.op == Op::kLookup ? !constant.low || *constant.low == subject : Holds(constant, subject);
    if (holds) return Lower(arm.value, period);
  }
  return std::nullopt;
}

Lowering::Maybe Lowering::LowerBands(const Expr& e, int period) {
  Operand subject = Lower(e.args[0], period);
  if (const auto constant = ConstantOf(subject)) return LowerConstantSubject(e, *constant, period);
  if (subject.shape != Shape::kLinear || e.type == scheme::Type::kBoolean) return std::nullopt;
  if (subject.num.is_constant()) return std::nullopt;
  std::vector<ConstantArm> arms;
  int scale = 0;
  for (const Arm& arm : e.arms) {
    ConstantArm constant;
    constant.closed_low = arm.closed_low;
    constant.closed_high = arm.closed_high;
    if (arm.low != kNone && !(constant.low = ConstantOf(Lower(arm.low, period))))
      return std::nullopt;
    if (arm.high != kNone && !(constant.high = ConstantOf(Lower(arm.high, period))))
      return std::nullopt;
    const Operand value = Lower(arm.value, period);
    if (!ConstantOf(value)) return std::nullopt;
    constant.value = value.num;
    scale = std::max(scale, value.num.scale);
    arms.push_back(std::move(constant));
  }
  if (subject.num.terms.size() > 1 || subject.num.terms[0].factor < 0) {
    const RegisterId reg = Materialize(subject.num, e.kind);
    subject.num.terms = {{reg, 1}};
    subject.num.constant = 0;
  }
  std::vector<Int128> starts;
  for (const ConstantArm& arm : arms) {
    for (const auto& [bound, strict] :
         {std::pair{arm.low, !arm.closed_low}, std::pair{arm.high, arm.closed_high}}) {
      if (!bound) continue;
      const auto start = Threshold(subject.num, *bound, strict);
      if (!start) return std::nullopt;
      starts.push_back(*start);
    }
  }
  std::sort(starts.begin(), starts.end());
  starts.erase(std::unique(starts.begin(), starts.end()), starts.end());
  // Each stretch of whole numbers between starts has one value: that of its first number.
  std::vector<std::int64_t> k;
  Linear result;
  result.scale = scale;
  Int128 before = 0;
  for (std::size_t i = 0; i <= starts.size(); ++i) {
    const Int128 sample = i == 0 ? (starts.empty() ? Int128{0} : starts[0] - 1) : starts[i - 1];
    const Rational x =
        Quotient(Rational::FromInt128(sample * subject.num.terms[0].factor + subject.num.constant),
                 Rational(PowerOfTen(subject.num.scale)));
    const auto arm = std::find_if(arms.begin(), arms.end(),
                                  [&](const ConstantArm& one) { return Holds(one, x); });
    if (arm == arms.end()) return std::nullopt;  // A gap: the general way reports it per row.
    const auto value = Rescale(arm->value, scale);
    if (!value) return std::nullopt;
    if (i == 0) {
      k.push_back(static_cast<std::int64_t>(value->constant));
      result.low = result.high = value->constant;
    } else {
      if (starts[i - 1] >= kBound || starts[i - 1] <= -kBound) return std::nullopt;
      k.push_back(static_cast<std::int64_t>(starts[i - 1]));
      k.push_back(static_cast<std::int64_t>(value->constant - before));
      result.low = std::min(result.low, value->constant);
      result.high = std::max(result.high, value->constant);
    }
    before = value->constant;
  }
  const RegisterId x = subject.num.terms[0].reg;
  result.terms = {{Emit(Code::kStep, e.kind, Bank::kInteger, {x}, std::move(k)).out, 1}};
  Operand operand = FromLinear(std::move(result));
  MergeStates(subject, &operand);
  return operand;
}

Lowering::Maybe Lowering::LowerInterpolate(const Expr& e, int period) {
  const Operand subject = Lower(e.args[0], period);
  if (subject.shape != Shape::kLinear || subject.num.is_constant() || e.arms.size() < 2)
    return std::nullopt;
  int x_scale = subject.num.scale;
  int y_scale = 0;
  std::vector<Linear> xs;
  std::vector<Linear> ys;
  for (const Arm& arm : e.arms) {
    const Operand x = Lower(arm.low, period);
    const Operand y = Lower(arm.value, period);
    if (!ConstantOf(x) || !ConstantOf(y)) return std::nullopt;
    xs.push_back(x.num);
    ys.push_back(y.num);
    x_scale = std::max(x_scale, x.num.scale);
    y_scale = std::max(y_scale, y.num.scale);
  }
  const auto scaled_subject = Rescale(subject.num, x_scale);
  if (!scaled_subject) return std::nullopt;
  std::vector<Int128> x;
  std::vector<Int128> y;
  for (std::size_t i = 0; i < xs.size(); ++i) {
    const auto x_units = Rescale(xs[i], x_scale);
    const auto y_units = Rescale(ys[i], y_scale);
    if (!x_units || !y_units) return std::nullopt;
    x.push_back(x_units->constant);
    y.push_back(y_units->constant);
    if (i > 0 && x[i] <= x[i - 1]) return std::nullopt;
  }
  // On one common divisor every segment is factor × x + offset.
  Int128 divisor = 1;
  for (std::size_t i = 1; i < x.size(); ++i) {
    Int128 a = divisor;
    Int128 b = x[i] - x[i - 1];
    while (b != 0) {
      const Int128 rest = a % b;
      a = b;
      b = rest;
    }
    divisor = divisor / a * (x[i] - x[i - 1]);
    if (divisor >= (Int128{1} << 40)) return std::nullopt;
  }
  const auto fits = [](Int128 value) { return value < kBound && value > -kBound; };
  std::vector<std::int64_t> k;
  const auto segment = [&](Int128 from, Int128 factor, Int128 offset) {
    for (const Int128 part : {from, factor, offset}) k.push_back(static_cast<std::int64_t>(part));
    return fits(from) && fits(factor) && fits(offset);
  };
  bool ok = segment(0, 0, y.front() * divisor);
  Int128 low = y.front();
  Int128 high = y.front();
  for (std::size_t i = 1; i < x.size(); ++i) {
    const Int128 factor = (y[i] - y[i - 1]) * (divisor / (x[i] - x[i - 1]));
    ok = ok && segment(x[i - 1], factor, y[i - 1] * divisor - factor * x[i - 1]);
    low = std::min(low, y[i]);
    high = std::max(high, y[i]);
  }
  ok = ok && segment(x.back(), 0, y.back() * divisor);
  Linear num;
  num.scale = y_scale;
  num.low = low * divisor;
  num.high = high * divisor;
  if (!ok || !IsWithin(num, kBound)) return std::nullopt;
  const RegisterId reg = Materialize(*scaled_subject, e.kind);
  num.terms = {{Emit(Code::kPiecewise, e.kind, Bank::kInteger, {reg}, std::move(k)).out, 1}};
  Operand result = FromLinear(std::move(num));
  result.shape = Shape::kFraction;
  result.den = ConstantLinear(Decimal::FromInteger(static_cast<std::int64_t>(divisor)));
  MergeStates(subject, &result);
  return result;
}

Lowering::Maybe Lowering::LowerLookup(const Expr& e, int period) {
  const Operand subject = Lower(e.args[0], period);
  if (const auto constant = ConstantOf(subject)) return LowerConstantSubject(e, *constant, period);
  if (subject.shape != Shape::kLinear || e.type == scheme::Type::kBoolean) return std::nullopt;
  std::vector<std::pair<std::int64_t, Int128>> entries;
  std::optional<Int128> otherwise;
  int scale = 0;
  std::vector<Linear> values;
  for (const Arm& arm : e.arms) {
    const Operand value = Lower(arm.value, period);
    if (!ConstantOf(value)) return std::nullopt;
    values.push_back(value.num);
    scale = std::max(scale, value.num.scale);
  }
  Linear result;
  result.scale = scale;
  for (std::size_t i = 0; i < e.arms.size(); ++i) {
    const auto value = Rescale(values[i], scale);
    if (!value) return std::nullopt;
    result.low = i == 0 ? value->low : std::min(result.low, value->low);
    result.high = i == 0 ? value->high : std::max(result.high, value->high);
    if (e.arms[i].low == kNone) {
      otherwise = value->constant;
      break;
    }
    const auto key = ConstantOf(Lower(e.arms[i].low, period));
    if (!key) return std::nullopt;
    const Rational units = *key * Rational(PowerOfTen(std::min(subject.num.scale, 18)));
    // A key between two representable values never matches.
    if (!units.is_integer()) continue;
    const auto whole = units.ToInteger(Rounding::kDown);
    if (!whole) return std::nullopt;
    entries.emplace_back(*whole, value->constant);
  }
  result.low = std::min<Int128>(result.low, 0);
  result.high = std::max<Int128>(result.high, 0);
  // Default, whether there is one, then key and value in turn.
  std::vector<std::int64_t> k{static_cast<std::int64_t>(otherwise.value_or(0)), otherwise ? 1 : 0};
  for (const auto& [key, value] : entries) {
    k.push_back(key);
    k.push_back(static_cast<std::int64_t>(value));
  }
  const RegisterId reg = Materialize(subject.num, e.kind);
  Emit(Code::kLookup, e.kind, Bank::kInteger, {reg}, std::move(k));
  const std::size_t at = plan_->program.size() - 1;
  result.terms = {{plan_->program[at].out, 1}};
  Operand operand = FromLinear(std::move(result));
  MergeStates(subject, &operand);
  if (!otherwise) {
    const RegisterId state = NewRegister(Bank::kByte, e.kind);
    plan_->program[at].out2 = state;
    AddOwnState(state, State::kNoBand, e.kind, &operand);
  }
  return operand;
}

}  // namespace kaogong::scoring::internal
