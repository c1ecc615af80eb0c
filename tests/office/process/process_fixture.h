// SPDX-License-Identifier: Apache-2.0
// An assessment that is under way, and the people who report, verify, propose and score.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "assessment_fixture.h"
#include "office/process/measurement.h"

namespace kaogong::office::process {

using store::Dialect;
using store::DialectName;

// The target regulation with two kinds of records: 现场评分, which a panel can score, and 项目登记.
std::string ProcessRegulation();

class ProcessTest : public assessment::AssessmentTest {
 protected:
  void SetUp() override;

  void MoveTo(std::string_view stage, Id assessment = 0);
  // What verifies a field and in how many rounds.
  void SetVerifier(const std::string& field, std::optional<Id> unit, int rounds = 1);
  // An account in the store with one grant, as its actor.
  Actor Account(Role role, std::optional<Id> unit, const std::string& name);

  MeasurementKey Key(const std::string& field, const std::string& code, int period = 0);
  NewMeasurement New(const std::string& field, const std::string& code, const std::string& value,
                     std::int64_t version = 0, int period = 0);
  Measurement Now(const MeasurementKey& key);
  // Saves or submits one figure, and gives it back; the test fails when it cannot.
  Measurement Submit(const std::string& field, const std::string& code, const std::string& value,
                     std::int64_t version = 0, int period = 0);
  Measurement Verify(const Actor& actor, const Measurement& now);
  // The error's code and, when there are, the pointers of its faults: "kInvalidInput
  // /items/0/value".
  template <class T>
  static std::string Trouble(const Result<T>& result) {
    if (result.ok()) return "ok";
    std::string said;
    switch (result.error().code) {
      case ErrorCode::kInvalidInput:
        said = "invalid";
        break;
      case ErrorCode::kNotFound:
        said = "not found";
        break;
      case ErrorCode::kConflict:
        said = "conflict";
        break;
      case ErrorCode::kNotPermitted:
        said = "not permitted";
        break;
      default:
        said = result.error().message.en;
    }
    for (const Fault& fault : result.error().faults) said += " " + fault.pointer;
    return said;
  }
  void Execute(std::string_view sql);

  Id assessment_ = 0;
  Actor clerk_;      // Of 镇.
  Actor neighbour_;  // A clerk of 邻镇.
  Actor verifier_;   // Of 县农业局.
  Actor verifier2_;
  Actor judge_;  // A member of panels.
  Actor judge2_;
};

}  // namespace kaogong::office::process
