// SPDX-License-Identifier: Apache-2.0
// Board: the result of a computation, opened for reading: its figures, who its rows are, and what is
// derived from them once and asked for again and again — orders, ties, means of groups.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "office/library/cache.h"
#include "office/library/result_table.h"
#include "office/library/runs.h"
#include "office/result/computation.h"
#include "office/result/internal/calibrated.h"
#include "office/result/internal/ranking.h"
#include "office/result/internal/row_names.h"

namespace kaogong::office::result {

using library::ResultColumn;

// The figures that a row of a kind is known by; kNone for what the regulation does not have. All
// are yearly.
struct KeyFigures {
  scheme::FigureId rank = scheme::kNone;
  scheme::FigureId score = scheme::kNone;  // The first total, else the first root indicator.
  scheme::FigureId grade = scheme::kNone;
  std::vector<scheme::FigureId> payouts;
};
KeyFigures KeyFiguresOf(const scheme::Scheme& scheme, scheme::KindId kind);

// Who the rows of a kind are, by row of the facts; 0: not known.
struct Identities {
  std::vector<Id> assessees;
  std::vector<Id> subjects;
  std::vector<Id> units;
  std::vector<Id> persons;
};

// The mean and the greatest of the values of a group.
struct GroupStatistics {
  std::int64_t count = 0;
  std::optional<Rational> mean;
  std::optional<Rational> best;
};

class Board;
struct Calibration;

// The final result of the year before, for the change on it.
struct LastYear {
  std::string title;  // Of the assessment.
  std::shared_ptr<const Board> board;
  // Calibrated grades by (kind, row).
  std::map<std::pair<std::string, facts::Row>, std::string> grades;
};

// Shared by any number of threads; what is derived is made when it is first asked for.
class Board {
 public:
  // `calibrated` as of internal::Follow.
  Board(Id computation, std::shared_ptr<const library::Evaluation> evaluation,
        internal::Calibrated calibrated, std::vector<Identities> identities,
        std::optional<LastYear> last_year);

  Id computation() const { return computation_; }
  // Figures that follow from a calibrated grade are as of that grade.
  const library::Evaluation& evaluation() const { return *evaluation_; }
  // As the run computed it, without calibrations.
  const library::Evaluation& computed() const { return *computed_; }
  // What the figure was computed from, for its explanation: with grades given where it follows from
  // a calibrated one. Its scheme may have fields more.
  const library::Evaluation& EvaluationOf(scheme::FigureId figure) const {
    return Follows(figure) ? *calibrated_.given : *computed_;
  }
  bool Follows(scheme::FigureId figure) const {
    return calibrated_.given != nullptr && calibrated_.follows[static_cast<std::size_t>(figure)];
  }
  const scheme::Scheme& scheme() const { return evaluation_->scheme(); }
  const facts::Facts& facts() const { return evaluation_->facts; }
  const scoring::Outcome& outcome() const { return evaluation_->outcome; }
  library::ResultView ViewIn(Language language) const {
    return {scheme(), facts(), outcome(), language};
  }
  // Of a kind.
  const Identities& identities(scheme::KindId kind) const {
    return identities_[static_cast<std::size_t>(kind)];
  }
  const std::optional<LastYear>& last_year() const { return last_year_; }

  scoring::Value At(const ResultColumn& column, facts::Row row) const {
    return outcome().At(column.figure, row, column.period);
  }
  // As the run computed it, without calibrations.
  scoring::Value ComputedAt(const ResultColumn& column, facts::Row row) const {
    return computed_->outcome.At(column.figure, row, column.period);
  }
  Id AssesseeOf(scheme::KindId kind, facts::Row row) const;
  std::optional<facts::Row> RowOfAssessee(scheme::KindId kind, Id assessee) const;

