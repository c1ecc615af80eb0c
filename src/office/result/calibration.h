// SPDX-License-Identifier: Apache-2.0
// Calibrations (校准): another grade than the engine's, before a result is published, with the reason
// and both grades. The result of the run itself never changes; pay and whatever else follows from the
// grade is computed by the same engine with the new grade given.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "office/result/computation.h"

namespace kaogong::office::result {

class Boards;

struct AssesseeRef {
  Id id = 0;
  std::string code;
  std::string name;
  std::string kind;
};

struct Calibration {
  Id id = 0;
  Id computation = 0;
  AssesseeRef assessee;
  std::optional<Id> unit;    // Of the assessee.
  std::optional<Id> person;
  std::string figure;        // Key of the column.
  std::string figure_title;  // Not from the store: filled in with the scheme.
  std::string before;
  std::string after;
  std::string reason;
  std::string made_by;
  std::string made_at;
  std::optional<std::string> withdrawn_by;
  std::optional<std::string> withdrawn_at;
  std::optional<std::string> withdraw_reason;
};

struct NewCalibration {
  Id assessee = 0;
  std::string figure;
  std::string value;
  std::string reason;
};
// Errors: kNotFound; kConflict when the computation is published, the stage is not scoring, or the
// grade is calibrated already; kInvalidInput with faults.
Result<Calibration> Calibrate(Boards& boards, const Actor& actor, Id computation,
                              const NewCalibration& wanted);
Result<Calibration> WithdrawCalibration(Boards& boards, const Actor& actor, Id calibration,
                                        std::string_view reason);
// Those of assessees within reach, withdrawn ones too.
Result<std::vector<Calibration>> ListCalibrations(Boards& boards, const Actor& actor,
                                                  Id computation);

// --- For the neighbours

// All of a computation in the order they were made.
Result<std::vector<Calibration>> LoadCalibrations(const Session& session, Id computation);
// Of those that stand: the grade by assessee and column.
using Grades = std::map<std::pair<Id, std::string>, std::string>;
Grades GradesOf(const std::vector<Calibration>& calibrations);
// Takes the calibrations that stand over to another computation of the assessment; where the engine
// now gives the calibrated grade itself there is nothing to take over.
Result<void> CarryCalibrations(const Change& change, Id from, Id to,
                               const library::Evaluation& evaluation);

}  // namespace kaogong::office::result
