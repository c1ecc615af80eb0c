// SPDX-License-Identifier: Apache-2.0
#include "office/target/drafting.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "base/utf8.h"
#include "office/faults.h"
#include "office/target/values.h"

namespace kaogong::office::target {

namespace {

using store::Row;

std::string SubjectOf(Id sheet) { return fmt::format("target_sheet/{}", sheet); }

Detail DetailOf(const Opened& opened) {
  return Detail()
      .Set("assessment", fmt::format("assessment/{}", opened.frame.row.id))
      .Set("assessee", opened.assessee.name)
      .Set("revision", std::int64_t{opened.sheet.revision});
}

Error OwnSubmission() {
  return {ErrorCode::kNotPermitted,
          Say("不能审核自己提交的目标，请由另一位负责人办理",
              "Nobody decides on targets he handed in himself; somebody else has to")};
}

// Opens a sheet for an act, checks its turn and that it is as it was read.
Result<Opened> OpenFor(library::Library& library, const Session& session, Id id, Act act,
                       std::initializer_list<SheetState> states, std::int64_t version) {
  KAOGONG_TRY_ASSIGN(Opened opened, OpenSheet(library, session, id, act));
  KAOGONG_TRY(RequireOpenStage(opened.frame));
  KAOGONG_TRY(RequireState(opened.sheet, states));
  KAOGONG_TRY(RequireVersion(opened, version));
  return opened;
}

// The same for acts of the office, which are not bounded by units.
Result<Opened> OpenForOffice(library::Library& library, const Session& session, Id id,
                             std::initializer_list<SheetState> states, std::int64_t version) {
  KAOGONG_TRY(Require(session.actor, Act::kReviewTargets));
  KAOGONG_TRY_ASSIGN(Opened opened, LoadSheet(library, session, id));
  KAOGONG_TRY(RequireOpenStage(opened.frame));
  KAOGONG_TRY(RequireState(opened.sheet, states));
  KAOGONG_TRY(RequireVersion(opened, version));
  return opened;
}

Result<SheetView> Reload(library::Library& library, const Session& session, Id id) {
  KAOGONG_TRY_ASSIGN(Opened opened, LoadSheet(library, session, id));
  return ViewOf(session, std::move(opened));
}

std::vector<Term> TermsOf(const Opened& opened) {
  return target::TermsOf(opened.frame, opened.frame.scheme().FindKind(opened.assessee.kind));
}

// --- Saving

// Applies changes to the rows of a sheet and collects what is wrong with them.
class Edit {
 public:
  Edit(const Session& session, const std::vector<Term>& terms, std::vector<ValueRow> rows)
      : session_(session), terms_(terms) {
    for (ValueRow& row : rows) rows_.emplace(std::pair(row.field, row.period), std::move(row));
  }

  Result<void> Apply(const std::vector<TargetChange>& changes) {
    for (std::size_t i = 0; i < changes.size(); ++i) {
      KAOGONG_TRY(ApplyOne(changes[i], fmt::format("/items/{}", i)));
    }
    return std::move(faults_).Finish();
  }
  const std::map<std::pair<std::string, int>, ValueRow>& changed() const { return changed_; }

 private:
  Result<void> ApplyOne(const TargetChange& change, const std::string& at) {
    const auto known = rows_.find({change.field, change.period});
    const Term* term = FindTerm(terms_, change.field);
    if (known == rows_.end() || term == nullptr) {
      faults_.Add(at + "/field", Say("目标表中没有“{}”的这一期",
                                     "The sheet has no such period of '{}'", change.field));
      return {};
    }
    ValueRow row = known->second;
    ApplyValue(change, *term, at, &row);
    if (change.owner.has_value()) {
      row.owner = *change.owner;
      KAOGONG_TRY(CheckOwner(row.owner, at));
    }
    if (change.deadline.has_value()) {
      row.deadline = change.deadline->has_value() ? std::optional((*change.deadline)->ToString())
                                                  : std::nullopt;
    }
    if (change.measure.has_value()) {
      row.measure = Trim(*change.measure);
      if (CountCodePoints(row.measure) > kMeasureCharactersMax) {
        faults_.Add(at + "/measure",
                    Say("措施不超过 {} 个字", "At most {} characters", kMeasureCharactersMax));
      }
    }
    if (row == known->second) return {};
    changed_.insert_or_assign(known->first, row);
    known->second = std::move(row);
    return {};
  }

