// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "base/rational.h"
#include "scheme/scheme.h"

namespace kaogong::scheme {

// Returns the number, or the day since the epoch, of an expression that depends on no facts
// (literals, parameters in force on scheme.as_of, arithmetic on them), or nothing when it does
// depend on facts or is undefined.
std::optional<Rational> ConstantValue(const Scheme& scheme, ExprId id);

}  // namespace kaogong::scheme
