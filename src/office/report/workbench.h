// SPDX-License-Identifier: Apache-2.0
// Workbench (办法起草台): a rubric (评分细则) becomes the draft of a regulation, clause by clause.
// A person accepts, corrects or rejects what was suggested; the draft and its worked examples
// follow at once. Only the file and the decisions are stored: the rest is computed from them.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "office/library/library.h"
#include "office/library/regulations.h"
#include "office/paging.h"
#include "suggest/suggestion.h"

namespace kaogong::office::report {

using library::Library;

inline constexpr std::uint64_t kRubricBytesMax = std::uint64_t{8} << 20U;

// The draft that was saved last.
struct SavedDraft {
  Id regulation = 0;
  Id version = 0;
  std::string slug;
  std::string label;
};

struct RubricRow {
  Id id = 0;
  std::string file_name;
  std::string title;
  std::string kind;        // Who is assessed.
  std::string group_kind;  // Within what they rank.
  int year = 0;
  std::int64_t decision_count = 0;
  std::optional<SavedDraft> saved;
  std::string created_by;
  std::string created_at;
  std::string changed_at;
  std::int64_t version = 1;
};

struct ClauseDecision {
  suggest::Decision decision;
  std::string made_by;
  std::string made_at;
};

struct Workbench {
  RubricRow row;
  suggest::Suggestion suggestion;
  std::vector<ClauseDecision> decisions;  // By item and clause.
  Issues reading;                         // What was noticed while the file was read.
};

struct NewRubric {
  std::string title;  // Empty: that of the file.
  std::string kind = "单位";
  std::string group_kind = "组";
  int year = 0;
  std::string file_name;
  std::filesystem::path path;
};
// Errors: kInvalidInput with faults, or when nothing in the file scores; kLimitExceeded.
Result<Workbench> UploadRubric(Library& library, const Actor& actor, const NewRubric& wanted);
Result<Listing<RubricRow>> ListRubrics(const Office& office, const Actor& actor, const Page& page);
// Errors: kNotFound.
Result<Workbench> OpenRubric(Library& library, const Actor& actor, Id id);

struct RubricChange {
  std::int64_t version = 0;
  std::optional<std::string> title;
  std::optional<std::string> kind;
  std::optional<std::string> group_kind;
  std::optional<int> year;
};
// Errors: kNotFound; kConflict; kInvalidInput with faults.
Result<Workbench> ChangeRubric(Library& library, const Actor& actor, Id id,
                               const RubricChange& change);
Result<void> ArchiveRubric(const Office& office, const Actor& actor, Id id);

// Nothing as a verdict takes the decision back.
struct NewClauseDecision {
  std::size_t item = 0;
  std::size_t clause = 0;
  std::optional<suggest::Verdict> verdict;
  std::string formula;  // Of kCorrect.
};
// What a decision would make of a clause and its indicator; nothing is stored.
struct ClausePreview {
  std::size_t item_number = 0;
  suggest::Item item;
  std::size_t clause = 0;
  Issues issues;  // Why a formula does not run; places are characters of the formula.
};
// Errors: kNotFound; kInvalidInput for a clause that is not there.
Result<ClausePreview> TryDecision(Library& library, const Actor& actor, Id id,
                                  const NewClauseDecision& wanted);
// Stores decisions, all or nothing. Errors: kNotFound; kConflict; kInvalidInput for a clause that
// is not there or a formula that does not run: `issues` then says why.
Result<Workbench> DecideClauses(Library& library, const Actor& actor, Id id, std::int64_t version,
                                const std::vector<NewClauseDecision>& wanted, Issues* issues);

struct DraftArchive {
  std::string name;
  std::string bytes;
};
// The draft as a zip archive of a regulation's folder. Errors: kNotFound.
Result<DraftArchive> ExportDraft(Library& library, const Actor& actor, Id id);

// Saves the draft as a new version in the library. Errors: kNotFound; kConflict when the rubric was
// changed meanwhile or the regulation has the label already; kInvalidInput with faults.
Result<RubricRow> SaveDraft(Library& library, const Actor& actor, Id id, std::int64_t version,
                            std::string_view slug, std::string_view label);

}  // namespace kaogong::office::report
