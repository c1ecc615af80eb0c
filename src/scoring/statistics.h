// SPDX-License-Identifier: Apache-2.0
// Functions of many values, shared by the evaluators. All exact unless said otherwise.
#pragma once

#include <vector>

#include "scheme/scheme.h"
#include "scoring/value.h"

namespace kaogong::scoring {

// One member of an aggregate: its value and, where the function takes one, its weight or matter.
struct Member {
  Rational value;
  Rational weight = Rational(1);  // Weight, or the number of the matter.
};

// Returns the aggregate of the members that have values.
// An empty sum, count, any is 0, an empty all is 1; every other function of no members is
// kPending: there is nothing yet to average or compare.
// Standard deviation and coefficient of variation divide by the sum of weights (population form):
// mean X̄ = Σ w·x ÷ Σ w, deviation √(Σ w·(x − X̄)² ÷ Σ w), coefficient deviation ÷ X̄; the root is
// correct to Rational::kFunctionPlaces places. Trimming that would leave no member is kPending.
// Where members were left out because they are not applicable and none remains, the result is not
// applicable either: `saw_exempt`.
Value Aggregate(scheme::AggregateFunction function, std::vector<Member> members, int drop_high,
                int drop_low, bool saw_exempt = false);

// Returns the rank of members[index] by value (1 is best), ties as stated.
Rational RankOf(const std::vector<Rational>& values, std::size_t index, scheme::Ties ties,
                bool ascending);

// Returns whether values[index] lies within the best `places`. Ties at the edge: kLeftOut takes a
// tied group only when it fits whole; kWhole takes it when its first place is inside.
bool IsWithinQuota(const std::vector<Rational>& values, std::size_t index, const Rational& places,
                   scheme::QuotaTies ties, bool ascending);

// The same for all values at once, in n log n.
std::vector<Rational> RanksOf(const std::vector<Rational>& values, scheme::Ties ties,
                              bool ascending);
// Returns for each value the number of places that take it in: see IsWithinQuota.
std::vector<Rational> LastPlaces(const std::vector<Rational>& values, scheme::QuotaTies ties,
                                 bool ascending);

}  // namespace kaogong::scoring
