// SPDX-License-Identifier: Apache-2.0
// Target sheets (目标表): what an assessee promises for the year, in revisions.
//
//   draft → submitted → confirmed → approved → published → signed_by_assessee → signed
//
// A sheet is returned to draft with reasons until it is approved; from then on its targets never
// change, in the database itself. A change is a new revision: the one before stays in force until
// the new one is approved, but its letter is void from the moment the revision was begun.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "office/account/account.h"
#include "office/assessment/frame.h"

namespace kaogong::office::target {

using assessment::AssesseeRow;
using assessment::Frame;

// Stored and on the wire by NameOf.
enum class SheetState {
  kDraft,             // 拟定
  kSubmitted,         // 待确认: by the unit's leader.
  kConfirmed,         // 待审定: by the office.
  kApproved,          // 已审定
  kPublished,         // 公示: stands open to comment.
  kSignedByAssessee,  // 待上级签字
  kSigned,            // 已签订
  kSuperseded,        // 已被新一版取代
};
inline constexpr int kSheetStateCount = 8;
std::string_view NameOf(SheetState state);
std::optional<SheetState> SheetStateNamed(std::string_view name);
Text TitleOf(SheetState state);

// What somebody may do with a sheet as it stands.
enum class SheetAct { kSave, kSubmit, kConfirm, kReturn, kApprove, kSign, kRevise, kDecompose };
std::string_view NameOf(SheetAct act);

struct SheetRow {
  Id id = 0;
  Id assessment = 0;
  Id assessee = 0;
  int revision = 1;
  SheetState state = SheetState::kDraft;
  std::optional<std::string> reason;
  std::optional<Id> submitted_by;  // Accounts; 0: the program.
  std::optional<Id> confirmed_by;
  std::optional<Id> approved_by;
  std::optional<Date> comment_until;
  bool is_void = false;
  std::int64_t decomposition_version = 1;
  std::int64_t version = 1;
  bool is_newest = true;

  // Its targets feed the engine, unless a newer revision does.
  bool is_approved() const {
    return state >= SheetState::kApproved && state < SheetState::kSuperseded;
  }
  // Anybody may read and comment on it.
  bool IsOpenToComment(Date today) const {
    return state >= SheetState::kPublished && state < SheetState::kSuperseded &&
           comment_until.has_value() && today <= *comment_until;
  }
};

// "s.id, s.assessment_id, …" of target_sheet s, as ReadSheet takes them.
extern const std::string_view kSheetColumns;
inline constexpr std::size_t kSheetColumnCount = 14;
Result<SheetRow> ReadSheet(const store::Row& row);

// A sheet with what it is about.
struct Opened {
  SheetRow sheet;
  AssesseeRow assessee;
  Frame frame;
};
// A sheet that the actor covers for `act`; one that writes locks its assessment.
// Errors: kNotFound for what is not there, not covered, or being prepared still; kNotPermitted.
Result<Opened> OpenSheet(library::Library& library, const Session& session, Id id, Act act);
// The same without asking for rights.
Result<Opened> LoadSheet(library::Library& library, const Session& session, Id id);

// Errors: kConflict, saying how the sheet stands and what would have to come before.
Result<void> RequireState(const SheetRow& sheet, std::initializer_list<SheetState> allowed);
// Errors: kConflict when it is no longer the version that was read.
Result<void> RequireVersion(const Opened& opened, std::int64_t version);
// Targets are worked on in the stages targets and process.
Result<void> RequireOpenStage(const Frame& frame);

// True when the account is the actor's own: nobody decides on what he did himself.
bool IsOwn(const Actor& actor, const std::optional<Id>& account);

// Where the actor may do what with sheets, found once for any number of them.
class Hands {
 public:
  static Result<Hands> Of(const Session& session);

  // What the actor may do with the sheet now. `first_signer`: who signed for the assessee.
  std::vector<SheetAct> MayDo(assessment::Stage stage, const SheetRow& sheet,
                              const AssesseeRow& assessee, std::optional<Id> first_signer) const;
  // For the assessee: the person himself, or a leader of the unit.
  bool SignsForAssessee(const AssesseeRow& assessee) const;
  // For the superior: a leader (领导), of a person's letter or from above the unit a unit leader
  // too.
  bool SignsForSuperior(const AssesseeRow& assessee) const;
  // Of the office, which may write drafts but does not have to.
  bool reviews() const { return may_review_; }

 private:
  struct Covered {
    bool is_everywhere = false;
    std::unordered_set<Id> units;
    bool Has(const std::optional<Id>& unit) const {
      return is_everywhere || (unit.has_value() && units.contains(*unit));
    }
  };
  static Result<Covered> CoveredBy(const Session& session, const Reach& reach);

  const Actor* actor_ = nullptr;
  Covered draft_;
  Covered confirm_;
  Covered unit_leader_;
  Covered leader_;
  std::unordered_set<Id> unit_leader_roots_;
  bool may_review_ = false;
  bool may_draft_ = false;
};

// --- For the use cases of this folder

// Notes what was done. `note` may be empty.
Result<void> AddStep(const Session& session, Id sheet, std::string_view act, std::string_view note);
// The same of many sheets.
Result<void> AddSteps(const Session& session, const std::vector<Id>& sheets, std::string_view act,
                      std::string_view note);
// What keeps a reason from being one; empty when nothing does.
inline constexpr std::size_t kReasonCharactersMax = 500;
Text CheckReason(std::string_view reason);
// Who signed the sheet's letter for the assessee, if anybody.
Result<std::optional<Id>> FirstSigner(const Session& session, Id sheet);

}  // namespace kaogong::office::target
