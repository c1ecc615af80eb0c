// SPDX-License-Identifier: Apache-2.0
// Rights: which role may do which act, and where.
//
// A grant gives an account a role over a unit and all units below it as of today, or over
// everything. Use cases ask here before they read or write; a screen that hides a button is a
// courtesy, this is the lock.
#pragma once

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "base/text.h"
#include "office/ids.h"
#include "store/argument.h"

namespace kaogong::office {

// Stored and on the wire by NameOf. Do not renumber; append only.
enum class Role {
  kAdministrator,        // 管理员
  kOffice,               // 考核办
  kReportingClerk,       // 填报人
  kUnitLeader,           // 单位负责人
  kVerifyingDepartment,  // 数据责任部门
  kPanelMember,          // 评委
  kLeader,               // 领导
  kAuditor,              // 审计员
  kStaff,                // 干部职工: assessed as a person.
};
inline constexpr std::size_t kRoleCount = 9;

// On the wire by NameOf. Append only.
enum class Act {
  kViewOrganisation,
  kViewPersons,
  kViewPersonDetails,
  kEditOrganisation,
  kImportOrganisation,
  kViewAccounts,
  kManageAccounts,
  kViewAs,
  kViewRegulations,  // The published ones.
  kViewDrafts,
  kEditRegulations,
  kPublishRegulations,
  kRunRegulations,
  kViewRuns,
  kViewAudit,
  kVerifyAudit,
  kViewAssessments,
  kManageAssessments,
  kDraftTargets,
  kConfirmTargets,  // For the unit, before the office reviews them.
  kReviewTargets,
  kSignTargets,
  kViewProcess,  // Data, work records, events, evidence.
  kReportData,
  kVerifyData,
  kAddWorkRecords,
  kProposeEvents,
  kApproveEvents,
  kScorePanel,
  kComputeResults,
  kCalibrateResults,
  kPublishResults,
  kViewResults,       // Published ones.
  kViewDraftResults,  // Before they are published.
  kRaiseObjections,
  kHandleObjections,
  kViewPayouts,
  kViewReports,  // Work reports and what was found in them.
  kCheckReports,
  kCompareReports,
  kViewDocuments,
  kDraftDocuments,
  kIssueDocuments,
  kManageTemplates,
};
inline constexpr std::size_t kActCount = 44;

std::span<const Role> AllRoles();
std::span<const Act> AllActs();

// "reporting_clerk", "view_organisation".
std::string_view NameOf(Role role);
std::string_view NameOf(Act act);
std::optional<Role> RoleNamed(std::string_view name);
// 填报人, and one sentence about what the role is for.
Text TitleOf(Role role);
Text DescriptionOf(Role role);
Text TitleOf(Act act);
Text DescriptionOf(Act act);

// The matrix.
bool Allows(Role role, Act act);
// Whether the act is about units, so that a grant's unit bounds it. An unscoped act is allowed by
// a grant over any unit.
bool IsScoped(Act act);

struct Grant {
  Role role = Role::kReportingClerk;
  std::optional<Id> unit;  // Nothing: everything.

  friend bool operator==(const Grant&, const Grant&) = default;
};

// Who acts: a signed-in account, or the program itself.
struct Actor {
  Id account = 0;  // 0: the program, for instance when it sets up demonstration data.
  Id person = 0;
  std::string name;
  std::vector<Grant> grants;
  // Somebody looking with this account's eyes: may read, never write.
  bool is_viewing_as = false;
  bool is_program = false;
};

// The program acting for itself; may do anything.
Actor ProgramActor();

// Where an actor may do an act: everywhere, or at and below some units. What staff may do beyond
// seeing the organisation is about the own person alone: it reaches no unit.
struct Reach {
  bool is_everywhere = false;
  std::vector<Id> roots;

  bool is_nowhere() const { return !is_everywhere && roots.empty(); }
};
Reach ReachOf(const Actor& actor, Act act);

// True when the actor may do the act somewhere, if only about the own person.
bool MayDo(const Actor& actor, Act act);
// Errors: kNotPermitted, naming the act and the roles that have it.
Result<void> Require(const Actor& actor, Act act);

// Errors: kNotFound when no grant of the actor covers the unit on that day (to him it does not
// exist), kNotPermitted when one does but none that allows the act.
Result<void> RequireOn(store::Transaction& transaction, const Actor& actor, Act act, Id unit,
                       Date today);
// As RequireOn, for a thing that belongs to several units: one of them is enough. Without units
// only a reach of everywhere is.
Result<void> RequireOnAny(store::Transaction& transaction, const Actor& actor, Act act,
                          std::span<const Id> units, Date today);

// The units within reach on a day, as the head of a statement: `with()` names them within (id), and
// its arguments come first of all. Lives as long as the statement runs.
class WithinReach {
 public:
  WithinReach(const Reach& reach, Date day);

  // "WITH RECURSIVE within (id) AS (…) "
  const std::string& with() const { return with_; }
  std::vector<store::Argument> arguments() const;

 private:
  std::string with_;
  std::vector<Id> roots_;
  std::string day_;
  int days_ = 0;
};

// Returns the units within reach that exist on that day, ascending. Of everywhere: all of them.
Result<std::vector<Id>> UnitsWithin(store::Transaction& transaction, const Reach& reach, Date day);
// True when the unit lies within reach on that day.
Result<bool> IsWithin(store::Transaction& transaction, const Reach& reach, Id unit, Date day);

}  // namespace kaogong::office
