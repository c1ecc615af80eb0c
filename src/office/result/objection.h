// SPDX-License-Identifier: Apache-2.0
// Objections (申诉): whoever is concerned objects to a figure of his row while the notice runs; somebody
// who had nothing to do with the figure decides. An upheld objection corrects data, computes the result
// again and publishes it as a revision, all in one transaction; the original stays.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "office/result/publication.h"
#include "office/result/scorecard.h"

namespace kaogong::office::result {

// On the wire and stored by NameOf.
enum class ObjectionState {
  kOpen,       // 待交办
  kAssigned,   // 办理中
  kUpheld,     // 成立
  kNotUpheld,  // 不成立
};
std::string_view NameOf(ObjectionState state);
std::optional<ObjectionState> ObjectionStateNamed(std::string_view name);
Text TitleOf(ObjectionState state);

struct CorrectionView {
  std::string field;
  std::string subject;
  std::string period_title;
  std::string before;
  std::string after;
};

struct Objection {
  Id id = 0;
  AssessmentRef assessment;
  Id publication = 0;
  int revision = 1;
  Id computation = 0;
  AssesseeRef assessee;
  std::optional<Id> unit;    // Of the assessee.
  std::optional<Id> person;
  std::string figure;        // Key of the column.
  std::string figure_title;
  std::string value;         // As it was published.
  std::string text;
  std::vector<EvidenceRef> evidence;
  ObjectionState state = ObjectionState::kOpen;
  std::optional<Named> handler;  // Id of the account.
  std::optional<std::string> reason;
  Id raised_by_account = 0;
  std::string raised_by;
  std::string raised_at;
  std::optional<std::string> decided_by;
  std::optional<std::string> decided_at;
  std::vector<CorrectionView> corrections;
  std::optional<Id> revised_publication;
  std::optional<Id> revised_computation;
  std::optional<std::string> revised_value;
  std::vector<std::string> may;  // What the actor may do now: assign, resolve.
  std::int64_t version = 1;
};

struct NewObjection {
  Id publication = 0;
  Id assessee = 0;
  std::string figure;
  std::string text;
  std::vector<Id> evidence;
};
// Errors: kNotFound for an assessee outside the reach; kConflict when the notice is over or an
// objection to the figure is open; kInvalidInput with faults.
Result<Objection> RaiseObjection(Boards& boards, const Actor& actor, const NewObjection& wanted);

struct ObjectionQuery {
  std::optional<Id> assessment;
  std::optional<ObjectionState> state;
  bool is_mine = false;  // Raised by the actor or to be handled by him.
  Page page;
};
Result<Listing<Objection>> ListObjections(Boards& boards, const Actor& actor,
                                          const ObjectionQuery& query);
Result<Objection> GetObjection(Boards& boards, const Actor& actor, Id id);

struct HandlerChoice {
  Named account;
  bool is_independent = true;
  Text why;  // What he had to do with it.
};
// Who may handle objections, the independent ones first.
Result<std::vector<HandlerChoice>> ListHandlers(Boards& boards, const Actor& actor, Id objection);
// Errors: kConflict when it is decided or changed meanwhile; kNotPermitted when the account had to
// do with the figure; kInvalidInput when it may not handle objections.
Result<Objection> AssignObjection(Boards& boards, const Actor& actor, Id id, Id account,
                                  std::int64_t stamp);

struct WantedCorrection {
  MeasurementKey key;
  std::optional<std::string> value;  // As in a table of facts; nothing: is taken out.
  bool is_not_applicable = false;
};
struct Decision {
  bool is_upheld = false;
  std::string reason;
  std::int64_t stamp = 0;
  std::vector<WantedCorrection> corrections;  // Of an upheld one.
};
// Errors: kNotPermitted for who had to do with the figure or when another is the handler; kConflict
// when it is decided, changed meanwhile, or the assessment has moved on; kInvalidInput with faults,
// or with `issues` when the corrected facts cannot be computed.
Result<Objection> ResolveObjection(Boards& boards, const Actor& actor, Id id,
                                   const Decision& decision, Issues* issues);

// What an upheld objection changed.
struct CascadeItem {
  AssesseeRef assessee;  // Id 0: not known.
  std::string key;
  std::string figure;
  scheme::Role role = scheme::Role::kTotal;
  std::string before;
  std::string after;
};
// Rows within reach; the row objected to comes first. Empty for one that is not upheld.
Result<Listing<CascadeItem>> CascadeOf(Boards& boards, const Actor& actor, Id id,
                                       const Page& page);

}  // namespace kaogong::office::result
