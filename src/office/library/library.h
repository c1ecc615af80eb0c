// SPDX-License-Identifier: Apache-2.0
// Library (办法库): what the use cases about regulations, facts and runs work with.
//
// Checks and evaluations are pure functions of texts that have digests, so each is kept in memory
// under its digest and any instance can compute it anew. They take processor time: only so many run
// at once, and who waits too long is told so.
#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <semaphore>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "office/library/cache.h"
#include "office/library/check.h"
#include "office/library/evaluation.h"
#include "office/library/sources.h"
#include "office/office.h"

namespace kaogong::office::library {

struct LibraryOptions {
  int computing_max = 2;                                       // At once.
  std::chrono::milliseconds wait_max{30'000};                  // For a place among them.
  std::size_t checks_bytes_max = std::size_t{16} << 20U;       // Of source text.
  std::size_t schemes_max = 100;                               // Compiled, of published versions.
  std::size_t evaluations_cells_max = std::size_t{24} << 20U;  // Of figures; 8 bytes each.
};

// The texts of one version. Everything that is derived from them is found under `content_hash`.
struct Sources {
  std::string slug;
  std::vector<SourceFile> files;  // By path.
  std::string content_hash;
};

// Returns sources with their digest. Requires: sorted by path.
Sources SourcesOf(std::string slug, std::vector<SourceFile> files);

// One scoring: everything that its result depends on, the facts' bytes by the set's id.
struct EvaluationInput {
  Sources sources;
  int year = 0;
  std::vector<std::pair<std::string, std::string>> overrides;
  Id facts_set = 0;
  std::vector<std::string> file_names;
  std::vector<std::shared_ptr<const std::string>> file_bytes;
  ImportedResults imported;
  Progress progress;  // No part of what the result depends on.
};

// Returns the digest of everything in the input.
std::string KeyOf(const EvaluationInput& input);

class Library {
 public:
  // The office must outlive the library.
  explicit Library(const Office& office, LibraryOptions options = {});

  const Office& office() const { return office_; }

  // Returns what compiler, linter and cases say. Errors: kUnavailable.
  Result<std::shared_ptr<const Checked>> Check(const Sources& sources);

  // Returns the evaluation; nothing when regulation or facts have errors, which `issues` then has.
  // `is_fresh` computes it even when it is known. Errors: kUnavailable, those of Evaluate.
  Result<std::shared_ptr<const Evaluation>> Evaluate(const EvaluationInput& input, Issues* issues,
                                                     bool is_fresh = false);

  // Returns the sources compiled for a year, with whatever errors there are. Errors: kUnavailable.
  Result<std::shared_ptr<const regulation::Compiled>> Compile(const Sources& sources, int year);

  // The published version compiled for a year, when it is still known; and to note it.
  std::shared_ptr<const regulation::Compiled> RecallScheme(Id version, int year);
  void RememberScheme(Id version, int year, std::shared_ptr<const regulation::Compiled> compiled);

  // The evaluation of a run, when it is still known by the key that Remember noted for it.
  std::shared_ptr<const Evaluation> Recall(Id run);
  void Remember(Id run, const std::string& key);

  // Runs `body` in one of the places for computing. Errors: kUnavailable; those of body.
  template <class Body>
  std::invoke_result_t<Body&> Compute(Body&& body) {
    KAOGONG_TRY(TakePlace());
    const PlaceHolder holder{places_};
    return body();
  }

 private:
  struct PlaceHolder {
    std::counting_semaphore<>& places;
    ~PlaceHolder() { places.release(); }
  };
  Result<void> TakePlace();

  const Office& office_;
  const LibraryOptions options_;
  std::counting_semaphore<> places_;
  Cache<Checked> checks_;
  Cache<regulation::Compiled> schemes_;
  Cache<Evaluation> evaluations_;
  Cache<std::string> keys_of_runs_;
};

}  // namespace kaogong::office::library
