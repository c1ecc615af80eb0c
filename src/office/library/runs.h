// SPDX-License-Identifier: Apache-2.0
// Runs (试算): a version of a regulation applied to a set of facts. The store keeps what a run was
// made from and the digest of its result; figures are computed again when somebody looks, on any
// instance, and must then have that digest.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "office/library/comparison.h"
#include "office/library/facts_sets.h"

namespace kaogong::office::library {

using Overrides = std::vector<std::pair<std::string, std::string>>;

struct RunRow {
  Id id = 0;
  Id version = 0;
  Id facts_set = 0;
  std::string slug;
  std::string label;       // Of the version.
  std::string facts_name;  // Of the set of facts.
  int year = 0;
  Overrides overrides;
  std::string content_hash;  // Of the regulation's files.
  std::string result_hash;
  std::string engine_version;
  std::int64_t duration_ms = 0;
  std::string created_at;
  std::string created_by;
};

// A run with its figures.
struct Run {
  RunRow row;
  std::shared_ptr<const Evaluation> evaluation;
};

struct NewRun {
  Id version = 0;
  Id facts_set = 0;
  Overrides overrides;
};

// Which version and facts stand for a regulation that results are imported from.
struct ImportFrom {
  Id version = 0;
  Id facts_set = 0;
};

// A run on tables that are not stored yet: first everything is computed, then a transaction of the
// caller stores it whole. Only for the program: rights are the caller's business.
struct TableRun {
  Id version = 0;  // Published.
  Id facts_set = 0;  // The id that the set of facts is going to have.
  int year = 0;
  std::string name;  // Of the set of facts.
  std::vector<UploadedFile> tables;
  std::map<std::string, ImportFrom> imports;  // By slug; what is not named is chosen as by CreateRun.
  Progress progress;
};
struct PreparedRun {
  Id version = 0;
  NewFactsSet facts;  // Without its files: they are the tables.
  std::vector<std::pair<std::string, std::shared_ptr<const std::string>>> tables;
  Id facts_set = 0;
  std::string version_hash;  // Of the regulation's files.
  std::shared_ptr<const Evaluation> evaluation;
  std::string key;  // The evaluation is known by it.
  std::map<std::string, ImportFrom> imports;
  std::int64_t row_count = 0;
  std::int64_t duration_ms = 0;
};
// Errors: as CreateRun.
Result<PreparedRun> PrepareRun(Library& library, TableRun wanted, Issues* issues);
// Stores the set of facts and the run, in the name of the change's actor, and returns the run's id.
Result<Id> StoreRun(const Change& change, const PreparedRun& run);

// Runs a version, published or draft, and stores the run. Regulations that it imports results from
// are run too: the version in force in that year on its newest facts of the year.
// Errors: kNotFound; kInvalidInput with `issues` when regulation or facts have errors;
// kLimitExceeded.
Result<Run> CreateRun(Library& library, const Actor& actor, const NewRun& wanted, Issues* issues);

// The newest first; without those that assessments were computed by.
Result<Listing<RunRow>> ListRuns(Library& library, const Actor& actor, std::optional<Id> version,
                                 const Page& page);

// Returns a run with its figures, which are computed when they are not in memory.
// Errors: kNotFound; kConflict when they no longer have the digest that was stored.
Result<Run> OpenRun(Library& library, const Actor& actor, Id id);

struct Replay {
  bool is_identical = false;
  std::string result_hash;
};
// Computes a run anew from what is stored, whatever is in memory.
Result<Replay> ReplayRun(Library& library, const Actor& actor, Id id);

struct ComparisonSide {
  Id version = 0;
  Overrides overrides;
};
struct NewComparison {
  ComparisonSide before;
  ComparisonSide after;
  Id facts_set = 0;
  std::string figure;  // As for Compare.
};
struct ComparisonResult {
  Comparison comparison;
  std::shared_ptr<const Evaluation> before;
  std::shared_ptr<const Evaluation> after;
};
// Compares two versions, or one with itself under other parameters; nothing is stored.
// Errors: as CreateRun.
Result<ComparisonResult> CompareVersions(Library& library, const Actor& actor,
                                         const NewComparison& wanted, Language language,
                                         Issues* issues);

}  // namespace kaogong::office::library
