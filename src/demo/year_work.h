// SPDX-License-Identifier: Apache-2.0
// The steps of one demonstration assessment, each on its day.
#pragma once

#include <filesystem>
#include <memory>
#include <string_view>

#include "demo/fill.h"
#include "demo/year.h"
#include "demo/year_plan.h"

namespace kaogong::demo {

struct YearWork {
  office::library::Library& library;
  YearClock& clock;
  const std::filesystem::path& folder;
  std::filesystem::path templates;  // Of documents; empty: none are written.
  office::Actor first;   // Of the office, who proposes …
  office::Actor second;  // … and who decides.

  const office::Office& office() const { return library.office(); }
};

struct Launched {
  PlannedAssessment plan;
  office::Id id = 0;
  office::assessment::Frame frame;
  bool has_targets = false;
  Sample sample;
  Filling filling;  // Points into the sample.
};

// Creates the assessment with its rows.
Result<std::unique_ptr<Launched>> Launch(YearWork& work, const PlannedAssessment& plan);
// Drafts, reviews, publishes and signs the targets; of a year to come some are left on the way.
Result<void> SetTargets(YearWork& work, Launched& launched);
// Reports and verifies data, events and scores, up to the clock's present.
Result<void> ReportData(YearWork& work, Launched& launched);
// Computes, publishes and finishes; returns the number of computations.
Result<int> PublishYear(YearWork& work, Launched& launched);
// A snapshot of what is there now.
Result<int> TakeSnapshot(YearWork& work, Launched& launched, std::string_view label);

// Uploads and compares work reports and a rubric; returns the number of reports.
Result<int> WriteReports(YearWork& work);
// Drafts and issues documents of a computation.
Result<void> WriteDocuments(YearWork& work, Launched& launched, office::Id computation);

// The day of the assessment's year.
Date DayOf(const Launched& launched, int month, int day);
// Moves the assessment on; what is missing is passed over, with a reason.
Result<void> MoveTo(YearWork& work, const Launched& launched, office::assessment::Stage stage);

}  // namespace kaogong::demo
