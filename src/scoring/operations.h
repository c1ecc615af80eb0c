// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

#include "scheme/scheme.h"
#include "scoring/value.h"

namespace kaogong::scoring {

// Returns the result of a row-wise operation on operands that have been evaluated already, in the
// order of OperandsOf. Covers every Op except those that read facts, figures or other rows.
Value Operate(const scheme::Expr& expr, std::span<const Value> operands);

// Returns the operands of a row-wise operation: its args, then bound, bound and value of each arm.
std::vector<scheme::ExprId> OperandsOf(const scheme::Expr& expr);

}  // namespace kaogong::scoring
