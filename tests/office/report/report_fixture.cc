// SPDX-License-Identifier: Apache-2.0
#include "report_fixture.h"

#include <fstream>

namespace kaogong::office::report {

using store::IsOk;

void ReportTest::SetUp() {
  AssessmentTest::SetUp();
  clerk_ = Person(Role::kReportingClerk, town_, 201);
  neighbour_ = Person(Role::kReportingClerk, other_town_, 202);
}

UploadedFile ReportTest::File(const std::string& name, const std::string& bytes) {
  const auto path = folder_.path() / fmt::format("upload-{}", ++file_count_);
  std::ofstream(path, std::ios::binary) << bytes;
  return {name, path};
}

Report ReportTest::Upload(const Actor& actor, Id unit, const std::string& text, int year,
                          const std::string& name, std::optional<Id> assessment) {
  const auto made =
      UploadReports(office(), actor, {unit, year, assessment, "", {File(name, text)}});
  EXPECT_TRUE(IsOk(made));
  RunChecks();
  if (!made.ok()) return {};
  auto found = FindReport(office(), actor, made.value().front().id);
  EXPECT_TRUE(IsOk(found));
  return found.ok() ? found.value() : Report{};
}

void ReportTest::RunChecks() {
  for (bool was_busy = true; was_busy;) {
    const auto ran = RunNextCheck(*library_, progress_);
    ASSERT_TRUE(IsOk(ran));
    was_busy = ran.value();
  }
}

CheckedReport ReportTest::Read(const Actor& actor, Id report, std::optional<int> number) {
  auto read = ReadReport(office(), actor, report, number);
  EXPECT_TRUE(IsOk(read));
  return read.ok() ? read.value() : CheckedReport{};
}

std::int64_t ReportTest::VersionOf(Id report) {
  return FindReport(office(), chief_, report).value().version;
}

std::string ReportTest::TroubleOf(const kaogong::Error& error) {
  std::string said = error.message.en;
  if (error.code == ErrorCode::kInvalidInput) said = "invalid";
  if (error.code == ErrorCode::kNotFound) said = "not found";
  if (error.code == ErrorCode::kConflict) said = "conflict";
  if (error.code == ErrorCode::kNotPermitted) said = "not permitted";
  if (error.code == ErrorCode::kLimitExceeded) said = "too much";
  for (const Fault& fault : error.faults) said += " " + fault.pointer;
  return said;
}

}  // namespace kaogong::office::report
