// SPDX-License-Identifier: Apache-2.0
// Publications (公示): a computation that stands open to objection for some working days, then becomes
// final and is archived. What is published is frozen in the database; a correction is a revision, a
// publication of its own. Whoever is not signed in reads exactly the columns that were chosen.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "office/result/rank_list.h"
#include "office/result/readiness.h"

namespace kaogong::office::result {

// On the wire by NameOf.
enum class PublicationState {
  kNotice,      // 公示中
  kEnded,       // 公示期满
  kFinal,       // 定稿
  kArchived,    // 归档
  kSuperseded,  // 已被后续版本取代
};
std::string_view NameOf(PublicationState state);
Text TitleOf(PublicationState state);

struct PublishedColumn {
  std::string kind;
  std::string key;
  std::string title;
};

struct Publication {
  Id id = 0;
  AssessmentRef assessment;
  std::string regulation;  // Title.
  int revision = 1;
  PublicationState state = PublicationState::kNotice;
  Id computation = 0;
  std::vector<PublishedColumn> columns;  // In the order they are shown.
  Date notice_from;
  Date notice_until;  // Included.
  int notice_days = 0;
  std::int64_t working_days_left = 0;
  std::string contact;
  std::optional<std::string> override_reason;
  std::optional<std::string> readiness;  // JSON of ToJson.
  std::optional<std::string> reason;
  std::optional<Id> objection;
  std::int64_t open_objections = 0;  // Of the assessment.
  std::string published_by;
  std::string published_at;
  std::optional<std::string> finalised_by;
  std::optional<std::string> finalised_at;

  std::vector<std::string> kinds() const;  // Of the columns.
};

struct NewPublication {
  Id computation = 0;
  std::vector<std::string> kinds;
  std::vector<std::string> columns;  // Keys.
  int notice_days = 0;
  std::string contact;
  std::optional<std::string> override_reason;
};
inline constexpr int kNoticeDaysMax = 60;

// Publishes a computation. Errors: kNotFound; kInvalidInput with faults; kConflict at another stage,
// for a year without work calendar, or when something is missing and no reason is given:
// `readiness` then says what.
Result<Publication> PublishResults(Boards& boards, const Actor& actor, Id assessment,
                                   const NewPublication& wanted, Readiness* readiness);
Result<Listing<Publication>> ListPublications(Boards& boards, const Actor& actor,
                                              std::optional<Id> assessment, const Page& page);
Result<Publication> GetPublication(Boards& boards, const Actor& actor, Id id);
// Errors: kConflict while the notice runs, an objection is open, or a later revision stands.
Result<Publication> FinaliseResults(Boards& boards, const Actor& actor, Id id);
// Errors: kConflict when the result is not final.
Result<Publication> ArchiveAssessment(Boards& boards, const Actor& actor, Id assessment);

// --- Open to everybody

// Notices that run today.
Result<std::vector<Publication>> ListNotices(Boards& boards);
struct NoticeRow {
  std::string name;
  std::string parent;
  std::vector<std::string> values;  // By column.
};
struct NoticePage {
  Publication publication;
  std::string kind;
  std::vector<PublishedColumn> columns;  // Of the kind.
  std::vector<std::string> units;        // By column.
  std::vector<NoticeRow> rows;           // Of the page.
  std::int64_t total = 0;
};
struct NoticeQuery {
  std::string kind;
  std::string search;
  Page page;
};
// Errors: kNotFound for what is not a notice that runs today.
Result<NoticePage> ReadNotice(Boards& boards, Id id, const NoticeQuery& query, Language language);

// --- For the neighbours

// Without asking for rights. Errors: kNotFound.
Result<Publication> LoadPublication(library::Library& library, const Session& session, Id id);
// The newest of an assessment; 0 for none.
Result<Id> LatestPublication(const Session& session, Id assessment);
// Errors: kConflict unless it is the newest of its assessment and its notice runs today.
Result<void> RequireRunning(const Publication& publication, Date today);
struct Revision {
  Id computation = 0;
  Id objection = 0;
  std::string reason;
};
// Publishes a corrected computation in place of `before`, its notice beginning anew; returns the id.
Result<Id> InsertRevision(const Change& change, const scheme::Scheme& scheme,
                          const Publication& before, const Revision& revision);

}  // namespace kaogong::office::result
