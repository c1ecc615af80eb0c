// SPDX-License-Identifier: Apache-2.0
// Why a figure of a result is what it is: sentences, trace, ledger, and what is still attainable.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "explain/ledger.h"
#include "explain/sentences.h"
#include "office/library/evaluation.h"
#include "office/library/result_table.h"

namespace kaogong::office::library {

struct FigureExplanation {
  scheme::KindId kind = scheme::kNone;
  facts::Row row = 0;
  ResultColumn column;
  scoring::Value value;
  std::vector<explain::Sentence> sentences;
  std::vector<explain::FlatNode> nodes;
  std::optional<explain::Ledger> ledger;  // Of numbers.
  std::vector<Text> attainable;           // Of numbers.
};

// Returns the figure that matters most for a kind: its first total, else its first payout, else its
// first indicator, else its last figure; kNone when it has none.
scheme::FigureId MainFigureOf(const scheme::Scheme& scheme, scheme::KindId kind);

// Explains a figure of a row. Nothing for `column`: the kind's main figure.
// Errors: kNotFound for a kind, row or figure that the result does not have; kLimitExceeded when
// the explanation would take too long.
Result<FigureExplanation> ExplainFigure(const Evaluation& evaluation, std::string_view kind,
                                        facts::Row row, std::optional<ResultColumn> column);

}  // namespace kaogong::office::library
