// SPDX-License-Identifier: Apache-2.0
#include "office/result/publication.h"

#include <algorithm>

#include "office/library/figure_text.h"
#include "office/result/internal/faults.h"
#include "office/result/internal/work_days.h"

namespace kaogong::office::result {

namespace {

using assessment::Frame;
using assessment::Stage;
using library::Library;
using scheme::KindId;
using scheme::kNone;
using scheme::Scheme;
using store::Row;

constexpr std::size_t kColumnsMax = 200;
constexpr std::size_t kContactCharactersMax = 200;
constexpr std::size_t kReasonCharactersMax = 500;

constexpr std::string_view kColumns =
    "p.id, p.assessment_id, a.title, a.year, a.stage, r.title, p.revision, p.computation_id, "
    "p.notice_from, p.notice_until, p.notice_days, p.contact, p.override_reason, p.readiness, "
    "p.reason, p.objection_id, p.published_by, p.published_at, p.finalised_by, p.finalised_at, "
    "(SELECT max(n.id) FROM publication n WHERE n.assessment_id = p.assessment_id), "
    "(SELECT count(*) FROM objection o WHERE o.assessment_id = p.assessment_id "
    "AND o.decided_at IS NULL) "
    "FROM publication p JOIN assessment a ON a.id = p.assessment_id "
    "JOIN regulation_version v ON v.id = a.version_id JOIN regulation r ON r.id = v.regulation_id ";

Error NoSuchPublication() {
  return {ErrorCode::kNotFound, Say("没有这次公示", "There is no such publication")};
}

PublicationState StateOf(const Publication& publication, std::string_view stage, Id newest,
                         Date today) {
  if (publication.id != newest) return PublicationState::kSuperseded;
  const auto at = assessment::StageNamed(stage).value_or(Stage::kPreparing);
  if (at == Stage::kArchived) return PublicationState::kArchived;
  if (at == Stage::kFinal) return PublicationState::kFinal;
  // Gone back to scoring: what was published no longer stands.
  if (at != Stage::kNotice) return PublicationState::kSuperseded;
  return publication.notice_until < today ? PublicationState::kEnded : PublicationState::kNotice;
}

Result<Publication> ReadPublication(const Row& row, Date today) {
  Publication to;
  to.id = row.Get<Id>(0);
  to.assessment = {row.Get<Id>(1), row.Get<std::string>(2), row.Get<int>(3)};
  to.regulation = row.Get<std::string>(5);
  to.revision = row.Get<int>(6);
  to.computation = row.Get<Id>(7);
  KAOGONG_TRY_ASSIGN(to.notice_from, Date::Parse(row.Get<std::string>(8)));
  KAOGONG_TRY_ASSIGN(to.notice_until, Date::Parse(row.Get<std::string>(9)));
  to.notice_days = row.Get<int>(10);
  to.contact = row.Get<std::string>(11);
  to.override_reason = row.Get<std::optional<std::string>>(12);
  to.readiness = row.Get<std::optional<std::string>>(13);
  to.reason = row.Get<std::optional<std::string>>(14);
  to.objection = row.Get<std::optional<Id>>(15);
  to.published_by = row.Get<std::string>(16);
  to.published_at = row.Get<std::string>(17);
  to.finalised_by = row.Get<std::optional<std::string>>(18);
  to.finalised_at = row.Get<std::optional<std::string>>(19);
  to.open_objections = row.Get<std::int64_t>(21);
  to.state = StateOf(to, row.Get<std::string_view>(4), row.Get<Id>(20), today);
  return to;
}

// Adds what stands in other places: columns, and the days that are left.
Result<void> Complete(Library& library, const Session& session, Publication* publication) {
  KAOGONG_TRY(session.transaction.Query(
      "SELECT kind, key, title FROM publication_column WHERE publication_id = ? ORDER BY place",
      {publication->id}, [&](const Row& row) {
        publication->columns.push_back(
            {row.Get<std::string>(0), row.Get<std::string>(1), row.Get<std::string>(2)});
      }));
  if (publication->state != PublicationState::kNotice) return {};
  const Actor program = ProgramActor();
  const Session reader{session.transaction, program, session.now, session.today};
  KAOGONG_TRY_ASSIGN(const auto version,
                     session.transaction.One<Id>("SELECT version_id FROM assessment WHERE id = ?",
                                                 {publication->assessment.id}));
  KAOGONG_TRY_ASSIGN(const auto compiled, library::SchemeFor(library, reader, version.value_or(0),
                                                             publication->assessment.year));
  publication->working_days_left =
      internal::WorkdaysLeft(compiled->scheme, session.today, publication->notice_until);
  return {};
}

Result<std::vector<Publication>> Load(Library& library, const Session& session,
                                      const std::string& rest,
                                      std::span<const store::Argument> arguments) {
  std::vector<Publication> list;
  KAOGONG_TRY(session.transaction.Query(fmt::format("SELECT {}{}", kColumns, rest), arguments,
                                        [&](const Row& row) -> Result<void> {
                                          KAOGONG_TRY_ASSIGN(Publication read,
                                                             ReadPublication(row, session.today));
                                          list.push_back(std::move(read));
                                          return {};
                                        }));
  for (Publication& publication : list) KAOGONG_TRY(Complete(library, session, &publication));
  return list;
}

// The columns that a publication shows, or what is wrong with the wish.
Result<std::vector<PublishedColumn>> CheckColumns(const Scheme& scheme,
                                                  const NewPublication& wanted) {
  std::vector<Fault> faults;
  std::vector<PublishedColumn> columns;
  for (std::size_t i = 0; i < wanted.kinds.size(); ++i) {
    const KindId kind = scheme.FindKind(wanted.kinds[i]);
    const bool is_good = kind != kNone && !scheme.kind(kind).is_record;
    if (!is_good) {
      faults.push_back({fmt::format("/kinds/{}", i),
                        Say("没有对象“{}”，或它是明细", "There is no kind '{}', or it is a record",
                            wanted.kinds[i])});
      continue;
    }
    const std::size_t before = columns.size();
    for (const std::string& key : wanted.columns) {
      const auto column = library::ColumnOfKey(scheme, key);
      const bool is_twice = std::ranges::any_of(
          columns, [&](const PublishedColumn& other) { return other.key == key; });
      if (column && scheme.figure(column->figure).kind == kind && !is_twice)
        columns.push_back({wanted.kinds[i], key, library::HeadingOf(scheme, *column)});
    }
    if (columns.size() == before) {
      faults.push_back({fmt::format("/kinds/{}", i),
                        Say("请为“{}”至少选择一列", "Choose at least one column of '{}'",
                            wanted.kinds[i])});
    }
  }
  for (std::size_t i = 0; i < wanted.columns.size(); ++i) {
    const bool is_used = std::ranges::any_of(columns, [&](const PublishedColumn& column) {
      return column.key == wanted.columns[i];
    });
    if (!is_used) {
      faults.push_back({fmt::format("/columns/{}", i),
                        Say("所选对象没有这一列", "No chosen kind has this column")});
    }
  }
  if (wanted.kinds.empty())
    faults.push_back({"/kinds", Say("请选择公示哪些对象", "Choose whose rows are shown")});
  if (columns.size() > kColumnsMax) {
    faults.push_back(
        {"/columns", Say("最多 {} 列", "At most {} columns", kColumnsMax)});
  }
  if (wanted.notice_days < 1 || wanted.notice_days > kNoticeDaysMax) {
    faults.push_back({"/notice_days", Say("公示天数为 1 至 {} 个工作日",
                                          "A notice takes 1 to {} working days", kNoticeDaysMax)});
  }
  internal::CheckWords("/contact", wanted.contact, kContactCharactersMax, &faults);
  if (wanted.override_reason)
    internal::CheckWords("/override_reason", *wanted.override_reason, kReasonCharactersMax, &faults);
  KAOGONG_TRY(internal::RefuseFaults(std::move(faults)));
  return columns;
}

Error NotReady(const Readiness& readiness) {
  Text list;
  for (const ReadinessItem& item : readiness.items) {
    if (!item.is_error) continue;
    list.zh += fmt::format("{}{} {} 项", list.zh.empty() ? "" : "，", item.title.zh, item.count);
    list.en += fmt::format("{}{} {}", list.en.empty() ? "" : ", ", item.count, item.title.en);
  }
  return {ErrorCode::kConflict,
          Text{fmt::format("还不能公示：{}；请先办理，或填写理由后仍然公示", list.zh),
               fmt::format("It is not ready: {}; mend that, or give a reason to publish all the same",
                           list.en)}};
}

// Inserts a publication with its columns.
struct NewRow {
  Id assessment = 0;
  Id computation = 0;
  Date until;
  int days = 0;
  std::string contact;
  std::optional<std::string> override_reason;
  std::optional<std::string> readiness;
  std::optional<std::string> reason;
  std::optional<Id> objection;
};
Result<Id> Insert(const Change& change, const NewRow& row,
                  const std::vector<PublishedColumn>& columns) {
  KAOGONG_TRY_ASSIGN(const auto last, change.transaction.One<std::optional<std::int64_t>>(
                                          "SELECT max(revision) FROM publication "
                                          "WHERE assessment_id = ?",
                                          {row.assessment}));
  KAOGONG_TRY_ASSIGN(const Id id, TakeIds(change.transaction));
  KAOGONG_TRY(change.transaction.Execute(
      "INSERT INTO publication (id, assessment_id, revision, computation_id, notice_from, "
      "notice_until, notice_days, contact, override_reason, readiness, reason, objection_id, "
      "published_at, published_by) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      {id, row.assessment, last.value_or(std::nullopt).value_or(0) + 1, row.computation,
       change.today.ToString(), row.until.ToString(), row.days, row.contact, row.override_reason,
       row.readiness, row.reason, row.objection, change.now.ToString(), change.actor.name}));
  std::int64_t place = 0;
  for (const PublishedColumn& column : columns) {
    KAOGONG_TRY(change.transaction.Execute(
        "INSERT INTO publication_column (publication_id, place, kind, key, title) "
        "VALUES (?, ?, ?, ?, ?)",
        {id, place++, column.kind, column.key, column.title}));
  }
  return id;
}

Result<void> SetStage(const Change& change, Id assessment, Stage stage) {
  KAOGONG_TRY(change.transaction.Execute(
      "UPDATE assessment SET stage = ?, version = version + 1 WHERE id = ?",
      {assessment::NameOf(stage), assessment}));
  return {};
}

Error NoNotice() {
  return {ErrorCode::kNotFound, Say("没有这项公示，或公示已经结束",
                                    "There is no such notice, or it is over")};
}

}  // namespace

