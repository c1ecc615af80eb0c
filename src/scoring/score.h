// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "facts/facts.h"
#include "scheme/scheme.h"
#include "scoring/outcome.h"

namespace kaogong::scoring {

// Part of every result's hash: changes when the meaning of any operation changes.
inline constexpr std::string_view kEngineVersion = "1";

// Computes figures of every row and period. `wanted` names the figures to keep; empty: all.
Outcome Score(const scheme::Scheme& scheme, const facts::Facts& facts,
              const std::vector<scheme::FigureId>& wanted = {});

// The same by the reference evaluator: slow, and the oracle that Score is tested against.
Outcome ScoreByReference(const scheme::Scheme& scheme, const facts::Facts& facts,
                         const std::vector<scheme::FigureId>& wanted = {});

// Returns the digest that names a result: SHA-256 over the digests of scheme and facts, the
// engine's version and every kept figure.
std::string ResultHash(const scheme::Scheme& scheme, const facts::Facts& facts,
                       const Outcome& outcome);

}  // namespace kaogong::scoring
