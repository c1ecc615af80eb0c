// SPDX-License-Identifier: Apache-2.0
// What the parts of a plan share.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "office/organisation/history.h"
#include "office/organisation/import_plan.h"
#include "office/organisation/internal/change_log.h"

namespace kaogong::office {

using RowsByCode = std::unordered_map<std::string_view, int>;

struct PositionRef {
  Id id = 0;
  std::string name;
};
struct PersonRef {
  Id id = 0;
  std::string name;
  int row = 0;
};

struct Planning {
  Planning(const ImportRows& given, const Snapshot& present, const ImportReach& allowed, Date day,
           ImportFindings& found);

  Id NewId() { return --last_new; }
  // Notes the code as taken by the row; false, and a finding, when another row has it.
  bool Claim(RowsByCode& seen, SheetKind kind, const std::string& code, int row);
  void Require(SheetKind kind, int row, std::size_t field);
  void RefuseReach(SheetKind kind, int row, std::size_t field);
  void Report(std::string_view code, SheetKind kind, int row, std::size_t field, Text message,
              Text hint = {}) {
    findings.Error(code, rows.PlaceOf(kind, row, field), std::move(message), std::move(hint));
  }
  bool IsUnread(SheetKind kind, const std::string& code) const {
    return rows.unread_codes[static_cast<std::size_t>(kind)].contains(code);
  }
  bool MayTouchUnit(Id unit) const { return unit < 0 || reach.Covers(unit); }
  // A person is within reach with a unit now; a new one with an appointment in the same file.
  bool MayChangePerson(bool is_new, Id person, const std::string& code) const;
  // The name of a unit when the plan is done, for people to read.
  std::string UnitName(Id unit) const;

  const ImportRows& rows;
  const Snapshot& snapshot;
  const ImportReach& reach;
  Date today;
  ImportFindings& findings;

  ImportPlan plan;
  ChangeLog log;
  History history;  // As it will be; set by PlanUnits.
  std::unordered_map<std::string, Id> units;
  std::unordered_map<Id, int> unit_rows;  // Of the units that the file mentions.
  std::unordered_map<std::string, PositionRef> positions;
  std::unordered_map<std::string, PersonRef> persons;
  std::unordered_set<Id> reachable_persons;
  std::unordered_set<std::string_view> appointed_codes;
  Id last_new = 0;
};

}  // namespace kaogong::office
