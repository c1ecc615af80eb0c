// SPDX-License-Identifier: Apache-2.0
// The patterns of official prose. Each looks for its words in a clause, takes them, and says what
// they mean; docs/reference/suggest.md lists them with examples.
#pragma once

#include <vector>

#include "suggest/matcher.h"
#include "suggest/reading.h"

namespace kaogong::suggest {

// Each appends what it reads and takes the words from `clause`. The order of calls is that of
// priority: the longer and more telling pattern comes first.
void ReadRates(const Scope& scope, Matcher& clause,
               std::vector<Reading>& readings);  // proportions, growth, steps
void ReadLevels(const Scope& scope, Matcher& clause,
                std::vector<Reading>& readings);  // bands, grades, ranks, points between
void ReadBonuses(const Scope& scope, Matcher& clause,
                 std::vector<Reading>& readings);  // awards, so much for each
void ReadEvents(const Scope& scope, Matcher& clause,
                std::vector<Reading>& readings);  // deductions for each event
void ReadChecks(const Scope& scope, Matcher& clause, std::vector<Reading>& readings);  // met or not
void ReadWhole(const Scope& scope, Matcher& clause,
               std::vector<Reading>& readings);  // weights, grades, quotas, vetoes

void ReadFormulas(const Scope& scope, Matcher& clause,
                  std::vector<Reading>& readings);  // formulas, ballots

// A veto that leaves the indicator no points: 未完成的不得分, 瞒报的该项不得分.
Reading ClearedBy(const Scope& scope, const std::string& condition);

// Questions that more than one pattern asks.
Question FloorQuestion();
Question TiesQuestion();

}  // namespace kaogong::suggest
