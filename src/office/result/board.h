// SPDX-License-Identifier: Apache-2.0
// Board: the result of a computation, opened for reading: its figures, who its rows are, and what is
// derived from them once and asked for again and again — orders, ties, means of groups.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "office/library/cache.h"
#include "office/library/result_table.h"
#include "office/library/runs.h"
#include "office/result/computation.h"

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

// The fields that a figure reads, directly or through other figures.
std::set<scheme::FieldId> FieldsOf(const scheme::Scheme& scheme, scheme::FigureId figure);

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
  Board(Id computation, std::shared_ptr<const library::Evaluation> evaluation,
        std::vector<Identities> identities, std::optional<LastYear> last_year);

  Id computation() const { return computation_; }
  const library::Evaluation& evaluation() const { return *evaluation_; }
  const std::shared_ptr<const library::Evaluation>& shared() const { return evaluation_; }
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
  Id AssesseeOf(scheme::KindId kind, facts::Row row) const;
  std::optional<facts::Row> RowOfAssessee(scheme::KindId kind, Id assessee) const;

  using Order = std::shared_ptr<const std::vector<facts::Row>>;
  // Rows by a column; grades from best to worst, rows without a value last either way; equal ones
  // in official order. Nothing for `column`: by name.
  Order OrderBy(scheme::KindId kind, std::optional<ResultColumn> column, bool is_descending) const;
  // Whether another row of the whole list has the same rank in the same group; by row. Null when
  // the kind has no rank.
  std::shared_ptr<const std::vector<bool>> TiesOf(scheme::KindId kind) const;
  // Over the rows below the same parent as `row`.
  GroupStatistics StatisticsOf(const ResultColumn& column, facts::Row row) const;
  // The row of the same subject, else of the same identifier, in last year's result.
  std::optional<facts::Row> LastYearRow(scheme::KindId kind, facts::Row row) const;

 private:
  std::vector<facts::Row> SortedBy(scheme::KindId kind, std::optional<ResultColumn> column,
                                   bool is_descending) const;
  std::vector<bool> FindTies(scheme::KindId kind, scheme::FigureId rank) const;
  std::vector<facts::Row> MatchLastYear(scheme::KindId kind) const;

  const Id computation_;
  const std::shared_ptr<const library::Evaluation> evaluation_;
  const std::vector<Identities> identities_;
  const std::optional<LastYear> last_year_;

  mutable std::mutex mutex_;
  mutable std::map<std::tuple<scheme::KindId, std::string, bool>, Order> orders_;
  mutable std::map<scheme::KindId, std::shared_ptr<const std::vector<bool>>> ties_;
  mutable std::map<std::tuple<scheme::FigureId, int, facts::Row>, GroupStatistics> statistics_;
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
  Result<std::shared_ptr<const Board>> Load(const Computation& computation, Id last_publication,
                                            bool with_last_year);
  Result<std::optional<LastYear>> LoadLastYear(Id assessment);

  library::Library& library_;
  library::Cache<Board> boards_;
};

}  // namespace kaogong::office::result
