// SPDX-License-Identifier: Apache-2.0
// Which assessments the demonstration year has, and how far each of them is.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "office/organisation/model.h"

namespace kaogong::demo {

// Where the rows of a kind come from.
struct RowSource {
  enum class From {
    kUnits,    // Units of a category below `unit`, or `unit` itself without a category.
    kPersons,  // The persons appointed in them.
    kSample,   // The rows of the sample, below the rows of the parent kind.
  };
  std::string_view kind;
  From from = From::kUnits;
  std::string_view unit;  // By its code.
  std::optional<office::UnitCategory> category;
};

// How far an assessment is.
enum class Progress {
  kTargets,   // Target sheets in every state.
  kMidYear,   // Targets signed; data reported up to now, some verified, some returned.
  kNotice,    // Everything verified, computed and published; an objection is open.
  kArchived,  // The same, final and archived.
};

struct PlannedAssessment {
  std::string_view slug;   // Of the regulation.
  std::string_view label;  // Of its version, and the year of its sample.
  int year = 0;
  std::string title;
  Progress progress = Progress::kMidYear;
  std::vector<RowSource> rows;
  std::string_view panel_kind;  // Records that a panel scores; empty: none.
};

std::vector<PlannedAssessment> PlanOf(int this_year);

}  // namespace kaogong::demo
