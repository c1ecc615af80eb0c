// SPDX-License-Identifier: Apache-2.0
#include "office/target/sheet.h"

#include <algorithm>
#include <utility>

#include "base/utf8.h"
#include "store/batch_insert.h"

namespace kaogong::office::target {

namespace {

using assessment::Stage;
using store::Row;

struct StateName {
  std::string_view name;
  std::string_view zh;
  std::string_view en;
};

constexpr std::array<StateName, kSheetStateCount> kStates{{
    {"draft", "拟定", "draft"},
    {"submitted", "待单位确认", "to be confirmed by the unit"},
    {"confirmed", "待审定", "to be approved"},
    {"approved", "已审定", "approved"},
    {"published", "公示", "open to comment"},
    {"signed_by_assessee", "待上级签字", "to be signed by the superior"},
    {"signed", "已签订", "signed"},
    {"superseded", "已被新版取代", "superseded"},
}};

constexpr std::array<std::string_view, 8> kActs{"save",    "submit", "confirm", "return",
                                                "approve", "sign",   "revise",  "decompose"};

const StateName& EntryOf(SheetState state) { return kStates[static_cast<std::size_t>(state)]; }

Error NoSuchSheet() {
  return {ErrorCode::kNotFound, Say("没有这张目标表，或不在您的范围内",
                                    "There is no such target sheet, or it is not in your reach")};
}

Reach ReachOfRole(const Actor& actor, Role role) {
  Reach reach;
  reach.is_everywhere = actor.is_program;
  for (const Grant& grant : actor.grants) {
    if (grant.role != role) continue;
    if (grant.unit.has_value()) {
      reach.roots.push_back(*grant.unit);
    } else {
      reach.is_everywhere = true;
    }
  }
  return reach;
}

}  // namespace

std::string_view NameOf(SheetState state) { return EntryOf(state).name; }
std::optional<SheetState> SheetStateNamed(std::string_view name) {
  const auto found = std::ranges::find(kStates, name, &StateName::name);
  if (found == kStates.end()) return std::nullopt;
  return static_cast<SheetState>(found - kStates.begin());
}
Text TitleOf(SheetState state) {
  return {std::string(EntryOf(state).zh), std::string(EntryOf(state).en)};
}

std::string_view NameOf(SheetAct act) { return kActs[static_cast<std::size_t>(act)]; }

const std::string_view kSheetColumns =
    "s.id, s.assessment_id, s.assessee_id, s.revision, s.state, s.reason, s.submitted_by, "
    "s.confirmed_by, s.approved_by, s.comment_until, s.is_void, s.decomposition_version, "
    "s.version, (SELECT count(*) FROM target_sheet n WHERE n.assessee_id = s.assessee_id "
    "AND n.revision > s.revision)";

Result<SheetRow> ReadSheet(const Row& row) {
  SheetRow to;
  to.id = row.Get<Id>(0);
  to.assessment = row.Get<Id>(1);
  to.assessee = row.Get<Id>(2);
  to.revision = row.Get<int>(3);
  to.state = SheetStateNamed(row.Get<std::string_view>(4)).value_or(SheetState::kSuperseded);
  to.reason = row.Get<std::optional<std::string>>(5);
  to.submitted_by = row.Get<std::optional<Id>>(6);
  to.confirmed_by = row.Get<std::optional<Id>>(7);
  to.approved_by = row.Get<std::optional<Id>>(8);
  if (const auto day = row.Get<std::optional<std::string>>(9); day.has_value()) {
    KAOGONG_TRY_ASSIGN(to.comment_until, Date::Parse(*day));
  }
  to.is_void = row.Get<bool>(10);
  to.decomposition_version = row.Get<std::int64_t>(11);
  to.version = row.Get<std::int64_t>(12);
  to.is_newest = row.Get<std::int64_t>(13) == 0;
  return to;
}

Result<Opened> LoadSheet(library::Library& library, const Session& session, Id id) {
  const auto assessment =
      session.transaction.One<Id>("SELECT assessment_id FROM target_sheet WHERE id = ?", {id});
  KAOGONG_TRY(assessment);
  if (!assessment.value().has_value()) return NoSuchSheet();
  Opened opened;
  // Locks the assessment first, so that what is read below stays as it is.
  KAOGONG_TRY_ASSIGN(opened.frame, assessment::LoadFrame(library, session, *assessment.value()));
  KAOGONG_TRY(session.transaction.Query(
      fmt::format("SELECT {} FROM target_sheet s WHERE s.id = ?", kSheetColumns), {id},
      [&](const Row& row) -> Result<void> {
        KAOGONG_TRY_ASSIGN(opened.sheet, ReadSheet(row));
        return {};
      }));
  if (opened.sheet.id == 0) return NoSuchSheet();
  KAOGONG_TRY(session.transaction.Query(
      fmt::format("SELECT {} FROM assessee a WHERE a.id = ?", assessment::kAssesseeColumns),
      {opened.sheet.assessee},
      [&](const Row& row) { opened.assessee = assessment::ReadAssessee(row); }));
  return opened;
}

Result<Opened> OpenSheet(library::Library& library, const Session& session, Id id, Act act) {
  KAOGONG_TRY_ASSIGN(Opened opened, LoadSheet(library, session, id));
  const auto allowed = assessment::RequireOnAssessee(session, opened.assessee, act);
  if (!allowed.ok()) {
    if (allowed.error().code == ErrorCode::kNotFound) return NoSuchSheet();
    return allowed.error();
  }
  const bool is_hidden = opened.frame.row.stage == Stage::kPreparing &&
                         !office::MayDo(session.actor, Act::kViewDrafts);
  if (is_hidden) return NoSuchSheet();
  return opened;
}

Result<void> RequireState(const SheetRow& sheet, std::initializer_list<SheetState> allowed) {
  if (std::ranges::find(allowed, sheet.state) != allowed.end()) return {};
  Text states;
  for (const SheetState state : allowed) {
    states.zh.append(states.zh.empty() ? "“" : "、“").append(EntryOf(state).zh).append("”");
    states.en.append(states.en.empty() ? "" : ", ").append(EntryOf(state).en);
  }
  return Error{ErrorCode::kConflict,
               Text{fmt::format("这张目标表现在是“{}”，这一步只能在{}时办理",
                                EntryOf(sheet.state).zh, states.zh),
                    fmt::format("The sheet is {}; this is done when it is: {}",
                                EntryOf(sheet.state).en, states.en)}};
}

Result<void> RequireVersion(const Opened& opened, std::int64_t version) {
  if (opened.sheet.version == version) return {};
  return Stale(Say("“{}”的目标表", "the target sheet of '{}'", opened.assessee.name));
}

Result<void> RequireOpenStage(const Frame& frame) {
  return assessment::RequireStage(frame.row, {Stage::kTargets, Stage::kProcess});
}

bool IsOwn(const Actor& actor, const std::optional<Id>& account) {
  return !actor.is_program && account.has_value() && *account == actor.account;
}

Result<Hands::Covered> Hands::CoveredBy(const Session& session, const Reach& reach) {
  Covered covered;
  covered.is_everywhere = reach.is_everywhere;
  if (reach.is_everywhere || reach.is_nowhere()) return covered;
  KAOGONG_TRY_ASSIGN(const auto units, UnitsWithin(session.transaction, reach, session.today));
  covered.units.insert(units.begin(), units.end());
  return covered;
}

Result<Hands> Hands::Of(const Session& session) {
  const Actor& actor = session.actor;
  Hands hands;
  hands.actor_ = &actor;
  KAOGONG_TRY_ASSIGN(hands.draft_, CoveredBy(session, ReachOf(actor, Act::kDraftTargets)));
  KAOGONG_TRY_ASSIGN(hands.confirm_, CoveredBy(session, ReachOf(actor, Act::kConfirmTargets)));
  const Reach unit_leader = ReachOfRole(actor, Role::kUnitLeader);
  hands.unit_leader_roots_.insert(unit_leader.roots.begin(), unit_leader.roots.end());
  KAOGONG_TRY_ASSIGN(hands.unit_leader_, CoveredBy(session, unit_leader));
  KAOGONG_TRY_ASSIGN(hands.leader_, CoveredBy(session, ReachOfRole(actor, Role::kLeader)));
  hands.may_review_ = office::MayDo(actor, Act::kReviewTargets);
  hands.may_draft_ = office::MayDo(actor, Act::kDraftTargets);
  return hands;
}

bool Hands::SignsForAssessee(const AssesseeRow& assessee) const {
  if (actor_->is_program) return true;
  if (assessee.person.has_value()) return *assessee.person == actor_->person;
  return unit_leader_.Has(assessee.unit);
}

bool Hands::SignsForSuperior(const AssesseeRow& assessee) const {
  if (actor_->is_program || leader_.Has(assessee.unit)) return true;
  if (!unit_leader_.Has(assessee.unit)) return false;
  if (assessee.person.has_value()) return *assessee.person != actor_->person;
  return unit_leader_.is_everywhere || !unit_leader_roots_.contains(*assessee.unit);
}

std::vector<SheetAct> Hands::MayDo(Stage stage, const SheetRow& sheet, const AssesseeRow& assessee,
                                   std::optional<Id> first_signer) const {
  std::vector<SheetAct> acts;
  const bool is_stage = stage == Stage::kTargets || stage == Stage::kProcess;
  if (!is_stage || actor_->is_viewing_as) return acts;
  const bool is_person = assessee.person.has_value() && *assessee.person == actor_->person;
  const bool drafts = draft_.Has(assessee.unit) || (is_person && may_draft_);
  const bool is_own = IsOwn(*actor_, sheet.submitted_by) || IsOwn(*actor_, sheet.confirmed_by);
  switch (sheet.state) {
    case SheetState::kDraft:
      if (drafts) acts = {SheetAct::kSave, SheetAct::kSubmit};
      break;
    case SheetState::kSubmitted:
      if (confirm_.Has(assessee.unit)) {
        if (!is_own) acts.push_back(SheetAct::kConfirm);
        acts.push_back(SheetAct::kReturn);
      }
      break;
    case SheetState::kConfirmed:
      if (may_review_) {
        if (!is_own) acts.push_back(SheetAct::kApprove);
        acts.push_back(SheetAct::kReturn);
      }
      break;
    case SheetState::kApproved:
    case SheetState::kPublished:
      if (!sheet.is_void && SignsForAssessee(assessee)) acts.push_back(SheetAct::kSign);
      break;
    case SheetState::kSignedByAssessee:
      if (!sheet.is_void && SignsForSuperior(assessee) && !IsOwn(*actor_, first_signer)) {
        acts.push_back(SheetAct::kSign);
      }
      break;
    case SheetState::kSigned:
    case SheetState::kSuperseded:
      break;
  }
  if (sheet.is_approved() && sheet.is_newest && may_review_) acts.push_back(SheetAct::kRevise);
  if (drafts && sheet.state != SheetState::kSuperseded) acts.push_back(SheetAct::kDecompose);
  return acts;
}

Result<void> AddStep(const Session& session, Id sheet, std::string_view act,
                     std::string_view note) {
  return AddSteps(session, {sheet}, act, note);
}

Result<void> AddSteps(const Session& session, const std::vector<Id>& sheets, std::string_view act,
                      std::string_view note) {
  if (sheets.empty()) return {};
  KAOGONG_TRY_ASSIGN(Id id, TakeIds(session.transaction, static_cast<std::int64_t>(sheets.size())));
  const std::string now = session.now.ToString();
  KAOGONG_TRY_ASSIGN(auto batch, store::BatchInsert::Open(session.transaction, "target_step",
                                                          {"id", "sheet_id", "act", "account_id",
                                                           "made_by", "made_at", "note"}));
  for (const Id sheet : sheets) {
    KAOGONG_TRY(
        batch.Add({id++, sheet, act, session.actor.account, session.actor.name, now, note}));
  }
  KAOGONG_TRY(batch.Finish());
  return {};
}

Text CheckReason(std::string_view reason) {
  if (!Trim(reason).empty() && !FindInvalidUtf8(reason) &&
      CountCodePoints(reason) <= kReasonCharactersMax &&
      reason.find('\0') == std::string_view::npos) {
    return {};
  }
  return Say("请写明理由，不超过 {} 个字", "Give a reason of at most {} characters",
             kReasonCharactersMax);
}

Result<std::optional<Id>> FirstSigner(const Session& session, Id sheet) {
  return session.transaction.One<Id>(
      "SELECT account_id FROM target_signature WHERE sheet_id = ? AND party = 'assessee'", {sheet});
}

}  // namespace kaogong::office::target
