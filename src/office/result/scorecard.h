// SPDX-License-Identifier: Apache-2.0
// The scorecard (成绩单) of one row: what it got for each indicator, beside its group; and why each
// figure is what it is, down to who entered and verified the facts in it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "office/library/explanation.h"
#include "office/result/rank_list.h"

namespace kaogong::office::result {

struct CardFigure {
  ResultColumn column;
  int depth = 0;
  scoring::Value value;
  std::optional<std::string> lost;           // Full points less the value, never below zero.
  std::optional<std::string> group_average;  // Two places.
  std::optional<std::string> best;
};

struct CardObjection {
  Id id = 0;
  std::string column;
  std::string state;
};

struct Scorecard {
  Boards::Opened opened;
  AssesseeRef assessee;
  scheme::KindId kind = scheme::kNone;
  facts::Row row = 0;
  std::optional<std::string> parent;
  std::string group_name;  // Of the peers that averages are about.
  std::int64_t group_count = 0;
  std::optional<std::string> rank;
  std::optional<std::string> score;
  std::optional<std::string> grade;     // As calibrated.
  std::vector<CardFigure> standings;    // Totals, ranks, grades, coefficients.
  std::vector<CardFigure> payouts;
  std::vector<CardFigure> indicators;   // Parents before children.
  std::vector<CardFigure> adjustments;  // Bonuses, deductions, vetoes, checks.
  std::vector<Calibration> calibrations;
  std::optional<Standing> last_year;
  std::optional<std::string> rank_change;
  std::vector<CardObjection> objections;
};
// Errors: kNotFound, also for an assessee outside the reach; kConflict without a result.
Result<Scorecard> ScorecardOf(Boards& boards, const Actor& actor, Id computation, Id assessee,
                              Language language);

struct EvidenceRef {
  Id id = 0;
  std::string name;
  std::string media_type;
  std::int64_t size = 0;
};

// Where a fact comes from.
struct FactProvenance {
  std::string name;  // As the inputs of the explanation have it.
  Text row;
  Text period;
  std::string_view source;  // measurement, target, record, panel, imported
  std::optional<std::string> entered_by;
  std::optional<std::string> entered_at;
  std::optional<std::string> verified_by;
  std::optional<std::string> verified_at;
  std::string note;
  std::vector<EvidenceRef> evidence;
  std::optional<MeasurementKey> key;  // Of a measurement …
  MeasurementValue value;             // … as it is now,
  std::string value_text;             // as a table of facts has it; empty when there is none.
  int places = 0;
};

struct ResultExplanation {
  Boards::Opened opened;
  // What the explanation speaks of; its scheme may have fields more than the board's.
  const library::Evaluation& evaluation() const {
    return opened.board->EvaluationOf(explanation.column.figure);
  }
  library::FigureExplanation explanation;
  std::vector<FactProvenance> provenance;
  std::optional<Calibration> calibration;
};
struct ExplanationQuery {
  std::optional<Id> assessee;  // Instead of kind and row.
  std::string kind;
  std::optional<facts::Row> row;
  std::string column;  // Empty: what matters most.
};
// Errors: kNotFound for what is not there or outside the reach; kInvalidInput when neither assessee
// nor row is given; kLimitExceeded.
Result<ResultExplanation> ExplainResult(Boards& boards, const Actor& actor, Id computation,
                                        const ExplanationQuery& query);

}  // namespace kaogong::office::result
