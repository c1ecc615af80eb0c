// SPDX-License-Identifier: Apache-2.0
#include "office/result/rank_list.h"

#include <algorithm>
#include <unordered_set>

#include "base/utf8.h"
#include "scoring/reference.h"

namespace kaogong::office::result {

namespace {

using facts::Row;
using scheme::FigureId;
using scheme::KindId;
using scheme::kNone;
using scheme::Scheme;

Error NoSuchColumn(std::string_view key) {
  return {ErrorCode::kInvalidInput,
          Say("这种对象没有列“{}”", "This kind has no column '{}'", key)};
}

Result<ResultColumn> ColumnOf(const Scheme& scheme, KindId kind, std::string_view key) {
  const auto column = library::ColumnOfKey(scheme, key);
  if (!column || scheme.figure(column->figure).kind != kind) return NoSuchColumn(key);
  return *column;
}

// What a reader looks for first stands first.
std::vector<ResultColumn> HeadlinesOf(const Scheme& scheme, KindId kind) {
  auto columns = library::ColumnsOf(scheme, kind, library::ColumnChoice::kHeadlines);
  const KeyFigures figures = KeyFiguresOf(scheme, kind);
  const auto place = [&](const ResultColumn& column) {
    if (column.figure == figures.rank) return 0;
    if (column.figure == figures.score) return 1;
    return column.figure == figures.grade ? 2 : 3;
  };
  std::ranges::stable_sort(columns, {}, place);
  return columns;
}

Result<std::vector<ResultColumn>> ColumnsFor(const Scheme& scheme, KindId kind,
                                             std::string_view wanted) {
  if (wanted.empty() || wanted == "headlines") return HeadlinesOf(scheme, kind);
  if (wanted == "all") return library::ColumnsOf(scheme, kind, library::ColumnChoice::kAll);
  std::vector<ResultColumn> columns;
  while (!wanted.empty()) {
    const std::size_t end = std::min(wanted.find(','), wanted.size());
    KAOGONG_TRY_ASSIGN(const ResultColumn column, ColumnOf(scheme, kind, wanted.substr(0, end)));
    columns.push_back(column);
    wanted.remove_prefix(std::min(end + 1, wanted.size()));
  }
  return columns;
}

Result<Board::Order> OrderFor(const Board& board, KindId kind, const RankQuery& query) {
  if (query.sort == "name") return board.OrderBy(kind, std::nullopt, query.is_descending);
  if (!query.sort.empty()) {
    KAOGONG_TRY_ASSIGN(const ResultColumn column, ColumnOf(board.scheme(), kind, query.sort));
    return board.OrderBy(kind, column, query.is_descending);
  }
  const auto ranking = board.RankingOf(kind);
  if (!query.is_descending) return Board::Order(ranking, &ranking->order);
  auto order = ranking->order;
  std::ranges::reverse(order);
  return std::make_shared<const std::vector<Row>>(std::move(order));
}

// Which rows a query and the reach leave.
class Filter {
 public:
  Filter(const Board& board, KindId kind, const RankQuery& query, const Visibility& visibility,
         const Grades& grades)
      : board_(board), kind_(kind), query_(query), visibility_(visibility), grades_(grades) {
    parent_kind_ = board.scheme().kind(kind).parent;
    if (query.parent) {
      parent_row_ = -1;
      if (parent_kind_ > 0)
        parent_row_ = board.RowOfAssessee(parent_kind_, *query.parent).value_or(-1);
    }
    grade_ = KeyFiguresOf(board.scheme(), kind).grade;
    if (!query.search.empty()) found_ = board.RowsContaining(kind, query.search);
    ranking_ = board.RankingOf(kind);
  }

  bool is_nothing() const {
    return visibility_.is_everything() && query_.search.empty() && !query_.parent &&
           query_.grade.empty() && query_.group.empty();
  }
  bool Takes(Row row) const {
    const facts::Table& table = board_.facts().table(kind_);
    if (parent_row_ && table.parents[static_cast<std::size_t>(row)] != *parent_row_) return false;
    if (!query_.search.empty() && !found_[static_cast<std::size_t>(row)]) return false;
    if (!query_.group.empty() && GroupOf(*ranking_, row) != query_.group) return false;
    if (!query_.grade.empty() && GradeOf(row) != query_.grade) return false;
    return visibility_.Sees(board_, kind_, row);
  }

