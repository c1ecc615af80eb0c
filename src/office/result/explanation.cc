// SPDX-License-Identifier: Apache-2.0
// Why a figure is what it is, down to who entered and verified the facts in it.
#include <algorithm>
#include <map>
#include <set>
#include <span>
#include <tuple>

#include "office/result/internal/facts_table.h"
#include "office/result/scorecard.h"

namespace kaogong::office::result {

namespace {

using assessment::FieldClass;
using assessment::FieldUse;
using assessment::Frame;
using facts::Row;
using scheme::FieldId;
using scheme::KindId;
using scheme::kNone;

// Of one explanation; who needs more asks about a part.
constexpr std::size_t kInputsMax = 200;

// Finds out where facts come from. What was done after the computation does not count.
class Tracer {
 public:
  Tracer(const Session& session, const Frame& frame, const Board& board,
         const scheme::Scheme& scheme, const Visibility& visibility, std::string until)
      : session_(session),
        frame_(frame),
        scheme_(scheme),
        board_(board),
        visibility_(visibility),
        until_(std::move(until)) {}

  Result<void> Trace(const explain::FlatInput& input, std::vector<FactProvenance>* to) {
    const scheme::Field& field = scheme_.field(input.field_id);
    const Row row = input.row_id;
    if (!visibility_.Sees(board_, field.kind, row)) return {};
    FactProvenance found;
    found.name = input.name;
    found.row = input.row;
    found.period = input.period;
    if (scheme_.kind(field.kind).is_record) return TraceRecord(field.kind, row, found, to);
    const FieldUse* const use = frame_.UseOf(input.field_id);
    if (use == nullptr) return {};
    const Id subject = SubjectOf(field.kind, row);
    const Id assessee = board_.AssesseeOf(field.kind, row);
    switch (use->use) {
      case FieldClass::kTarget:
        return TraceTarget(assessee, field, input.period_number, found, to);
      case FieldClass::kEvent:
        return TraceEvents(assessee, field.name, found, to);
      case FieldClass::kImported:
        found.source = "imported";
        found.note = fmt::format("{}.{}", field.imported_regulation, field.imported_figure);
        to->push_back(std::move(found));
        return {};
      default:
        NoteMeasurement(*use, input.period_number, subject, std::move(found), to);
        return {};
    }
  }

 private:
  Id SubjectOf(KindId kind, Row row) const {
    const auto& subjects = board_.identities(kind).subjects;
    const auto at = static_cast<std::size_t>(row);
    return at < subjects.size() ? subjects[at] : 0;
  }

  // Notes where a measurement stands; Finish looks all of them up together.
  void NoteMeasurement(const FieldUse& use, int period, Id subject, FactProvenance found,
                       std::vector<FactProvenance>* to) {
    Noted noted;
    noted.index = to->size();
    noted.field = use.field;
    noted.own = {{use.element, frame_.row.year, period, subject}, use.places};
    const FieldUse* const base = use.base == kNone ? nullptr : frame_.UseOf(use.base);
    if (base != nullptr && use.use == FieldClass::kBaseline)
      noted.base = {{base->element, frame_.row.year - 1, period, subject}, base->places};
    if (base != nullptr && use.use == FieldClass::kReported)
      noted.own = {{base->element, frame_.row.year, period, subject}, base->places};
    known_[noted.own.key];
    if (noted.base) known_[noted.base->key];
    noted_.push_back(noted);
    found.source = "measurement";
    to->push_back(std::move(found));
  }

 public:
  // Fills in what was noted. A year's data of one subject take one look each.
  Result<void> Finish(std::vector<FactProvenance>* to) {
    std::map<std::tuple<int, int, Id>, std::vector<Id>> groups;
    for (const auto& [key, known] : known_)
      groups[{key.year, key.period, key.subject}].push_back(key.element);
    for (const auto& [place, elements] : groups) KAOGONG_TRY(LookUp(place, elements));
    for (const Noted& noted : noted_) {
      const bool has_base = noted.base && known_[noted.base->key].is_there;
      const Place& place = has_base ? *noted.base : noted.own;
      Fill(place, noted.field, known_[place.key], &(*to)[noted.index]);
    }
    return {};
  }

 private:
  struct Place {
    MeasurementKey key;
    int places = 0;
  };
  struct Noted {
    std::size_t index = 0;  // Of the list of facts.
    FieldId field = kNone;
    Place own;
    std::optional<Place> base;  // Counts when it is there.
  };
  // What the store says about a measurement.
  struct Known {
    bool is_there = false;
    MeasurementValue value;
    FactProvenance people;
  };

