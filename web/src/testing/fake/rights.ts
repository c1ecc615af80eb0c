// SPDX-License-Identifier: Apache-2.0
import type { Act, Role, RoleMatrix } from '../../api/types'

const all: Role[] = [
  'administrator',
  'office',
  'reporting_clerk',
  'unit_leader',
  'verifying_department',
  'panel_member',
  'leader',
  'auditor',
  'staff',
]

const names: Record<Role, string> = {
  administrator: '管理员',
  office: '考核办',
  reporting_clerk: '填报人',
  unit_leader: '单位负责人',
  verifying_department: '数据责任部门',
  panel_member: '评委',
  leader: '领导',
  auditor: '审计员',
  staff: '干部职工',
}

const acts: [Act, string, boolean, Role[]][] = [
  ['view_organisation', '查看机构', true, all],
  [
    'view_persons',
    '查看人员',
    true,
    ['administrator', 'office', 'reporting_clerk', 'unit_leader', 'leader', 'auditor'],
  ],
  [
    'view_person_details',
    '查看人员电话和备注',
    true,
    ['administrator', 'office', 'unit_leader', 'auditor'],
  ],
  ['edit_organisation', '维护机构和人员', true, ['administrator', 'office']],
  ['import_organisation', '批量导入机构和人员', true, ['administrator', 'office']],
  ['view_accounts', '查看账号', true, ['administrator', 'auditor']],
  ['manage_accounts', '管理账号', true, ['administrator']],
  ['view_as', '以其他用户身份查看', true, ['administrator']],
  ['view_regulations', '查阅已发布的办法', false, all],
  ['view_drafts', '查阅办法草案', false, ['office', 'auditor']],
  ['edit_regulations', '起草办法', false, ['office']],
  ['publish_regulations', '发布办法', false, ['office']],
  ['run_regulations', '测算', false, ['office', 'auditor']],
  ['view_runs', '查看测算结果', false, ['office', 'leader', 'auditor']],
  ['view_audit', '查看审计日志', false, ['administrator', 'auditor']],
  ['verify_audit', '校验审计日志', false, ['auditor']],
  [
    'view_assessments',
    '查看考核',
    true,
    ['office', 'reporting_clerk', 'unit_leader', 'verifying_department', 'panel_member', 'leader', 'auditor', 'staff'],
  ],
  ['manage_assessments', '组织考核', false, ['office']],
  ['draft_targets', '拟定目标', true, ['reporting_clerk', 'unit_leader']],
  ['confirm_targets', '确认目标', true, ['unit_leader']],
  ['review_targets', '审定目标', false, ['office']],
  ['sign_targets', '签订责任书', true, ['unit_leader', 'leader']],
  [
    'view_process',
    '查看过程数据',
    true,
    ['office', 'reporting_clerk', 'unit_leader', 'verifying_department', 'leader', 'auditor', 'staff'],
  ],
  ['report_data', '填报数据', true, ['office', 'reporting_clerk']],
  ['verify_data', '核实数据', true, ['office', 'verifying_department']],
  ['add_work_records', '记录工作', true, ['reporting_clerk', 'unit_leader', 'staff']],
  ['propose_events', '提出加减分事项', true, ['office', 'reporting_clerk', 'verifying_department']],
  ['approve_events', '审定加减分事项', false, ['office']],
  ['score_panel', '评审打分', false, ['panel_member']],
  ['compute_results', '计算结果', false, ['office']],
  ['calibrate_results', '校准结果', false, ['office']],
  ['publish_results', '公示结果', false, ['office']],
  [
    'view_results',
    '查看公布的结果',
    true,
    ['office', 'reporting_clerk', 'unit_leader', 'leader', 'auditor', 'staff'],
  ],
  ['view_draft_results', '查看未公布的结果', false, ['office', 'leader', 'auditor']],
  ['raise_objections', '提出申诉', true, ['reporting_clerk', 'unit_leader', 'staff']],
  ['handle_objections', '办理申诉', false, ['office', 'verifying_department']],
  ['view_payouts', '查看奖金', true, ['office', 'unit_leader', 'leader', 'auditor']],
  [
    'view_reports',
    '查看工作汇报',
    true,
    ['office', 'reporting_clerk', 'unit_leader', 'verifying_department', 'leader', 'auditor'],
  ],
  [
    'check_reports',
    '核对工作汇报',
    true,
    ['office', 'reporting_clerk', 'unit_leader', 'verifying_department'],
  ],
  ['compare_reports', '比对工作汇报', true, ['office', 'auditor']],
  [
    'view_documents',
    '查看公文',
    true,
    ['office', 'reporting_clerk', 'unit_leader', 'leader', 'auditor', 'staff'],
  ],
  ['draft_documents', '起草公文', true, ['office', 'reporting_clerk', 'unit_leader']],
  ['issue_documents', '印发公文', true, ['office']],
  ['manage_templates', '管理公文模板', false, ['office']],
]

export const matrix: RoleMatrix = {
  roles: all.map((role) => ({ role, name: names[role], description: `${names[role]}的职责范围` })),
  acts: acts.map(([act, name, is_scoped, roles]) => ({
    act,
    name,
    description: '',
    is_scoped,
    roles,
  })),
}

export const actsOf = (roles: readonly Role[]): Act[] =>
  acts.filter(([, , , allowed]) => allowed.some((role) => roles.includes(role))).map(([act]) => act)