std::string_view NameOf(PublicationState state) {
  switch (state) {
    case PublicationState::kNotice: return "notice";
    case PublicationState::kEnded: return "ended";
    case PublicationState::kFinal: return "final";
    case PublicationState::kArchived: return "archived";
    case PublicationState::kSuperseded: return "superseded";
  }
  return "";
}

Text TitleOf(PublicationState state) {
  switch (state) {
    case PublicationState::kNotice: return {"公示中", "open to objection"};
    case PublicationState::kEnded: return {"公示期满", "notice over"};
    case PublicationState::kFinal: return {"定稿", "final"};
    case PublicationState::kArchived: return {"归档", "archived"};
    case PublicationState::kSuperseded: return {"已被取代", "superseded"};
  }
  return {};
}

std::vector<std::string> Publication::kinds() const {
  std::vector<std::string> kinds;
  for (const PublishedColumn& column : columns) {
    if (std::ranges::find(kinds, column.kind) == kinds.end()) kinds.push_back(column.kind);
  }
  return kinds;
}

Result<Publication> LoadPublication(Library& library, const Session& session, Id id) {
  const store::Argument arguments[] = {id};
  KAOGONG_TRY_ASSIGN(auto found, Load(library, session, "WHERE p.id = ?", arguments));
  if (found.empty()) return NoSuchPublication();
  return std::move(found.front());
}