 private:
  std::string GradeOf(Row row) const {
    if (grade_ == kNone) return {};
    const ResultColumn column{grade_, 0};
    const auto found =
        grades_.find({board_.AssesseeOf(kind_, row), library::KeyOf(board_.scheme(), column)});
    if (found != grades_.end()) return found->second;
    const scoring::Value value = board_.At(column, row);
    if (!value.ok()) return {};
    return scoring::ShowValue(board_.scheme(), board_.facts(), grade_, value, Language::kChinese);
  }

  const Board& board_;
  KindId kind_;
  const RankQuery& query_;
  const Visibility& visibility_;
  const Grades& grades_;
  KindId parent_kind_ = kNone;
  std::optional<Row> parent_row_;
  std::vector<bool> found_;  // By row; of a search.
  std::shared_ptr<const Ranking> ranking_;
  FigureId grade_ = kNone;
};

std::optional<std::string> TextOf(const Board& board, FigureId figure, Row row,
                                  Language language) {
  if (figure == kNone) return std::nullopt;
  const scoring::Value value = board.At({figure, 0}, row);
  if (!value.ok()) return std::nullopt;
  return scoring::ShowValue(board.scheme(), board.facts(), figure, value, language);
}

RankRow RowOf(const Board& board, KindId kind, Row row, const Ranking& ranking,
              const Grades& grades, const std::vector<ResultColumn>& columns, Language language) {
  RankRow to;
  to.row = row;
  to.assessee = board.AssesseeOf(kind, row);
  to.is_tied = ranking.is_tied[static_cast<std::size_t>(row)];
  to.group = GroupOf(ranking, row);
  for (const ResultColumn& column : columns) {
    if (board.scheme().figure(column.figure).role != scheme::Role::kGrade) continue;
    std::string key = library::KeyOf(board.scheme(), column);
    const auto found = grades.find({to.assessee, key});
    if (found != grades.end()) to.calibrated.emplace_back(std::move(key), found->second);
  }
  to.last_year = LastYearOf(board, kind, row, language);
  to.rank_change = RankChangeOf(board, kind, row);
  return to;
}

// --- Distribution

std::string PercentOf(std::int64_t part, std::int64_t whole) {
  if (whole == 0) return "0.00";
  return Rational::Fraction(part * 100, whole)
      .Round(2, Rounding::kHalfUp)
      .value_or(Decimal())
      .ToString();
}

// The quota that a grade's own formula asks about: 入围(…, 名额).
struct Quota {
  std::optional<std::int64_t> places;
  std::string text;
};

// The first kWithinQuota in the arm that gives a grade, and its places over all groups.
class QuotaFinder {
 public:
  explicit QuotaFinder(const Board& board)
      : board_(board), scheme_(board.scheme()), reference_(scheme_, board.facts()) {
    reference_.AdoptAll(board.outcome());
    reference_.LimitSteps(kStepsMax);
  }

  std::optional<Quota> Find(FigureId grade, const std::string& name) {
    const scheme::ExprId within = WithinOf(grade, name);
    if (within == kNone) return std::nullopt;
    const scheme::Expr& expr = scheme_.expr(within);
    Quota quota;
    quota.text = expr.text;
    quota.places = PlacesOf(expr);
    return quota;
  }

 private:
  static constexpr std::int64_t kStepsMax = 5'000'000;

