// SPDX-License-Identifier: Apache-2.0
// Computations (计算): the regulation of an assessment applied to its data, as a job.
//
// A computation waits in line; any instance takes it, assembles the facts, runs the regulation and
// stores facts, run and end of the job in one transaction. An instance that dies leaves nothing
// behind and another takes the job over; whoever computes it, the digits are the same. While the
// assessment is under way a computation is a snapshot with a label.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "office/job/job.h"
#include "office/job/queue.h"
#include "office/paging.h"
#include "office/result/assembly.h"

namespace kaogong::office::result {

// On the wire by NameOf.
enum class ComputationState {
  kWaiting,    // 排队
  kRunning,    // 计算中
  kDone,       // 完成
  kFailed,     // 失败
  kCancelled,  // 取消
};
std::string_view NameOf(ComputationState state);
Text TitleOf(ComputationState state);

struct AssessmentRef {
  Id id = 0;
  std::string title;
  int year = 0;
};

// A finding that was kept with a computation.
struct ComputationIssue {
  bool is_error = true;
  std::string code;
  std::string file;
  int line = 0;
  int column = 0;
  std::string article;
  Text message;
  Text hint;
};

struct Computation {
  Id id = 0;
  AssessmentRef assessment;
  std::string label;
  Basis basis = Basis::kVerified;
  ComputationState state = ComputationState::kWaiting;
  std::int64_t done = 0;   // Parts of `total`, of the work at hand.
  std::int64_t total = 0;  // 0: not known yet.
  std::optional<Id> run;
  std::optional<Id> facts_set;
  std::optional<std::string> result_hash;
  std::optional<std::int64_t> row_count;
  std::optional<std::int64_t> duration_ms;
  std::vector<ComputationIssue> issues;  // Why the facts could not be computed; not in lists.
  std::optional<Text> trouble;           // Why it failed.
  std::optional<Id> objection;
  std::string created_by;
  std::string created_at;
  std::optional<std::string> finished_at;
  bool is_published = false;

  bool is_at_rest() const {
    return state != ComputationState::kWaiting && state != ComputationState::kRunning;
  }
};

struct NewComputation {
  Basis basis = Basis::kVerified;
  std::string label;
};
// Puts a computation in line. Errors: kNotFound; kConflict at a stage where nothing is computed;
// kInvalidInput with faults.
Result<Computation> StartComputation(library::Library& library, const Actor& actor, Id assessment,
                                     const NewComputation& wanted);

// The newest first; those not published only for who may see them.
Result<Listing<Computation>> ListComputations(library::Library& library, const Actor& actor,
                                              std::optional<Id> assessment, const Page& page);
// Errors: kNotFound, also for one that is not published and not for the actor to see.
Result<Computation> GetComputation(library::Library& library, const Actor& actor, Id id);
// Takes a computation out of line, or ends it; nothing of it is kept. One that is cancelled already
// stays so. Errors: kConflict when it is done or failed.
Result<Computation> CancelComputation(library::Library& library, const Actor& actor, Id id);

// Returns the tables that a computation read, as a zip archive. Errors: kNotFound; kConflict when
// it has no result.
Result<std::string> ExportFacts(library::Library& library, const Actor& actor, Id id);

// Runs the next computation that waits, if any; false when there is none. A computation that cannot
// be done ends as failed; an Error means that it was put off.
Result<bool> RunNextComputation(library::Library& library, JobProgress& progress);

// --- For the neighbours

// Reads a computation inside a transaction without asking for rights. Errors: kNotFound.
Result<Computation> LoadComputation(const Session& session, Id id);
// Whether the actor may know of the computation. Errors: kNotFound, kNotPermitted.
Result<void> RequireComputation(const Actor& actor, const Computation& computation);
// Stores a computation that is done already, with its facts and run, and returns its id.
struct DoneComputation {
  Id assessment = 0;
  std::string label;
  Basis basis = Basis::kVerified;
  Id objection = 0;
};
Result<Id> InsertDoneComputation(const Change& change, const DoneComputation& wanted,
                                 const library::PreparedRun& run, Id* run_id);

}  // namespace kaogong::office::result