  Result<void> LookUp(const std::tuple<int, int, Id>& place, const std::vector<Id>& elements) {
    constexpr std::size_t kTogether = 200;
    const auto [year, period, subject] = place;
    for (std::size_t at = 0; at < elements.size(); at += kTogether) {
      const std::span<const Id> all(elements);
      const IdList list(all.subspan(at, std::min(kTogether, elements.size() - at)));
      std::vector<store::Argument> arguments = list.arguments();
      for (const store::Argument& argument :
           std::initializer_list<store::Argument>{year, period, subject})
        arguments.push_back(argument);
      const auto known = [&, y = year, p = period, s = subject](const store::Row& row) -> Known& {
        return known_[{row.Get<Id>(0), y, p, s}];
      };
      const std::string where = fmt::format(
          "WHERE m.element_id IN ({}) AND m.year = ? AND m.period = ? AND m.subject_id = ? ",
          list.marks());
      KAOGONG_TRY(session_.transaction.Query(
          "SELECT m.element_id, m.is_not_applicable, m.units, m.text FROM measurement m " + where,
          arguments, [&](const store::Row& row) {
            known(row).is_there = true;
            known(row).value = {row.Get<bool>(1), row.Get<std::optional<std::int64_t>>(2),
                                row.Get<std::optional<std::string>>(3)};
          }));
      KAOGONG_TRY(session_.transaction.Query(
          "SELECT m.element_id, e.id, e.name, e.media_type, e.size FROM measurement_evidence m "
          "JOIN evidence e ON e.id = m.evidence_id " + where + "ORDER BY m.element_id, m.place",
          arguments, [&](const store::Row& row) {
            known(row).people.evidence.push_back({row.Get<Id>(1), row.Get<std::string>(2),
                                                  row.Get<std::string>(3),
                                                  row.Get<std::int64_t>(4)});
          }));
      arguments.emplace_back(until_);
      KAOGONG_TRY(session_.transaction.Query(
          "SELECT m.element_id, m.act, m.note, m.made_by, m.made_at FROM measurement_change m " +
              where + "AND m.made_at <= ? ORDER BY m.element_id, m.version",
          arguments, [&](const store::Row& row) { NoteChange(row, &known(row).people); }));
    }
    return {};
  }

  static void NoteChange(const store::Row& row, FactProvenance* to) {
    const auto act = row.Get<std::string_view>(1);
    const auto note = row.Get<std::string_view>(2);
    if (act == "verify" || act == "correct") {
      to->verified_by = row.Get<std::string>(3);
      to->verified_at = row.Get<std::string>(4);
    } else if (act != "return" && act != "reopen") {
      to->entered_by = row.Get<std::string>(3);
      to->entered_at = row.Get<std::string>(4);
    }
    if (!note.empty()) to->note = note;
  }

  void Fill(const Place& place, FieldId field, const Known& known, FactProvenance* to) const {
    to->key = place.key;
    to->places = place.places;
    to->value = known.value;
    if (known.value.units)
      to->value_text = internal::CellText(scheme_.field(field), *known.value.units, place.places);
    if (known.value.text) to->value_text = *known.value.text;
    to->entered_by = known.people.entered_by;
    to->entered_at = known.people.entered_at;
    to->verified_by = known.people.verified_by;
    to->verified_at = known.people.verified_at;
    to->note = known.people.note;
    to->evidence = known.people.evidence;
  }

  static EvidenceRef ReadEvidence(const store::Row& row) {
    return {row.Get<Id>(0), row.Get<std::string>(1), row.Get<std::string>(2),
            row.Get<std::int64_t>(3)};
  }

  Result<void> AddEvidence(std::string_view what, Id thing, FactProvenance* found) {
    return session_.transaction.Query(
        "SELECT e.id, e.name, e.media_type, e.size FROM evidence_link l "
        "JOIN evidence e ON e.id = l.evidence_id WHERE l.what = ? AND l.thing_id = ? "
        "ORDER BY l.place",
        {what, thing},
        [&](const store::Row& row) { found->evidence.push_back(ReadEvidence(row)); });
  }

  Result<void> TraceTarget(Id assessee, const scheme::Field& field, int period,
                           FactProvenance found, std::vector<FactProvenance>* to) {
    found.source = "target";
    Id sheet = 0;
    KAOGONG_TRY(session_.transaction.Query(
        "SELECT s.id, v.measure FROM target_sheet s JOIN target_value v ON v.sheet_id = s.id "
        "WHERE s.assessee_id = ? AND v.field = ? AND v.period = ? "
        "AND s.state IN ('approved', 'published', 'signed_by_assessee', 'signed') "
        "ORDER BY s.revision DESC LIMIT 1",
        {assessee, field.name, period}, [&](const store::Row& row) {
          sheet = row.Get<Id>(0);
          found.note = row.Get<std::string>(1);
        }));
    if (sheet == 0) return {};
    KAOGONG_TRY(session_.transaction.Query(
        "SELECT act, made_by, made_at FROM target_step WHERE sheet_id = ? ORDER BY id", {sheet},
        [&](const store::Row& row) {
          const auto act = row.Get<std::string_view>(0);
          const bool is_review = act == "approve" || act == "sign";
          if (act == "return" || act == "publish") return;
          (is_review ? found.verified_by : found.entered_by) = row.Get<std::string>(1);
          (is_review ? found.verified_at : found.entered_at) = row.Get<std::string>(2);
        }));
    to->push_back(std::move(found));
    return {};
  }

