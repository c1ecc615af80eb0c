// SPDX-License-Identifier: Apache-2.0
// A small county with a published regulation that has targets, for tests of assessments.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "office/assessment/assessees.h"
#include "office/assessment/assessments.h"
#include "office/assessment/fields.h"
#include "office/library/library.h"
#include "organisation_test.h"

namespace kaogong::office::assessment {

// KAOGONG_STORE_SUITE uses them.
using store::Dialect;
using store::DialectName;

std::string TargetRegulation();

// A county 县 with the bureaus 县农业局, 县社保局 and the town 镇 with villages 甲村, 乙村, 丙村,
// 丁村; beside it the town 邻镇 with 邻村. The clock stands on 2026-03-01.
class AssessmentTest : public OrganisationTest {
 protected:
  void SetUp() override;

  // A published version of the regulation.
  Id Publish(const std::string& text = TargetRegulation(), const std::string& slug = "sample");
  // An assessment of 2026 with 镇 and its villages as assessees, being prepared.
  Overview Launch(Id version);
  Overview Get(Id assessment);
  // The id of the assessee with this code.
  Id AssesseeOf(Id assessment, const std::string& code);
  // Reports and verifies a value of last year, in units.
  void Measure(Id assessment, const std::string& field, const std::string& code, int year,
               std::int64_t units);
  Actor Person(Role role, std::optional<Id> unit, Id account);
  // Runs a statement as a stray client would, and returns why the database refused.
  store::FailureKind Refusal(std::string_view sql);

  std::optional<library::Library> library_;
  Id county_ = 0;
  Id farming_ = 0;
  Id insurance_ = 0;
  Id town_ = 0;
  std::vector<Id> villages_;  // 甲 乙 丙 丁
  Id other_town_ = 0;
  Id other_village_ = 0;
  Actor chief_;   // Of the office.
  Actor second_;  // Another of the office.
  Actor auditor_;
};

}  // namespace kaogong::office::assessment
