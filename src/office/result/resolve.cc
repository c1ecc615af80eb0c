// SPDX-License-Identifier: Apache-2.0
// Decides objections; what an upheld one changed.
#include <algorithm>

#include "facts/cell_text.h"
#include "office/result/internal/facts_table.h"
#include "office/result/internal/faults.h"
#include "office/result/internal/independence.h"
#include "office/result/internal/objection_rows.h"
#include "office/result/objection.h"
#include "scheme/reading.h"

namespace kaogong::office::result {

namespace {

using assessment::FieldClass;
using assessment::FieldUse;
using assessment::Frame;
using assessment::Stage;
using facts::Row;
using internal::LoadObjection;
using scheme::FieldId;
using scheme::KindId;
using scheme::kNone;

constexpr std::size_t kReasonCharactersMax = 1000;
constexpr std::size_t kCorrectionsMax = 200;

// A correction that was checked, with what it is in words.
struct Checked {
  MeasurementKey key;
  MeasurementValue value;
  std::int64_t version = 0;  // Of the measurement as it is; 0: there is none.
  CorrectionView view;
};

class Corrector {
 public:
  Corrector(const Session& session, const Frame& frame, const Board& board,
            const Objection& objection)
      : session_(session), frame_(frame), scheme_(frame.scheme()), objection_(objection) {
    const auto column = library::ColumnOfKey(board.scheme(), objection.figure);
    if (column) fields_ = scheme::FieldsReadBy(board.scheme(), column->figure);
  }

  Result<std::vector<Checked>> Check(const std::vector<WantedCorrection>& wanted) {
    std::vector<Fault> faults;
    std::vector<Checked> checked;
    if (wanted.empty()) {
      faults.push_back({"/corrections", Say("申诉成立，请列出要更正的数据",
                                            "It is upheld: say which data are corrected")});
    }
    if (wanted.size() > kCorrectionsMax) {
      faults.push_back({"/corrections", Say("一次最多更正 {} 项", "At most {} corrections at a time",
                                            kCorrectionsMax)});
      return internal::RefuseFaults(std::move(faults)).error();
    }
    for (std::size_t i = 0; i < wanted.size(); ++i) {
      Checked one;
      KAOGONG_TRY(CheckOne(wanted[i], fmt::format("/corrections/{}", i), &one, &faults));
      const bool is_twice = std::ranges::any_of(
          checked, [&](const Checked& other) { return other.key == one.key; });
      if (is_twice) {
        faults.push_back({fmt::format("/corrections/{}", i),
                          Say("同一项数据更正了两次", "The same value is corrected twice")});
      }
      checked.push_back(std::move(one));
    }
    KAOGONG_TRY(internal::RefuseFaults(std::move(faults)));
    return checked;
  }

 private:
  // The field of the assessment that has the element in that year, among those the figure reads.
  FieldId FieldOf(const MeasurementKey& key) const {
    for (const FieldUse& use : frame_.fields) {
      if (!fields_.contains(use.field)) continue;
      if (use.element == key.element && key.year == frame_.row.year) return use.field;
      const FieldUse* const base = use.base == kNone ? nullptr : frame_.UseOf(use.base);
      if (base == nullptr || base->element != key.element) continue;
      const int year = use.use == FieldClass::kBaseline ? frame_.row.year - 1 : frame_.row.year;
      if (key.year == year) return use.base;
    }
    return kNone;
  }

