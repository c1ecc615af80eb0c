// SPDX-License-Identifier: Apache-2.0
#include "office/document/internal/process_facts.h"

#include <algorithm>
#include <set>
#include <unordered_map>

#include "document/format.h"
#include "office/assessment/fields.h"
#include "office/result/payout.h"
#include "office/target/sheet.h"
#include "scheme/reading.h"

namespace kaogong::office::documents::internal {

namespace {

using assessment::FieldClass;
using assessment::FieldUse;
using assessment::Frame;
using assessment::Stage;
using result::Board;
using scheme::FieldId;
using scheme::FigureId;
using scheme::KindId;
using scheme::kNone;
using scheme::Role;

// More are no list for a bulletin.
constexpr std::size_t kProblemsMax = 500;

// The fields that deductions and vetoes are made of.
std::set<FieldId> FieldsOfFaults(const scheme::Scheme& scheme) {
  std::set<FieldId> fields;
  const auto add = [&](FigureId figure) {
    const auto more = scheme::FieldsReadBy(scheme, figure);
    fields.insert(more.begin(), more.end());
  };
  for (std::size_t i = 0; i < scheme.figures.size(); ++i) {
    if (scheme.figures[i].role == Role::kDeduction) add(static_cast<FigureId>(i));
  }
  for (const scheme::Effect& effect : scheme.effects) {
    if (effect.kind == scheme::Effect::Kind::kVeto && effect.condition != kNone)
      add(effect.condition);
  }
  return fields;
}

// 2026年11月2日 of 2026-11-02.
std::string InWords(std::string_view day) {
  const auto read = Date::Parse(day);
  if (!read.ok()) return std::string(day);
  const auto item = document::Item::Day(read.value().days_since_epoch());
  const auto shown = document::Show(item, {});
  return shown.ok() ? shown.value() : std::string(day);
}

// Finds what is to be put right: data returned or overdue, and events that cost points.
class ProblemFinder {
 public:
  ProblemFinder(const Session& session, const Frame& frame, const Board& board)
      : session_(session), frame_(frame), scheme_(board.scheme()), board_(board) {}

  Result<std::vector<Problem>> Find() {
    const Stage stage = frame_.row.stage;
    // Once results are out, nothing more is reported.
    if (stage == Stage::kProcess || stage == Stage::kResults) {
      for (const FieldUse& use : frame_.fields) {
        if (use.use == FieldClass::kMeasurement) KAOGONG_TRY(AddData(use));
      }
    }
    KAOGONG_TRY(AddEvents());
    // In the order of the units, then by what it is.
    std::ranges::stable_sort(found_, {}, [](const auto& one) { return one.first; });
    std::vector<Problem> problems;
    for (auto& [place, problem] : found_) problems.push_back(std::move(problem));
    if (left_out_ > 0) {
      Problem rest;
      rest.key = "rest";
      rest.content = fmt::format("其余{}项从略", left_out_);
      problems.push_back(std::move(rest));
    }
    return problems;
  }

 private:
  void Add(KindId kind, facts::Row row, Problem problem) {
    if (found_.size() >= kProblemsMax) {
      ++left_out_;
      return;
    }
    problem.object = ObjectOf(board_, kind, row);
    problem.unit = board_.facts().table(kind).NameOf(row);
    found_.emplace_back(std::pair(kind, PlaceOf(kind, row)), std::move(problem));
  }

  std::size_t PlaceOf(KindId kind, facts::Row row) {
    auto& places = places_[kind];
    const facts::Table& table = board_.facts().table(kind);
    if (places.empty()) {
      places.resize(static_cast<std::size_t>(table.rows()));
      for (std::size_t i = 0; i < table.order.size(); ++i)
        places[static_cast<std::size_t>(table.order[i])] = i;
    }
    return places[static_cast<std::size_t>(row)];
  }

