// SPDX-License-Identifier: Apache-2.0
// What an import would do to the organisation we have. Pure: rows and a snapshot go in, planned
// changes and findings come out; the same go in, the same come out.
//
// A row speaks of one thing, known by its code (an appointment by person, unit, position and first
// day); a cell left empty says nothing. What the file does not mention stays as it is.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "office/organisation/import_rows.h"
#include "office/organisation/snapshot.h"

namespace kaogong::office {

struct FieldChange {
  std::string field;  // As on the wire: "short_name".
  std::string before;
  std::string after;
};

struct PlannedChange {
  std::string_view kind;    // unit position person appointment
  std::string_view action;  // new change end
  std::string label;        // The thing in words that people know it by.
  std::vector<FieldChange> fields;
};

struct ImportSummary {
  std::int64_t units_new = 0;
  std::int64_t units_changed = 0;
  std::int64_t positions_new = 0;
  std::int64_t positions_changed = 0;
  std::int64_t persons_new = 0;
  std::int64_t persons_changed = 0;
  std::int64_t appointments_new = 0;
  std::int64_t appointments_changed = 0;
  std::int64_t appointments_ended = 0;
  std::int64_t unchanged = 0;

  std::int64_t change_count() const {
    return units_new + units_changed + positions_new + positions_changed + persons_new +
           persons_changed + appointments_new + appointments_changed + appointments_ended;
  }
  friend bool operator==(const ImportSummary&, const ImportSummary&) = default;
};

// How many changes are kept to be shown.
inline constexpr std::size_t kPreviewMax = 500;

// In what follows an id below zero stands for something new in the same plan.
struct NewThing {
  Id id = 0;
  std::string code;
};
struct SpanEdit {
  Id span = 0;
  bool has_other_parent = false;
  UnitState state;
  std::optional<Date> to;
};
struct PositionEdit {
  Id id = 0;
  std::string code;
  std::string name;
  std::int64_t coefficient = 0;
  std::int64_t order = 0;
};
struct PersonEdit {
  Id id = 0;
  std::string code;
  std::string name;
  std::string phone;
  std::string note;
};

struct ImportPlan {
  std::vector<NewThing> new_units;
  std::vector<Id> changed_units;  // Ascending.
  std::vector<SpanEdit> span_edits;
  std::vector<UnitSpan> new_spans;
  std::vector<PositionEdit> positions;
  std::vector<PersonEdit> persons;
  std::vector<PresentAppointment> appointments;

  ImportSummary summary;
  std::vector<PlannedChange> preview;  // The first kPreviewMax changes.
  std::string sha256;                  // Of all changes, in words.
};

// Plans what the rows mean. With findings that are errors the plan is void. Findings:
//   import.duplicate import.required import.unknown-unit import.unknown-position
//   import.unknown-person import.later-state import.date-order import.circle import.no-parent
//   import.too-deep import.second-top import.still-below import.still-appointed import.no-unit
//   import.primary import.appointed-twice import.too-many import.reach
ImportPlan PlanImport(const ImportRows& rows, const Snapshot& snapshot, const ImportReach& reach,
                      Date today, ImportFindings& findings);

}  // namespace kaogong::office
