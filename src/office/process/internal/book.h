// SPDX-License-Identifier: Apache-2.0
// What the use cases of this folder read and write of measurements inside one transaction.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <utility>
#include <vector>

#include "office/process/measurement.h"

namespace kaogong::office::process::internal {

using assessment::AssesseeRow;
using assessment::FieldClass;
using assessment::FieldUse;
using assessment::Frame;
using assessment::Stage;

// A field of an assessment that takes an element's values for a subject.
struct Use {
  const Frame* frame = nullptr;
  const FieldUse* use = nullptr;
  AssesseeRow assessee;

  const scheme::Field& field() const { return frame->scheme().field(use->field); }
};

// Keeps frames, assessees and uses as they were read, for one run of a transaction.
class Book {
 public:
  Book(Library& library, const Session& session) : library_(library), session_(session) {}

  // Errors: kNotFound.
  Result<const Frame*> FrameOf(Id assessment);
  // The rows of a subject in assessments of a year.
  Result<const std::vector<AssesseeRow>*> AssesseesOf(Id subject, int year);
  // The fields that take the element's values for the subject; empty when nobody asks for them.
  Result<std::vector<Use>> UsesOf(Id element, int year, Id subject);

  const Session& session() const { return session_; }

 private:
  Library& library_;
  const Session& session_;
  std::map<Id, std::unique_ptr<const Frame>> frames_;
  std::map<std::pair<Id, int>, std::vector<AssesseeRow>> assessees_;
};

// Whether the stage lets values of the class be reported.
bool IsOpen(Stage stage, FieldClass use);
bool IsOpen(const std::vector<Use>& uses);
// Measured in any of the assessments: then a department verifies it. Otherwise the office keeps it.
bool IsMeasured(const std::vector<Use>& uses);
int RoundsOf(const std::vector<Use>& uses);

// Whether the actor verifies for one of the uses: his reach covers its verifying unit; where there
// is none only a reach of everywhere does.
Result<bool> MayVerify(const Session& session, const std::vector<Use>& uses);
// Whether the actor may report for one of the uses. What the office keeps only who reports for
// everybody.
Result<bool> MayReport(const Session& session, const std::vector<Use>& uses);
// Whether the actor may see one of the assessees.
Result<bool> MaySee(const Session& session, const std::vector<Use>& uses, Act act);

// In a transaction that writes the row is locked.
Result<Measurement> LoadMeasurement(const Session& session, const MeasurementKey& key);
// Writes what `after` says over the version that it was made from, and its change.
Result<void> WriteMeasurement(const Change& change, Measurement& after, std::string_view act,
                              std::string_view note);
// Adds the reporter's note and the reason of a return.
Result<MeasurementView> ViewOf(Book& book, const Measurement& measurement);

// What is wrong with a text as the value of a measurement, for every field that takes it; otherwise
// the value goes to `to`.
std::optional<Text> ReadValue(const std::vector<Use>& uses, std::string_view text, Measurement* to);

// How a number compares with another: nothing when there is nothing to compare.
struct Comparison {
  std::string change;  // "+12.5", in percent.
  bool is_far = false;
};
// `before` is of the same period of last year, or else of the period before.
std::optional<Comparison> Compare(std::int64_t now, std::optional<std::int64_t> last_year,
                                  std::optional<std::int64_t> previous);

// The values that a measurement is compared with.
struct Before {
  std::optional<Measurement> last_year;
  std::optional<Measurement> previous;
};
Result<Before> LoadBefore(const Session& session, const MeasurementKey& key, int periods);

// What happened to a measurement, as far as screens tell.
struct Trail {
  std::string note;  // Of who reported it.
  Id entered_account = 0;
  std::string entered_by;
  std::string entered_at;
  std::string verified_by;
  std::string verified_at;
  std::string return_reason;  // The latest, also when it was submitted again since.
  std::set<Id> reporters;     // Since it was last verified or opened.
  std::set<Id> verifiers;     // Of the rounds passed since it was submitted.
  bool was_returned = false;
  bool was_corrected = false;
};
Result<Trail> TrailOf(const Session& session, const MeasurementKey& key);

std::string LabelOf(const Use& use);
// "地区生产总值 3月": for messages.
std::string NameOfCell(const Use& use, int period);

}  // namespace kaogong::office::process::internal