  // The events or records that count, as one fact each.
  Result<void> TraceEvents(Id assessee, std::string_view field, const FactProvenance& like,
                           std::vector<FactProvenance>* to) {
    KAOGONG_TRY_ASSIGN(const auto records, ApprovedRecords(assessee, "", field, like));
    for (auto& [id, found] : records) {
      to->push_back(found);
      KAOGONG_TRY(AddEvidence("record", id, &to->back()));
    }
    return {};
  }

  using Records = std::vector<std::pair<Id, FactProvenance>>;
  Result<Records> ApprovedRecords(Id assessee, std::string_view kind, std::string_view field,
                                  const FactProvenance& like) {
    Records records;
    KAOGONG_TRY(session_.transaction.Query(
        "SELECT id, basis, proposed_name, proposed_at, decided_name, decided_at, day FROM record "
        "WHERE assessee_id = ? AND kind = ? AND (kind <> '' OR field = ?) AND decided_at <= ? "
        "AND (state = 'approved' OR withdrawn_at > ?) ORDER BY day, id",
        {assessee, kind, field, until_, until_}, [&](const store::Row& row) {
          FactProvenance found = like;
          found.source = "record";
          found.note = fmt::format("{} {}", row.Get<std::string_view>(6),
                                   row.Get<std::string_view>(1));
          found.entered_by = row.Get<std::string>(2);
          found.entered_at = row.Get<std::string>(3);
          found.verified_by = row.Get<std::optional<std::string>>(4);
          found.verified_at = row.Get<std::optional<std::string>>(5);
          records.emplace_back(row.Get<Id>(0), std::move(found));
        }));
    return records;
  }

  // Records below one row stand in the order of their days, as they were written to the table.
  Result<void> TraceRecord(KindId kind, Row row, FactProvenance found,
                           std::vector<FactProvenance>* to) {
    const scheme::Kind& definition = scheme_.kind(kind);
    const facts::Table& table = board_.facts().table(kind);
    const KindId parent_kind = std::max(definition.parent, 0);
    const Row parent = parent_kind == 0 ? 0 : table.parents[static_cast<std::size_t>(row)];
    const auto range =
        facts::RowsBelow(scheme_, board_.facts(), parent_kind, parent, kind);
    KAOGONG_TRY_ASSIGN(const auto panel,
                       session_.transaction.One<std::int64_t>(
                           "SELECT count(*) FROM panel WHERE assessment_id = ? AND kind = ?",
                           {frame_.row.id, definition.name}));
    if (panel.value_or(0) > 0) {
      // Who of a panel gave which score is nobody's to know.
      found.source = "panel";
      found.entered_by = "评委";
      to->push_back(std::move(found));
      return {};
    }
    KAOGONG_TRY_ASSIGN(auto records, ApprovedRecords(board_.AssesseeOf(parent_kind, parent),
                                                     definition.name, "", found));
    const auto at = static_cast<std::size_t>(row - range.begin);
    if (at >= records.size()) return {};
    to->push_back(std::move(records[at].second));
    return AddEvidence("record", records[at].first, &to->back());
  }

