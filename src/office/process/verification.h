// SPDX-License-Identifier: Apache-2.0
// Verification (核实): the figures that wait for a department, with what helps to judge them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "office/paging.h"
#include "office/process/evidence.h"
#include "office/process/work_record.h"

namespace kaogong::office::process {

struct VerificationFlag {
  std::string code;  // far_from_before, no_evidence, corrected, returned_before, late
  Text text;
};

struct VerificationRow {
  MeasurementKey key;
  AssessmentName assessment;
  AssesseeName assessee;
  scheme::Field definition;
  int places = 0;
  std::string level;
  std::string period_title;
  Measurement now;
  std::optional<std::string> value;
  std::optional<std::string> previous;
  std::optional<std::string> last_year;
  std::optional<std::string> target;
  std::optional<std::string> change;  // "+12.5" percent on last year, or else on the period before.
  std::vector<VerificationFlag> flags;
  std::vector<Evidence> evidence;
  std::string note;
  std::string entered_by;
  std::string entered_at;
  std::string verified_by;
  std::string verified_at;
  std::string return_reason;
  int rounds = 1;
  bool is_own = false;  // Another must decide.
};

struct VerificationFilter {
  std::optional<Id> assessment;
  std::optional<Id> element;
  std::string level;
  std::optional<int> period;
  std::string state;  // submitted (also when empty), returned, verified
  std::string query;  // Part of the assessee's name or code.
};

// Returns figures whose verifying unit is in the actor's reach. Errors: kInvalidInput.
Result<Listing<VerificationRow>> ListVerifications(Library& library, const Actor& actor,
                                                   const VerificationFilter& filter, Page page);

}  // namespace kaogong::office::process