  // Grades compile to a chain of conditions, each with the grade it gives.
  scheme::ExprId WithinOf(FigureId grade, const std::string& name) const {
    scheme::ExprId at = scheme_.figure(grade).expr;
    while (at != kNone && scheme_.expr(at).op == scheme::Op::kIf) {
      const scheme::Expr& expr = scheme_.expr(at);
      if (expr.effect == kNone && Gives(expr.args[1], name)) return FindWithin(expr.args[0]);
      at = expr.args[2];
    }
    return kNone;
  }
  bool Gives(scheme::ExprId id, const std::string& name) const {
    const scheme::Expr& expr = scheme_.expr(id);
    if (expr.op != scheme::Op::kLiteral || expr.type != scheme::Type::kText) return false;
    return scheme_.texts[static_cast<std::size_t>(expr.literal.units())] == name;
  }
  scheme::ExprId FindWithin(scheme::ExprId from) const {
    std::vector<scheme::ExprId> rest{from};
    std::vector<bool> seen(scheme_.figures.size(), false);
    while (!rest.empty()) {
      const scheme::ExprId id = rest.back();
      rest.pop_back();
      if (id == kNone) continue;
      const scheme::Expr& expr = scheme_.expr(id);
      if (expr.op == scheme::Op::kWithinQuota) return id;
      if (expr.op == scheme::Op::kFigure && !seen[static_cast<std::size_t>(expr.target)]) {
        seen[static_cast<std::size_t>(expr.target)] = true;
        rest.push_back(scheme_.figure(expr.target).expr);
      }
      rest.insert(rest.end(), expr.args.begin(), expr.args.end());
    }
    return kNone;
  }
  // Each group once: groups are the rows of the scope that have members.
  std::optional<std::int64_t> PlacesOf(const scheme::Expr& expr) {
    if (expr.domain.key != kNone || expr.domain.member == kNone) return std::nullopt;
    const facts::Table& scope = board_.facts().table(expr.domain.scope);
    Rational sum;
    for (Row row = 0; row < scope.rows(); ++row) {
      const auto range = facts::RowsBelow(scheme_, board_.facts(), expr.domain.scope, row,
                                          expr.domain.member);
      if (range.begin == range.end) continue;
      const scoring::Value places = reference_.Evaluate(expr.args[1], range.begin, 0);
      if (!places.ok() || reference_.is_exhausted()) return std::nullopt;
      sum += places.number;
    }
    return sum.ToInteger(Rounding::kDown);
  }

