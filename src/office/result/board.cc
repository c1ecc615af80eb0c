// SPDX-License-Identifier: Apache-2.0
#include "office/result/board.h"

#include <algorithm>
#include <unordered_map>

#include "office/result/calibration.h"
#include "office/result/internal/faults.h"

namespace kaogong::office::result {

namespace {

using facts::Row;
using scheme::FigureId;
using scheme::KindId;
using scheme::kNone;
using scheme::Scheme;

// Of figures and facts of all boards together; 8 bytes each.
constexpr std::size_t kBoardsCellsMax = std::size_t{24} << 20U;

std::size_t CellsOf(const library::Evaluation& evaluation) {
  std::size_t cells = 1;
  for (const auto& periods : evaluation.outcome.figures) {
    for (const scoring::FigureColumn& column : periods)
      cells += column.units.size() + 8 * column.exact.size();
  }
  return cells;
}

// Last year's final publication of the same regulation: its id and computation.
struct LastPublication {
  Id id = 0;
  Id computation = 0;
  std::string title;
};
Result<LastPublication> FindLastPublication(const Session& session, Id assessment) {
  LastPublication last;
  KAOGONG_TRY(session.transaction.Query(
      "SELECT p.id, p.computation_id, a.title FROM publication p "
      "JOIN assessment a ON a.id = p.assessment_id "
      "JOIN regulation_version v ON v.id = a.version_id "
      "JOIN regulation_version w ON w.regulation_id = v.regulation_id "
      "JOIN assessment b ON b.version_id = w.id "
      "WHERE b.id = ? AND a.year = b.year - 1 AND p.finalised_at IS NOT NULL "
      "ORDER BY p.id DESC LIMIT 1",
      {assessment}, [&](const store::Row& row) {
        last = {row.Get<Id>(0), row.Get<Id>(1), row.Get<std::string>(2)};
      }));
  return last;
}

Result<std::vector<Identities>> LoadIdentities(const Session& session, Id assessment,
                                               const library::Evaluation& evaluation) {
  const Scheme& scheme = evaluation.scheme();
  std::vector<Identities> identities(scheme.kinds.size());
  for (std::size_t i = 0; i < scheme.kinds.size(); ++i) {
    const facts::Table& table = evaluation.facts.tables[i];
    if (scheme.kinds[i].is_record || table.rows() == 0) continue;
    Identities& to = identities[i];
    const std::size_t count = table.ids.size();
    to.assessees.assign(count, 0);
    to.subjects.assign(count, 0);
    to.units.assign(count, 0);
    to.persons.assign(count, 0);
    std::unordered_map<std::string_view, std::size_t> rows;  // Looked up, never iterated.
    rows.reserve(count);
    for (std::size_t row = 0; row < count; ++row) rows.emplace(table.ids[row], row);
    KAOGONG_TRY(session.transaction.Query(
        "SELECT code, id, subject_id, unit_id, person_id FROM assessee "
        "WHERE assessment_id = ? AND kind = ?",
        {assessment, scheme.kinds[i].name}, [&](const store::Row& row) {
          const auto found = rows.find(row.Get<std::string_view>(0));
          if (found == rows.end()) return;
          to.assessees[found->second] = row.Get<Id>(1);
          to.subjects[found->second] = row.Get<Id>(2);
          to.units[found->second] = row.Get<std::optional<Id>>(3).value_or(0);
          to.persons[found->second] = row.Get<std::optional<Id>>(4).value_or(0);
        }));
  }
  return identities;
}

Result<std::vector<Calibration>> LoadStanding(const Session& session, Id computation) {
  KAOGONG_TRY_ASSIGN(auto calibrations, LoadCalibrations(session, computation));
  std::erase_if(calibrations, [](const Calibration& one) { return one.withdrawn_at.has_value(); });
  return calibrations;
}

std::vector<scoring::Given> GivenBy(const std::vector<Calibration>& calibrations,
                                    const library::Evaluation& evaluation) {
  const Scheme& scheme = evaluation.scheme();
  std::vector<scoring::Given> given;
  for (const Calibration& calibration : calibrations) {
    const auto column = library::ColumnOfKey(scheme, calibration.figure);
    if (!column) continue;
    const auto row = evaluation.facts.FindRow(scheme.figure(column->figure).kind,
                                              calibration.assessee.code);
    if (!row) continue;
    facts::Provenance source;
    source.evidence = calibration.reason;
    source.entered_by = calibration.made_by;
    given.push_back({column->figure, column->period, *row, calibration.after, std::move(source)});
  }
  return given;
}

// What a column is sorted by: numbers, or the places of texts.
class SortKeys {
 public:
  SortKeys(const Board& board, const ResultColumn& column)
      : column_(board.outcome().figures[static_cast<std::size_t>(column.figure)]
                                       [static_cast<std::size_t>(column.period)]) {
    const scheme::Figure& figure = board.scheme().figure(column.figure);
    if (figure.type == scheme::Type::kText) RankTexts(figure, board.facts().texts);
  }

