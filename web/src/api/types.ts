// SPDX-License-Identifier: Apache-2.0
// The shapes of /api/v1. Ids are digits in strings, days are YYYY-MM-DD, instants are ISO texts in
// UTC, decimals are strings.
import type { DecimalString } from '../lib/decimal'
import type { components, operations } from './generated/schema'

type Schemas = components['schemas']

export type Role = Schemas['Role']
export type Act = Schemas['Act']
export type Grant = Schemas['Grant']
export type Me = Schemas['Me']
export type Device = Schemas['Device']
export type RoleMatrix = Schemas['RoleMatrix']
export type Account = Schemas['Account']
export type AuditRow = Schemas['AuditEntry']
export type AuditVerdict =
  operations['verifyAudit']['responses']['200']['content']['application/json']

export interface Named {
  id: string
  name: string
}

export interface Paged<T> {
  items: T[]
  total: number
  page: number
  page_size: number
}

export const categories = [
  'city',
  'department',
  'county',
  'town',
  'village',
  'school',
  'hospital',
  'enterprise',
  'section',
  'other',
] as const
export type Category = (typeof categories)[number]

export interface UnitRow {
  id: string
  parent_id: string | null
  code: string
  name: string
  short_name: string
  category: Category
  order: number
  depth: number
  person_count: number
  is_covered: boolean
  valid_from: string
  valid_to?: string | null
  version: number
}

export interface UnitSpan {
  name: string
  parent: Named | null
  category: Category
  order: number
  valid_from: string
  valid_to?: string | null
}

export interface Unit extends UnitRow {
  path: Named[]
  history: UnitSpan[]
}

export interface Position {
  id: string
  code: string
  name: string
  coefficient: DecimalString
  order: number
  version: number
}

export interface Appointment {
  id: string
  unit: Named
  position: { id: string; name: string; coefficient: DecimalString } | null
  is_primary: boolean
  valid_from: string
  valid_to?: string | null
  version: number
}

export interface Person {
  id: string
  code: string
  name: string
  phone?: string
  note?: string
  appointments: Appointment[]
  version: number
}

export interface ImportIssue {
  severity: 'error' | 'warning'
  sheet: string
  cell: string
  message: string
  hint: string
}

export interface ImportChange {
  kind: 'unit' | 'position' | 'person' | 'appointment'
  action: 'new' | 'change' | 'end'
  label: string
  changes: { field: string; before: string; after: string }[]
}

export interface Import {
  id: string
  state: 'reading' | 'ready' | 'refused' | 'applying' | 'applied' | 'failed'
  file_name: string
  progress: { done: number; total: number }
  summary: Record<string, number>
  issues: ImportIssue[]
  preview?: ImportChange[]
  created_at: string
}

export interface Coverage {
  encoded: number
  informative: number
  not_modelled: number
  unmarked: number
}

export interface VersionRow {
  id: string
  label: string
  state: 'draft' | 'published' | 'withdrawn'
  effective_from?: string | null
  content_hash: string
  updated_at: string
  updated_by: string
  published_at?: string | null
  published_by?: string | null
  coverage: Coverage
  errors: number
  warnings: number
  cases: { passed: number; failed: number }
}

export interface Regulation {
  id: string
  slug: string
  title: string
  owner: Named | null
  current?: VersionRow | null
  draft?: VersionRow | null
  version: number
  versions?: VersionRow[]
}

export interface FileRow {
  path: string
  size: number
  sha256: string
}

export interface Version extends VersionRow {
  regulation: { id: string; slug: string; title: string }
  files: FileRow[]
  version: number
}

export interface FileText {
  path: string
  text: string
  sha256: string
}

export interface IssueRow {
  severity: 'error' | 'warning'
  code: string
  file: string
  line: number
  column: number
  length: number
  article: string
  message: string
  hint: string
}

export interface ReadingFigure {
  id: string
  name: string
  kind: string
  role: string
  points?: DecimalString | null
  weight?: DecimalString | null
  formula: string
  owner: string
  clause: string
}

export interface ReadingParameter {
  name: string
  unit: string
  values: { from?: string | null; value: string; reference: string }[]
}

export interface Article {
  number: string
  title: string
  status: 'encoded' | 'informative' | 'not_modelled' | 'unmarked'
  reason?: string
  paragraphs: string[]
  rules: { line: number; text: string }[]
  figures: ReadingFigure[]
  parameters: ReadingParameter[]
  issues: IssueRow[]
}

export interface CaseRow {
  file: string
  line: number
  title: string
  origin: string
  basis: string[]
  passed: boolean
  failures: string[]
}