Result<Id> LatestPublication(const Session& session, Id assessment) {
  KAOGONG_TRY_ASSIGN(const auto found, session.transaction.One<std::optional<Id>>(
                                           "SELECT max(id) FROM publication "
                                           "WHERE assessment_id = ?",
                                           {assessment}));
  return found.value_or(std::nullopt).value_or(0);
}

Result<void> RequireRunning(const Publication& publication, Date today) {
  if (publication.state == PublicationState::kNotice && publication.notice_from <= today) return {};
  if (publication.state == PublicationState::kSuperseded) {
    return Error{ErrorCode::kConflict, Say("这一版结果已被后续版本取代，请针对最新的公示提出",
                                           "A later revision stands in its place; object to that")};
  }
  return Error{ErrorCode::kConflict,
               Say("公示已于 {} 结束，不再受理申诉", "The notice ended on {}; objections are closed",
                   publication.notice_until.ToString())};
}

Result<Id> InsertRevision(const Change& change, const Scheme& scheme, const Publication& before,
                          const Revision& revision) {
  NewRow row;
  row.assessment = before.assessment.id;
  row.computation = revision.computation;
  row.days = before.notice_days;
  row.contact = before.contact;
  row.reason = revision.reason;
  row.objection = revision.objection;
  KAOGONG_TRY_ASSIGN(row.until, internal::NoticeEnd(scheme, change.today, row.days));
  return Insert(change, row, before.columns);
}

