// SPDX-License-Identifier: Apache-2.0
// Comparisons (雷同比对): a job that finds what the reports of chosen years and units share. Which
// versions are compared is settled when it is begun; whoever begins it sees those in his reach.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "office/job/job.h"
#include "office/report/report.h"
#include "text/screen.h"

namespace kaogong::office::report {

inline constexpr std::size_t kComparedMax = 1000;
inline constexpr std::size_t kComparedYearsMax = 10;
inline constexpr std::size_t kComparedUnitsMax = 50;
// Of all reports together.
inline constexpr std::size_t kComparedTextBytesMax = std::size_t{64} << 20U;
// Pairs past these are counted but not kept: the first ones share the most.
inline constexpr std::size_t kPairsKept = 500;

struct Comparison {
  Id id = 0;
  std::string title;
  std::vector<int> years;
  std::string units;  // Names, for showing; empty: all in reach.
  int letters_min = 45;
  CheckState state = CheckState::kWaiting;
  std::int64_t done = 0;
  std::int64_t total = 0;
  std::int64_t report_count = 0;
  std::optional<std::int64_t> pair_count;
  std::optional<std::int64_t> cluster_count;
  bool is_current = true;  // By the rules that this program has.
  std::optional<Text> trouble;
  std::string created_by;
  std::string created_at;
  std::optional<std::string> finished_at;

  bool is_at_rest() const { return state == CheckState::kDone || state == CheckState::kFailed; }
};

struct Member {
  int place = 0;
  Id report = 0;
  int number = 1;  // Of the version.
  Named unit;
  int year = 0;
  std::string title;
  std::optional<std::int64_t> letters;  // Nothing: it could not be read, or not yet.
  std::int64_t shared_letters = 0;
  int shared_percent = 0;
  std::optional<int> cluster;
};

struct Pair {
  int seq = 0;
  int a = 0;  // Places of members, a < b.
  int b = 0;
  int percent_a = 0;
  int percent_b = 0;
  std::int64_t letters_a = 0;
  std::int64_t letters_b = 0;
  int passage_count = 0;
};

struct ComparisonView {
  Comparison comparison;
  std::vector<Member> members;
  std::vector<Pair> pairs;  // Those that share most first.
};

// One side of a shared passage in stretches; true for what the other side has too.
using PassageText = std::vector<std::pair<std::string, bool>>;
struct Passage {
  int likeness_percent = 0;
  PassageText a;
  PassageText b;
};
struct PairView {
  Pair pair;
  Member a;
  Member b;
  std::vector<Passage> passages;  // In the order of a.
};

struct NewComparison {
  std::string title;
  std::vector<int> years;
  std::vector<Id> units;  // With all units below; none: all in reach.
  int letters_min = 45;   // A pair is named when it shares so many letters.
};
// Errors: kInvalidInput with faults, also when there are fewer than two reports or more than
// kComparedMax.
Result<Comparison> StartComparison(const Office& office, const Actor& actor,
                                   const NewComparison& wanted);
// The newest first: the own ones, and all of them for who compares everywhere.
Result<Listing<Comparison>> ListComparisons(const Office& office, const Actor& actor,
                                            const Page& page);
// Errors: kNotFound.
Result<Comparison> FindComparison(const Office& office, const Actor& actor, Id id);
Result<ComparisonView> ReadComparison(const Office& office, const Actor& actor, Id id);
Result<PairView> ReadPair(const Office& office, const Actor& actor, Id id, int seq);
// The pairs and the reports as a workbook. Errors: kNotFound; kConflict until it is done.
Result<std::string> ExportPairs(const Office& office, const Actor& actor, Id id, Language language);

// Does the next waiting comparison, if any; false when there is none.
Result<bool> RunNextComparison(Library& library, JobProgress& progress);

}  // namespace kaogong::office::report
