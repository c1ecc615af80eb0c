// SPDX-License-Identifier: Apache-2.0
// Linter: what a lawyer would ask about a regulation that compiles.
//
// The compiler reports what cannot run; the linter what runs and is still wrong or left open:
// points that do not add up, bands with gaps, missing-data policies nobody stated, quotients nobody
// rounds, articles without rules, rules no case exercises. An error must be mended before the
// regulation is issued; a warning is a question to answer. Codes begin with lint. and are listed in
// docs/reference.
//
// Where the rules leave something open on purpose, the article's own words settle it and the
// question is not asked: 不舍入, 不封顶, 不设下限 and the like.
#pragma once

#include <vector>

#include "regulation/case.h"
#include "regulation/compile.h"

namespace kaogong::regulation {

// Returns the linter's findings, sorted by place; those in compiled.issues are not repeated. A
// regulation with errors is linted as far as it was understood; questions about what is unused
// are then left out. `cases` are the results of all the regulation's cases; null: none were run.
Issues Lint(const RegulationFiles& files, const Compiled& compiled,
            const std::vector<CaseResult>* cases);

// How many articles run, explain, are left out with a reason, or are none of these.
struct Coverage {
  int encoded = 0;
  int informative = 0;
  int not_modelled = 0;
  int unmarked = 0;

  int articles() const { return encoded + informative + not_modelled + unmarked; }
};
Coverage CoverageOf(const scheme::Scheme& scheme);

}  // namespace kaogong::regulation