  void ApplyValue(const TargetChange& change, const Term& term, const std::string& at,
                  ValueRow* row) {
    if (change.is_not_applicable.has_value()) {
      row->is_not_applicable = *change.is_not_applicable;
      if (row->is_not_applicable) row->units = std::nullopt;
    }
    if (change.value.has_value() && change.value->has_value()) {
      Text problem;
      const auto units = UnitsOf(term, **change.value, &problem);
      if (!problem.empty()) faults_.Add(at + "/value", std::move(problem));
      if (change.is_not_applicable.value_or(false)) {
        faults_.Add(at + "/value", Say("既写了数又写了不适用，请只留一个",
                                       "There is a value and 不适用; leave one of them"));
        return;
      }
      row->units = units;
      row->is_not_applicable = false;
    } else if (change.value.has_value()) {
      row->units = std::nullopt;
    }
    const bool is_touched = change.value.has_value() || change.is_not_applicable.has_value();
    if (is_touched) row->return_reason = std::nullopt;
  }

  Result<void> CheckOwner(const std::optional<Id>& owner, const std::string& at) {
    if (!owner.has_value()) return {};
    const auto found = session_.transaction.One<Id>("SELECT id FROM person WHERE id = ?", {*owner});
    KAOGONG_TRY(found);
    if (!found.value().has_value()) {
      faults_.Add(at + "/owner_person_id",
                  Say("没有这个人员，请另选", "There is no such person; choose another"));
    }
    return {};
  }

