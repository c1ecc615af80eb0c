// SPDX-License-Identifier: Apache-2.0
// Evaluation: one regulation applied to one year's facts.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "facts/facts.h"
#include "intake/facts_reader.h"
#include "regulation/compile.h"
#include "scoring/outcome.h"

namespace kaogong::office::library {

// Made once, then shared by any number of threads that only read.
struct Evaluation {
  regulation::Compiled compiled;
  facts::Facts facts;
  scoring::Outcome outcome;
  std::string result_hash;

  const scheme::Scheme& scheme() const { return compiled.scheme; }
};

// Results of other regulations that this one imports (引用), by their id.
using ImportedResults = std::map<std::string, std::shared_ptr<const Evaluation>>;

// Bounds that keep a crafted regulation or table from taking all time or memory.
struct EvaluationLimits {
  // Operations of the plan, counted once for each period they are computed for.
  std::int64_t steps_max = 2'000'000;
  // Values computed: operations of the plan times the rows they run over.
  std::int64_t work_max = 20'000'000'000;
  // Cells of figures kept.
  std::int64_t cells_max = 100'000'000;
};

struct ScoreOptions {
  std::vector<scheme::FigureId> wanted;  // Empty: all.
  int threads = 0;                       // 0: as many as there are processors.
  // Called on the calling thread with the rows of the partition done so far and in all.
  std::function<void(std::size_t done, std::size_t total)> progress;
  EvaluationLimits limits;
};

// Returns the ids of the regulations that the scheme imports figures from, each once.
std::vector<std::string> ImportedIds(const scheme::Scheme& scheme);

// Fills the fields that import figures (引用) from `results`; rows match by identifier. Findings
// import.no-figure, import.not-rounded, and those of facts::Builder::SetCell where the facts say
// otherwise.
void FillImported(const scheme::Scheme& scheme, const ImportedResults& results,
                  facts::Builder* builder, Issues* issues);

// Scores on several threads. Errors: kLimitExceeded.
Result<scoring::Outcome> ScoreOnThreads(const scheme::Scheme& scheme, const facts::Facts& facts,
                                        const ScoreOptions& options);

// Reads the facts, fills in what is imported, and scores everything. Nothing when the facts have
// errors: they are in `issues`. Requires: compiled without errors. `progress` as of ScoreOptions,
// counting rows read and then rows scored.
// Errors: those of intake::ReadFactsFrom; kLimitExceeded.
using Progress = std::function<void(std::size_t done, std::size_t total)>;
Result<std::shared_ptr<const Evaluation>> Evaluate(regulation::Compiled compiled,
                                                   const std::vector<intake::TableBytes>& files,
                                                   const ImportedResults& imported, Issues* issues,
                                                   const Progress& progress = {});

}  // namespace kaogong::office::library