Result<Publication> PublishResults(Boards& boards, const Actor& actor, Id assessment,
                                   const NewPublication& wanted, Readiness* readiness) {
  KAOGONG_TRY(Require(actor, Act::kPublishResults));
  KAOGONG_TRY_ASSIGN(const Boards::Opened opened, boards.Open(actor, wanted.computation));
  if (opened.computation.assessment.id != assessment) {
    // What is no assessment is told first.
    KAOGONG_TRY(boards.library().office().Read(actor, [&](Session& session) {
      return assessment::LoadFrame(boards.library(), session, assessment);
    }));
    return internal::RefuseFaults(
               {{"/computation_id", Say("这次计算不属于这项考核",
                                        "The computation is not one of this assessment")}})
        .error();
  }
  KAOGONG_TRY_ASSIGN(const auto columns, CheckColumns(opened.board->scheme(), wanted));
  KAOGONG_TRY_ASSIGN(*readiness, CheckReadiness(boards, assessment, wanted.computation));
  Library& library = boards.library();
  return library.office().Write(actor, [&](Change& change) -> Result<Publication> {
    KAOGONG_TRY_ASSIGN(const Frame frame, assessment::LoadFrame(library, change, assessment));
    KAOGONG_TRY(assessment::RequireStage(frame.row, {Stage::kResults}));
    if (!readiness->is_ready() && !wanted.override_reason) return NotReady(*readiness);
    NewRow row;
    row.assessment = assessment;
    row.computation = wanted.computation;
    row.days = wanted.notice_days;
    row.contact = wanted.contact;
    KAOGONG_TRY_ASSIGN(row.until,
                       internal::NoticeEnd(frame.scheme(), change.today, wanted.notice_days));
    if (!readiness->is_ready()) {
      row.override_reason = wanted.override_reason;
      row.readiness = ToJson(*readiness);
    }
    KAOGONG_TRY_ASSIGN(const Id id, Insert(change, row, columns));
    KAOGONG_TRY(SetStage(change, assessment, Stage::kNotice));
    change.Record("publication.open", fmt::format("publication/{}", id),
                  Detail()
                      .Set("assessment", assessment)
                      .Set("computation", wanted.computation)
                      .Set("result_hash", opened.computation.result_hash.value_or(""))
                      .Set("until", row.until.ToString())
                      .SetOptional("override_reason", row.override_reason));
    return LoadPublication(library, change, id);
  });
}