  Result<void> AddData(const FieldUse& use) {
    const scheme::Field& field = scheme_.field(use.field);
    const scheme::Level& level = scheme_.level(field.level);
    for (int period = 0; period < level.count(); ++period) {
      const auto [first, last] = assessment::DaysOf(field.level, period, frame_.row.year);
      if (last >= session_.today) break;
      KAOGONG_TRY(AddPeriod(use, field, period, last.AddDays(use.due_days).value()));
    }
    return {};
  }

  Result<void> AddPeriod(const FieldUse& use, const scheme::Field& field, int period, Date due) {
    const auto& subjects = board_.identities(field.kind).subjects;
    std::unordered_map<Id, std::pair<int, std::string>> known;  // Looked up, never iterated.
    KAOGONG_TRY(session_.transaction.Query(
        "SELECT m.subject_id, m.state, c.note FROM measurement m JOIN measurement_change c "
        "ON c.element_id = m.element_id AND c.year = m.year AND c.period = m.period "
        "AND c.subject_id = m.subject_id AND c.version = m.version "
        "WHERE m.element_id = ? AND m.year = ? AND m.period = ?",
        {use.element, frame_.row.year, period}, [&](const store::Row& row) {
          known[row.Get<Id>(0)] = {row.Get<int>(1), row.Get<std::string>(2)};
        }));
    const scheme::Level& level = scheme_.level(field.level);
    const std::string label = fmt::format(
        "{}{}", assessment::LabelOf(field),
        level.count() > 1 ? "（" + level.periods[static_cast<std::size_t>(period)] + "）" : "");
    for (std::size_t i = 0; i < subjects.size(); ++i) {
      const auto found = known.find(subjects[i]);
      const int state = found == known.end() ? 0 : found->second.first;
      const bool is_returned = state == 2;
      const bool is_overdue = state == 0 && due < session_.today;
      if (subjects[i] == 0 || (!is_returned && !is_overdue)) continue;
      Problem problem;
      problem.key = fmt::format("m/{}/{}/{}", use.element, period, subjects[i]);
      problem.content = is_returned ? fmt::format("{}数据被退回：{}", label, found->second.second)
                                    : fmt::format("{}数据逾期没有报送", label);
      problem.demand = is_returned ? "核实后重新报送" : "立即报送";
      problem.due = due;
      Add(field.kind, static_cast<facts::Row>(i), std::move(problem));
    }
    return {};
  }

  Result<void> AddEvents() {
    const std::set<FieldId> fields = FieldsOfFaults(scheme_);
    return session_.transaction.Query(
        "SELECT id, kind, assessee_id, field, basis, day FROM record WHERE assessment_id = ? "
        "AND state = 'approved' ORDER BY day, id",
        {frame_.row.id}, [&](const store::Row& row) {
          const auto at = RowOf(board_, row.Get<Id>(2));
          if (!at) return;
          const KindId kind = scheme_.FindKind(row.Get<std::string_view>(1));
          const auto field = row.Get<std::optional<std::string>>(3);
          const FieldId own = field ? scheme_.FindField(at->kind, *field) : kNone;
          const bool is_fault = std::ranges::any_of(fields, [&](FieldId id) {
            return field ? id == own : kind != kNone && scheme_.field(id).kind == kind;
          });
          if (!is_fault) return;
          Problem problem;
          problem.key = fmt::format("r/{}", row.Get<Id>(0));
          problem.content =
              fmt::format("{}：{}（{}）", field ? *field : row.Get<std::string>(1),
                          row.Get<std::string_view>(4), InWords(row.Get<std::string_view>(5)));
          problem.demand = "查明原因，按期整改并报送结果";
          Add(at->kind, at->row, std::move(problem));
        });
  }

