// SPDX-License-Identifier: Apache-2.0
// What a document is about: whom a regulation assesses and pays, and which period of the year.
#pragma once

#include <optional>
#include <string_view>

#include "base/result.h"
#include "scheme/scheme.h"

namespace kaogong::document {

// A month or quarter that a bulletin is about; no index: the last period of each level.
struct PeriodChoice {
  scheme::LevelId level = scheme::kYear;
  std::optional<int> index = {};
};

// Returns the first kind with a total, else with a payout, indicator or grade, else the first.
scheme::KindId AssessedKind(const scheme::Scheme& scheme);

// Returns the lowest kind with a payout, since the pay of a person is what is handed out; kNone
// without payouts.
scheme::KindId PaidKind(const scheme::Scheme& scheme);

// Returns the figure that rows of a kind are judged by in a period of a level: a total, else what a
// ranking ranks, else the only indicator that is none of another's parts; kNone without.
scheme::FigureId TotalAt(const scheme::Scheme& scheme, scheme::KindId kind, scheme::LevelId level);

// Returns the period that a text names (3月, 一季度, 上半年); none for "".
// Errors: kInvalidInput for no period, and for one by which the regulation does not score the kind
// (kNone: AssessedKind): a quarterly bulletin of a yearly score would tell of another time.
Result<PeriodChoice> FindPeriod(const scheme::Scheme& scheme, scheme::KindId kind,
                                std::string_view text);

}  // namespace kaogong::document
