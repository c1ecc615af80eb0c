// SPDX-License-Identifier: Apache-2.0
#include "scheme/constant.h"

#include <algorithm>

namespace kaogong::scheme {
namespace {

// Steps after which an expression counts as no constant: parts that are used twice at every level
// would take time exponential in the depth.
constexpr int kStepsMax = 2000;
// Nor does anything of this size count as one.
constexpr std::size_t kBitsMax = 4096;

bool IsOrdered(Type type) { return type == Type::kNumber || type == Type::kDate; }

std::optional<Rational> Combine(Op op, const Rational& a, const Rational& b) {
  switch (op) {
    case Op::kAdd:
      return a + b;
    case Op::kSubtract:
      return a - b;
    case Op::kMultiply:
      return a * b;
    case Op::kDivide:
      return b.is_zero() ? std::nullopt : std::optional<Rational>(Quotient(a, b));
    case Op::kMinimum:
      return std::min(a, b);
    case Op::kMaximum:
      return std::max(a, b);
    default:
      return std::nullopt;
  }
}

std::optional<Rational> ValueOf(const Scheme& scheme, ExprId id, int* steps) {
  if (id == kNone || ++*steps > kStepsMax) return std::nullopt;
  const Expr& expr = scheme.expr(id);
  switch (expr.op) {
    case Op::kLiteral:
      return IsOrdered(expr.type) ? std::optional<Rational>(expr.literal) : std::nullopt;
    case Op::kParameter: {
      const ParameterValue* value =
          scheme.parameters[static_cast<std::size_t>(expr.target)].At(scheme.as_of);
      if (value == nullptr || !IsOrdered(expr.type)) return std::nullopt;
      return Rational(*value->value);
    }
    case Op::kToAncestor:
    case Op::kContaining:
      return ValueOf(scheme, expr.args[0], steps);
    case Op::kNegate: {
      const auto value = ValueOf(scheme, expr.args[0], steps);
      return value ? std::optional<Rational>(-*value) : std::nullopt;
    }
    case Op::kAdd:
    case Op::kSubtract:
    case Op::kMultiply:
    case Op::kDivide:
    case Op::kMinimum:
    case Op::kMaximum: {
      auto result = ValueOf(scheme, expr.args[0], steps);
      for (std::size_t i = 1; result && i < expr.args.size(); ++i) {
        const auto next = ValueOf(scheme, expr.args[i], steps);
        result = next ? Combine(expr.op, *result, *next) : std::nullopt;
        if (result && result->bits() > kBitsMax) return std::nullopt;
      }
      return result;
    }
    default:
      return std::nullopt;
  }
}

}  // namespace

std::optional<Rational> ConstantValue(const Scheme& scheme, ExprId id) {
  int steps = 0;
  return ValueOf(scheme, id, &steps);
}

}  // namespace kaogong::scheme
