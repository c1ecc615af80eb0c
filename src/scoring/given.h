// SPDX-License-Identifier: Apache-2.0
// Given: a grade that people decided on instead of the computed one (校准), and what follows from it.
//
// The engine itself does not change: the grade's formula becomes “the given grade, else what it
// was”, read from a field of its own. So both evaluators compute, and explanations tell, whatever
// reads the grade (pay, quotas of those below) as if the regulation had said so.
#pragma once

#include <string>
#include <vector>

#include "facts/facts.h"
#include "scheme/scheme.h"

namespace kaogong::scoring {

struct Given {
  scheme::FigureId figure = scheme::kNone;  // A grade.
  int period = 0;
  facts::Row row = 0;
  std::string grade;
  facts::Provenance source;  // Who decided it, and why.
};

struct GivenInput {
  scheme::Scheme scheme;
  facts::Facts facts;
};

// Returns scheme and facts with these grades given. Figures and rows keep their numbers; both
// digests are empty, for neither is what the office issued. Requires: each figure is a text and
// each grade among its grades.
GivenInput WithGiven(const scheme::Scheme& scheme, const facts::Facts& facts,
                     const std::vector<Given>& given);

}  // namespace kaogong::scoring
