// SPDX-License-Identifier: Apache-2.0
// What the office does with the targets of hundreds of assessees at once.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/decimal.h"
#include "office/target/sheet.h"

namespace kaogong::office::target {

// Makes a draft for every assessee of a kind with targets that has none, with last year's verified
// values as baselines; adds targets that drafts lack, takes away those that are none any more and
// brings their baselines up to date.
// Returns how many sheets were made.
Result<std::int64_t> OpenSheets(const Session& session, const Frame& frame);

struct Assignment {
  std::string field;
  int period = 0;
  std::optional<Decimal> value;            // One of the two.
  std::optional<Decimal> baseline_factor;  // Times last year's value, rounded half up.
  std::optional<Date> deadline;
};

struct AssignedTargets {
  std::int64_t sheets = 0;
  std::int64_t values = 0;
  std::int64_t skipped_sheets = 0;    // No longer drafts.
  std::int64_t without_baseline = 0;  // Values left alone.
};

// Writes the same targets into the drafts of a kind, of all assessees or of those given.
// Errors: kInvalidInput with faults.
Result<AssignedTargets> AssignTargets(library::Library& library, const Actor& actor, Id assessment,
                                      std::string_view kind, const std::vector<Assignment>& items,
                                      const std::optional<std::vector<Id>>& assessees);

// Approves all of them or none: faults /sheet_ids/3 say which cannot be. Returns how many.
Result<std::int64_t> ApproveTargets(library::Library& library, const Actor& actor, Id assessment,
                                    const std::vector<Id>& sheets);

// Lays the approved sheets open to comment until a day. Errors: kConflict when there are none.
Result<std::int64_t> PublishTargets(library::Library& library, const Actor& actor, Id assessment,
                                    Date comment_until);

}  // namespace kaogong::office::target
