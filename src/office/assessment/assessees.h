// SPDX-License-Identifier: Apache-2.0
// Assessees (考核对象): whom an assessment is about. Bulk additions skip who stands there already.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "office/account/account.h"
#include "office/assessment/frame.h"
#include "office/organisation/model.h"
#include "office/paging.h"

namespace kaogong::office::assessment {

struct AssesseeView {
  AssesseeRow row;
  std::optional<Named> parent;
  std::optional<Named> unit;
  std::optional<Named> person;
};

struct AssesseeQuery {
  std::string kind;  // Empty: all.
  std::optional<Id> parent;
  std::string contains;  // In the name, or beginning of the code.
  Page page;
};

// Those within the reach of view_assessments, by kind in official order. Errors: kNotFound.
Result<Listing<AssesseeView>> ListAssessees(library::Library& library, const Actor& actor,
                                            Id assessment, const AssesseeQuery& query);

struct NewAssessee {
  std::string code;
  std::string name;  // Empty: the code.
  std::string parent_code;
};

// What is to be added to one kind; what is given adds up.
struct NewAssessees {
  std::string kind;
  std::vector<Id> units;
  std::optional<Id> under;               // All units below it …
  std::optional<UnitCategory> category;  // … of this category.
  std::vector<Id> persons;
  bool takes_persons = false;  // The persons appointed in the units, not the units.
  std::string parent_code;     // Empty: the row of the unit that stands above.
  std::vector<NewAssessee> rows;
};

struct AddedAssessees {
  std::int64_t added = 0;
  std::int64_t skipped = 0;
};

// Errors: kInvalidInput with faults; kConflict unless the assessment is being prepared.
Result<AddedAssessees> AddAssessees(library::Library& library, const Actor& actor, Id assessment,
                                    const NewAssessees& wanted);

// Reads a workbook in the form of the regulation's template: a sheet for each kind, with
// identifier, parent and 名称; a code that a unit or person has links the row to it. Nothing is
// written when `issues` has errors: kInvalidInput then.
Result<AddedAssessees> ImportAssessees(library::Library& library, const Actor& actor, Id assessment,
                                       std::string_view bytes, std::string_view file,
                                       Issues* issues);

// Errors: kNotFound; kConflict unless it is being prepared, or while something hangs on it.
Result<void> DeleteAssessee(library::Library& library, const Actor& actor, Id assessee);

}  // namespace kaogong::office::assessment
