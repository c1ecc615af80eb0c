// SPDX-License-Identifier: Apache-2.0
// Units (单位): the tree as of any day, and its changes. Nothing is deleted: a change begins a new
// span on its day, and a unit is closed.
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "office/account/account.h"
#include "office/office.h"
#include "office/organisation/tree.h"

namespace kaogong::office {

// Keeps trees between requests; a tree is used as long as the organisation has not changed. Safe
// for any number of threads.
class TreeCache {
 public:
  // Returns the tree of the day as the session's transaction sees it.
  Result<std::shared_ptr<const Tree>> At(const Session& session, Date day);

 private:
  static constexpr std::size_t kTreesMax = 8;
  struct Kept {
    std::int64_t version;
    Date day;
    std::shared_ptr<const Tree> tree;
  };

  std::mutex mutex_;
  std::vector<Kept> kept_;  // The latest first.
};

// A unit as an actor sees it on a day. Of a unit that he does not cover, but which stands above one
// he does, only the names are told: code, days, count and version are empty.
struct UnitRowView {
  TreeNode node;
  bool is_covered = true;
};

// In official order, each unit before those below it.
Result<std::vector<UnitRowView>> ListUnits(const Office& office, TreeCache& cache,
                                           const Actor& actor, Date on);

struct UnitSpanView {
  UnitState state;
  std::optional<Named> parent;
  Validity validity;
};

struct UnitView {
  TreeNode node;                      // As of the day; its last state when it does not exist then.
  bool exists = true;                 // On the day.
  std::vector<Named> path;            // The units above, topmost first.
  std::vector<UnitSpanView> history;  // The earliest first.
};

// Errors: kNotFound.
Result<UnitView> FindUnit(const Office& office, const Actor& actor, Id id,
                          std::optional<Date> on = {});

struct NewUnit {
  std::optional<Id> parent;
  std::string code;
  std::string name;
  std::string short_name;
  UnitCategory category = UnitCategory::kOther;
  std::optional<std::int64_t> order;  // Nothing: behind its siblings.
  Date from;
};

// Errors: kInvalidInput with faults (/code, /name, /parent_id, …), kConflict when the code is taken.
Result<UnitView> CreateUnit(const Office& office, const Actor& actor, const NewUnit& made);

struct UnitChange {
  std::int64_t version = 0;  // As it was read.
  Date from;                 // The first day of the new state.
  std::optional<std::string> name;
  std::optional<std::string> short_name;
  std::optional<Id> parent;
  std::optional<UnitCategory> category;
  std::optional<std::int64_t> order;
};

// Begins a new span on `from`; on the first day of the last span it corrects that span instead.
// Errors: kInvalidInput with faults; kConflict when it was changed meanwhile.
Result<UnitView> ChangeUnit(const Office& office, const Actor& actor, Id id,
                            const UnitChange& change);

// Ends the unit: `on` is the first day on which it no longer exists.
// Errors: kInvalidInput with fault /on while units or appointments remain on that day or later;
// kConflict when it was changed meanwhile.
Result<UnitView> CloseUnit(const Office& office, const Actor& actor, Id id, std::int64_t version,
                           Date on);

}  // namespace kaogong::office
