// SPDX-License-Identifier: Apache-2.0
// What each role does in a year, in at most six steps, and which of them an account has seen.
import type { Role } from '../../api/types'
import type { TextKey } from '../../i18n'

export interface GuideStep {
  title: TextKey
  text: TextKey
  to: string
}

export const guides: Record<Role, readonly GuideStep[]> = {
  office: [
    { title: 'guide.office.regulation', text: 'guide.office.regulationText', to: '/regulations' },
    { title: 'guide.office.assessment', text: 'guide.office.assessmentText', to: '/assessments' },
    { title: 'guide.office.targets', text: 'guide.office.targetsText', to: '/target-sheets' },
    { title: 'guide.office.process', text: 'guide.office.processText', to: '/reporting' },
    { title: 'guide.office.events', text: 'guide.office.eventsText', to: '/events' },
    { title: 'guide.office.results', text: 'guide.office.resultsText', to: '/assessments' },
  ],
  reporting_clerk: [
    { title: 'guide.reporting_clerk.inbox', text: 'guide.reporting_clerk.inboxText', to: '/' },
    {
      title: 'guide.reporting_clerk.targets',
      text: 'guide.reporting_clerk.targetsText',
      to: '/target-sheets?mine=1',
    },
    {
      title: 'guide.reporting_clerk.decompose',
      text: 'guide.reporting_clerk.decomposeText',
      to: '/target-sheets',
    },
    {
      title: 'guide.reporting_clerk.records',
      text: 'guide.reporting_clerk.recordsText',
      to: '/work-records',
    },
    { title: 'guide.reporting_clerk.data', text: 'guide.reporting_clerk.dataText', to: '/reporting' },
    {
      title: 'guide.reporting_clerk.objections',
      text: 'guide.reporting_clerk.objectionsText',
      to: '/objections',
    },
  ],
  unit_leader: [
    { title: 'guide.unit_leader.inbox', text: 'guide.unit_leader.inboxText', to: '/' },
    {
      title: 'guide.unit_leader.confirm',
      text: 'guide.unit_leader.confirmText',
      to: '/target-sheets?state=submitted',
    },
    {
      title: 'guide.unit_leader.sign',
      text: 'guide.unit_leader.signText',
      to: '/target-sheets?state=published',
    },
    {
      title: 'guide.unit_leader.progress',
      text: 'guide.unit_leader.progressText',
      to: '/assessments',
    },
    { title: 'guide.unit_leader.results', text: 'guide.unit_leader.resultsText', to: '/public' },
  ],
  verifying_department: [
    {
      title: 'guide.verifying_department.inbox',
      text: 'guide.verifying_department.inboxText',
      to: '/',
    },
    {
      title: 'guide.verifying_department.verify',
      text: 'guide.verifying_department.verifyText',
      to: '/verification',
    },
    {
      title: 'guide.verifying_department.events',
      text: 'guide.verifying_department.eventsText',
      to: '/events',
    },
    {
      title: 'guide.verifying_department.handle',
      text: 'guide.verifying_department.handleText',
      to: '/objections',
    },
  ],
  panel_member: [
    { title: 'guide.panel_member.inbox', text: 'guide.panel_member.inboxText', to: '/' },
    { title: 'guide.panel_member.score', text: 'guide.panel_member.scoreText', to: '/panel' },
    { title: 'guide.panel_member.unknown', text: 'guide.panel_member.unknownText', to: '/panel' },
    { title: 'guide.panel_member.submit', text: 'guide.panel_member.submitText', to: '/panel' },
  ],
  leader: [
    { title: 'guide.leader.inbox', text: 'guide.leader.inboxText', to: '/' },
    { title: 'guide.leader.review', text: 'guide.leader.reviewText', to: '/assessments' },
    {
      title: 'guide.leader.sign',
      text: 'guide.leader.signText',
      to: '/target-sheets?state=signed_by_assessee',
    },
    { title: 'guide.leader.results', text: 'guide.leader.resultsText', to: '/assessments' },
  ],
  auditor: [
    {
      title: 'guide.auditor.assessments',
      text: 'guide.auditor.assessmentsText',
      to: '/assessments',
    },
    { title: 'guide.auditor.objections', text: 'guide.auditor.objectionsText', to: '/objections' },
    { title: 'guide.auditor.runs', text: 'guide.auditor.runsText', to: '/runs' },
    { title: 'guide.auditor.audit', text: 'guide.auditor.auditText', to: '/audit?verify=1' },
  ],
  administrator: [
    {
      title: 'guide.administrator.import',
      text: 'guide.administrator.importText',
      to: '/organisation/import',
    },
    {
      title: 'guide.administrator.accounts',
      text: 'guide.administrator.accountsText',
      to: '/accounts',
    },
    { title: 'guide.administrator.roles', text: 'guide.administrator.rolesText', to: '/roles' },
    { title: 'guide.administrator.audit', text: 'guide.administrator.auditText', to: '/audit' },
  ],
  staff: [
    { title: 'guide.staff.inbox', text: 'guide.staff.inboxText', to: '/' },
    { title: 'guide.staff.targets', text: 'guide.staff.targetsText', to: '/target-sheets' },
    { title: 'guide.staff.records', text: 'guide.staff.recordsText', to: '/work-records' },
    { title: 'guide.staff.results', text: 'guide.staff.resultsText', to: '/public' },
  ],
}

export const stepsMax = 6

// Returns the guide of an account: that of its first role, the office's before others.
export function guideOf(roles: readonly Role[]): readonly GuideStep[] {
  const order = Object.keys(guides) as Role[]
  const role = order.find((name) => roles.includes(name))
  return role ? guides[role] : []
}

export interface GuideState {
  isDismissed: boolean
  seen: string[]
}

const keyOf = (account: string) => `kaogong.guide.${account}`

export function readGuide(account: string): GuideState {
  try {
    const stored = JSON.parse(localStorage.getItem(keyOf(account)) ?? '{}') as Partial<GuideState>
    return { isDismissed: stored.isDismissed === true, seen: stored.seen ?? [] }
  } catch {
    return { isDismissed: false, seen: [] } // A browser that keeps nothing shows it again.
  }
}

export function writeGuide(account: string, state: GuideState) {
  try {
    localStorage.setItem(keyOf(account), JSON.stringify(state))
  } catch {
    // As above.
  }
}
