// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

#include "scheme/scheme.h"
#include "scoring/value.h"

namespace kaogong::scoring {

// Returns the result of a row-wise operation on operands that have been evaluated already, in the
// order of OperandsOf. Covers every Op except those that read facts, figures or other rows.
Value Operate(const scheme::Scheme& scheme, const scheme::Expr& expr,
              std::span<const Value> operands);

// The working days after the first day up to the second, and the `count`-th working day after
// `from`, by the scheme's calendar. Pending where the calendar does not know a year; a part of a
// working day counts in full (进一).
Value Workdays(const scheme::Scheme& scheme, const Rational& from, const Rational& to);
Value WorkdayAfter(const scheme::Scheme& scheme, const Rational& from, const Rational& count);

// Returns the operands of a row-wise operation: its args, then bound, bound and value of each arm.
std::vector<scheme::ExprId> OperandsOf(const scheme::Expr& expr);

}  // namespace kaogong::scoring