export interface Reading {
  articles: Article[]
  parameters: ReadingParameter[]
  cases: CaseRow[]
}

export interface TreeRow {
  figure_id: string
  parent_id: string | null
  depth: number
  name: string
  kind: string
  role: string
  points?: DecimalString | null
  weight?: DecimalString | null
  cap?: DecimalString | null
  formula: string
  owner: string
  source: string
  article: string
  clause: string
}

export interface Totals {
  figure: string
  points: DecimalString
  children_points: DecimalString
  is_balanced: boolean
}

export interface Check {
  issues: IssueRow[]
  tree: TreeRow[]
  totals: Totals[]
  coverage: Coverage
  cases: {
    passed: number
    failed: number
    failures: { file: string; line: number; title: string; message: string }[]
  }
}

export interface Hunk {
  before_line: number
  after_line: number
  lines: { kind: 'same' | 'added' | 'removed'; text: string }[]
}

export interface VersionDiff {
  files: { path: string; state: 'added' | 'removed' | 'changed' | 'same'; hunks: Hunk[] }[]
  changes: { what: string; article: string; before: string; after: string }[]
}

export interface FactsSet {
  id: string
  name: string
  year: number
  regulation: { id: string; slug: string }
  files: { name: string; size: number; sha256: string }[]
  content_hash?: string | null
  row_count: number
  created_at: string
  created_by: string
}

export interface Override {
  name: string
  value: string
}

export interface RunFigure {
  id: string
  name: string
  role: string
  unit: string
  type: string
  period?: string | null
}

export interface Run {
  id: string
  version_id: string
  facts_set_id: string
  year: number
  overrides: Override[]
  result_hash: string
  engine_version: string
  created_at: string
  created_by: string
  kinds: { kind: string; row_count: number; figures: RunFigure[] }[]
  duration_ms: number
}

export interface Cell {
  state: string
  text: string
  exact: string
}

export interface ResultColumn {
  key: string
  name: string
  role: string
  unit: string
  type: string
  period?: string | null
}

export interface ResultRow {
  row: string
  name: string
  parent: string
  values: Record<string, Cell>
}

export interface ResultPage extends Paged<ResultRow> {
  kind: string
  columns: ResultColumn[]
}

export interface FlatValue {
  state: string
  exact: string
  shown: string
}

export interface FlatNode {
  id: number
  parent: number
  depth?: number
  kind: string
  name: string
  method: string
  row: string
  period: string
  article: string
  clause: string
  owner?: string
  formula: string
  value: FlatValue
  full_points?: string
  rounding?: RoundingStep | RoundingStep[] | null
  calculation: string
  reason: string
  group?: string
  terms?: { role: string; name: string; value: FlatValue; weight: string }[]
  inputs: {
    name: string
    row: string
    period: string
    value: FlatValue
    standing: string
    source: string
    file: string
    line: number
    cell: string
    entered_by: string
    verified_by: string
    evidence: string
  }[]
  parameters: { name: string; value: string; from: string; reference: string }[]
  not_taken: { kind: string; name: string; why: string; article: string; clause: string }[]
  repeated?: boolean
  truncated?: boolean
}

export interface RoundingStep {
  before: string
  after: string
  places: number
  rule: string
}

export interface LedgerLine {
  kind: string
  name: string
  path: string
  amount: DecimalString
  article: string
  clause: string
  text: string
}

export interface Explanation {
  sentences: { depth: number; text: string }[]
  nodes: FlatNode[]
  ledger: { total: DecimalString | null; lines: LedgerLine[] }
  attainable: string[]
  asked: { kind: string; row: string; name: string; figure: string; value: Cell | string }
}

export interface Standing {
  score?: string | null
  rank?: string | null
  grade?: string | null
  payout?: string | null
}

export interface ComparisonRow {
  kind: string
  row: string
  name: string
  parent: string
  before: Standing
  after: Standing
  change: string | null
}

export interface Comparison {
  rows: ComparisonRow[]
  summary: {
    moved: number
    grade_changes: number
    payout_before: string | null
    payout_after: string | null
    not_comparable: string[]
  }
}

// Of refused facts the server also says the file, the sheet and the cell.
export type ProblemError = NonNullable<Schemas['Problem']['errors']>[number] & {
  file?: string
  sheet?: string
  cell?: string
  hint?: string
}

export type Problem = Omit<Schemas['Problem'], 'errors' | 'current'> & {
  errors?: ProblemError[]
  current?: unknown
}
