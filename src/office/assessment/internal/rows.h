// SPDX-License-Identifier: Apache-2.0
// Rows of the assessment's tables, for the use cases of this folder.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "office/assessment/classify.h"
#include "office/assessment/frame.h"

namespace kaogong::office::assessment::internal {

// What keeps a title from being one; empty when nothing does.
Text CheckTitle(std::string_view title);
Text CheckYear(int year);

// The settings of a field that the office may change.
struct Settings {
  FieldClass use = FieldClass::kMeasurement;
  std::optional<Id> verifier_unit;
  int rounds = 1;
  int due_days = 10;
  bool is_additive = false;
};
using SettingsByName = std::map<std::pair<std::string, std::string>, Settings>;  // Kind and field.

// Gives every field its row; `known` settings, of the year before, go before what the regulation
// suggests as far as the field still admits them.
Result<void> InsertFields(const Session& session, Id assessment, const scheme::Scheme& scheme,
                          const SettingsByName& known);

Result<Id> InsertAssessment(const Session& session, const AssessmentRow& row);

// A row to be added. Requires: the parent, if any, is there before.
struct NewRow {
  std::string kind;
  std::string code;
  std::string name;
  std::optional<Id> parent;
  std::optional<Id> unit;
  std::optional<Id> person;
  std::int64_t place = 0;
  // What data about the row are about: the unit, the person, or the row itself.
  enum class About { kUnit, kPerson, kItself } about = About::kItself;
  std::optional<Id> subject;  // Of one that is about itself: what it had the year before.
};
// Inserts rows with their subjects, one for each unit and person, and returns their ids.
Result<std::vector<Id>> InsertAssessees(const Session& session, Id assessment,
                                        std::vector<NewRow> rows);

// The row of the whole (全体), when it has fields of its own.
Result<void> InsertWhole(const Session& session, Id assessment, const scheme::Scheme& scheme);
inline constexpr std::string_view kWholeCode = "全体";

}  // namespace kaogong::office::assessment::internal
