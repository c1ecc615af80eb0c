// SPDX-License-Identifier: Apache-2.0
// Drafting targets and passing them from the unit to the office: each act in its turn, and nobody
// decides on what he handed in himself.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/decimal.h"
#include "office/target/sheets.h"

namespace kaogong::office::target {

inline constexpr std::size_t kMeasureCharactersMax = 500;

// A change of one target; what is not given stays as it is.
struct TargetChange {
  std::string field;
  int period = 0;
  std::optional<std::optional<Decimal>> value;  // The inner nothing: none any more.
  std::optional<bool> is_not_applicable;
  std::optional<std::optional<Id>> owner;
  std::optional<std::optional<Date>> deadline;
  std::optional<std::string> measure;
};

// Errors, here and below: kNotFound, kNotPermitted; kConflict out of turn or stale; kInvalidInput
// with faults (/items/3/value, …).
Result<SheetView> SaveTargets(library::Library& library, const Actor& actor, Id sheet,
                              std::int64_t version, const std::vector<TargetChange>& changes);

// Faults name the targets that have neither value nor 不适用: /items/粮食产量.目标/0.
Result<SheetView> SubmitSheet(library::Library& library, const Actor& actor, Id sheet,
                              std::int64_t version);
Result<SheetView> ConfirmSheet(library::Library& library, const Actor& actor, Id sheet,
                               std::int64_t version);

struct ItemReason {
  std::string field;
  int period = 0;
  std::string reason;
};
// A submitted sheet is returned by who may confirm it, a confirmed one by who may review it.
Result<SheetView> ReturnSheet(library::Library& library, const Actor& actor, Id sheet,
                              std::int64_t version, std::string_view reason,
                              const std::vector<ItemReason>& items);
Result<SheetView> ApproveSheet(library::Library& library, const Actor& actor, Id sheet,
                               std::int64_t version);

// Begins a new revision in draft with the same targets and returns it.
Result<SheetView> ReviseSheet(library::Library& library, const Actor& actor, Id sheet,
                              std::int64_t version, std::string_view reason);

// --- For the use cases of this folder

// Approves sheets that may be approved; those of the same assessees before them are superseded.
Result<void> WriteApproval(const Session& session, const std::vector<Id>& sheets);
// Why the actor may not approve the sheet; empty when he may.
Text ApprovalObstacle(const Actor& actor, const SheetRow& sheet);

}  // namespace kaogong::office::target
