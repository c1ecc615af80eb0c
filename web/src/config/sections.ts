// SPDX-License-Identifier: Apache-2.0
// The parts of the system in the order of the menu, and the acts that open each page: any of them;
// none: everybody's.
import type { Act } from '../api/types'
import type { TextKey } from '../i18n'

export interface Section {
  key:
    | 'home'
    | 'assessments'
    | 'process'
    | 'results'
    | 'reports'
    | 'documents'
    | 'regulations'
    | 'runs'
    | 'organisation'
    | 'accounts'
    | 'audit'
  name: TextKey
  isSingle?: boolean
  // Folded until one of its pages is shown.
  isFolded?: boolean
  pages: { path: string; name: TextKey; acts: readonly Act[] }[]
}

export const sections: Section[] = [
  {
    key: 'home',
    name: 'nav.home',
    isSingle: true,
    pages: [{ path: '/', name: 'nav.home', acts: [] }],
  },
  {
    key: 'assessments',
    name: 'nav.assessments',
    pages: [
      { path: '/assessments', name: 'nav.assessmentYears', acts: ['view_assessments'] },
      { path: '/target-sheets', name: 'nav.targets', acts: ['view_assessments'] },
    ],
  },
  {
    key: 'process',
    name: 'nav.process',
    pages: [
      { path: '/reporting', name: 'nav.reporting', acts: ['report_data', 'view_process'] },
      { path: '/verification', name: 'nav.verification', acts: ['verify_data'] },
      { path: '/work-records', name: 'nav.workRecords', acts: ['add_work_records', 'view_process'] },
      { path: '/events', name: 'nav.events', acts: ['propose_events', 'view_process'] },
      { path: '/panel', name: 'nav.panel', acts: ['score_panel'] },
    ],
  },
  {
    key: 'results',
    name: 'nav.yearResults',
    pages: [
      { path: '/public', name: 'nav.notices', acts: ['view_assessments'] },
      {
        path: '/objections',
        name: 'nav.objections',
        acts: ['raise_objections', 'handle_objections', 'view_results'],
      },
    ],
  },
  {
    key: 'documents',
    name: 'nav.documents',
    pages: [
      { path: '/documents', name: 'nav.documentList', acts: ['view_documents'] },
      { path: '/document-batches', name: 'nav.documentBatches', acts: ['draft_documents'] },
      { path: '/document-templates', name: 'nav.documentTemplates', acts: ['draft_documents'] },
    ],
  },
  {
    key: 'reports',
    name: 'nav.reports',
    isFolded: true,
    pages: [
      { path: '/reports', name: 'nav.reportList', acts: ['view_reports'] },
      { path: '/report-comparisons', name: 'nav.reportComparisons', acts: ['compare_reports'] },
      { path: '/rubrics', name: 'nav.rubrics', acts: ['edit_regulations'] },
    ],
  },
  {
    key: 'regulations',
    name: 'nav.regulations',
    isSingle: true,
    pages: [{ path: '/regulations', name: 'nav.regulations', acts: ['view_regulations'] }],
  },
  {
    key: 'runs',
    name: 'nav.runs',
    isFolded: true,
    pages: [
      { path: '/facts', name: 'nav.facts', acts: ['view_runs'] },
      { path: '/runs', name: 'nav.results', acts: ['view_runs'] },
      { path: '/what-if', name: 'nav.whatIf', acts: ['run_regulations'] },
    ],
  },
  {
    key: 'organisation',
    name: 'nav.organisation',
    isFolded: true,
    pages: [
      { path: '/organisation/units', name: 'nav.units', acts: ['view_organisation'] },
      { path: '/organisation/persons', name: 'nav.persons', acts: ['view_persons'] },
      { path: '/organisation/positions', name: 'nav.positions', acts: ['view_organisation'] },
      { path: '/organisation/import', name: 'nav.import', acts: ['import_organisation'] },
    ],
  },
  {
    key: 'accounts',
    name: 'nav.accounts',
    isFolded: true,
    pages: [
      { path: '/accounts', name: 'nav.accountList', acts: ['view_accounts'] },
      { path: '/roles', name: 'nav.roles', acts: [] },
    ],
  },
  {
    key: 'audit',
    name: 'nav.audit',
    isSingle: true,
    pages: [{ path: '/audit', name: 'nav.audit', acts: ['view_audit'] }],
  },
]