  Result<void> CheckOne(const WantedCorrection& wanted, const std::string& pointer, Checked* to,
                        std::vector<Fault>* faults) {
    to->key = wanted.key;
    const FieldId id = FieldOf(wanted.key);
    if (id == kNone) {
      faults->push_back({pointer + "/element_id",
                         Say("“{}”不是由这项数据算出的", "The figure '{}' is not made of this",
                             objection_.figure_title)});
      return {};
    }
    const scheme::Field& field = scheme_.field(id);
    std::optional<std::string> name;
    KAOGONG_TRY(session_.transaction.Query(
        "SELECT name FROM assessee WHERE assessment_id = ? AND kind = ? AND subject_id = ? LIMIT 1",
        {frame_.row.id, scheme_.kind(field.kind).name, wanted.key.subject},
        [&](const store::Row& row) { name = row.Get<std::string>(0); }));
    if (!name) {
      faults->push_back({pointer + "/subject_id", Say("这项考核没有这个对象",
                                                      "The assessment has no such subject")});
      return {};
    }
    const scheme::Level& level = scheme_.level(field.level);
    if (wanted.key.period < 0 ||
        wanted.key.period >= scheme::PeriodCount(field.level, level, wanted.key.year)) {
      faults->push_back({pointer + "/period", Say("没有这个考核期", "There is no such period")});
      return {};
    }
    CheckValue(field, wanted, pointer, to, faults);
    to->view.field = field.name;
    to->view.subject = *name;
    to->view.period_title =
        level.count() == 1 ? "" : level.periods[static_cast<std::size_t>(wanted.key.period)];
    return AddBefore(field, to);
  }

  static void CheckValue(const scheme::Field& field, const WantedCorrection& wanted,
                         const std::string& pointer, Checked* to, std::vector<Fault>* faults) {
    if (wanted.is_not_applicable) {
      to->value.is_not_applicable = true;
      to->view.after = "不适用";
      return;
    }
    facts::CellValue value;
    const std::string text = wanted.value.value_or("");
    if (const auto problem = facts::ReadCell(field, text, &value)) {
      faults->push_back({pointer + "/value", problem->message});
      return;
    }
    to->value.is_not_applicable = value.presence == facts::Presence::kNotApplicable;
    if (value.presence == facts::Presence::kPresent) {
      if (field.type == scheme::Type::kText) {
        to->value.text = text;
      } else {
        to->value.units = value.units;
      }
    }
    to->view.after = TextOf(field, to->value);
  }

  static std::string TextOf(const scheme::Field& field, const MeasurementValue& value) {
    if (value.is_not_applicable) return "不适用";
    if (value.text) return *value.text;
    // Units are as the facts write them: of a percentage 86.5 is 865 × 10^-1.
    return value.units ? internal::CellText(field, *value.units, field.places_max)
                       : std::string();
  }

  Result<void> AddBefore(const scheme::Field& field, Checked* to) {
    return session_.transaction.Query(
        "SELECT is_not_applicable, units, text, version FROM measurement WHERE element_id = ? "
        "AND year = ? AND period = ? AND subject_id = ?",
        {to->key.element, to->key.year, to->key.period, to->key.subject},
        [&](const store::Row& row) {
          const MeasurementValue before{row.Get<bool>(0),
                                        row.Get<std::optional<std::int64_t>>(1),
                                        row.Get<std::optional<std::string>>(2)};
          to->view.before = TextOf(field, before);
          to->version = row.Get<std::int64_t>(3);
        });
  }

