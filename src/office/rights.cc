// SPDX-License-Identifier: Apache-2.0
#include "office/rights.h"

#include <algorithm>
#include <numeric>

namespace kaogong::office {

namespace {

using store::Transaction;

struct RoleEntry {
  Role role;
  std::string_view name;
  std::string_view zh;
  std::string_view en;
  std::string_view about_zh;
  std::string_view about_en;
};

constexpr std::array<RoleEntry, kRoleCount> kRoles{{
    {Role::kAdministrator, "administrator", "管理员", "administrator",
     "管理机构人员和账号，不参与评分。", "Keeps organisation and accounts; takes no part in scoring."},
    {Role::kOffice, "office", "考核办", "assessment office",
     "制定和发布考核办法，维护机构人员，组织计分。",
     "Writes and publishes regulations, keeps the organisation, computes scores."},
    {Role::kReportingClerk, "reporting_clerk", "填报人", "reporting clerk",
     "为本单位填报数据和佐证。", "Reports data and evidence for a unit."},
    {Role::kUnitLeader, "unit_leader", "单位负责人", "unit leader",
     "了解并确认本单位的目标、数据和结果。", "Knows and confirms a unit's targets, data and results."},
    {Role::kVerifyingDepartment, "verifying_department", "数据责任部门", "verifying department",
     "核实所负责的数据。", "Verifies the figures it answers for."},
    {Role::kPanelMember, "panel_member", "评委", "panel member", "参加评审打分。",
     "Scores as a member of a panel."},
    {Role::kLeader, "leader", "领导", "leader", "了解分管范围的考核情况。",
     "Follows the assessment of the units in charge of."},
    {Role::kAuditor, "auditor", "审计员", "auditor", "查看全部记录，复算结果，核验审计日志。",
     "Sees all records, recomputes results and verifies the audit log."},
    {Role::kStaff, "staff", "干部职工", "member of staff", "记录本人的工作，查看本人的目标和结果，提出申诉。",
     "Keeps the own work records, sees the own targets and results, may object."},
}};

struct ActEntry {
  Act act;
  std::string_view name;
  bool is_scoped;
  std::string_view roles;  // One letter a role, in the order of Role; '-' for not.
  std::string_view zh;
  std::string_view en;
  std::string_view about_zh;
  std::string_view about_en;
};

// Columns: administrator, office, clerk, unit leader, verifying department, panel, leader,
// auditor, staff.
constexpr std::array<ActEntry, kActCount> kActs{{
    {Act::kViewOrganisation, "view_organisation", true, "xxxxxxxxx", "查看机构", "view organisation",
     "查看范围内的单位。", "See the units in reach."},
    {Act::kViewPersons, "view_persons", true, "xxxx--xx-", "查看人员", "view persons",
     "查看范围内的人员、岗位和任职。", "See persons, positions and appointments in reach."},
    {Act::kViewPersonDetails, "view_person_details", true, "xx-x---x-", "查看人员联系方式",
     "view contact details", "查看人员的电话和备注。", "See persons' telephone numbers and notes."},
    {Act::kEditOrganisation, "edit_organisation", true, "xx-------", "维护机构人员",
     "edit organisation", "新增和修改单位、人员、岗位、任职。",
     "Add and change units, persons, positions and appointments."},
    {Act::kImportOrganisation, "import_organisation", true, "xx-------", "导入机构人员",
     "import organisation", "用工作簿成批导入机构和人员。", "Import organisation and people from a workbook."},
    {Act::kViewAccounts, "view_accounts", true, "x------x-", "查看账号", "view accounts",
     "查看范围内人员的账号和角色。", "See the accounts and roles of persons in reach."},
    {Act::kManageAccounts, "manage_accounts", true, "x--------", "管理账号", "manage accounts",
     "开设、停用账号，授予角色，重置密码。", "Open and close accounts, grant roles, reset passwords."},
    {Act::kViewAs, "view_as", true, "x--------", "以他人身份查看", "see as another user",
     "以某个账号的身份查看页面，只能看，不能改，留有记录。",
     "See pages as another account does; read only, and recorded."},
    {Act::kViewRegulations, "view_regulations", false, "xxxxxxxxx", "查看考核办法",
     "view regulations", "查看已发布的考核办法。", "Read published regulations."},
    {Act::kViewDrafts, "view_drafts", false, "-x-----x-", "查看办法草稿", "view drafts",
     "查看尚未发布的办法。", "Read regulations that are not published yet."},
    {Act::kEditRegulations, "edit_regulations", false, "-x-------", "起草考核办法",
     "edit regulations", "新建、修改、导入办法草稿。", "Create, change and import drafts."},
    {Act::kPublishRegulations, "publish_regulations", false, "-x-------", "发布考核办法",
     "publish regulations", "发布或撤回办法；发布后不能修改。",
     "Publish or withdraw a version; a published one never changes."},
    {Act::kRunRegulations, "run_regulations", false, "-x-----x-", "计分测算", "run regulations",
     "上传数据，按办法计分、比较和复算。", "Upload facts, score, compare and recompute."},
    {Act::kViewRuns, "view_runs", false, "-x----xx-", "查看计分结果", "view runs",
     "查看计分结果和每个数的由来。", "See results and why each figure is what it is."},
    {Act::kViewAudit, "view_audit", false, "x------x-", "查看审计日志", "view the audit log",
     "查看谁在何时做了什么。", "See who did what and when."},
    {Act::kVerifyAudit, "verify_audit", false, "-------x-", "核验审计日志", "verify the audit log",
     "核验审计日志是否被改动。", "Check that the audit log is unaltered."},
    {Act::kViewAssessments, "view_assessments", true, "-xxxxxxxx", "查看考核", "view assessments",
     "查看范围内的考核、考核对象和目标。", "See the assessments, assessees and targets in reach."},
    {Act::kManageAssessments, "manage_assessments", false, "-x-------", "组织考核",
     "manage assessments", "发起考核，确定指标数据、考核对象和阶段。",
     "Launch assessments; decide on fields, assessees and stages."},
    {Act::kDraftTargets, "draft_targets", true, "-xxx-----", "拟定目标", "draft targets",
     "拟定目标并分解；考核办可用工作簿成批下达。",
     "Draft targets and share them out; the office may write many by a workbook."},
    {Act::kConfirmTargets, "confirm_targets", true, "---x-----", "确认目标", "confirm targets",
     "代表单位确认或退回目标草案。", "Confirm or return a unit's draft targets."},
    {Act::kReviewTargets, "review_targets", false, "-x-------", "审定目标", "review targets",
     "审定、退回、公布目标。", "Approve, return and publish targets."},
    {Act::kSignTargets, "sign_targets", true, "---x--x--", "签订责任书", "sign letters",
     "签订目标责任书：先考核对象，后上级。", "Sign responsibility letters: the assessee, then the superior."},
    {Act::kViewProcess, "view_process", true, "-xxxx-xxx", "查看过程数据", "view process data",
     "查看范围内的数据、工作纪实、加减分事项和佐证。",
     "See data, work records, events and evidence in reach."},
    {Act::kReportData, "report_data", true, "-xx------", "填报数据", "report data",
     "填报本单位的数据和佐证。", "Report a unit's data with evidence."},
    {Act::kVerifyData, "verify_data", true, "-x--x----", "核实数据", "verify data",
     "核实或退回本部门负责的数据。", "Verify or return the figures a department answers for."},
    {Act::kAddWorkRecords, "add_work_records", true, "--xx----x", "记录工作", "keep work records",
     "记录每日工作，附佐证材料。", "Record the work of each day, with evidence."},
    {Act::kProposeEvents, "propose_events", true, "-xx-x----", "提出加减分事项", "propose events",
     "提出加分、扣分、否决事项。", "Propose bonuses, deductions and vetoes."},
    {Act::kApproveEvents, "approve_events", false, "-x-------", "审定加减分事项", "approve events",
     "审定别人提出的加减分事项。", "Decide on events that somebody else proposed."},
    {Act::kScorePanel, "score_panel", false, "-----x---", "评审打分", "score as a panel",
     "为指定的考核对象打分。", "Score the assessees one is appointed for."},
    {Act::kComputeResults, "compute_results", false, "-x-------", "计算结果", "compute results",
     "按办法计算结果。", "Compute results by the regulation."},
    {Act::kCalibrateResults, "calibrate_results", false, "-x-------", "校准结果",
     "calibrate results", "说明理由后校准等次。", "Calibrate grades, with reasons."},
    {Act::kPublishResults, "publish_results", false, "-x-------", "公示结果", "publish results",
     "公示、定稿、归档结果。", "Publish results for notice, make them final, archive them."},
    {Act::kViewResults, "view_results", true, "-xxx--xxx", "查看公布的结果", "view published results",
     "查看范围内已公布的结果和每个数的由来。",
     "See published results in reach and why each figure is what it is."},
    {Act::kViewDraftResults, "view_draft_results", false, "-x----xx-", "查看未公布的结果",
     "view unpublished results", "在公布之前查看计算结果。", "See results before they are published."},
    {Act::kRaiseObjections, "raise_objections", true, "--xx----x", "提出申诉", "raise objections",
     "在公示期内对结果提出申诉。", "Object to a result while it stands open."},
    {Act::kHandleObjections, "handle_objections", false, "-x--x----", "办理申诉",
     "handle objections", "办理申诉，经办人不得是原填报、核实人。",
     "Handle objections; never by who reported or verified the figures."},
    {Act::kViewPayouts, "view_payouts", true, "-x-x--xx-", "查看奖金", "view payouts",
     "查看范围内的奖金清单。", "See payout lists in reach."},
    {Act::kViewReports, "view_reports", true, "-xxxx-xx-", "查看工作汇报", "view work reports",
     "查看范围内的工作汇报和核对结果。", "See work reports in reach and what was found in them."},
    {Act::kCheckReports, "check_reports", true, "-xxxx----", "核对工作汇报", "check work reports",
     "上传工作汇报，核对其中的数字，处置核对结果。",
     "Upload work reports, have their figures checked, decide on what was found."},
    {Act::kCompareReports, "compare_reports", true, "-x-----x-", "比对工作汇报",
     "compare work reports", "比对范围内的工作汇报有哪些雷同段落。",
     "Find the passages that work reports in reach share."},
    {Act::kViewDocuments, "view_documents", true, "-xxx--xxx", "查看公文", "view documents",
     "查看范围内已印发的公文。", "See documents that were issued, in reach."},
    {Act::kDraftDocuments, "draft_documents", true, "-xxx-----", "起草公文", "draft documents",
     "按模板和记录起草、修改公文。", "Draft and edit documents from templates and the record."},
    {Act::kIssueDocuments, "issue_documents", true, "-x-------", "印发公文", "issue documents",
     "核对后印发公文，撤回已印发的公文。", "Issue documents once they are verified; withdraw them."},
    {Act::kManageTemplates, "manage_templates", false, "-x-------", "管理公文模板",
     "manage templates", "上传、修改、停用公文模板。", "Upload, change and archive templates."},
}};

const RoleEntry& EntryOf(Role role) { return kRoles[static_cast<std::size_t>(role)]; }
const ActEntry& EntryOf(Act act) { return kActs[static_cast<std::size_t>(act)]; }

Text TextOf(std::string_view zh, std::string_view en) {
  return Text{std::string(zh), std::string(en)};
}

Error Hidden() {
  return {ErrorCode::kNotFound, Say("没有这个单位，或不在您的范围内",
                                    "There is no such unit, or it is not in your reach")};
}

Error Forbidden(Act act) {
  Text roles;
  for (const RoleEntry& entry : kRoles) {
    if (!Allows(entry.role, act)) continue;
    roles.zh.append(roles.zh.empty() ? "" : "、").append(entry.zh);
    roles.en.append(roles.en.empty() ? "" : ", ").append(entry.en);
  }
  return {ErrorCode::kNotPermitted,
          Text{fmt::format("您没有“{}”的权限，这项工作由{}办理", EntryOf(act).zh, roles.zh),
               fmt::format("You may not {}; it is for: {}", EntryOf(act).en, roles.en)}};
}

// The grants' units whatever their role: what the actor knows of.
Reach Known(const Actor& actor) {
  Reach reach;
  reach.is_everywhere = actor.is_program;
  for (const Grant& grant : actor.grants) {
    if (!grant.unit.has_value()) reach.is_everywhere = true;
    if (grant.unit.has_value()) reach.roots.push_back(*grant.unit);
  }
  return reach;
}

// Returns "?, ?, ?" for a list of that many.
std::string Marks(std::size_t count) {
  std::string marks;
  for (std::size_t i = 0; i < count; ++i) marks.append(i == 0 ? "?" : ", ?");
  return marks;
}

}  // namespace

std::span<const Role> AllRoles() {
  static constexpr auto kAll = [] {
    std::array<Role, kRoleCount> all{};
    for (std::size_t i = 0; i < kRoleCount; ++i) all[i] = kRoles[i].role;
    return all;
  }();
  return kAll;
}

std::span<const Act> AllActs() {
  static constexpr auto kAll = [] {
    std::array<Act, kActCount> all{};
    for (std::size_t i = 0; i < kActCount; ++i) all[i] = kActs[i].act;
    return all;
  }();
  return kAll;
}

std::string_view NameOf(Role role) { return EntryOf(role).name; }
std::string_view NameOf(Act act) { return EntryOf(act).name; }

std::optional<Role> RoleNamed(std::string_view name) {
  const auto found = std::ranges::find(kRoles, name, &RoleEntry::name);
  if (found == kRoles.end()) return std::nullopt;
  return found->role;
}

Text TitleOf(Role role) { return TextOf(EntryOf(role).zh, EntryOf(role).en); }
Text DescriptionOf(Role role) { return TextOf(EntryOf(role).about_zh, EntryOf(role).about_en); }
Text TitleOf(Act act) { return TextOf(EntryOf(act).zh, EntryOf(act).en); }
Text DescriptionOf(Act act) { return TextOf(EntryOf(act).about_zh, EntryOf(act).about_en); }

bool Allows(Role role, Act act) {
  return EntryOf(act).roles[static_cast<std::size_t>(role)] == 'x';
}

bool IsScoped(Act act) { return EntryOf(act).is_scoped; }

Actor ProgramActor() {
  Actor actor;
  actor.name = "kaogong";
  actor.is_program = true;
  return actor;
}

Reach ReachOf(const Actor& actor, Act act) {
  Reach reach;
  reach.is_everywhere = actor.is_program;
  for (const Grant& grant : actor.grants) {
    if (!Allows(grant.role, act)) continue;
    if (grant.role == Role::kStaff && IsScoped(act) && act != Act::kViewOrganisation) continue;
    if (!grant.unit.has_value() || !IsScoped(act)) reach.is_everywhere = true;
    if (grant.unit.has_value()) reach.roots.push_back(*grant.unit);
  }
  return reach;
}

bool MayDo(const Actor& actor, Act act) {
  return actor.is_program || std::ranges::any_of(actor.grants, [&](const Grant& grant) {
    return Allows(grant.role, act);
  });
}

Result<void> Require(const Actor& actor, Act act) {
  if (!MayDo(actor, act)) return Forbidden(act);
  return {};
}

Result<void> RequireOn(Transaction& transaction, const Actor& actor, Act act, Id unit,
                       Date today) {
  return RequireOnAny(transaction, actor, act, std::span(&unit, 1), today);
}

Result<void> RequireOnAny(Transaction& transaction, const Actor& actor, Act act,
                          std::span<const Id> units, Date today) {
  const Reach allowed = ReachOf(actor, act);
  if (allowed.is_everywhere) return {};
  const Reach known = Known(actor);
  bool is_known = known.is_everywhere;
  for (const Id unit : units) {
    KAOGONG_TRY_ASSIGN(const bool is_allowed, IsWithin(transaction, allowed, unit, today));
    if (is_allowed) return {};
    if (is_known) continue;
    KAOGONG_TRY_ASSIGN(is_known, IsWithin(transaction, known, unit, today));
  }
  if (is_known) return Forbidden(act);
  return Hidden();
}

WithinReach::WithinReach(const Reach& reach, Date day) : day_(day.ToString()) {
  if (reach.is_everywhere) {
    with_ = "WITH within (id) AS (SELECT unit_id FROM unit_span WHERE valid_from <= ? "
            "AND (valid_to IS NULL OR valid_to > ?)) ";
    days_ = 2;
    return;
  }
  roots_ = reach.roots;
  // Id 0 is nobody's: an empty list is no SQL.
  if (roots_.empty()) roots_.push_back(0);
  with_ = "WITH RECURSIVE within (id) AS (SELECT unit_id FROM unit_span WHERE unit_id IN (" +
          Marks(roots_.size()) +
          ") AND valid_from <= ? AND (valid_to IS NULL OR valid_to > ?) UNION "
          "SELECT s.unit_id FROM unit_span s JOIN within w ON s.parent_id = w.id "
          "WHERE s.valid_from <= ? AND (s.valid_to IS NULL OR s.valid_to > ?)) ";
  days_ = 4;
}

std::vector<store::Argument> WithinReach::arguments() const {
  std::vector<store::Argument> arguments;
  for (const Id root : roots_) arguments.emplace_back(root);
  for (int i = 0; i < days_; ++i) arguments.emplace_back(day_);
  return arguments;
}

Result<std::vector<Id>> UnitsWithin(Transaction& transaction, const Reach& reach, Date day) {
  std::vector<Id> units;
  if (reach.is_nowhere()) return units;
  const WithinReach within(reach, day);
  KAOGONG_TRY(transaction.Query(within.with() + "SELECT id FROM within ORDER BY id",
                                within.arguments(),
                                [&](const store::Row& row) { units.push_back(row.Get<Id>(0)); }));
  return units;
}

Result<bool> IsWithin(Transaction& transaction, const Reach& reach, Id unit, Date day) {
  if (reach.is_everywhere) return true;
  if (reach.roots.empty()) return false;
  if (std::ranges::find(reach.roots, unit) != reach.roots.end()) return true;
  // Up from the unit: a path is short where a subtree may be large.
  bool is_within = false;
  const std::string on = day.ToString();
  KAOGONG_TRY(transaction.Query(
      "WITH RECURSIVE above (id) AS (SELECT parent_id FROM unit_span WHERE unit_id = ? "
      "AND valid_from <= ? AND (valid_to IS NULL OR valid_to > ?) UNION "
      "SELECT s.parent_id FROM unit_span s JOIN above a ON s.unit_id = a.id "
      "WHERE s.valid_from <= ? AND (s.valid_to IS NULL OR s.valid_to > ?)) "
      "SELECT id FROM above WHERE id IS NOT NULL",
      {unit, on, on, on, on}, [&](const store::Row& row) {
        is_within = is_within || std::ranges::find(reach.roots, row.Get<Id>(0)) != reach.roots.end();
      }));
  return is_within;
}

}  // namespace kaogong::office
