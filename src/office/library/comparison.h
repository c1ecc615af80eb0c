// SPDX-License-Identifier: Apache-2.0
// Comparison: who moves when the same facts are scored by another regulation or other parameters.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "office/library/evaluation.h"

namespace kaogong::office::library {

// A yearly figure that decides something — total, rank, grade, payout — in both regulations. Kinds
// and figures match by name.
struct WatchedFigure {
  scheme::Role role = scheme::Role::kTotal;
  scheme::FigureId before = scheme::kNone;
  scheme::FigureId after = scheme::kNone;
};

// Returns the figures that can be compared, in the order of the first regulation. `missing` gets
// those that only one of the two has: "村.等次".
std::vector<WatchedFigure> WatchedFigures(const scheme::Scheme& before, const scheme::Scheme& after,
                                          std::vector<std::string>* missing);

// What one row has in one of the two results; empty where the regulation has no such figure.
struct Standing {
  std::string score;
  std::string rank;
  std::string grade;
  std::string payout;

  friend bool operator==(const Standing&, const Standing&) = default;
};

struct ComparisonRow {
  scheme::KindId kind = scheme::kNone;  // Of the first regulation, like `row`.
  facts::Row row = 0;
  Standing before;
  Standing after;
  std::string change;  // Of the score, with its sign; empty when it is not known.
};

// What a payout of a kind comes to in all.
struct PayoutTotal {
  scheme::FigureId figure = scheme::kNone;  // Of the first regulation.
  std::string before;
  std::string after;
};

struct Comparison {
  std::vector<ComparisonRow> rows;  // The largest change of score first; official order otherwise.
  std::size_t moved = 0;            // Rows whose score or rank changes.
  std::size_t grade_changes = 0;
  std::vector<PayoutTotal> payouts;
  // Figures and rows that only one of the two has.
  std::vector<std::string> not_comparable;
};

// Compares rows of every kind with a total, rank, grade or payout. `figure`, "村.总分" or "总分",
// is compared as the score instead of the first total and confines the rows to its kind.
// Errors: kInvalidInput when there is no such yearly figure in both.
Result<Comparison> Compare(const Evaluation& before, const Evaluation& after,
                           std::string_view figure, Language language);

}  // namespace kaogong::office::library
