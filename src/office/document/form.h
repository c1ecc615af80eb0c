// SPDX-License-Identifier: Apache-2.0
// What a template asks the office for: the names in it that the record does not have.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "office/assessment/assessments.h"
#include "office/document/templates.h"

namespace kaogong::office::documents {

// On the wire by NameOf.
enum class FieldType { kText, kLongText, kDay, kNumber, kTruth, kList, kCauses };
std::string_view NameOf(FieldType type);

struct FormColumn {
  std::string name;
  FieldType type = FieldType::kText;
};

struct FormField {
  std::string name;
  FieldType type = FieldType::kText;
  bool is_required = false;
  Text hint;
  std::optional<std::string> suggestion;
  bool is_known = false;  // The record has it; what is given goes before.
  std::vector<FormColumn> columns;  // Of lists.
};

struct DocumentForm {
  TemplateView form;
  std::vector<FormField> fields;
  std::vector<std::string> periods;  // Besides the year.
  std::vector<std::string> kinds;    // Whose rows a document may be about.
};
// Errors: kNotFound.
Result<DocumentForm> GetForm(Shelf& shelf, const Actor& actor, std::string_view key, Id assessment,
                             std::optional<Id> objection);

}  // namespace kaogong::office::documents
