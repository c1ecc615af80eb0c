// SPDX-License-Identifier: Apache-2.0
#include "office/process/reporting.h"

#include <algorithm>
#include <array>
#include <utility>

#include "office/process/internal/sheet_book.h"

namespace kaogong::office::process {

using namespace internal;  // NOLINT: the inside of this folder.
using store::Row;

namespace {

constexpr std::array<std::string_view, 5> kStates{"missing", "returned", "submitted", "verified",
                                                  "overdue"};
// A filter on the state looks at so many assessees at once.
constexpr std::int64_t kStep = 200;
// … and at so many sheets in all: of a whole city the most pressing ones are found.
constexpr std::int64_t kSearchMax = 20'000;

Error WrongState() {
  return {ErrorCode::kInvalidInput,
          Say("网址参数 state 不是可选的状态", "The query parameter state is none of the states")};
}

bool Matches(const ReportingSheetRow& row, std::string_view state) {
  if (state.empty()) return true;
  if (state == "missing") return row.missing + row.draft > 0;
  if (state == "returned") return row.returned > 0;
  if (state == "submitted") return row.submitted > 0;
  if (state == "verified") return row.verified == row.total;
  return row.is_overdue;
}

bool IsWanted(const Slot& slot, const SheetFilter& filter, Date today) {
  if (!filter.level.empty() && slot.frame->scheme().level(slot.level).name != filter.level)
    return false;
  if (filter.period.has_value()) return slot.period == *filter.period;
  return slot.first <= today;
}

// Whose sheets are meant: seen by the actor, or reported by him.
AssesseeScope ScopeOf(const Session& session, const SheetFilter& filter) {
  AssesseeScope scope;
  scope.reach = ReachOf(session.actor, filter.is_mine ? Act::kReportData : Act::kViewProcess);
  scope.own_person = session.actor.person;
  scope.assessee = filter.assessee;
  scope.query = filter.query;
  return scope;
}

class Lister {
 public:
  Lister(const Session& session, const SheetFilter& filter, Page page)
      : session_(session), filter_(filter), scope_(ScopeOf(session, filter)), page_(page) {}

  Result<Listing<ReportingSheetRow>> List(const std::vector<Slot>& slots) {
    for (const Slot& slot : slots) {
      if (!IsWanted(slot, filter_, session_.today)) continue;
      KAOGONG_TRY(filter_.state.empty() ? Skip(slot) : Search(slot));
    }
    return std::move(listing_);
  }

 private:
  bool IsOnPage(std::int64_t index) const {
    return index >= page_.offset() && index < page_.offset() + page_.size;
  }

  // Counts a slot's assessees and reads only those on the page.
  Result<void> Skip(const Slot& slot) {
    const std::string& kind = slot.frame->scheme().kind(slot.kind).name;
    const Id assessment = slot.frame->row.id;
    auto& known = counts_[{assessment, slot.kind}];
    if (!known.has_value()) {
      KAOGONG_TRY_ASSIGN(known, CountAssessees(session_, assessment, kind, scope_));
    }
    const std::int64_t begin = listing_.total;
    listing_.total += *known;
    const std::int64_t from = std::max(page_.offset(), begin);
    const std::int64_t to = std::min(page_.offset() + page_.size, listing_.total);
    if (from >= to) return {};
    KAOGONG_TRY_ASSIGN(const auto rows,
                       ListAssessees(session_, assessment, kind, scope_, to - from, from - begin));
    return Add(slot, rows);
  }

  Result<void> Add(const Slot& slot, const std::vector<AssesseeRow>& assessees) {
    KAOGONG_TRY_ASSIGN(auto rows, RowsOf(session_, slot, assessees));
    for (ReportingSheetRow& row : rows) listing_.items.push_back(std::move(row));
    return {};
  }

  // Looks at every assessee of a slot.
  Result<void> Search(const Slot& slot) {
    const std::string& kind = slot.frame->scheme().kind(slot.kind).name;
    for (std::int64_t offset = 0; searched_ < kSearchMax; offset += kStep) {
      KAOGONG_TRY_ASSIGN(const auto assessees,
                         ListAssessees(session_, slot.frame->row.id, kind, scope_, kStep, offset));
      searched_ += static_cast<std::int64_t>(assessees.size());
      KAOGONG_TRY_ASSIGN(auto rows, RowsOf(session_, slot, assessees));
      for (ReportingSheetRow& row : rows) {
        if (!Matches(row, filter_.state)) continue;
        if (IsOnPage(listing_.total++)) listing_.items.push_back(std::move(row));
      }
      if (assessees.size() < static_cast<std::size_t>(kStep)) return {};
    }
    return {};
  }