  const Session& session_;
  const Frame& frame_;
  const scheme::Scheme& scheme_;
  const Objection& objection_;
  std::set<FieldId> fields_;
};

// What is computed before anything is written.
struct Prepared {
  std::vector<Checked> corrections;
  library::PreparedRun run;
  Computation before;
  Id publication = 0;  // The newest of the assessment.
  std::string label;
};

Result<void> RequireDecidable(const Frame& frame) {
  return assessment::RequireStage(frame.row, {Stage::kNotice});
}

Result<Prepared> Prepare(Boards& boards, const Actor& actor, Id id, const Decision& decision,
                         const Board& board, Issues* issues) {
  library::Library& library = boards.library();
  Prepared prepared;
  library::TableRun wanted;
  KAOGONG_TRY(library.office().Read(actor, [&](Session& session) -> Result<void> {
    const Actor program = ProgramActor();
    const Session reader{session.transaction, program, session.now, session.today};
    KAOGONG_TRY_ASSIGN(const Objection objection, LoadObjection(session, id));
    KAOGONG_TRY_ASSIGN(const Frame frame,
                       assessment::LoadFrame(library, reader, objection.assessment.id));
    KAOGONG_TRY(RequireDecidable(frame));
    KAOGONG_TRY_ASSIGN(prepared.corrections, Corrector(session, frame, board, objection)
                                                 .Check(decision.corrections));
    KAOGONG_TRY_ASSIGN(prepared.publication, LatestPublication(session, frame.row.id));
    KAOGONG_TRY_ASSIGN(const Publication newest,
                       LoadPublication(library, session, prepared.publication));
    KAOGONG_TRY_ASSIGN(prepared.before, LoadComputation(session, newest.computation));
    prepared.label = fmt::format("{}号申诉更正", id);
    Corrections corrections;
    for (const Checked& correction : prepared.corrections)
      corrections[correction.key] = correction.value;
    wanted.version = frame.row.version_id;
    wanted.year = frame.row.year;
    wanted.name = fmt::format("{}（{}）", frame.row.title, prepared.label);
    KAOGONG_TRY_ASSIGN(wanted.imports, ChooseImports(reader, frame.row.year));
    KAOGONG_TRY_ASSIGN(wanted.tables,
                       AssembleFacts(reader, frame, prepared.before.basis, corrections, {}));
    return {};
  }));
  KAOGONG_TRY_ASSIGN(wanted.facts_set,
                     library.office().pool().Write([](store::Transaction& transaction) {
                       return TakeIds(transaction);
                     }));
  KAOGONG_TRY_ASSIGN(prepared.run, library::PrepareRun(library, std::move(wanted), issues));
  return prepared;
}

// Writes a correction; its measurement must be as it was when it was looked at.
Result<void> Correct(const Change& change, const Checked& correction, std::string_view reason) {
  const MeasurementKey& key = correction.key;
  const MeasurementValue& value = correction.value;
  constexpr int kVerified = 3;
  if (correction.version == 0) {
    KAOGONG_TRY(change.transaction.Execute(
        "INSERT INTO measurement (element_id, year, period, subject_id, state, is_not_applicable, "
        "units, reported_units, text, round, version) VALUES (?, ?, ?, ?, ?, ?, ?, NULL, ?, 1, 1)",
        {key.element, key.year, key.period, key.subject, kVerified, value.is_not_applicable,
         value.units, value.text}));
  } else {
    KAOGONG_TRY_ASSIGN(
        const std::int64_t count,
        change.transaction.Execute(
            "UPDATE measurement SET state = ?, is_not_applicable = ?, units = ?, text = ?, "
            "version = version + 1 WHERE element_id = ? AND year = ? AND period = ? "
            "AND subject_id = ? AND version = ?",
            {kVerified, value.is_not_applicable, value.units, value.text, key.element, key.year,
             key.period, key.subject, correction.version}));
    if (count != 1) return Stale(Say("要更正的数据", "What is to be corrected"));
  }
  KAOGONG_TRY(change.transaction.Execute(
      "INSERT INTO measurement_change (element_id, year, period, subject_id, version, act, "
      "is_not_applicable, units, text, note, account_id, made_by, made_at) "
      "VALUES (?, ?, ?, ?, ?, 'correct', ?, ?, ?, ?, ?, ?, ?)",
      {key.element, key.year, key.period, key.subject, correction.version + 1,
       value.is_not_applicable, value.units, value.text, reason, change.actor.account,
       change.actor.name, change.now.ToString()}));
  return {};
}

Result<void> KeepCorrections(const Change& change, Id objection,
                             const std::vector<Checked>& corrections) {
  std::int64_t seq = 0;
  for (const Checked& correction : corrections) {
    KAOGONG_TRY(change.transaction.Execute(
        "INSERT INTO objection_correction (objection_id, seq, element_id, year, period, "
        "subject_id, field, subject, period_title, before_text, after_text) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        {objection, seq++, correction.key.element, correction.key.year, correction.key.period,
         correction.key.subject, correction.view.field, correction.view.subject,
         correction.view.period_title, correction.view.before, correction.view.after}));
  }
  return {};
}

std::string RevisedValue(const library::Evaluation& evaluation, const Objection& objection) {
  const auto column = library::ColumnOfKey(evaluation.scheme(), objection.figure);
  if (!column) return {};
  const KindId kind = evaluation.scheme().figure(column->figure).kind;
  const auto row = evaluation.facts.FindRow(kind, objection.assessee.code);
  if (!row) return {};
  return scoring::ShowValue(evaluation.scheme(), evaluation.facts, column->figure,
                            evaluation.outcome.At(column->figure, *row, column->period),
                            Language::kChinese);
}

Result<void> CloseObjection(const Change& change, Id id, const Decision& decision,
                            std::optional<Id> revised, const std::optional<std::string>& value) {
  KAOGONG_TRY(change.transaction.Execute(
      "UPDATE objection SET state = ?, reason = ?, decided_by_account = ?, decided_by = ?, "
      "decided_at = ?, revised_publication_id = ?, revised_value = ?, version = version + 1 "
      "WHERE id = ?",
      {decision.is_upheld ? "upheld" : "not_upheld", decision.reason, change.actor.account,
       change.actor.name, change.now.ToString(), revised, value, id}));
  return {};
}

Result<void> CheckDecision(const Decision& decision) {
  std::vector<Fault> faults;
  internal::CheckWords("/reason", decision.reason, kReasonCharactersMax, &faults);
  if (!decision.is_upheld && !decision.corrections.empty()) {
    faults.push_back({"/corrections", Say("申诉不成立，不更正数据",
                                          "It is not upheld, so nothing is corrected")});
  }
  return internal::RefuseFaults(std::move(faults));
}

// The upheld case's writes, all in the transaction that closes the objection.
Result<Id> PublishCorrected(Boards& boards, const Change& change, const Frame& frame,
                            const Objection& objection, const Decision& decision,
                            const Prepared& prepared, Id* run_id) {
  KAOGONG_TRY_ASSIGN(const Id newest, LatestPublication(change, objection.assessment.id));
  if (newest != prepared.publication) {
    return Error{ErrorCode::kConflict,
                 Say("结果刚被另一件申诉更正；请按最新的数据核对后再办理",
                     "Another objection has just corrected the result; look at it again")};
  }
  for (const Checked& correction : prepared.corrections)
    KAOGONG_TRY(Correct(change, correction, decision.reason));
  KAOGONG_TRY(KeepCorrections(change, objection.id, prepared.corrections));
  KAOGONG_TRY_ASSIGN(
      const Id computation,
      InsertDoneComputation(change,
                            {objection.assessment.id, prepared.label, prepared.before.basis,
                             objection.id},
                            prepared.run, run_id));
  KAOGONG_TRY(CarryCalibrations(change, prepared.before.id, computation,
                                *prepared.run.evaluation));
  KAOGONG_TRY_ASSIGN(const Publication before,
                     LoadPublication(boards.library(), change, prepared.publication));
  return InsertRevision(change, frame.scheme(), before,
                        {computation, objection.id,
                         fmt::format("{}号申诉成立：{}", objection.id, decision.reason)});
}

}  // namespace

