// SPDX-License-Identifier: Apache-2.0
// Which sheets an assessment has, whose they are, and how they are filled.
#pragma once

#include <map>
#include <span>
#include <string>
#include <vector>

#include "office/process/internal/book.h"
#include "office/process/reporting.h"

namespace kaogong::office::process::internal {

// A sheet of every assessee of a kind: one period of one level.
struct Slot {
  const Frame* frame = nullptr;
  scheme::KindId kind = scheme::kNone;
  scheme::LevelId level = scheme::kYear;
  int period = 0;
  Date first;
  Date last;
  Date due;
  std::vector<const FieldUse*> fields;  // Those that count.
};

// The day when a field's value for a period is due: some days after its end, and by the day that
// the assessment sets for all data.
Date DueOf(const Frame& frame, const FieldUse& use, int period);
Text LevelTitle(const scheme::Level& level);
std::string PeriodTitle(const scheme::Level& level, int period);

// The slots of an assessment in the order of their days due. `with_kept` counts what the office
// keeps, too.
std::vector<Slot> SlotsOf(const Frame& frame, bool with_kept);

// The assessments whose data are being reported, or the one asked for.
Result<std::vector<Id>> AssessmentsFor(const Session& session, std::optional<Id> wanted);

// Which assessees are meant.
struct AssesseeScope {
  Reach reach;
  Id own_person = 0;
  std::optional<Id> assessee;
  std::string query;
};
Result<std::int64_t> CountAssessees(const Session& session, Id assessment, std::string_view kind,
                                    const AssesseeScope& scope);
Result<std::vector<AssesseeRow>> ListAssessees(const Session& session, Id assessment,
                                               std::string_view kind, const AssesseeScope& scope,
                                               std::int64_t limit, std::int64_t offset);

// The rows of one slot for some assessees, in their order.
Result<std::vector<ReportingSheetRow>> RowsOf(const Session& session, const Slot& slot,
                                              std::span<const AssesseeRow> assessees);

// Targets in force, by (assessee, field name, period).
using Targets = std::map<std::tuple<Id, std::string, int>, std::int64_t>;
Result<Targets> TargetsOf(const Session& session, std::span<const Id> assessees);
// The target of a field in a period of an assessee: of the field of targets that has it as base.
std::optional<std::int64_t> TargetOf(const Frame& frame, const Targets& targets, Id assessee,
                                     scheme::FieldId field, int period);
scheme::FieldId TargetFieldOf(const Frame& frame, scheme::FieldId field);

// The measurements of some subjects for some elements in a period, by (subject, element).
using Filled = std::map<std::pair<Id, Id>, Measurement>;
Result<Filled> MeasurementsOf(const Session& session, int year, int period,
                              std::span<const Id> subjects, std::span<const Id> elements);

// The light of a field in a slot for an assessee.
Progress LightOf(const Slot& slot, const FieldUse& use, const AssesseeRow& assessee,
                 const Measurement& now, const Targets& targets, Date today);

AssesseeName NameOf(const AssesseeRow& row);
AssessmentName NameOf(const assessment::AssessmentRow& row);

}  // namespace kaogong::office::process::internal