  const Session& session_;
  const SheetFilter& filter_;
  const AssesseeScope scope_;
  const Page page_;
  std::map<std::pair<Id, scheme::KindId>, std::optional<std::int64_t>> counts_;
  std::int64_t searched_ = 0;
  Listing<ReportingSheetRow> listing_;
};

Error NoSuchSheet() {
  return {ErrorCode::kNotFound, Say("没有这张填报表", "There is no such reporting sheet")};
}

Result<std::optional<std::pair<Id, std::string>>> UnitNamed(const Session& session,
                                                            std::optional<Id> unit) {
  std::optional<std::pair<Id, std::string>> named;
  if (!unit.has_value()) return named;
  KAOGONG_TRY_ASSIGN(const auto name, session.transaction.One<std::string>(
                                          "SELECT name FROM unit_span WHERE unit_id = ? "
                                          "ORDER BY valid_from DESC LIMIT 1",
                                          {*unit}));
  named = {*unit, name.value_or("")};
  return named;
}

class SheetReader {
 public:
  SheetReader(Library& library, const Session& session)
      : book_(library, session), session_(session) {}

  Result<ReportingSheet> Read(Id assessment, Id id, std::string_view level_name, int period) {
    KAOGONG_TRY_ASSIGN(const AssesseeRow assessee,
                       assessment::FindAssessee(session_, id, Act::kViewProcess));
    KAOGONG_TRY_ASSIGN(const Frame* frame, book_.FrameOf(assessee.assessment));
    if (assessee.assessment != assessment) return NoSuchSheet();
    Slot slot;
    KAOGONG_TRY(FindSlot(*frame, assessee, level_name, period, &slot));
    ReportingSheet sheet;
    KAOGONG_TRY_ASSIGN(auto rows, RowsOf(session_, slot, std::span(&assessee, 1)));
    sheet.row = std::move(rows.front());
    KAOGONG_TRY_ASSIGN(targets_, TargetsOf(session_, std::span(&id, 1)));
    for (const FieldUse& use : frame->fields) {
      const scheme::Field& field = frame->scheme().field(use.field);
      const bool is_shown = use.use == FieldClass::kMeasurement ||
                            use.use == FieldClass::kAttribute || use.use == FieldClass::kBaseline;
      if (!is_shown || field.kind != slot.kind || field.level != slot.level) continue;
      KAOGONG_TRY_ASSIGN(ReportingCell cell, CellOf(slot, use, assessee));
      sheet.may_save = sheet.may_save || cell.is_editable;
      sheet.cells.push_back(std::move(cell));
    }
    if (!sheet.may_save) sheet.closed_reason = WhyClosed(*frame);
    return sheet;
  }

 private:
  Result<void> FindSlot(const Frame& frame, const AssesseeRow& assessee,
                        std::string_view level_name, int period, Slot* to) {
    const scheme::KindId kind = frame.scheme().FindKind(assessee.kind);
    const bool keeps = ReachOf(session_.actor, Act::kReportData).is_everywhere;
    for (Slot& slot : SlotsOf(frame, keeps)) {
      if (slot.kind != kind || slot.period != period) continue;
      if (frame.scheme().level(slot.level).name != level_name) continue;
      *to = std::move(slot);
      return {};
    }
    // What only the office keeps is shown to others, too.
    if (!keeps) {
      for (Slot& slot : SlotsOf(frame, true)) {
        if (slot.kind != kind || slot.period != period) continue;
        if (frame.scheme().level(slot.level).name != level_name) continue;
        slot.fields.clear();
        *to = std::move(slot);
        return {};
      }
    }
    return NoSuchSheet();
  }

  Text WhyClosed(const Frame& frame) const {
    const Text stage = assessment::TitleOf(frame.row.stage);
    if (frame.row.stage > Stage::kProcess) {
      return Say("考核已到{0}阶段，数据已经关闭",
                 "The assessment is at the stage “{1}”; its data are closed", stage.zh, stage.en);
    }
    if (frame.row.stage == Stage::kPreparing) {
      return Say("考核还在筹备，尚未开始填报",
                 "The assessment is being prepared; reporting has not begun");
    }
    if (!MayDo(session_.actor, Act::kReportData)) {
      return Say("您可以查看，填报由填报人办理", "You may look; a reporting clerk fills it in");
    }
    return Say("没有可以填写的项：已报送的待核实，已核实的不能再改",
               "Nothing is left to fill in: what was submitted waits or is verified");
  }