  const Session& session_;
  const std::vector<Term>& terms_;
  std::map<std::pair<std::string, int>, ValueRow> rows_;
  std::map<std::pair<std::string, int>, ValueRow> changed_;
  Faults faults_;
};

// A run of saves by one hand is one step.
Result<void> AddSaveStep(const Session& session, Id sheet) {
  const auto last = session.transaction.One<std::string, Id>(
      "SELECT act, account_id FROM target_step WHERE sheet_id = ? ORDER BY id DESC LIMIT 1",
      {sheet});
  KAOGONG_TRY(last);
  const auto& step = last.value();
  if (step.has_value() && std::get<0>(*step) == "save" &&
      std::get<1>(*step) == session.actor.account) {
    return {};
  }
  return AddStep(session, sheet, "save", "");
}

// --- Submitting

Error Unfilled(const std::vector<Term>& terms, const std::vector<ValueRow>& rows) {
  std::vector<Fault> faults;
  for (const ValueRow& row : rows) {
    const Term* term = FindTerm(terms, row.field);
    if (row.is_filled() || term == nullptr) continue;
    faults.push_back({fmt::format("/items/{}/{}", row.field, row.period),
                      Say("请填写“{}”，没有条件开展的注明不适用",
                          "Fill in '{}', or say that it does not apply", term->label)});
  }
  return {ErrorCode::kInvalidInput,
          Say("还有 {} 项目标没有填写，不能提交",
              "{} targets are not filled in; the sheet cannot be submitted", faults.size()),
          std::move(faults)};
}

// --- Returning

Result<void> WriteReasons(const Session& session, const Opened& opened,
                          const std::vector<ItemReason>& items) {
  const std::vector<Id> sheets{opened.sheet.id};
  KAOGONG_TRY_ASSIGN(std::vector<ValueRow> rows, LoadValues(session, sheets));
  Faults faults;
  std::vector<ValueRow> changed;
  for (std::size_t i = 0; i < items.size(); ++i) {
    const std::string at = fmt::format("/items/{}", i);
    const auto row = std::ranges::find_if(rows, [&](const ValueRow& value) {
      return value.field == items[i].field && value.period == items[i].period;
    });
    if (row == rows.end()) {
      faults.Add(at + "/field", Say("目标表中没有“{}”的这一期",
                                    "The sheet has no such period of '{}'", items[i].field));
      continue;
    }
    faults.Add(at + "/reason", CheckReason(items[i].reason));
    row->return_reason = items[i].reason;
    changed.push_back(*row);
  }
  KAOGONG_TRY(std::move(faults).Finish());
  return ReplaceValues(session, changed);
}

Result<void> RequireReason(std::string_view reason) {
  Faults faults;
  faults.Add("/reason", CheckReason(reason));
  return std::move(faults).Finish();
}

}  // namespace

Text ApprovalObstacle(const Actor& actor, const SheetRow& sheet) {
  if (sheet.state != SheetState::kConfirmed) {
    return Text{fmt::format("现在是“{}”，还不能审定", TitleOf(sheet.state).zh),
                fmt::format("It is {}; it cannot be approved now", TitleOf(sheet.state).en)};
  }
  if (IsOwn(actor, sheet.submitted_by) || IsOwn(actor, sheet.confirmed_by)) {
    return OwnSubmission().message;
  }
  return {};
}

Result<SheetView> SaveTargets(library::Library& library, const Actor& actor, Id sheet,
                              std::int64_t version, const std::vector<TargetChange>& changes) {
  return library.office().Write(actor, [&](Change& change) -> Result<SheetView> {
    KAOGONG_TRY_ASSIGN(const Opened opened, OpenFor(library, change, sheet, Act::kDraftTargets,
                                                    {SheetState::kDraft}, version));
    const std::vector<Term> terms = TermsOf(opened);
    const std::vector<Id> sheets{sheet};
    KAOGONG_TRY_ASSIGN(std::vector<ValueRow> rows, LoadValues(change, sheets));
    Edit edit(change, terms, std::move(rows));
    KAOGONG_TRY(edit.Apply(changes));
    if (edit.changed().empty()) {
      change.RecordNothing();
      return Reload(library, change, sheet);
    }
    std::vector<ValueRow> changed;
    std::vector<Detail> details;
    for (const auto& [key, row] : edit.changed()) {
      const Term* term = FindTerm(terms, row.field);
      Detail detail;
      detail.Set("field", row.field).Set("period", std::int64_t{row.period});
      if (row.units.has_value()) detail.Set("value", ValueText(*term, *row.units));
      if (row.is_not_applicable) detail.SetFlag("is_not_applicable", true);
      details.push_back(std::move(detail));
      changed.push_back(row);
    }
    KAOGONG_TRY(ReplaceValues(change, changed));
    KAOGONG_TRY(AddSaveStep(change, sheet));
    KAOGONG_TRY(RaiseVersions(change, sheets));
    change.Record("target_sheet.save", SubjectOf(sheet), DetailOf(opened).Set("items", details));
    return Reload(library, change, sheet);
  });
}

Result<SheetView> SubmitSheet(library::Library& library, const Actor& actor, Id sheet,
                              std::int64_t version) {
  return library.office().Write(actor, [&](Change& change) -> Result<SheetView> {
    KAOGONG_TRY_ASSIGN(const Opened opened, OpenFor(library, change, sheet, Act::kDraftTargets,
                                                    {SheetState::kDraft}, version));
    const std::vector<Id> sheets{sheet};
    KAOGONG_TRY_ASSIGN(std::vector<ValueRow> rows, LoadValues(change, sheets));
    const std::vector<Term> terms = TermsOf(opened);
    Error unfilled = Unfilled(terms, rows);
    if (!unfilled.faults.empty()) return unfilled;
    KAOGONG_TRY(change.transaction.Execute(
        "UPDATE target_value SET return_reason = NULL WHERE sheet_id = ?", {sheet}));
    KAOGONG_TRY(change.transaction.Execute(
        "UPDATE target_sheet SET state = 'submitted', submitted_by = ?, confirmed_by = NULL, "
        "version = version + 1 WHERE id = ?",
        {actor.account, sheet}));
    KAOGONG_TRY(AddStep(change, sheet, "submit", ""));
    change.Record("target_sheet.submit", SubjectOf(sheet), DetailOf(opened));
    return Reload(library, change, sheet);
  });
}

Result<SheetView> ConfirmSheet(library::Library& library, const Actor& actor, Id sheet,
                               std::int64_t version) {
  return library.office().Write(actor, [&](Change& change) -> Result<SheetView> {
    KAOGONG_TRY_ASSIGN(const Opened opened, OpenFor(library, change, sheet, Act::kConfirmTargets,
                                                    {SheetState::kSubmitted}, version));
    if (IsOwn(actor, opened.sheet.submitted_by)) return OwnSubmission();
    KAOGONG_TRY(change.transaction.Execute(
        "UPDATE target_sheet SET state = 'confirmed', confirmed_by = ?, version = version + 1 "
        "WHERE id = ?",
        {actor.account, sheet}));
    KAOGONG_TRY(AddStep(change, sheet, "confirm", ""));
    change.Record("target_sheet.confirm", SubjectOf(sheet), DetailOf(opened));
    return Reload(library, change, sheet);
  });
}

Result<SheetView> ReturnSheet(library::Library& library, const Actor& actor, Id sheet,
                              std::int64_t version, std::string_view reason,
                              const std::vector<ItemReason>& items) {
  return library.office().Write(actor, [&](Change& change) -> Result<SheetView> {
    KAOGONG_TRY_ASSIGN(Opened opened, LoadSheet(library, change, sheet));
    // A confirmed sheet lies with the office, any other with the unit.
    if (opened.sheet.state == SheetState::kConfirmed && office::MayDo(actor, Act::kReviewTargets)) {
      KAOGONG_TRY(OpenForOffice(library, change, sheet, {SheetState::kConfirmed}, version));
    } else {
      KAOGONG_TRY(
          OpenFor(library, change, sheet, Act::kConfirmTargets, {SheetState::kSubmitted}, version));
    }
    KAOGONG_TRY(RequireReason(reason));
    KAOGONG_TRY(WriteReasons(change, opened, items));
    KAOGONG_TRY(change.transaction.Execute(
        "UPDATE target_sheet SET state = 'draft', reason = ?, submitted_by = NULL, "
        "confirmed_by = NULL, version = version + 1 WHERE id = ?",
        {Trim(reason), sheet}));
    KAOGONG_TRY(AddStep(change, sheet, "return", Trim(reason)));
    change.Record("target_sheet.return", SubjectOf(sheet),
                  DetailOf(opened)
                      .Set("reason", reason)
                      .Set("items", static_cast<std::int64_t>(items.size())));
    return Reload(library, change, sheet);
  });
}

Result<void> WriteApproval(const Session& session, const std::vector<Id>& sheets) {
  const std::string now = session.now.ToString();
  KAOGONG_TRY(ForParts(sheets, [&](const IdList& part) -> Result<void> {
    KAOGONG_TRY(session.transaction.Execute(
        fmt::format("UPDATE target_sheet SET state = 'superseded', version = version + 1 "
                    "WHERE state <> 'superseded' AND EXISTS (SELECT 1 FROM target_sheet n "
                    "WHERE n.assessee_id = target_sheet.assessee_id "
                    "AND n.revision > target_sheet.revision AND n.id IN ({}))",
                    part.marks()),
        part.arguments()));
    std::vector<store::Argument> arguments{session.actor.account, now};
    arguments.insert(arguments.end(), part.arguments().begin(), part.arguments().end());
    KAOGONG_TRY(session.transaction.Execute(
        fmt::format("UPDATE target_sheet SET state = 'approved', approved_by = ?, "
                    "approved_at = ?, version = version + 1 WHERE id IN ({})",
                    part.marks()),
        arguments));
    return {};
  }));
  return AddSteps(session, sheets, "approve", "");
}

Result<SheetView> ApproveSheet(library::Library& library, const Actor& actor, Id sheet,
                               std::int64_t version) {
  return library.office().Write(actor, [&](Change& change) -> Result<SheetView> {
    KAOGONG_TRY_ASSIGN(const Opened opened,
                       OpenForOffice(library, change, sheet, {SheetState::kConfirmed}, version));
    if (!ApprovalObstacle(actor, opened.sheet).empty()) return OwnSubmission();
    KAOGONG_TRY(WriteApproval(change, {sheet}));
    change.Record("target_sheet.approve", SubjectOf(sheet), DetailOf(opened));
    return Reload(library, change, sheet);
  });
}

Result<SheetView> ReviseSheet(library::Library& library, const Actor& actor, Id sheet,
                              std::int64_t version, std::string_view reason) {
  return library.office().Write(actor, [&](Change& change) -> Result<SheetView> {
    KAOGONG_TRY_ASSIGN(const Opened opened,
                       OpenForOffice(library, change, sheet,
                                     {SheetState::kApproved, SheetState::kPublished,
                                      SheetState::kSignedByAssessee, SheetState::kSigned},
                                     version));
    KAOGONG_TRY(RequireReason(reason));
    if (!opened.sheet.is_newest) {
      return Error{ErrorCode::kConflict, Say("这张目标表已经有新的修订，请在新的一版上办理",
                                             "A revision of this sheet was begun; go on there")};
    }
    KAOGONG_TRY_ASSIGN(const Id made, TakeIds(change.transaction));
    KAOGONG_TRY(change.transaction.Execute(
        "INSERT INTO target_sheet (id, assessment_id, assessee_id, revision, state, reason, "
        "is_void, decomposition_version, version) VALUES (?, ?, ?, ?, 'draft', ?, ?, 1, 1)",
        {made, opened.sheet.assessment, opened.sheet.assessee, opened.sheet.revision + 1,
         Trim(reason), false}));
    const std::vector<Id> sheets{sheet};
    KAOGONG_TRY_ASSIGN(std::vector<ValueRow> rows, LoadValues(change, sheets));
    for (ValueRow& row : rows) row.sheet = made;
    KAOGONG_TRY(InsertValues(change, rows));
    KAOGONG_TRY(change.transaction.Execute(
        "INSERT INTO target_share (sheet_id, place, field, period, unit_id, person_id, units, "
        "deadline) SELECT CAST(? AS BIGINT), place, field, period, unit_id, person_id, units, "
        "deadline FROM target_share WHERE sheet_id = ?",
        {made, sheet}));
    KAOGONG_TRY(change.transaction.Execute(
        "UPDATE target_sheet SET is_void = ?, version = version + 1 WHERE id = ?", {true, sheet}));
    KAOGONG_TRY(AddStep(change, sheet, "revise", Trim(reason)));
    KAOGONG_TRY(AddStep(change, made, "revise", Trim(reason)));
    change.Record("target_sheet.revise", SubjectOf(made),
                  DetailOf(opened).Set("before", SubjectOf(sheet)).Set("reason", reason));
    return Reload(library, change, made);
  });
}

}  // namespace kaogong::office::target