Result<Objection> ResolveObjection(Boards& boards, const Actor& actor, Id id,
                                   const Decision& decision, Issues* issues) {
  KAOGONG_TRY(Require(actor, Act::kHandleObjections));
  KAOGONG_TRY(CheckDecision(decision));
  library::Library& library = boards.library();
  Computation computation;
  KAOGONG_TRY(library.office().Read(actor, [&](Session& session) -> Result<void> {
    KAOGONG_TRY_ASSIGN(const Objection objection, LoadObjection(session, id));
    KAOGONG_TRY(internal::RequireUndecided(objection, decision.stamp));
    KAOGONG_TRY_ASSIGN(computation, LoadComputation(session, objection.computation));
    return {};
  }));
  KAOGONG_TRY_ASSIGN(const auto board, boards.OpenAny(computation));
  KAOGONG_TRY(library.office().Read(actor, [&](Session& session) -> Result<void> {
    KAOGONG_TRY_ASSIGN(const Objection objection, LoadObjection(session, id));
    return internal::RequireIndependent(boards, session, objection, *board);
  }));
  std::optional<Prepared> prepared;
  if (decision.is_upheld) {
    KAOGONG_TRY_ASSIGN(prepared, Prepare(boards, actor, id, decision, *board, issues));
  }
  Id run_id = 0;
  auto decided = library.office().Write(actor, [&](Change& change) -> Result<Objection> {
    const Actor program = ProgramActor();
    const Session reader{change.transaction, program, change.now, change.today};
    KAOGONG_TRY_ASSIGN(const Objection seen, LoadObjection(change, id));
    KAOGONG_TRY_ASSIGN(const Frame frame,
                       assessment::LoadFrame(library, reader, seen.assessment.id));
    KAOGONG_TRY_ASSIGN(const Objection objection, LoadObjection(change, id));
    KAOGONG_TRY(internal::RequireUndecided(objection, decision.stamp));
    KAOGONG_TRY(internal::RequireIndependent(boards, change, objection, *board));
    std::optional<Id> revised;
    std::optional<std::string> value;
    if (prepared) {
      KAOGONG_TRY(RequireDecidable(frame));
      KAOGONG_TRY_ASSIGN(revised, PublishCorrected(boards, change, frame, objection, decision,
                                                   *prepared, &run_id));
      value = RevisedValue(*prepared->run.evaluation, objection);
    }
    KAOGONG_TRY(CloseObjection(change, id, decision, revised, value));
    change.Record("objection.resolve", fmt::format("objection/{}", id),
                  Detail()
                      .Set("verdict", decision.is_upheld ? "upheld" : "not_upheld")
                      .Set("reason", decision.reason)
                      .Set("corrections", static_cast<std::int64_t>(decision.corrections.size()))
                      .Set("publication", revised.value_or(0)));
    return LoadObjection(change, id);
  });
  if (decided.ok() && run_id != 0) library.Remember(run_id, prepared->run.key);
  return decided;
}

