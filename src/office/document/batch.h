// SPDX-License-Identifier: Apache-2.0
// Batches (批量生成): one template for many subjects, as a job. Documents are stored a hundred at a time;
// an instance that takes a batch over goes on with those that are not there yet.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "office/document/issue.h"
#include "office/job/job.h"
#include "office/result/computation.h"

namespace kaogong::office::documents {

inline constexpr std::size_t kBatchSubjectsMax = 2000;

struct Batch {
  Id id = 0;
  result::AssessmentRef assessment;
  std::optional<Id> computation;
  bool is_published = false;
  result::Basis basis = result::Basis::kVerified;
  std::string period;
  std::string form;
  std::string form_title;
  std::optional<Audience> audience;  // Issued at once.
  result::ComputationState state = result::ComputationState::kWaiting;
  std::int64_t done = 0;
  std::int64_t total = 0;
  std::int64_t made = 0;  // Documents that are there.
  std::optional<Text> trouble;
  Id account = 0;
  std::string created_by;
  std::string created_at;
  std::optional<std::string> finished_at;

  bool is_at_rest() const {
    return state != result::ComputationState::kWaiting &&
           state != result::ComputationState::kRunning;
  }
};

struct NewBatch {
  Id assessment = 0;
  std::optional<Id> computation;
  result::Basis basis = result::Basis::kVerified;
  std::string form;
  std::string kind;  // All of it that are in reach; empty: the assessees named.
  std::vector<Id> assessees;
  std::string period;
  GivenValues given;
  std::optional<Audience> audience;
};
// Tries the first subject before it puts the batch in line, so that a template that does not fit is
// told at once. Errors: as DraftDocument; kInvalidInput without a subject or with too many.
Result<Batch> StartBatch(Shelf& shelf, const Actor& actor, const NewBatch& wanted, Issues* issues);
Result<Listing<Batch>> ListBatches(Shelf& shelf, const Actor& actor, std::optional<Id> assessment,
                                   const Page& page);
// Errors: kNotFound, also for another's unless the actor issues documents.
Result<Batch> GetBatch(Shelf& shelf, const Actor& actor, Id id);
// What was made already stays. Errors: kConflict when it is done or failed.
Result<Batch> CancelBatch(Shelf& shelf, const Actor& actor, Id id);

// A zip with a file for each document of the batch. `format` is docx or pdf.
Result<std::string> BatchFiles(Shelf& shelf, const Actor& actor, Id id, std::string_view format);

// Works on the next batch that waits; false when there is none.
Result<bool> RunNextBatch(Shelf& shelf, JobProgress& progress);

}  // namespace kaogong::office::documents