  Result<ReportingCell> CellOf(const Slot& slot, const FieldUse& use, const AssesseeRow& assessee) {
    const scheme::Scheme& scheme = slot.frame->scheme();
    ReportingCell cell;
    cell.definition = scheme.field(use.field);
    cell.field = cell.definition.name;
    cell.column = cell.definition.column;
    cell.use = use.use;
    cell.places = use.places;
    cell.rounds = use.rounds;
    cell.key = {use.element, slot.frame->row.year, slot.period, assessee.subject};
    KAOGONG_TRY_ASSIGN(cell.now, LoadMeasurement(session_, cell.key));
    KAOGONG_TRY_ASSIGN(const bool is_carried, CarryBaseline(slot, use, assessee, &cell));
    cell.value = ValueText(cell.definition, use.places, cell.now);
    KAOGONG_TRY_ASSIGN(cell.verifier_unit, UnitNamed(session_, use.verifier_unit));
    KAOGONG_TRY(AddTrail(&cell));
    KAOGONG_TRY_ASSIGN(const auto uses,
                       book_.UsesOf(cell.key.element, cell.key.year, cell.key.subject));
    for (const Use& one : uses) {
      const std::string& title = one.frame->row.title;
      if (std::ranges::find(cell.used_by, title) == cell.used_by.end())
        cell.used_by.push_back(title);
    }
    KAOGONG_TRY_ASSIGN(const bool may_report, MayReport(session_, uses));
    const bool is_kept = !IsMeasured(uses);
    const bool is_free = cell.now.state == MeasurementState::kDraft ||
                         cell.now.state == MeasurementState::kReturned ||
                         (cell.now.state == MeasurementState::kSubmitted && cell.now.round == 0) ||
                         is_kept;
    cell.is_editable = may_report && is_free && !is_carried && IsOpen(uses);
    KAOGONG_TRY(AddBefore(scheme.level(slot.level).count(), &cell));
    const auto target = TargetOf(*slot.frame, targets_, assessee.id, use.field, slot.period);
    if (target.has_value()) cell.target = UnitsText(cell.definition, use.places, *target);
    if (use.use == FieldClass::kMeasurement) {
      cell.progress = LightOf(slot, use, assessee, cell.now, targets_, session_.today);
    }
    KAOGONG_TRY_ASSIGN(cell.evidence, EvidenceOf(session_, cell.key));
    return cell;
  }

  // A baseline is last year's verified value of its base field where there is one.
  Result<bool> CarryBaseline(const Slot& slot, const FieldUse& use, const AssesseeRow& assessee,
                             ReportingCell* cell) {
    if (use.use != FieldClass::kBaseline || use.base == scheme::kNone) return false;
    const FieldUse* base = slot.frame->UseOf(use.base);
    if (base == nullptr) return false;
    const MeasurementKey key{base->element, cell->key.year - 1, slot.period, assessee.subject};
    KAOGONG_TRY_ASSIGN(Measurement found, LoadMeasurement(session_, key));
    if (found.version == 0 || found.state != MeasurementState::kVerified) return false;
    found.key = cell->key;
    found.version = cell->now.version;
    cell->now = std::move(found);
    return true;
  }

  Result<void> AddTrail(ReportingCell* cell) {
    if (cell->now.version == 0) return {};
    KAOGONG_TRY_ASSIGN(Trail trail, TrailOf(session_, cell->key));
    cell->note = std::move(trail.note);
    cell->entered_by = std::move(trail.entered_by);
    cell->entered_at = std::move(trail.entered_at);
    cell->verified_by = std::move(trail.verified_by);
    cell->verified_at = std::move(trail.verified_at);
    if (cell->now.state == MeasurementState::kReturned)
      cell->return_reason = std::move(trail.return_reason);
    return {};
  }

  Result<void> AddBefore(int periods, ReportingCell* cell) {
    KAOGONG_TRY_ASSIGN(const Before before, LoadBefore(session_, cell->key, periods));
    if (before.last_year.has_value())
      cell->last_year = ValueText(cell->definition, cell->places, *before.last_year);
    if (before.previous.has_value())
      cell->previous = ValueText(cell->definition, cell->places, *before.previous);
    return {};
  }

  Book book_;
  const Session& session_;
  Targets targets_;
};

}  // namespace

Result<Listing<ReportingSheetRow>> ListReportingSheets(Library& library, const Actor& actor,
                                                       const SheetFilter& filter, Page page) {
  KAOGONG_TRY(Require(actor, filter.is_mine ? Act::kReportData : Act::kViewProcess));
  if (!filter.state.empty() && std::ranges::find(kStates, filter.state) == kStates.end()) {
    return WrongState();
  }
  return library.office().Read(actor, [&](Session& session) -> Result<Listing<ReportingSheetRow>> {
    Book book(library, session);
    KAOGONG_TRY_ASSIGN(const auto ids, AssessmentsFor(session, filter.assessment));
    const bool keeps = ReachOf(actor, Act::kReportData).is_everywhere;
    std::vector<Slot> slots;
    for (const Id id : ids) {
      KAOGONG_TRY_ASSIGN(const Frame* frame, book.FrameOf(id));
      for (Slot& slot : SlotsOf(*frame, keeps)) slots.push_back(std::move(slot));
    }
    std::ranges::stable_sort(slots, {}, &Slot::due);
    return Lister(session, filter, page).List(slots);
  });
}

Result<ReportingSheet> OpenReportingSheet(Library& library, const Actor& actor, Id assessment,
                                          Id assessee, std::string_view level, int period) {
  return library.office().Read(actor, [&](Session& session) {
    return SheetReader(library, session).Read(assessment, assessee, level, period);
  });
}

}  // namespace kaogong::office::process