namespace {

// Figures that decide something, and the one objected to.
std::vector<ResultColumn> WatchedColumns(const scheme::Scheme& scheme, KindId kind,
                                         const std::optional<ResultColumn>& objected) {
  const KeyFigures figures = KeyFiguresOf(scheme, kind);
  std::vector<ResultColumn> columns;
  if (objected && scheme.figure(objected->figure).kind == kind) columns.push_back(*objected);
  const auto add = [&](scheme::FigureId figure) {
    const ResultColumn column{figure, 0};
    if (figure != kNone && std::ranges::find(columns, column) == columns.end())
      columns.push_back(column);
  };
  add(figures.score);
  add(figures.rank);
  add(figures.grade);
  for (const scheme::FigureId payout : figures.payouts) add(payout);
  return columns;
}

std::string ValueText(const Board& board, KindId kind, Row row, const ResultColumn& column,
                      const Grades& grades) {
  const auto calibrated =
      grades.find({board.AssesseeOf(kind, row), library::KeyOf(board.scheme(), column)});
  if (calibrated != grades.end()) return calibrated->second;
  return scoring::ShowValue(board.scheme(), board.facts(), column.figure, board.At(column, row),
                            Language::kChinese);
}

struct Sides {
  std::shared_ptr<const Board> before;
  std::shared_ptr<const Board> after;
  Grades grades_before;
  Grades grades_after;
};

void CompareKind(const Sides& sides, KindId kind, const Objection& objection,
                 const Visibility* visibility, bool sees_pay, std::vector<CascadeItem>* own,
                 std::vector<CascadeItem>* others) {
  const Board& before = *sides.before;
  const scheme::Scheme& scheme = before.scheme();
  const auto objected = library::ColumnOfKey(scheme, objection.figure);
  const auto columns = WatchedColumns(scheme, kind, objected);
  const facts::Table& table = before.facts().table(kind);
  for (const Row row : table.order) {
    const auto now =
        sides.after->facts().FindRow(kind, table.ids[static_cast<std::size_t>(row)]);
    if (!now || (visibility != nullptr && !visibility->Sees(before, kind, row))) continue;
    const Id assessee = before.AssesseeOf(kind, row);
    for (const ResultColumn& column : columns) {
      const scheme::Figure& figure = scheme.figure(column.figure);
      if (figure.role == scheme::Role::kPayout && !sees_pay) continue;
      std::string text_before = ValueText(before, kind, row, column, sides.grades_before);
      std::string text_after = ValueText(*sides.after, kind, *now, column, sides.grades_after);
      if (text_before == text_after) continue;
      const bool is_own = assessee == objection.assessee.id;
      (is_own ? own : others)
          ->push_back({{assessee, table.ids[static_cast<std::size_t>(row)], table.NameOf(row),
                        scheme.kind(kind).name},
                       library::KeyOf(scheme, column),
                       library::HeadingOf(scheme, column),
                       figure.role,
                       std::move(text_before),
                       std::move(text_after)});
    }
  }
}

}  // namespace

