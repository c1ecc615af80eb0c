// SPDX-License-Identifier: Apache-2.0
// Assessments (考核): launching one from a published regulation, its list, and where its year
// stands.
//
// One that is being prepared is there only for who may see drafts; from then on everybody who may
// view assessments sees that it exists, and of its assessees those within reach.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "office/account/account.h"
#include "office/assessment/frame.h"
#include "office/paging.h"

namespace kaogong::office::assessment {

inline constexpr std::size_t kTitleCharactersMax = 100;
inline constexpr int kYearFirst = 1990;
inline constexpr int kYearLast = 2199;  // The last that a Date has.

struct AssessmentSummary {
  AssessmentRow row;
  std::string slug;  // Of the regulation.
  std::string regulation_title;
  std::string label;  // Of its version.
  std::optional<Named> owner_unit;
  std::int64_t assessee_count = 0;
};

struct AssessmentQuery {
  std::optional<int> year;
  std::optional<Stage> stage;
  std::string contains;  // In the title.
  Page page;
};

// The newest year first.
Result<Listing<AssessmentSummary>> ListAssessments(const Office& office, const Actor& actor,
                                                   const AssessmentQuery& query);

// Something that a stage lacks before it is done.
struct MissingItem {
  std::string_view code;  // A literal.
  Text text;
  std::int64_t count = 0;
};

struct StageView {
  Stage stage = Stage::kPreparing;
  enum class State { kDone, kCurrent, kAhead } state = State::kAhead;
  std::vector<MissingItem> missing;  // Of the current stage.
};

struct KindView {
  scheme::KindId kind = scheme::kNone;
  std::string name;
  bool is_record = false;
  std::string parent;  // Empty: the whole.
  std::string id_column;
  std::int64_t count = 0;
};

struct Overview {
  AssessmentSummary summary;
  bool has_targets = false;
  std::vector<KindView> kinds;
  std::vector<StageView> strip;
  std::optional<Stage> next;  // Where the office may move it from here.
  std::optional<Stage> previous;
  bool may_manage = false;
  bool may_approve = false;
};

// Errors: kNotFound.
Result<Overview> GetAssessment(library::Library& library, const Actor& actor, Id id);

struct NewAssessment {
  Id version = 0;  // Of a regulation, published.
  int year = 0;
  std::string title;
  std::optional<Id> owner_unit;
  std::optional<Date> targets_due;
  std::optional<Date> data_due;
};
// Launches an assessment; every field of the regulation gets its class, its data element (one that
// is known already when the definition is the same) and the unit that verifies it.
// Errors: kInvalidInput with faults; kNotFound for the version.
Result<Overview> CreateAssessment(library::Library& library, const Actor& actor,
                                  const NewAssessment& wanted);

struct AssessmentChange {
  std::int64_t version = 0;
  std::optional<std::string> title;
  std::optional<std::optional<Date>> targets_due;  // The inner nothing: none any more.
  std::optional<std::optional<Date>> data_due;
};
Result<Overview> ChangeAssessment(library::Library& library, const Actor& actor, Id id,
                                  const AssessmentChange& wanted);

// Errors: kConflict unless it is being prepared and nothing was reported for it alone.
Result<void> DeleteAssessment(library::Library& library, const Actor& actor, Id id,
                              std::int64_t version);

struct RollOver {
  int year = 0;
  std::string title;
  std::optional<Id> version;  // Another version of the regulation; nothing: the same.
};
// A new assessment in preparation with the assessees of this one and, where the new version has the
// field still, the settings of its fields.
Result<Overview> RollOverAssessment(library::Library& library, const Actor& actor, Id id,
                                    const RollOver& wanted);

// --- For the use cases beside

// A frame that the actor may see: kNotFound while it is prepared, but for who may see drafts.
Result<Frame> LoadVisible(library::Library& library, const Session& session, Id id);
// A frame for who manages assessments, as he read it. Errors: kNotPermitted, kConflict.
Result<Frame> LoadManaged(library::Library& library, const Session& session, Id id,
                          std::optional<std::int64_t> stamp);
// Counts a change of the assessment.
Result<void> RaiseVersion(const Session& session, Id assessment);
Result<Overview> LoadOverview(library::Library& library, const Session& session, Id id);

// What the assessment's current stage still lacks; nothing when it is done.
Result<std::vector<MissingItem>> MissingOf(const Session& session, const Frame& frame);
// The stage that follows and the one before, as far as the office moves them: preparing, targets
// (when there are any), process, results.
std::optional<Stage> NextOf(const Frame& frame);
std::optional<Stage> PreviousOf(const Frame& frame);
bool HasTargets(const Frame& frame);

}  // namespace kaogong::office::assessment