  const Session& session_;
  const Frame& frame_;
  const scheme::Scheme& scheme_;
  const Board& board_;
  const Visibility& visibility_;
  const std::string until_;
  std::vector<Noted> noted_;
  std::map<MeasurementKey, Known> known_;
};

struct Asked {
  KindId kind = kNone;
  Row row = 0;
};
Result<Asked> WhatIsAsked(const Session& session, const Board& board,
                          const ExplanationQuery& query, const Visibility& visibility) {
  const Error missing{ErrorCode::kNotFound,
                      Say("结果中没有这一行，或不在您的范围内",
                          "The result has no such row, or it is not in your reach")};
  Asked asked;
  if (query.assessee) {
    KAOGONG_TRY_ASSIGN(const auto assessee,
                       assessment::FindAssessee(session, *query.assessee, Act::kViewResults));
    asked.kind = board.scheme().FindKind(assessee.kind);
    const auto row =
        asked.kind == kNone ? std::nullopt : board.RowOfAssessee(asked.kind, assessee.id);
    if (!row) return missing;
    asked.row = *row;
    return asked;
  }
  if (!query.row) {
    return Error{ErrorCode::kInvalidInput,
                 Say("请给出 assessee_id，或 kind 和 row", "Give assessee_id, or kind and row")};
  }
  KAOGONG_TRY_ASSIGN(asked.kind, KindNamed(board.scheme(), query.kind));
  asked.row = *query.row;
  const bool is_there = asked.row >= 0 && asked.row < board.facts().table(asked.kind).rows();
  if (!is_there || !visibility.Sees(board, asked.kind, asked.row)) return missing;
  return asked;
}

// Who handles an objection sees why its figure is what it is, whatever else is in reach.
Result<bool> HandlesObjection(const Session& session, Id computation, Id assessee,
                              std::string_view column) {
  KAOGONG_TRY_ASSIGN(
      const auto found,
      session.transaction.One<std::int64_t>(
          "SELECT count(*) FROM objection o JOIN publication p ON p.id = o.publication_id "
          "WHERE o.handler_account = ? AND p.computation_id = ? AND o.assessee_id = ? "
          "AND o.figure = ?",
          {session.actor.account, computation, assessee, column}));
  return found.value_or(0) > 0;
}

}  // namespace

Result<ResultExplanation> ExplainResult(Boards& boards, const Actor& actor, Id computation,
                                        const ExplanationQuery& query) {
  ResultExplanation to;
  const Office& office = boards.library().office();
  Actor reader = actor;
  if (query.assessee) {
    KAOGONG_TRY(office.Read(actor, [&](Session& session) -> Result<void> {
      KAOGONG_TRY_ASSIGN(const bool handles, HandlesObjection(session, computation,
                                                              *query.assessee, query.column));
      if (handles) {
        reader = ProgramActor();
        return {};
      }
      const auto found = assessment::FindAssessee(session, *query.assessee, Act::kViewResults);
      if (!found.ok()) return found.error();
      return {};
    }));
  }
  KAOGONG_TRY_ASSIGN(to.opened, boards.Open(reader, computation));
  const Board& board = *to.opened.board;
  std::optional<ResultColumn> column;
  if (!query.column.empty()) {
    column = library::ColumnOfKey(board.scheme(), query.column);
    if (!column) {
      return Error{ErrorCode::kNotFound,
                   Say("结果中没有这项指标", "The result has no such figure")};
    }
  }
  Asked asked;
  KAOGONG_TRY(office.Read(reader, [&](Session& session) -> Result<void> {
    KAOGONG_TRY_ASSIGN(const Visibility visibility, Visibility::Of(session, Act::kViewResults));
    KAOGONG_TRY_ASSIGN(asked, WhatIsAsked(session, board, query, visibility));
    return {};
  }));
  if (!column) column = ResultColumn{library::MainFigureOf(board.scheme(), asked.kind), 0};
  const library::Evaluation& evaluation =
      column->figure == kNone ? board.evaluation() : board.EvaluationOf(column->figure);
  KAOGONG_TRY_ASSIGN(to.explanation, boards.library().Compute([&] {
    return library::ExplainFigure(evaluation, board.scheme().kind(asked.kind).name, asked.row,
                                  column);
  }));
  KAOGONG_TRY(office.Read(reader, [&](Session& session) -> Result<void> {
    KAOGONG_TRY_ASSIGN(const Visibility visibility, Visibility::Of(session, Act::kViewResults));
    const Actor program = ProgramActor();
    const Session whole{session.transaction, program, session.now, session.today};
    KAOGONG_TRY_ASSIGN(const Frame frame, assessment::LoadFrame(boards.library(), whole,
                                                                to.opened.computation.assessment.id));
    Tracer tracer(session, frame, board, evaluation.scheme(), visibility,
                  to.opened.computation.finished_at.value_or(session.now.ToString()));
    std::set<std::tuple<FieldId, int, Row>> seen;
    for (const explain::FlatNode& node : to.explanation.nodes) {
      for (const explain::FlatInput& input : node.inputs) {
        if (to.provenance.size() >= kInputsMax) break;
        if (!seen.emplace(input.field_id, input.period_number, input.row_id).second) continue;
        KAOGONG_TRY(tracer.Trace(input, &to.provenance));
      }
    }
    KAOGONG_TRY(tracer.Finish(&to.provenance));
    KAOGONG_TRY_ASSIGN(const auto calibrations, LoadCalibrations(session, computation));
    const std::string key = library::KeyOf(board.scheme(), to.explanation.column);
    for (const Calibration& calibration : calibrations) {
      const bool is_it = calibration.assessee.id == board.AssesseeOf(asked.kind, asked.row) &&
                         calibration.figure == key && !calibration.withdrawn_at;
      if (!is_it) continue;
      to.calibration = calibration;
      to.calibration->figure_title = library::HeadingOf(board.scheme(), to.explanation.column);
    }
    return {};
  }));
  return to;
}

}  // namespace kaogong::office::result