Result<Listing<CascadeItem>> CascadeOf(Boards& boards, const Actor& actor, Id id,
                                       const Page& page) {
  KAOGONG_TRY_ASSIGN(const Objection objection, GetObjection(boards, actor, id));
  Listing<CascadeItem> list;
  if (!objection.revised_publication) return list;
  Sides sides;
  Computation before;
  Computation after;
  std::optional<Visibility> visibility;
  KAOGONG_TRY(boards.library().office().Read(actor, [&](Session& session) -> Result<void> {
    // The revision is held against the one that stood before it.
    KAOGONG_TRY_ASSIGN(
        const auto stood,
        session.transaction.One<Id>(
            "SELECT p.computation_id FROM publication p JOIN publication n ON n.id = ? "
            "WHERE p.assessment_id = n.assessment_id AND p.revision = n.revision - 1",
            {*objection.revised_publication}));
    KAOGONG_TRY_ASSIGN(before, LoadComputation(session, stood.value_or(objection.computation)));
    KAOGONG_TRY_ASSIGN(after, LoadComputation(session, objection.revised_computation.value_or(0)));
    KAOGONG_TRY_ASSIGN(const auto calibrations_before, LoadCalibrations(session, before.id));
    KAOGONG_TRY_ASSIGN(const auto calibrations_after, LoadCalibrations(session, after.id));
    sides.grades_before = GradesOf(calibrations_before);
    sides.grades_after = GradesOf(calibrations_after);
    KAOGONG_TRY_ASSIGN(visibility, Visibility::Of(session, Act::kViewProcess));
    return {};
  }));
  KAOGONG_TRY_ASSIGN(sides.before, boards.OpenAny(before));
  KAOGONG_TRY_ASSIGN(sides.after, boards.OpenAny(after));
  const bool is_handler = objection.handler && objection.handler->id == actor.account;
  std::vector<CascadeItem> items;
  std::vector<CascadeItem> others;
  const scheme::Scheme& scheme = sides.before->scheme();
  for (std::size_t i = 0; i < scheme.kinds.size(); ++i) {
    if (scheme.kinds[i].is_record) continue;
    CompareKind(sides, static_cast<KindId>(i), objection, is_handler ? nullptr : &*visibility,
                MayDo(actor, Act::kViewPayouts), &items, &others);
  }
  items.insert(items.end(), std::make_move_iterator(others.begin()),
               std::make_move_iterator(others.end()));
  list.total = static_cast<std::int64_t>(items.size());
  const auto begin = std::min(items.size(), static_cast<std::size_t>(page.offset()));
  const auto end = std::min(items.size(), begin + static_cast<std::size_t>(page.size));
  list.items.assign(std::make_move_iterator(items.begin() + static_cast<std::ptrdiff_t>(begin)),
                    std::make_move_iterator(items.begin() + static_cast<std::ptrdiff_t>(end)));
  return list;
}

}  // namespace kaogong::office::result
