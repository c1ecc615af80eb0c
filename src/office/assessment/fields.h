// SPDX-License-Identifier: Apache-2.0
// The fields of an assessment: where each value comes from, who verifies it, when it is due.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "office/account/account.h"
#include "office/assessment/classify.h"

namespace kaogong::office::assessment {

struct FieldView {
  FieldUse use;
  const scheme::Field* field = nullptr;  // Of the frame's scheme.
  std::string kind;
  std::string base;                 // Name of the base field, or empty.
  std::vector<FieldClass> classes;  // Those it may have.
  std::optional<Named> verifier_unit;
  std::vector<std::string> shared_with;  // Titles of other assessments of the year.
};

struct FieldsView {
  Frame frame;  // What the views point into.
  std::vector<FieldView> items;
};

// In the order of the regulation. Errors: kNotFound.
Result<FieldsView> ListFields(library::Library& library, const Actor& actor, Id assessment);

struct FieldChange {
  std::string kind;
  std::string field;
  std::optional<FieldClass> use;
  std::optional<std::optional<Id>> verifier_unit;  // The inner nothing: the office verifies.
  std::optional<int> rounds;
  std::optional<int> due_days;
  std::optional<bool> is_additive;
};

// Errors: kInvalidInput with faults (/items/3/class, …); kConflict for a class, rounds or
// additivity once the assessment is no longer being prepared.
Result<FieldsView> ChangeFields(library::Library& library, const Actor& actor, Id assessment,
                                std::int64_t version, const std::vector<FieldChange>& changes);

// What people call a field: 粮食产量 目标 for 粮食产量.目标.
std::string LabelOf(const scheme::Field& field);

}  // namespace kaogong::office::assessment
