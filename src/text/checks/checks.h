// SPDX-License-Identifier: Apache-2.0
// The checks. Each looks at the whole document and appends what it finds; none depends on another.
// A check stays silent unless it can say against what it compared: what cannot be verified from the
// report itself is not a finding.
#pragma once

#include <vector>

#include "text/document.h"
#include "text/finding.h"

namespace kaogong::text {

void CheckParts(const Document& document, Outcome& outcome);  // parts.cc
void CheckShares(const Document& document, Outcome& outcome);  // shares.cc
void CheckShareSums(const Document& document, Outcome& outcome);  // share_sums.cc
void CheckRates(const Document& document, Outcome& outcome);  // rates.cc
void CheckGrowth(const Document& document, Outcome& outcome);  // growth.cc
void CheckChanges(const Document& document, Outcome& outcome);  // changes.cc
void CheckAverages(const Document& document, Outcome& outcome);  // averages.cc
void CheckCountedLists(const Document& document, Outcome& outcome);  // counted_lists.cc
void CheckRepeats(const Document& document, Outcome& outcome);  // repeats.cc
void CheckDates(const Document& document, Outcome& outcome);  // dates.cc
void CheckLimits(const Document& document, Outcome& outcome);  // limits.cc
void CheckRanks(const Document& document, Outcome& outcome);  // ranks.cc
void CheckNumbering(const Document& document, Outcome& outcome);  // numbering.cc
void CheckTables(const Document& document, Outcome& outcome);  // tables.cc

}  // namespace kaogong::text