  const Board& board_;
  const Scheme& scheme_;
  scoring::Reference reference_;
};

void CountGrades(const Board& board, KindId kind, FigureId grade, const Grades& calibrated,
                 Distribution* to) {
  const Scheme& scheme = board.scheme();
  const std::string key = library::KeyOf(scheme, {grade, 0});
  std::map<std::string, std::int64_t> counts;
  for (Row row = 0; row < board.facts().table(kind).rows(); ++row) {
    const auto found = calibrated.empty()
                           ? calibrated.end()
                           : calibrated.find({board.AssesseeOf(kind, row), key});
    const scoring::Value value = board.At({grade, 0}, row);
    if (found != calibrated.end()) {
      ++counts[found->second];
    } else {
      ++counts[value.ok() ? scoring::ShowValue(scheme, board.facts(), grade, value,
                                               Language::kChinese)
                          : std::string()];
    }
  }
  const std::int64_t graded = to->row_count - counts[""];
  QuotaFinder quotas(board);
  for (const std::string& name : scheme.figure(grade).grades) {
    GradeCount count{name, counts[name], PercentOf(counts[name], graded), {}, {}};
    if (const auto quota = quotas.Find(grade, name)) {
      count.quota = quota->places;
      count.quota_text = quota->text;
    }
    to->grades.push_back(std::move(count));
  }
  // What an exception gives outside the list of grades.
  const auto& listed = scheme.figure(grade).grades;
  for (const auto& [name, count] : counts) {
    if (!name.empty() && std::ranges::find(listed, name) == listed.end())
      to->grades.push_back({name, count, PercentOf(count, graded), {}, {}});
  }
  if (counts[""] > 0) to->grades.push_back({"", counts[""], "0.00", {}, {}});
}

// Bands of a width of 1, 2 or 5 times a power of ten, at most twenty or so.
Decimal WidthFor(const Rational& span) {
  constexpr std::int64_t kBandsMax = 20;
  std::int64_t width = 1;
  int places = 3;
  for (int i = 0;; ++i) {
    const Rational now = Rational::Fraction(width, PowerOfTen(places));
    if (!(Rational(kBandsMax) * now < span) || i > 60) return Decimal::FromUnits(width, places);
    width = i % 3 == 1 ? width / 2 * 5 : width * 2;
    if (width % 10 == 0 && places > 0) {
      width /= 10;
      --places;
    }
  }
}

void CountScores(const Board& board, KindId kind, FigureId score, Distribution* to) {
  std::vector<Rational> values;
  for (Row row = 0; row < board.facts().table(kind).rows(); ++row) {
    scoring::Value value = board.At({score, 0}, row);
    if (value.ok()) values.push_back(std::move(value.number));
  }
  if (values.empty()) return;
  const auto [least, most] = std::ranges::minmax_element(values);
  const Decimal width = WidthFor(*most - *least);
  const auto band_of = [&](const Rational& value) {
    return Quotient(value, Rational(width)).ToInteger(Rounding::kDown).value_or(0) -
           (value.sign() < 0 && !Quotient(value, Rational(width)).is_integer() ? 1 : 0);
  };
  const std::int64_t first = band_of(*least);
  const std::int64_t last = band_of(*most);
  std::vector<std::int64_t> counts(static_cast<std::size_t>(last - first + 1), 0);
  for (const Rational& value : values) ++counts[static_cast<std::size_t>(band_of(value) - first)];
  for (std::size_t i = 0; i < counts.size(); ++i) {
    const std::int64_t number = first + static_cast<std::int64_t>(i);
    to->histogram.push_back({(Rational(width) * Rational(number)).ToString(),
                             (Rational(width) * Rational(number + 1)).ToString(), counts[i]});
  }
}

}  // namespace

std::vector<std::string> KindsWithColumns(const Scheme& scheme) {
  std::vector<std::string> kinds;
  for (std::size_t i = 0; i < scheme.kinds.size(); ++i) {
    if (!library::ColumnsOf(scheme, static_cast<KindId>(i), library::ColumnChoice::kHeadlines)
             .empty())
      kinds.push_back(scheme.kinds[i].name);
  }
  return kinds;
}

Result<KindId> KindNamed(const Scheme& scheme, std::string_view name) {
  if (!name.empty()) {
    const KindId kind = scheme.FindKind(name);
    if (kind != kNone) return kind;
    return Error{ErrorCode::kNotFound, Say("没有对象“{}”", "There is no kind '{}'", name)};
  }
  // One with a rank or a score before one that merely has a headline.
  for (std::size_t i = 0; i < scheme.kinds.size(); ++i) {
    const KeyFigures figures = KeyFiguresOf(scheme, static_cast<KindId>(i));
    if (!scheme.kinds[i].is_record && (figures.rank != kNone || figures.grade != kNone))
      return static_cast<KindId>(i);
  }
  const auto kinds = KindsWithColumns(scheme);
  return kinds.empty() ? KindId{0} : scheme.FindKind(kinds.front());
}

std::optional<Standing> LastYearOf(const Board& board, KindId kind, Row row, Language language) {
  const auto last_row = board.LastYearRow(kind, row);
  if (!last_row) return std::nullopt;
  const Board& last = *board.last_year()->board;
  const std::string& name = board.scheme().kind(kind).name;
  const KeyFigures figures = KeyFiguresOf(last.scheme(), last.scheme().FindKind(name));
  Standing standing{TextOf(last, figures.rank, *last_row, language),
                    TextOf(last, figures.score, *last_row, language),
                    TextOf(last, figures.grade, *last_row, language)};
  const auto calibrated = board.last_year()->grades.find({name, *last_row});
  if (calibrated != board.last_year()->grades.end()) standing.grade = calibrated->second;
  return standing;
}

std::optional<std::string> RankChangeOf(const Board& board, KindId kind, Row row) {
  const auto last_row = board.LastYearRow(kind, row);
  const FigureId rank = KeyFiguresOf(board.scheme(), kind).rank;
  if (!last_row || rank == kNone) return std::nullopt;
  const Board& last = *board.last_year()->board;
  const KindId theirs = last.scheme().FindKind(board.scheme().kind(kind).name);
  const FigureId rank_then = KeyFiguresOf(last.scheme(), theirs).rank;
  if (rank_then == kNone) return std::nullopt;
  const scoring::Value now = board.At({rank, 0}, row);
  const scoring::Value then = last.At({rank_then, 0}, *last_row);
  if (!now.ok() || !then.ok()) return std::nullopt;
  const Rational change = then.number - now.number;
  return (change.sign() > 0 ? "+" : "") + change.ToString();
}

Result<RankList> ListRows(Boards& boards, const Actor& actor, Id computation,
                          const RankQuery& query, Language language) {
  RankList list;
  KAOGONG_TRY_ASSIGN(list.opened, boards.Open(actor, computation));
  const Board& board = *list.opened.board;
  KAOGONG_TRY_ASSIGN(list.kind, KindNamed(board.scheme(), query.kind));
  list.kinds = KindsWithColumns(board.scheme());
  KAOGONG_TRY_ASSIGN(list.columns, ColumnsFor(board.scheme(), list.kind, query.columns));
  KAOGONG_TRY_ASSIGN(const Board::Order order, OrderFor(board, list.kind, query));
  std::optional<Visibility> visibility;
  Grades grades;
  KAOGONG_TRY(boards.library().office().Read(actor, [&](Session& session) -> Result<void> {
    KAOGONG_TRY_ASSIGN(visibility, Visibility::Of(session, Act::kViewResults));
    KAOGONG_TRY_ASSIGN(const auto calibrations, LoadCalibrations(session, computation));
    grades = GradesOf(calibrations);
    return {};
  }));
  const Filter filter(board, list.kind, query, *visibility, grades);
  std::vector<Row> rows;
  const auto begin = static_cast<std::size_t>(query.page.offset());
  const auto size = static_cast<std::size_t>(query.page.size);
  if (filter.is_nothing()) {
    list.total = static_cast<std::int64_t>(order->size());
    for (std::size_t i = begin; i < std::min(order->size(), begin + size); ++i)
      rows.push_back((*order)[i]);
  } else {
    std::size_t place = 0;
    for (const Row row : *order) {
      if (!filter.Takes(row)) continue;
      if (place >= begin && place < begin + size) rows.push_back(row);
      ++place;
    }
    list.total = static_cast<std::int64_t>(place);
  }
  const auto ranking = board.RankingOf(list.kind);
  list.group_title = ranking->title;
  list.groups = ranking->groups;
  for (const Row row : rows)
    list.rows.push_back(RowOf(board, list.kind, row, *ranking, grades, list.columns, language));
  return list;
}

Result<Distribution> DistributionOf(Boards& boards, const Actor& actor, Id computation,
                                    std::string_view kind_name, Language language) {
  static_cast<void>(language);
  KAOGONG_TRY_ASSIGN(const Boards::Opened opened, boards.Open(actor, computation));
  const Board& board = *opened.board;
  const Scheme& scheme = board.scheme();
  KAOGONG_TRY_ASSIGN(const KindId kind, KindNamed(scheme, kind_name));
  KAOGONG_TRY_ASSIGN(const auto calibrations,
                     boards.library().office().Read(actor, [&](Session& session) {
                       return LoadCalibrations(session, computation);
                     }));
  Distribution to;
  to.kind = scheme.kind(kind).name;
  to.row_count = board.facts().table(kind).rows();
  const KeyFigures figures = KeyFiguresOf(scheme, kind);
  if (figures.grade != kNone) {
    to.grade_title = scheme.figure(figures.grade).name;
    CountGrades(board, kind, figures.grade, GradesOf(calibrations), &to);
  }
  if (figures.score != kNone) {
    to.score_title = scheme.figure(figures.score).name;
    CountScores(board, kind, figures.score, &to);
  }
  return to;
}

}  // namespace kaogong::office::result
