// SPDX-License-Identifier: Apache-2.0
// The organisation as it is now, as far as an import has to know it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "office/organisation/model.h"

namespace kaogong::office {

struct PresentPosition {
  Id id = 0;
  std::string name;
  std::int64_t coefficient = 0;
  std::int64_t order = 0;
};

struct PresentPerson {
  Id id = 0;
  std::string name;
  std::string phone;
  std::string note;
};

struct PresentAppointment {
  Id id = 0;
  Id person = 0;
  Id unit = 0;
  std::optional<Id> position;
  bool is_primary = false;
  Validity validity;
};

struct Snapshot {
  std::int64_t version = 0;  // Of the organisation; rises with every change.
  std::unordered_map<std::string, Id> units;  // By code.
  std::vector<UnitSpan> spans;                // Of all units.
  std::unordered_map<std::string, PresentPosition> positions;
  std::unordered_map<std::string, PresentPerson> persons;  // Those that were asked for.
  // Of the persons and units that were asked for, by id.
  std::vector<PresentAppointment> appointments;
};

// Whose part of the organisation an import may touch.
struct ImportReach {
  bool is_everywhere = false;
  std::unordered_set<Id> units;

  bool Covers(Id unit) const { return is_everywhere || units.contains(unit); }
};

}  // namespace kaogong::office