  using Order = std::shared_ptr<const std::vector<facts::Row>>;
  // Rows by a column; grades from best to worst, rows without a value last either way; equal ones
  // in official order. Nothing for `column`: by name.
  Order OrderBy(scheme::KindId kind, std::optional<ResultColumn> column, bool is_descending) const;
  // Never null.
  std::shared_ptr<const Ranking> RankingOf(scheme::KindId kind) const;
  // By row: whether name, identifier or the parent's name contains the text.
  std::vector<bool> RowsContaining(scheme::KindId kind, std::string_view text) const;
  // Over the peers of `row`, as of its Ranking.
  GroupStatistics StatisticsOf(const ResultColumn& column, facts::Row row) const;
  // The row of the same subject, else of the same identifier, in last year's result.
  std::optional<facts::Row> LastYearRow(scheme::KindId kind, facts::Row row) const;

 private:
  std::vector<facts::Row> SortedBy(scheme::KindId kind, std::optional<ResultColumn> column,
                                   bool is_descending) const;
  std::vector<facts::Row> MatchLastYear(scheme::KindId kind) const;

  const Id computation_;
  const std::shared_ptr<const library::Evaluation> computed_;
  const internal::Calibrated calibrated_;
  const std::shared_ptr<const library::Evaluation> evaluation_;  // What is shown.
  const std::vector<Identities> identities_;
  const std::optional<LastYear> last_year_;

  mutable std::mutex mutex_;
  mutable std::map<std::tuple<scheme::KindId, std::string, bool>, Order> orders_;
  mutable std::map<scheme::KindId, std::shared_ptr<const Ranking>> rankings_;
  mutable std::map<scheme::KindId, std::shared_ptr<const internal::RowNames>> names_;
  mutable std::map<std::tuple<scheme::FigureId, int, facts::Row>, GroupStatistics>
      statistics_;  // By the first of the peers.
  mutable std::map<scheme::KindId, std::shared_ptr<const std::vector<facts::Row>>> last_rows_;
  mutable std::map<scheme::KindId, std::shared_ptr<const std::vector<std::pair<Id, facts::Row>>>>
      rows_of_assessees_;
};

// What an actor may see of results, as of one request.
class Visibility {
 public:
  // Rows within reach of `act`, and the actor's own.
  static Result<Visibility> Of(const Session& session, Act act);

  bool is_everything() const { return is_everything_; }
  // Records are seen with the row they belong to.
  bool Sees(const Board& board, scheme::KindId kind, facts::Row row) const;

 private:
  bool is_everything_ = false;
  Id person_ = 0;
  std::vector<Id> units_;  // Ascending.
};

// The boards that were opened last.
class Boards {
 public:
  explicit Boards(library::Library& library);

  library::Library& library() const { return library_; }

  struct Opened {
    Computation computation;
    std::shared_ptr<const Board> board;
  };
  // Opens the result of a computation that the actor may know of.
  // Errors: kNotFound, kNotPermitted; kConflict when it has no result.
  Result<Opened> Open(const Actor& actor, Id computation);
  // The same without asking for rights.
  Result<std::shared_ptr<const Board>> OpenAny(const Computation& computation);
  // The data of an assessment as they are now, computed and not stored; the board's
  // computation is the DigestOf its tables, which is negative.
  // Without asking for rights. Errors: kNotFound; kInvalidInput with `issues`; kLimitExceeded.
  Result<std::shared_ptr<const Board>> OpenPresent(Id assessment, Basis basis, Issues* issues);

 private:
  // Makes a board and keeps it by its key. `calibrations` are those that stand. Without
  // `last_publication`: without the year before. 0: there is none.
  Result<std::shared_ptr<const Board>> Load(std::string key, const Computation& computation,
                                            const std::vector<Calibration>& calibrations,
                                            std::optional<Id> last_publication);
  Result<std::optional<LastYear>> LoadLastYear(Id assessment);

  library::Library& library_;
  library::Cache<Board> boards_;
};

}  // namespace kaogong::office::result