Result<Listing<Publication>> ListPublications(Boards& boards, const Actor& actor,
                                              std::optional<Id> assessment, const Page& page) {
  KAOGONG_TRY(Require(actor, Act::kViewResults));
  return boards.library().office().Read(
      actor, [&](Session& session) -> Result<Listing<Publication>> {
        const Id wanted = assessment.value_or(0);
        Listing<Publication> list;
        KAOGONG_TRY_ASSIGN(const auto total,
                           session.transaction.One<std::int64_t>(
                               "SELECT count(*) FROM publication WHERE (? = 0 OR assessment_id = ?)",
                               {wanted, wanted}));
        list.total = total.value_or(0);
        const store::Argument arguments[] = {wanted, wanted, page.size, page.offset()};
        KAOGONG_TRY_ASSIGN(list.items, Load(boards.library(), session,
                                            "WHERE (? = 0 OR p.assessment_id = ?) "
                                            "ORDER BY p.id DESC LIMIT ? OFFSET ?",
                                            arguments));
        return list;
      });
}

Result<Publication> GetPublication(Boards& boards, const Actor& actor, Id id) {
  KAOGONG_TRY(Require(actor, Act::kViewResults));
  return boards.library().office().Read(actor, [&](Session& session) {
    return LoadPublication(boards.library(), session, id);
  });
}

Result<Publication> FinaliseResults(Boards& boards, const Actor& actor, Id id) {
  KAOGONG_TRY(Require(actor, Act::kPublishResults));
  Library& library = boards.library();
  return library.office().Write(actor, [&](Change& change) -> Result<Publication> {
    KAOGONG_TRY_ASSIGN(const Publication seen, LoadPublication(library, change, id));
    KAOGONG_TRY_ASSIGN(const Frame frame,
                       assessment::LoadFrame(library, change, seen.assessment.id));
    // Read again now that nobody else can change the assessment.
    KAOGONG_TRY_ASSIGN(const Publication publication, LoadPublication(library, change, id));
    KAOGONG_TRY(assessment::RequireStage(frame.row, {Stage::kNotice}));
    if (publication.state == PublicationState::kSuperseded) {
      return Error{ErrorCode::kConflict,
                   Say("后面还有新的版本，请对最新的一版定稿", "A later revision stands; take that one")};
    }
    if (publication.state == PublicationState::kNotice) {
      return Error{ErrorCode::kConflict,
                   Say("公示到 {} 为止（还有 {} 个工作日），期满后才能定稿",
                       "The notice runs until {} ({} working days); it can be final after that",
                       publication.notice_until.ToString(), publication.working_days_left)};
    }
    if (publication.open_objections > 0) {
      return Error{ErrorCode::kConflict,
                   Say("还有 {} 件申诉没有办结，办结后才能定稿",
                       "{} objections are open; it can be final when they are decided",
                       publication.open_objections)};
    }
    KAOGONG_TRY(change.transaction.Execute(
        "UPDATE publication SET finalised_at = ?, finalised_by = ? WHERE id = ?",
        {change.now.ToString(), actor.name, id}));
    KAOGONG_TRY(SetStage(change, publication.assessment.id, Stage::kFinal));
    change.Record("publication.finalise", fmt::format("publication/{}", id),
                  Detail().Set("assessment", publication.assessment.id));
    return LoadPublication(library, change, id);
  });
}

Result<Publication> ArchiveAssessment(Boards& boards, const Actor& actor, Id assessment) {
  KAOGONG_TRY(Require(actor, Act::kPublishResults));
  Library& library = boards.library();
  return library.office().Write(actor, [&](Change& change) -> Result<Publication> {
    KAOGONG_TRY_ASSIGN(const Frame frame, assessment::LoadFrame(library, change, assessment));
    KAOGONG_TRY(assessment::RequireStage(frame.row, {Stage::kFinal}));
    KAOGONG_TRY(SetStage(change, assessment, Stage::kArchived));
    change.Record("assessment.archive", fmt::format("assessment/{}", assessment), {});
    KAOGONG_TRY_ASSIGN(const Id latest, LatestPublication(change, assessment));
    return LoadPublication(library, change, latest);
  });
}

