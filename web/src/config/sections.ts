// SPDX-License-Identifier: Apache-2.0
// The parts of the system in the order of the menu, and the act that opens each page.
import type { Act } from '../api/types'
import type { TextKey } from '../i18n'

export interface Section {
  key: 'home' | 'regulations' | 'runs' | 'organisation' | 'accounts' | 'audit'
  name: TextKey
  isSingle?: boolean
  pages: { path: string; name: TextKey; act: Act | null }[]
}

export const sections: Section[] = [
  {
    key: 'home',
    name: 'nav.home',
    isSingle: true,
    pages: [{ path: '/', name: 'nav.home', act: null }],
  },
  {
    key: 'regulations',
    name: 'nav.regulations',
    isSingle: true,
    pages: [{ path: '/regulations', name: 'nav.regulations', act: 'view_regulations' }],
  },
  {
    key: 'runs',
    name: 'nav.runs',
    pages: [
      { path: '/facts', name: 'nav.facts', act: 'view_runs' },
      { path: '/runs', name: 'nav.results', act: 'view_runs' },
      { path: '/what-if', name: 'nav.whatIf', act: 'run_regulations' },
    ],
  },
  {
    key: 'organisation',
    name: 'nav.organisation',
    pages: [
      { path: '/organisation/units', name: 'nav.units', act: 'view_organisation' },
      { path: '/organisation/persons', name: 'nav.persons', act: 'view_persons' },
      { path: '/organisation/positions', name: 'nav.positions', act: 'view_organisation' },
      { path: '/organisation/import', name: 'nav.import', act: 'import_organisation' },
    ],
  },
  {
    key: 'accounts',
    name: 'nav.accounts',
    pages: [
      { path: '/accounts', name: 'nav.accountList', act: 'view_accounts' },
      { path: '/roles', name: 'nav.roles', act: null },
    ],
  },
  {
    key: 'audit',
    name: 'nav.audit',
    isSingle: true,
    pages: [{ path: '/audit', name: 'nav.audit', act: 'view_audit' }],
  },
]
