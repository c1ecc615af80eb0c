// SPDX-License-Identifier: Apache-2.0
// Work records (工作纪实): the work of a unit day by day, perhaps for a target, with evidence. Its
// author may change a record until he archives it; an archived one stays, out of the lists.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "office/paging.h"
#include "office/process/evidence.h"

namespace kaogong::office::process {

struct AssesseeName {
  Id id = 0;
  std::string kind;
  std::string code;
  std::string name;
};
struct AssessmentName {
  Id id = 0;
  std::string title;
  int year = 0;
  std::string stage;
};

struct WorkRecord {
  Id id = 0;
  Id unit = 0;
  std::string unit_name;
  Date day;
  std::string title;
  std::string text;
  std::optional<AssesseeName> assessee;
  std::optional<AssessmentName> assessment;
  std::optional<std::string> field;
  std::vector<Evidence> evidence;
  Id account = 0;
  std::string author;
  bool is_mine = false;
  std::string created_at;
  std::string changed_at;
  std::int64_t version = 0;
};

struct WorkRecordFilter {
  std::optional<Id> unit;  // And those below it.
  std::optional<Id> assessee;
  std::string field;
  std::optional<Date> from;
  std::optional<Date> to;
  bool is_mine = false;
  std::string query;  // Part of title or text.
};

// Returns the records of units in reach, and the actor's own, the newest day first.
Result<Listing<WorkRecord>> ListWorkRecords(const Office& office, const Actor& actor,
                                            const WorkRecordFilter& filter, Page page);
// Errors: kNotFound.
Result<WorkRecord> FindWorkRecord(const Office& office, const Actor& actor, Id id);

struct NewWorkRecord {
  Id unit = 0;
  Date day;
  std::string title;
  std::string text;
  std::optional<Id> assessee;
  std::optional<std::string> field;
  std::vector<Id> evidence;
};
// Errors: kInvalidInput with faults.
Result<WorkRecord> AddWorkRecord(Library& library, const Actor& actor, const NewWorkRecord& made);

struct WorkRecordChange {
  std::int64_t version = 0;
  std::optional<Date> day;
  std::optional<std::string> title;
  std::optional<std::string> text;
  std::optional<std::optional<Id>> assessee;
  std::optional<std::optional<std::string>> field;
  std::optional<std::vector<Id>> evidence;
};
// Errors: kNotFound; kNotPermitted for anybody but its author; kConflict.
Result<WorkRecord> ChangeWorkRecord(Library& library, const Actor& actor, Id id,
                                    const WorkRecordChange& wanted);
Result<void> ArchiveWorkRecord(const Office& office, const Actor& actor, Id id);

}  // namespace kaogong::office::process