Result<std::vector<Publication>> ListNotices(Boards& boards) {
  const Actor program = ProgramActor();
  return boards.library().office().Read(
      program, [&](Session& session) -> Result<std::vector<Publication>> {
        const std::string today = session.today.ToString();
        const store::Argument arguments[] = {today, today};
        KAOGONG_TRY_ASSIGN(auto list,
                           Load(boards.library(), session,
                                "WHERE p.notice_until >= ? AND p.notice_from <= ? "
                                "AND a.stage = 'notice' ORDER BY p.notice_until, p.id",
                                arguments));
        std::erase_if(list, [](const Publication& publication) {
          return publication.state != PublicationState::kNotice;
        });
        return list;
      });
}

namespace {

// By whom a notice is ordered: the ranking where the rank is shown, else nobody (the official order).
std::shared_ptr<const Ranking> NoticeRanking(const Board& board, KindId kind,
                                             const std::vector<ResultColumn>& columns) {
  const scheme::FigureId rank = KeyFiguresOf(board.scheme(), kind).rank;
  const bool is_shown = std::ranges::find(columns, rank, &ResultColumn::figure) != columns.end();
  return is_shown ? board.RankingOf(kind) : nullptr;
}

std::string ShownText(const Board& board, KindId kind, facts::Row row, const ResultColumn& column,
                      const Grades& grades, Language language) {
  const auto calibrated =
      grades.find({board.AssesseeOf(kind, row), library::KeyOf(board.scheme(), column)});
  if (calibrated != grades.end()) return calibrated->second;
  return library::ShowOnScreen(board.scheme(), board.facts(), column.figure, board.At(column, row),
                               language)
      .text;
}

}  // namespace

Result<NoticePage> ReadNotice(Boards& boards, Id id, const NoticeQuery& query, Language language) {
  NoticePage page;
  Computation computation;
  Grades grades;
  const Actor program = ProgramActor();
  KAOGONG_TRY(boards.library().office().Read(program, [&](Session& session) -> Result<void> {
    auto found = LoadPublication(boards.library(), session, id);
    if (!found.ok()) {
      return found.error().code == ErrorCode::kNotFound ? NoNotice() : found.error();
    }
    page.publication = std::move(found).value();
    const bool is_running = page.publication.state == PublicationState::kNotice &&
                            page.publication.notice_from <= session.today;
    if (!is_running) return NoNotice();
    KAOGONG_TRY_ASSIGN(computation, LoadComputation(session, page.publication.computation));
    KAOGONG_TRY_ASSIGN(const auto calibrations, LoadCalibrations(session, computation.id));
    grades = GradesOf(calibrations);
    return {};
  }));
  const auto kinds = page.publication.kinds();
  page.kind = query.kind.empty() && !kinds.empty() ? kinds.front() : query.kind;
  if (std::ranges::find(kinds, page.kind) == kinds.end()) return NoNotice();
  KAOGONG_TRY_ASSIGN(const auto board, boards.OpenAny(computation));
  const KindId kind = board->scheme().FindKind(page.kind);
  std::vector<ResultColumn> columns;
  for (const PublishedColumn& column : page.publication.columns) {
    const auto known = library::ColumnOfKey(board->scheme(), column.key);
    if (column.kind != page.kind || !known) continue;
    page.columns.push_back(column);
    page.units.push_back(board->scheme().figure(known->figure).unit);
    columns.push_back(*known);
  }
  const library::ResultView view = board->ViewIn(language);
  const facts::Table& table = board->facts().table(kind);
  const auto begin = static_cast<std::int64_t>(query.page.offset());
  const auto ranking = NoticeRanking(*board, kind, columns);
  for (const facts::Row row : ranking != nullptr ? ranking->order : table.order) {
    const std::string& parent = library::ParentNameOf(view, kind, row);
    const bool is_wanted = query.search.empty() ||
                           table.NameOf(row).find(query.search) != std::string::npos ||
                           parent.find(query.search) != std::string::npos;
    if (!is_wanted) continue;
    if (page.total >= begin && page.total < begin + query.page.size) {
      NoticeRow shown{table.NameOf(row), parent, {}};
      for (const ResultColumn& column : columns)
        shown.values.push_back(ShownText(*board, kind, row, column, grades, language));
      page.rows.push_back(std::move(shown));
    }
    ++page.total;
  }
  return page;
}

}  // namespace kaogong::office::result