  const Session& session_;
  const Frame& frame_;
  const scheme::Scheme& scheme_;
  const Board& board_;
  std::vector<std::pair<std::pair<KindId, std::size_t>, Problem>> found_;
  std::size_t left_out_ = 0;
  std::map<KindId, std::vector<std::size_t>> places_;
};

Result<CalibratedGrades> LoadGrades(const Session& session, const Board& board) {
  CalibratedGrades grades;
  if (board.computation() <= 0) return grades;
  KAOGONG_TRY_ASSIGN(const auto calibrations,
                     result::LoadCalibrations(session, board.computation()));
  for (const auto& [where, grade] : result::GradesOf(calibrations)) {
    const auto at = RowOf(board, where.first);
    const auto column = library::ColumnOfKey(board.scheme(), where.second);
    if (!at || !column) continue;
    grades[ObjectOf(board, at->kind, at->row)][board.scheme().figure(column->figure).name] = grade;
  }
  return grades;
}

// Last year's, as they were when its board was opened: they are final.
CalibratedGrades LastGrades(const Board& board) {
  CalibratedGrades grades;
  if (!board.last_year()) return grades;
  const Board& last = *board.last_year()->board;
  for (const auto& [where, grade] : board.last_year()->grades) {
    const KindId kind = last.scheme().FindKind(where.first);
    const FigureId figure = kind == kNone ? kNone : result::KeyFiguresOf(last.scheme(), kind).grade;
    if (figure == kNone) continue;
    grades[ObjectOf(last, kind, where.second)][last.scheme().figure(figure).name] = grade;
  }
  return grades;
}

// The lowest kind with a payout: the pay of a person is what is handed out.
Result<void> LoadPay(const Session& session, Id assessment, const Board& board, ProcessFacts* to) {
  const scheme::Scheme& scheme = board.scheme();
  FigureId payout = kNone;
  for (std::size_t i = 0; i < scheme.figures.size(); ++i) {
    const scheme::Figure& figure = scheme.figures[i];
    if (figure.role != Role::kPayout || figure.kind <= 0) continue;
    if (payout == kNone || scheme.figure(payout).kind < figure.kind)
      payout = static_cast<FigureId>(i);
  }
  if (payout == kNone) return {};
  const KindId kind = scheme.figure(payout).kind;
  KAOGONG_TRY_ASSIGN(const auto holds, result::Holds::Load(session, assessment));
  for (const facts::Row row : board.facts().table(kind).order) {
    std::string object = ObjectOf(board, kind, row);
    const Text why = holds.WhyOf(board, kind, row);
    if (why.empty()) {
      to->paid.push_back(std::move(object));
    } else {
      to->held[object] = why.zh;
      to->held_order.push_back(std::move(object));
    }
  }
  return {};
}

document::Item ItemOf(const Board& board, FigureId figure, facts::Row row, KindId kind) {
  if (figure == kNone) return document::Item::Nothing();
  const document::EngineRecord record({board.scheme(), board.facts(), board.outcome()});
  auto item = record.Look(ObjectOf(board, kind, row), board.scheme().figure(figure).name);
  return item ? *std::move(item) : document::Item::Nothing();
}

Result<std::optional<ObjectionFacts>> LoadObjection(const Session& session, const RecordWish& wish,
                                                    const Board* original) {
  std::optional<ObjectionFacts> facts;
  if (!wish.objection) return facts;
  Id assessee = 0;
  KAOGONG_TRY(session.transaction.Query(
      "SELECT assessee_id, raised_at, figure_title, text, reason, state FROM objection "
      "WHERE id = ?",
      {*wish.objection}, [&](const store::Row& row) -> Result<void> {
        facts.emplace();
        assessee = row.Get<Id>(0);
        KAOGONG_TRY_ASSIGN(const Instant raised, Instant::Parse(row.Get<std::string>(1)));
        facts->day = raised.DayAt(Office::kOffsetMinutes);
        facts->figure = row.Get<std::string>(2);
        facts->text = row.Get<std::string>(3);
        facts->reason = row.Get<std::optional<std::string>>(4);
        const auto state = row.Get<std::string_view>(5);
        if (state == "upheld" || state == "not_upheld") facts->is_upheld = state == "upheld";
        return {};
      }));
  if (!facts) return Error{ErrorCode::kNotFound, Say("没有这件申诉", "There is no such objection")};
  KAOGONG_TRY(session.transaction.Query(
      "SELECT field, subject, period_title, before_text, after_text FROM objection_correction "
      "WHERE objection_id = ? ORDER BY seq",
      {*wish.objection}, [&](const store::Row& row) {
        facts->corrections.push_back({row.Get<std::string>(0), row.Get<std::string>(1),
                                      row.Get<std::string>(2), row.Get<std::string>(3),
                                      row.Get<std::string>(4)});
      }));
  const auto at = original == nullptr ? std::nullopt : RowOf(*original, assessee);
  if (!at) return facts;
  const result::KeyFigures figures = result::KeyFiguresOf(original->scheme(), at->kind);
  facts->total = ItemOf(*original, figures.score, at->row, at->kind);
  facts->rank = ItemOf(*original, figures.rank, at->row, at->kind);
  facts->grade = ItemOf(*original, figures.grade, at->row, at->kind);
  return facts;
}

Result<std::optional<ProcessFacts::Notice>> LoadNotice(Shelf& shelf, const Session& session,
                                                       Id assessment) {
  std::optional<ProcessFacts::Notice> notice;
  KAOGONG_TRY_ASSIGN(const Id id, result::LatestPublication(session, assessment));
  if (id == 0) return notice;
  KAOGONG_TRY_ASSIGN(const auto published, result::LoadPublication(shelf.library(), session, id));
  notice = ProcessFacts::Notice{published.notice_from, published.notice_until,
                                published.notice_days, published.contact};
  return notice;
}

// --- One row

class RowReader {
 public:
  RowReader(const Session& session, const Frame& frame, const Board& board, FoundRow at,
            Id assessee)
      : session_(session), frame_(frame), board_(board), at_(at), assessee_(assessee) {
    facts_.object = ObjectOf(board, at.kind, at.row);
  }

