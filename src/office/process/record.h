// SPDX-License-Identifier: Apache-2.0
// Records (加减分事项、明细): events that count for a field of an assessee, and rows of the
// regulation's records. One person proposes, with a basis; a second approves or rejects. What was
// decided never changes in the database; an approved record can only be withdrawn, with a reason.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "office/paging.h"
#include "office/process/evidence.h"
#include "office/process/work_record.h"

namespace kaogong::office::process {

// A kind of records, or a field that events count for.
struct RecordKind {
  enum class Role { kEvent, kRecord, kPanel };

  std::string kind;                  // Empty for events of a field.
  std::optional<std::string> field;  // Of events.
  std::string title;
  Role role = Role::kRecord;
  std::string parent_kind;
  std::optional<std::string> date_field;
  std::vector<scheme::Field> fields;  // What a row says; of an event the field itself.
  std::string article;
};
std::string_view NameOf(RecordKind::Role role);

// Errors: kNotFound.
Result<std::vector<RecordKind>> ListRecordKinds(Library& library, const Actor& actor,
                                                Id assessment);

// Stored and on the wire by NameOf.
enum class RecordState { kProposed, kApproved, kRejected, kWithdrawn };
std::string_view NameOf(RecordState state);
std::optional<RecordState> RecordStateNamed(std::string_view name);
Text TitleOf(RecordState state);

struct RecordClaim {
  Id record = 0;
  std::string assessee;
  RecordState state = RecordState::kProposed;
};

struct RecordValue {
  std::string field;
  std::string value;
};

struct Record {
  Id id = 0;
  AssessmentName assessment;
  std::string kind;
  std::optional<std::string> field;
  std::string title;
  AssesseeName assessee;
  Date day;
  std::optional<std::string> amount;
  std::string unit;
  std::vector<RecordValue> values;
  RecordState state = RecordState::kProposed;
  std::string basis;
  std::vector<Evidence> evidence;
  Id proposer = 0;
  std::string proposed_by;
  std::string proposed_at;
  bool is_mine = false;
  std::optional<Id> decider;
  std::optional<std::string> decided_by;
  std::optional<std::string> decided_at;
  std::optional<std::string> decision_note;  // Or why it was withdrawn.
  std::vector<RecordClaim> claimed_by;       // Others that claim the same matter.
  bool may_decide = false;
  bool may_withdraw = false;
  std::int64_t version = 0;
};

struct RecordFilter {
  std::optional<Id> assessment;
  std::optional<std::string> kind;
  std::string field;
  std::optional<RecordState> state;
  std::optional<Id> assessee;
  bool is_mine = false;
  std::string query;  // Part of the basis or of the assessee's name.
};
Result<Listing<Record>> ListRecords(Library& library, const Actor& actor,
                                    const RecordFilter& filter, Page page);
// Errors: kNotFound.
Result<Record> FindRecord(Library& library, const Actor& actor, Id id);

struct NewRecord {
  Id assessment = 0;
  std::string kind;
  std::optional<std::string> field;
  Id assessee = 0;
  Date day;
  std::optional<std::string> amount;
  std::vector<RecordValue> values;
  std::string basis;
  std::vector<Id> evidence;
};
// Errors: kInvalidInput with faults; kConflict when the same was proposed before, or at the wrong
// stage.
Result<Record> ProposeRecord(Library& library, const Actor& actor, const NewRecord& made);

// Errors: kNotPermitted for the own proposal; kConflict when it is stale or decided; kInvalidInput
// for a rejection without a reason.
Result<Record> DecideRecord(Library& library, const Actor& actor, Id id, std::int64_t version,
                            bool is_approved, std::string_view reason);
// By who proposed it while it is open; an approved one by who may approve, but for who did.
Result<Record> WithdrawRecord(Library& library, const Actor& actor, Id id, std::int64_t version,
                              std::string_view reason);

}  // namespace kaogong::office::process
