// SPDX-License-Identifier: Apache-2.0
// Reporting sheets (填报表): what an assessee reports for one period of one level, cell by cell.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "office/paging.h"
#include "office/process/evidence.h"
#include "office/process/progress.h"
#include "office/process/work_record.h"

namespace kaogong::office::process {

struct ReportingSheetRow {
  AssessmentName assessment;
  AssesseeName assessee;
  std::string level;
  std::string level_name;
  int period = 0;
  std::string period_title;
  Date due;
  int days_left = 0;
  bool is_overdue = false;
  int missing = 0;
  int draft = 0;
  int submitted = 0;
  int returned = 0;
  int verified = 0;
  int total = 0;
};

struct SheetFilter {
  std::optional<Id> assessment;
  std::string level;
  std::optional<int> period;
  std::optional<Id> assessee;
  std::string state;  // missing, returned, submitted, verified, overdue
  bool is_mine = false;
  std::string query;  // Part of the assessee's name or code.
};

// Returns the sheets of periods that have begun (or of the period asked for) of assessees in reach,
// by day due, then in official order. With a state, the first 20,000 sheets are looked at. Errors:
// kInvalidInput; kNotFound for an assessment.
Result<Listing<ReportingSheetRow>> ListReportingSheets(Library& library, const Actor& actor,
                                                       const SheetFilter& filter, Page page);

struct ReportingCell {
  MeasurementKey key;
  std::string field;
  std::string column;
  assessment::FieldClass use = assessment::FieldClass::kMeasurement;
  scheme::Field definition;
  int places = 0;
  Measurement now;
  std::optional<std::string> value;
  bool is_editable = false;
  std::string return_reason;
  std::optional<std::string> target;
  Progress progress;
  std::optional<std::string> previous;
  std::optional<std::string> last_year;
  std::optional<std::pair<Id, std::string>> verifier_unit;
  int rounds = 1;
  std::string entered_by;
  std::string entered_at;
  std::string verified_by;
  std::string verified_at;
  std::string note;
  std::vector<Evidence> evidence;
  std::vector<std::string> used_by;
};
struct ReportingSheet {
  ReportingSheetRow row;
  bool may_save = false;
  std::optional<Text> closed_reason;
  std::vector<ReportingCell> cells;
};
// Errors: kNotFound.
Result<ReportingSheet> OpenReportingSheet(Library& library, const Actor& actor, Id assessment,
                                          Id assessee, std::string_view level, int period);

}  // namespace kaogong::office::process
