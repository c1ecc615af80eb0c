// SPDX-License-Identifier: Apache-2.0
// Readiness (公示前检查): what keeps a result from being published, with examples and where to mend it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "office/result/board.h"

namespace kaogong::office::result {

// On the wire by NameOf.
enum class Lack {
  kNoComputation,      // Nothing was computed yet.
  kBasisReported,      // The computation counts data that nobody verified.
  kOutdated,           // Data changed after the computation.
  kMissing,            // Data that nobody entered.
  kUnsubmitted,        // Drafts.
  kReturned,           // Returned and not submitted again.
  kUnverified,         // Submitted and not verified.
  kUndecidedEvents,    // Proposed and not decided.
  kUnsignedTargets,    // Targets without both signatures.
  kUnsubmittedPanels,  // Sheets of a panel.
  kFailedChecks,       // 校验 of the regulation that do not hold.
  kPendingFigures,     // Scores, ranks, grades, pay without a value.
  kOpenObjections,
};
std::string_view NameOf(Lack lack);

struct ReadinessItem {
  Lack lack = Lack::kMissing;
  bool is_error = true;  // Otherwise a warning, which keeps nothing back.
  Text title;
  Text text;
  std::int64_t count = 0;
  std::vector<std::string> examples;
  std::string link;
};

struct Readiness {
  std::optional<Id> computation;
  std::vector<ReadinessItem> items;

  bool is_ready() const;
};

// Of the computation that is named, else of the newest one that is done on verified data.
Result<Readiness> ReadinessOf(Boards& boards, const Actor& actor, Id assessment,
                              std::optional<Id> computation);

// The same without asking for rights.
Result<Readiness> CheckReadiness(Boards& boards, Id assessment, std::optional<Id> computation);
// JSON of the items, as it is kept with a publication.
std::string ToJson(const Readiness& readiness);

}  // namespace kaogong::office::result
