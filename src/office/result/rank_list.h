// SPDX-License-Identifier: Apache-2.0
// The rank list (排名) of a computation, and how grades and scores are distributed.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "office/result/board.h"
#include "office/result/calibration.h"

namespace kaogong::office::result {

struct RankQuery {
  std::string kind;                     // Empty: the first with columns.
  std::string columns = "headlines";    // headlines, all, or keys separated by commas.
  // Empty: group by group, by rank, else the official order; name; or a key.
  std::string sort;
  bool is_descending = false;
  std::string search;                   // In name, identifier or the parent's name.
  std::optional<Id> parent;             // An assessee.
  std::string grade;                    // As calibrated.
  std::string group;                    // That rows are ranked in.
  Page page;
};

// What a row was in another year; texts as people read them.
struct Standing {
  std::optional<std::string> rank;
  std::optional<std::string> score;
  std::optional<std::string> grade;
};

struct RankRow {
  facts::Row row = 0;
  Id assessee = 0;  // 0: a record.
  std::string group;                    // That it is ranked in; empty when there is but one.
  bool is_tied = false;
  std::vector<std::pair<std::string, std::string>> calibrated;  // Column and grade.
  std::optional<Standing> last_year;
  std::optional<std::string> rank_change;  // +2
};

struct RankList {
  Boards::Opened opened;
  scheme::KindId kind = scheme::kNone;
  std::vector<std::string> kinds;  // That have columns.
  std::vector<ResultColumn> columns;    // Headlines begin with rank, score and grade.
  std::string group_title;              // 类别; empty when rows are not ranked in groups.
  std::vector<std::string> groups;
  std::vector<RankRow> rows;  // Of the page.
  std::int64_t total = 0;
};

// Rows within the actor's reach; ties are those of the whole list.
// Errors: kNotFound, kNotPermitted; kConflict without a result; kInvalidInput for a column or kind
// that is not there.
Result<RankList> ListRows(Boards& boards, const Actor& actor, Id computation,
                          const RankQuery& query, Language language);

struct GradeCount {
  std::string grade;  // Empty: rows without one.
  std::int64_t count = 0;
  std::string share;                  // Percent of those with a grade, two places.
  std::optional<std::int64_t> quota;  // Places over all groups.
  std::optional<std::string> quota_text;
};
struct Band {
  std::string low;
  std::string high;
  std::int64_t count = 0;
};
struct Distribution {
  std::string kind;
  std::int64_t row_count = 0;
  std::optional<std::string> grade_title;
  std::vector<GradeCount> grades;
  std::optional<std::string> score_title;
  std::vector<Band> histogram;
};
// Of the whole list, whatever the reach: it names nobody.
Result<Distribution> DistributionOf(Boards& boards, const Actor& actor, Id computation,
                                    std::string_view kind, Language language);

// --- For the neighbours

// The kind that is named, or the first with columns. Errors: kNotFound.
Result<scheme::KindId> KindNamed(const scheme::Scheme& scheme, std::string_view name);
std::vector<std::string> KindsWithColumns(const scheme::Scheme& scheme);
// What a row was last year, and how many places it gained.
std::optional<Standing> LastYearOf(const Board& board, scheme::KindId kind, facts::Row row,
                                   Language language);
std::optional<std::string> RankChangeOf(const Board& board, scheme::KindId kind, facts::Row row);

}  // namespace kaogong::office::result
