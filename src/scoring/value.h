// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstdint>

#include "base/rational.h"

namespace kaogong::scoring {

// Whether a figure has a value, and if not why. In a strict operation the worst state of the
// operands wins, which is the greatest. Stored. Do not renumber; append only.
enum class State : std::uint8_t {
  kValid = 0,
  kExempt = 1,          // Not applicable; weights go to the others.
  kPending = 2,         // A fact is missing that the regulation says to wait for.
  kDivisionByZero = 3,  // A divisor is zero: a target of zero, a baseline of zero.
  kNoBand = 4,          // No band or key of a table covers the value.
  kUndefined = 5,       // Root of a negative number, logarithm of zero and the like.
  kTooLarge = 6,        // More than 18 digits after rounding.
};

inline State Worse(State a, State b) { return std::max(a, b); }

// One figure of one row and period. Booleans are 0 or 1, dates days, texts indices.
struct Value {
  State state = State::kValid;
  Rational number;

  static Value Of(Rational number) { return {State::kValid, std::move(number)}; }
  static Value Without(State state) { return {state, Rational()}; }
  static Value Truth(bool truth) { return {State::kValid, Rational(truth ? 1 : 0)}; }
  bool ok() const { return state == State::kValid; }
  bool truth() const { return ok() && !number.is_zero(); }
};

}  // namespace kaogong::scoring
