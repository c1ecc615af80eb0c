// SPDX-License-Identifier: Apache-2.0
// A town and its neighbour with clerks who upload reports.
#pragma once

#include <string>
#include <vector>

#include "assessment_fixture.h"
#include "office/report/checking.h"
#include "office/report/comparison.h"
#include "office/report/workbench.h"

namespace kaogong::office::report {

using store::Dialect;
using store::DialectName;

class ReportTest : public assessment::AssessmentTest {
 protected:
  void SetUp() override;

  UploadedFile File(const std::string& name, const std::string& bytes);
  // Uploads a text for a unit and checks it.
  Report Upload(const Actor& actor, Id unit, const std::string& text, int year = 2026,
                const std::string& name = "汇报.txt", std::optional<Id> assessment = {});
  void RunChecks();
  CheckedReport Read(const Actor& actor, Id report, std::optional<int> number = {});
  std::int64_t VersionOf(Id report);

  // "invalid /finding", "not found", …
  template <class T>
  static std::string Trouble(const Result<T>& result) {
    if (result.ok()) return "ok";
    return TroubleOf(result.error());
  }
  static std::string TroubleOf(const kaogong::Error& error);

  Actor clerk_;      // Of 镇.
  Actor neighbour_;  // Of 邻镇.
  JobProgress progress_;

 private:
  int file_count_ = 0;
};

}  // namespace kaogong::office::report
