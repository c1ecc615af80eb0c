// SPDX-License-Identifier: Apache-2.0
#include "text/check.h"

#include <algorithm>
#include <tuple>

#include "text/checks/checks.h"
#include "text/checks/claims.h"

namespace kaogong::text {
namespace {

std::tuple<std::uint32_t, std::uint32_t, Certainty> OrderOf(const Finding& finding) {
  return {finding.span.flow, finding.span.begin, finding.certainty};
}

bool AreOfOnePlace(const Finding& a, const Finding& b) {
  return a.span.flow == b.span.flow && a.span.begin == b.span.begin && a.span.end == b.span.end;
}

}  // namespace

Outcome Check(const Document& document, const Record* record) {
  Outcome outcome;
  CheckParts(document, outcome);
  CheckShares(document, outcome);
  CheckShareSums(document, outcome);
  CheckRates(document, outcome);
  CheckGrowth(document, outcome);
  CheckChanges(document, outcome);
  CheckAverages(document, outcome);
  CheckCountedLists(document, outcome);
  CheckRepeats(document, outcome);
  CheckDates(document, outcome);
  CheckLimits(document, outcome);
  CheckRanks(document, outcome);
  CheckNumbering(document, outcome);
  CheckTables(document, outcome);
  if (record != nullptr) CheckClaims(document, *record, outcome);
  std::vector<Finding>& findings = outcome.findings;
  std::stable_sort(findings.begin(), findings.end(),
                   [](const Finding& a, const Finding& b) { return OrderOf(a) < OrderOf(b); });
  findings.erase(std::unique(findings.begin(), findings.end(), AreOfOnePlace), findings.end());
  return outcome;
}

}  // namespace kaogong::text
