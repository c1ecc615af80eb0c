// SPDX-License-Identifier: Apache-2.0
// Checks of reports: a job reads a version and puts its figures to the test, against each other and
// against the verified data of the chosen assessment. What it found is stored with the version of
// the rules and the figures it was held against, so the same bytes under the same rules are not
// read twice.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "office/job/job.h"
#include "office/report/report.h"
#include "text/screen.h"

namespace kaogong::office::report {

// What a person says of a finding. Stored and on the wire by NameOf. Append only.
enum class Verdict {
  kAccepted,   // 已知并说明: right as it stands, for the reason given.
  kToCorrect,  // 待更正
  kOpen,       // Taken back.
};
std::string_view NameOf(Verdict verdict);
std::optional<Verdict> VerdictNamed(std::string_view name);

struct FindingDecision {
  Verdict verdict = Verdict::kAccepted;
  std::string reason;
  std::string made_by;
  std::string made_at;
};

// A finding is known by what it says, not by where it stands: the same contradiction in a later
// version is the same finding, and what was decided about it still holds.
struct Finding {
  std::string key;  // SHA-256 over check, figures and arithmetic.
  std::string check;
  Text check_title;
  std::string certainty;  // "sure", "likely" or "ask"
  Text certainty_title;
  text::Stretch figure;
  std::string sentence;
  Text message;
  std::string computed;
  Text location;
  std::vector<text::Stretch> compared_with;
  bool is_new = false;  // The version before did not have it.
  std::optional<FindingDecision> decision;
};

struct Paragraph {
  std::string text;
  std::string kind;  // "body", "heading" or "cell"
  int page = 0;      // PDF only.
  int table = 0;
  int row = 0;
  int column = 0;
};

struct CheckedReport {
  Report report;
  VersionRow version;
  // Empty until the check is done.
  std::string format;
  std::string encoding;
  std::vector<Text> notes;
  std::vector<Paragraph> paragraphs;
  std::vector<Finding> findings;  // In the order of the text.
  // Those of the version before that this one no longer has.
  std::vector<Finding> gone;
  std::optional<int> compared_number;  // The version before, when it was read.
  std::size_t measurement_count = 0;   // Verified figures that claims were held against.
};

// A version beside what was found in it; nothing: the latest. Errors: kNotFound.
Result<CheckedReport> ReadReport(const Office& office, const Actor& actor, Id report,
                                 std::optional<int> number);

// Puts the latest version in line again; one that waits or runs stays where it is.
// Errors: kNotFound, kNotPermitted.
Result<Report> CheckAgain(const Office& office, const Actor& actor, Id report);

struct NewDecision {
  std::int64_t version = 0;  // Of the report.
  std::string finding;
  Verdict verdict = Verdict::kAccepted;
  std::string reason;  // Needed to accept.
};
// Decides on a finding of the latest version. Errors: kNotFound; kConflict when the report was
// changed meanwhile; kInvalidInput with faults.
Result<Report> DecideFinding(const Office& office, const Actor& actor, Id report,
                             const NewDecision& wanted);

struct AnnotatedCopy {
  std::string name;
  std::string media_type;
  std::string bytes;
};
// The version with its findings: a Word document with comments, or a page with marks for everything
// else. Errors: kNotFound; kConflict until it was read.
Result<AnnotatedCopy> AnnotateReport(const Office& office, const Actor& actor, Id report,
                                     std::optional<int> number, Language language);

// Does the next waiting check, if any; false when there is none. A file that cannot be read ends as
// failed, with the reason; an Error means that the check was put off.
Result<bool> RunNextCheck(Library& library, JobProgress& progress);

}  // namespace kaogong::office::report