  Result<RowFacts> Read() {
    KAOGONG_TRY(ReadData());
    AddCauses();
    KAOGONG_TRY(ReadTargets());
    return std::move(facts_);
  }

 private:
  Result<void> ReadData() {
    const auto& subjects = board_.identities(at_.kind).subjects;
    const auto row = static_cast<std::size_t>(at_.row);
    if (row >= subjects.size() || subjects[row] == 0) return {};
    return session_.transaction.Query(
        "SELECT element_id, act, note, made_by, made_at FROM measurement_change "
        "WHERE subject_id = ? AND year = ? ORDER BY element_id, period, version",
        {subjects[row], frame_.row.year}, [&](const store::Row& change) {
          const FieldUse* const use = frame_.UseOfElement(change.Get<Id>(0), at_.kind);
          if (use == nullptr) return;
          const std::string& field = board_.scheme().field(use->field).name;
          Note(change, field);
        });
  }

  void Note(const store::Row& change, const std::string& field) {
    RowFacts::DataFacts& data = facts_.data[field];
    const auto act = change.Get<std::string_view>(1);
    const std::string who = fmt::format("{} {}", change.Get<std::string_view>(3),
                                        change.Get<std::string_view>(4).substr(0, 10));
    if (act == "verify" || act == "correct") {
      data.verified_by = who;
    } else if (act != "return" && act != "reopen") {
      data.entered_by = who;
      // What a verifier says is about the figure and not about the work.
      const auto note = change.Get<std::string>(2);
      if (!note.empty()) notes_[field] = note;
    }
  }

  void AddCauses() {
    const scheme::Scheme& scheme = board_.scheme();
    for (std::size_t i = 0; i < scheme.figures.size(); ++i) {
      const scheme::Figure& figure = scheme.figures[i];
      if (figure.role != Role::kIndicator || figure.kind != at_.kind || !figure.children.empty())
        continue;
      std::string cause;
      for (const FieldId id : scheme::FieldsReadBy(scheme, static_cast<FigureId>(i))) {
        const auto note = notes_.find(scheme.field(id).name);
        if (scheme.field(id).kind != at_.kind || note == notes_.end()) continue;
        if (cause.find(note->second) != std::string::npos) continue;
        cause += (cause.empty() ? "" : "；") + note->second;
      }
      if (!cause.empty()) facts_.causes[figure.name] = std::move(cause);
    }
  }