  bool HasValue(Row row) const {
    return column_.states.empty() ||
           column_.states[static_cast<std::size_t>(row)] == scoring::State::kValid;
  }
  std::strong_ordering Compare(Row a, Row b) const {
    if (!column_.exact.empty()) {
      return column_.exact[static_cast<std::size_t>(a)] <=> column_.exact[static_cast<std::size_t>(b)];
    }
    return KeyOf(a) <=> KeyOf(b);
  }

 private:
  std::int64_t KeyOf(Row row) const {
    const std::int64_t units = column_.units[static_cast<std::size_t>(row)];
    return texts_.empty() ? units : texts_[static_cast<std::size_t>(units)];
  }
  // Grades by their order, other texts by themselves.
  void RankTexts(const scheme::Figure& figure, const std::vector<std::string>& texts) {
    std::vector<std::size_t> order(texts.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    const auto grade = [&](std::size_t i) {
      return std::ranges::find(figure.grades, texts[i]) - figure.grades.begin();
    };
    std::ranges::sort(order, [&](std::size_t a, std::size_t b) {
      return grade(a) != grade(b) ? grade(a) < grade(b) : texts[a] < texts[b];
    });
    texts_.resize(texts.size());
    for (std::size_t i = 0; i < order.size(); ++i) texts_[order[i]] = static_cast<std::int64_t>(i);
  }

  const scoring::FigureColumn& column_;
  std::vector<std::int64_t> texts_;  // By TextId.
};

}  // namespace

KeyFigures KeyFiguresOf(const Scheme& scheme, KindId kind) {
  KeyFigures found;
  FigureId root = kNone;
  for (std::size_t i = 0; i < scheme.figures.size(); ++i) {
    const scheme::Figure& figure = scheme.figures[i];
    const auto id = static_cast<FigureId>(i);
    if (figure.kind != kind || figure.level != scheme::kYear) continue;
    const auto take = [&](FigureId* to) {
      if (*to == kNone) *to = id;
    };
    switch (figure.role) {
      case scheme::Role::kRanking: take(&found.rank); break;
      case scheme::Role::kTotal: take(&found.score); break;
      case scheme::Role::kGrade: take(&found.grade); break;
      case scheme::Role::kPayout: found.payouts.push_back(id); break;
      case scheme::Role::kIndicator:
        if (figure.parent == kNone) take(&root);
        break;
      default: break;
    }
  }
  if (found.score == kNone) found.score = root;
  return found;
}

Board::Board(Id computation, std::shared_ptr<const library::Evaluation> evaluation,
             internal::Calibrated calibrated, std::vector<Identities> identities,
             std::optional<LastYear> last_year)
    : computation_(computation),
      computed_(std::move(evaluation)),
      calibrated_(std::move(calibrated)),
      evaluation_(calibrated_.shown != nullptr ? calibrated_.shown : computed_),
      identities_(std::move(identities)),
      last_year_(std::move(last_year)) {}

Id Board::AssesseeOf(KindId kind, Row row) const {
  const auto& assessees = identities(kind).assessees;
  const auto at = static_cast<std::size_t>(row);
  return at < assessees.size() ? assessees[at] : 0;
}

std::optional<Row> Board::RowOfAssessee(KindId kind, Id assessee) const {
  const std::lock_guard lock(mutex_);
  auto& known = rows_of_assessees_[kind];
  if (known == nullptr) {
    std::vector<std::pair<Id, Row>> rows;
    const auto& assessees = identities(kind).assessees;
    for (std::size_t i = 0; i < assessees.size(); ++i)
      rows.emplace_back(assessees[i], static_cast<Row>(i));
    std::ranges::sort(rows);
    known = std::make_shared<const std::vector<std::pair<Id, Row>>>(std::move(rows));
  }
  const auto found = std::ranges::lower_bound(*known, std::pair(assessee, Row{0}));
  if (found == known->end() || found->first != assessee) return std::nullopt;
  return found->second;
}

std::vector<Row> Board::SortedBy(KindId kind, std::optional<ResultColumn> column,
                                 bool is_descending) const {
  const facts::Table& table = facts().table(kind);
  std::vector<Row> rows = table.order;
  if (!column) {
    std::ranges::stable_sort(rows, [&](Row a, Row b) {
      return is_descending ? table.NameOf(b) < table.NameOf(a) : table.NameOf(a) < table.NameOf(b);
    });
    return rows;
  }
  const SortKeys keys(*this, *column);
  const auto end = std::stable_partition(rows.begin(), rows.end(),
                                         [&](Row row) { return keys.HasValue(row); });
  std::stable_sort(rows.begin(), end, [&](Row a, Row b) {
    return is_descending ? keys.Compare(b, a) < 0 : keys.Compare(a, b) < 0;
  });
  return rows;
}

Board::Order Board::OrderBy(KindId kind, std::optional<ResultColumn> column,
                            bool is_descending) const {
  const auto key = std::tuple(kind, column ? library::KeyOf(scheme(), *column) : std::string(),
                              is_descending);
  {
    const std::lock_guard lock(mutex_);
    if (const auto found = orders_.find(key); found != orders_.end()) return found->second;
  }
  auto order = std::make_shared<const std::vector<Row>>(SortedBy(kind, column, is_descending));
  const std::lock_guard lock(mutex_);
  return orders_.emplace(key, std::move(order)).first->second;
}

std::shared_ptr<const Ranking> Board::RankingOf(KindId kind) const {
  {
    const std::lock_guard lock(mutex_);
    if (const auto found = rankings_.find(kind); found != rankings_.end()) return found->second;
  }
  auto ranking = std::make_shared<const Ranking>(MakeRanking(*this, kind));
  const std::lock_guard lock(mutex_);
  return rankings_.emplace(kind, std::move(ranking)).first->second;
}

std::vector<bool> Board::RowsContaining(KindId kind, std::string_view text) const {
  std::shared_ptr<const internal::RowNames> names;
  {
    const std::lock_guard lock(mutex_);
    names = names_[kind];
  }
  if (names == nullptr) {
    names = std::make_shared<const internal::RowNames>(ViewIn(Language::kChinese), kind);
    const std::lock_guard lock(mutex_);
    names_[kind] = names;
  }
  return names->Containing(text);
}

GroupStatistics Board::StatisticsOf(const ResultColumn& column, Row row) const {
  const auto ranking = RankingOf(scheme().figure(column.figure).kind);
  const std::vector<Row>& peers = ranking->PeersOf(row);
  const auto key = std::tuple(column.figure, column.period, peers.front());
  {
    const std::lock_guard lock(mutex_);
    if (const auto found = statistics_.find(key); found != statistics_.end()) return found->second;
  }
  const scoring::FigureColumn& figures = outcome().figures[static_cast<std::size_t>(
      column.figure)][static_cast<std::size_t>(column.period)];
  GroupStatistics statistics;
  Rational sum;
  Int128 units = 0;
  std::int64_t best = 0;
  for (const Row at : peers) {
    const auto i = static_cast<std::size_t>(at);
    if (!figures.states.empty() && figures.states[i] != scoring::State::kValid) continue;
    if (figures.exact.empty()) {
      units += figures.units[i];
      best = statistics.count == 0 ? figures.units[i] : std::max(best, figures.units[i]);
    } else {
      sum += figures.exact[i];
      if (!statistics.best || *statistics.best < figures.exact[i]) statistics.best = figures.exact[i];
    }
    ++statistics.count;
  }
  if (statistics.count > 0) {
    if (figures.exact.empty()) {
      sum = Rational::FromInt128(units, PowerOfTen(figures.scale));
      statistics.best = Rational::FromInt128(best, PowerOfTen(figures.scale));
    }
    statistics.mean = Quotient(sum, Rational(statistics.count));
  }
  const std::lock_guard lock(mutex_);
  return statistics_.emplace(key, statistics).first->second;
}

std::vector<Row> Board::MatchLastYear(KindId kind) const {
  const Board& last = *last_year_->board;
  const auto count = static_cast<std::size_t>(facts().table(kind).rows());
  std::vector<Row> rows(count, -1);
  const KindId theirs = last.scheme().FindKind(scheme().kind(kind).name);
  if (theirs == kNone || last.scheme().kind(theirs).is_record) return rows;
  std::unordered_map<Id, Row> by_subject;  // Looked up, never iterated.
  const auto& subjects = last.identities(theirs).subjects;
  for (std::size_t i = 0; i < subjects.size(); ++i)
    by_subject.emplace(subjects[i], static_cast<Row>(i));
  const auto& mine = identities(kind).subjects;
  for (std::size_t i = 0; i < count; ++i) {
    const auto found = i < mine.size() ? by_subject.find(mine[i]) : by_subject.end();
    if (found != by_subject.end()) {
      rows[i] = found->second;
    } else if (const auto row = last.facts().FindRow(theirs, facts().table(kind).ids[i])) {
      rows[i] = *row;
    }
  }
  return rows;
}

std::optional<Row> Board::LastYearRow(KindId kind, Row row) const {
  if (!last_year_) return std::nullopt;
  std::shared_ptr<const std::vector<Row>> rows;
  {
    const std::lock_guard lock(mutex_);
    rows = last_rows_[kind];
  }
  if (rows == nullptr) {
    rows = std::make_shared<const std::vector<Row>>(MatchLastYear(kind));
    const std::lock_guard lock(mutex_);
    last_rows_[kind] = rows;
  }
  const Row found = (*rows)[static_cast<std::size_t>(row)];
  return found < 0 ? std::nullopt : std::optional(found);
}

Result<Visibility> Visibility::Of(const Session& session, Act act) {
  Visibility visibility;
  const Reach reach = ReachOf(session.actor, act);
  visibility.is_everything_ = reach.is_everywhere;
  visibility.person_ = session.actor.person;
  if (!reach.is_everywhere) {
    KAOGONG_TRY_ASSIGN(visibility.units_, UnitsWithin(session.transaction, reach, session.today));
  }
  return visibility;
}

bool Visibility::Sees(const Board& board, KindId kind, Row row) const {
  if (is_everything_) return true;
  while (kind > 0 && board.AssesseeOf(kind, row) == 0) {
    const KindId parent = board.scheme().kind(kind).parent;
    if (parent <= 0) return false;
    row = facts::RowAbove(board.scheme(), board.facts(), kind, row, parent);
    kind = parent;
  }
  const auto at = static_cast<std::size_t>(row);
  const Identities& identities = board.identities(kind);
  if (at >= identities.assessees.size()) return false;
  if (person_ != 0 && identities.persons[at] == person_) return true;
  return identities.units[at] != 0 &&
         std::binary_search(units_.begin(), units_.end(), identities.units[at]);
}

Boards::Boards(library::Library& library) : library_(library), boards_(kBoardsCellsMax) {}

Result<Boards::Opened> Boards::Open(const Actor& actor, Id computation) {
  Opened opened;
  KAOGONG_TRY_ASSIGN(opened.computation, GetComputation(library_, actor, computation));
  KAOGONG_TRY_ASSIGN(opened.board, OpenAny(opened.computation));
  return opened;
}

Result<std::shared_ptr<const Board>> Boards::OpenAny(const Computation& computation) {
  if (!computation.run) return internal::NoResultYet(TitleOf(computation.state));
  const Actor program = ProgramActor();
  LastPublication last;
  std::string key;
  std::shared_ptr<const Board> known;
  std::vector<Calibration> calibrations;
  KAOGONG_TRY(library_.office().Read(program, [&](Session& session) -> Result<void> {
    KAOGONG_TRY_ASSIGN(last, FindLastPublication(session, computation.assessment.id));
    key = fmt::format("{}/{}", computation.id, last.id);
    KAOGONG_TRY(session.transaction.Query(
        "SELECT id FROM calibration WHERE computation_id = ? AND withdrawn_at IS NULL ORDER BY id",
        {computation.id},
        [&](const store::Row& row) { key += fmt::format("/{}", row.Get<Id>(0)); }));
    known = boards_.Find(key);
    if (known == nullptr) {
      KAOGONG_TRY_ASSIGN(calibrations, LoadStanding(session, computation.id));
    }
    return {};
  }));
  if (known != nullptr) return known;
  return Load(std::move(key), computation, calibrations, last.id);
}

Result<std::shared_ptr<const Board>> Boards::Load(std::string key, const Computation& computation,
                                                  const std::vector<Calibration>& calibrations,
                                                  std::optional<Id> last_publication) {
  const Actor program = ProgramActor();
  KAOGONG_TRY_ASSIGN(const library::Run run, library::OpenRun(library_, program, *computation.run));
  std::optional<LastYear> last_year;
  if (last_publication.value_or(0) != 0) {
    KAOGONG_TRY_ASSIGN(last_year, LoadLastYear(computation.assessment.id));
  }
  KAOGONG_TRY_ASSIGN(auto identities, library_.office().Read(program, [&](Session& session) {
    return LoadIdentities(session, computation.assessment.id, *run.evaluation);
  }));
  KAOGONG_TRY_ASSIGN(auto calibrated,
                     internal::Follow(run.evaluation, GivenBy(calibrations, *run.evaluation)));
  const std::size_t times = calibrated.given != nullptr ? 3 : 1;
  auto board = std::make_shared<const Board>(computation.id, run.evaluation, std::move(calibrated),
                                             std::move(identities), std::move(last_year));
  boards_.Put(key, board, times * CellsOf(*run.evaluation));
  return board;
}

Result<std::optional<LastYear>> Boards::LoadLastYear(Id assessment) {
  std::optional<LastYear> last_year;
  last_year.emplace();
  const Actor program = ProgramActor();
  Computation before;
  std::vector<Calibration> calibrations;
  KAOGONG_TRY(library_.office().Read(program, [&](Session& session) -> Result<void> {
    KAOGONG_TRY_ASSIGN(const LastPublication last, FindLastPublication(session, assessment));
    last_year->title = last.title;
    KAOGONG_TRY_ASSIGN(before, LoadComputation(session, last.computation));
    KAOGONG_TRY_ASSIGN(calibrations, LoadStanding(session, last.computation));
    return {};
  }));
  // What is final is calibrated no more.
  std::string key = fmt::format("{}/-1", before.id);
  last_year->board = boards_.Find(key);
  if (last_year->board == nullptr) {
    KAOGONG_TRY_ASSIGN(last_year->board,
                       Load(std::move(key), before, calibrations, std::nullopt));
  }
  for (const Calibration& calibration : calibrations) {
    const KindId kind = last_year->board->scheme().FindKind(calibration.assessee.kind);
    const auto row = kind == kNone
                         ? std::nullopt
                         : last_year->board->RowOfAssessee(kind, calibration.assessee.id);
    if (row) last_year->grades[{calibration.assessee.kind, *row}] = calibration.after;
  }
  return last_year;
}

Result<std::shared_ptr<const Board>> Boards::OpenPresent(Id assessment, Basis basis,
                                                         Issues* issues) {
  const Actor program = ProgramActor();
  library::TableRun wanted;
  LastPublication last;
  KAOGONG_TRY(library_.office().Read(program, [&](Session& session) -> Result<void> {
    KAOGONG_TRY_ASSIGN(const assessment::Frame frame,
                       assessment::LoadFrame(library_, session, assessment));
    wanted.version = frame.row.version_id;
    wanted.year = frame.row.year;
    wanted.name = frame.row.title;
    KAOGONG_TRY_ASSIGN(wanted.imports, ChooseImports(session, frame.row.year));
    KAOGONG_TRY_ASSIGN(wanted.tables, AssembleFacts(session, frame, basis, {}, {}));
    KAOGONG_TRY_ASSIGN(last, FindLastPublication(session, assessment));
    return {};
  }));
  wanted.facts_set = DigestOf(wanted.tables);
  KAOGONG_TRY_ASSIGN(const library::PreparedRun run,
                     library::PrepareRun(library_, std::move(wanted), issues));
  const std::string key = fmt::format("{}/{}/{}", run.key, assessment, last.id);
  if (auto known = boards_.Find(key)) return known;
  std::optional<LastYear> last_year;
  if (last.id != 0) {
    KAOGONG_TRY_ASSIGN(last_year, LoadLastYear(assessment));
  }
  KAOGONG_TRY_ASSIGN(auto identities, library_.office().Read(program, [&](Session& session) {
    return LoadIdentities(session, assessment, *run.evaluation);
  }));
  auto board =
      std::make_shared<const Board>(run.facts_set, run.evaluation, internal::Calibrated{},
                                    std::move(identities), std::move(last_year));
  boards_.Put(key, board, CellsOf(*run.evaluation));
  return board;
}

}  // namespace kaogong::office::result