  Result<void> ReadTargets() {
    Id sheet = 0;
    KAOGONG_TRY(session_.transaction.Query(
        "SELECT id, state, revision FROM target_sheet WHERE assessee_id = ? "
        "ORDER BY revision DESC LIMIT 1",
        {assessee_}, [&](const store::Row& row) {
          sheet = row.Get<Id>(0);
          const auto state = target::SheetStateNamed(row.Get<std::string_view>(1));
          if (state) facts_.sheet_state = target::TitleOf(*state).zh;
          facts_.sheet_revision = row.Get<int>(2);
        }));
    if (sheet == 0) return {};
    return session_.transaction.Query(
        "SELECT v.field, p.name, v.deadline, v.measure FROM target_value v "
        "LEFT JOIN person p ON p.id = v.owner_person_id WHERE v.sheet_id = ?",
        {sheet}, [&](const store::Row& row) -> Result<void> {
          const FieldId target = board_.scheme().FindField(at_.kind, row.Get<std::string_view>(0));
          const FieldId base =
              target == kNone ? kNone : assessment::BaseOf(board_.scheme(), target);
          if (base == kNone) return {};
          RowFacts::DataFacts& data = facts_.data[board_.scheme().field(base).name];
          data.owner = row.Get<std::optional<std::string>>(1).value_or("");
          if (const auto deadline = row.Get<std::optional<std::string>>(2)) {
            KAOGONG_TRY_ASSIGN(data.deadline, Date::Parse(*deadline));
          }
          data.measure = row.Get<std::string>(3);
          return {};
        });
  }

  const Session& session_;
  const Frame& frame_;
  const Board& board_;
  const FoundRow at_;
  const Id assessee_;
  RowFacts facts_;
  std::map<std::string, std::string> notes_;  // The latest, by field.
};

Result<Frame> LoadFrameOf(Shelf& shelf, const Session& session, Id assessment) {
  const Actor program = ProgramActor();
  const Session whole{session.transaction, program, session.now, session.today};
  return assessment::LoadFrame(shelf.library(), whole, assessment);
}

}  // namespace

std::string ObjectOf(const Board& board, KindId kind, facts::Row row) {
  const std::string& id = board.facts().table(kind).ids[static_cast<std::size_t>(row)];
  return board.scheme().kind(kind).name + "/" + id;
}

std::optional<FoundRow> RowOf(const Board& board, Id assessee) {
  for (std::size_t i = 1; i < board.scheme().kinds.size(); ++i) {
    const auto kind = static_cast<KindId>(i);
    if (board.scheme().kind(kind).is_record) continue;
    if (const auto row = board.RowOfAssessee(kind, assessee)) return FoundRow{kind, *row};
  }
  return std::nullopt;
}

Result<ProcessFacts> LoadProcess(Shelf& shelf, const Session& session, const RecordWish& wish,
                                 const Board& board, const Board* original) {
  ProcessFacts facts;
  KAOGONG_TRY_ASSIGN(const Frame frame, LoadFrameOf(shelf, session, wish.assessment));
  KAOGONG_TRY_ASSIGN(facts.problems, ProblemFinder(session, frame, board).Find());
  KAOGONG_TRY_ASSIGN(facts.grades, LoadGrades(session, board));
  facts.last_grades = LastGrades(board);
  KAOGONG_TRY_ASSIGN(facts.notice, LoadNotice(shelf, session, wish.assessment));
  KAOGONG_TRY(LoadPay(session, wish.assessment, board, &facts));
  KAOGONG_TRY_ASSIGN(facts.objection, LoadObjection(session, wish, original));
  return facts;
}

Result<RowFacts> LoadRow(Shelf& shelf, const Session& session, const RecordWish& wish,
                         const Board& board, Id assessee) {
  const auto at = RowOf(board, assessee);
  if (!at) return RowFacts();
  KAOGONG_TRY_ASSIGN(const Frame frame, LoadFrameOf(shelf, session, wish.assessment));
  return RowReader(session, frame, board, *at, assessee).Read();
}

}  // namespace kaogong::office::documents::internal
