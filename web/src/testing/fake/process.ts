// SPDX-License-Identifier: Apache-2.0
// The process and the results of the assessment of year.ts for fixtures: sheets that can be saved, a
// panel sheet that can be scored, one computation with its notice and an objection.
import type {
  AssesseeRef,
  AssessmentRef,
  Calibration,
  CascadeItem,
  Computation,
  ComputationColumn,
  ComputationDetail,
  ComputationExplanation,
  ComputationRow,
  Distribution,
  EventRecord,
  EvidenceRef,
  FigureValue,
  Me,
  MeasurementStateName,
  NewMeasurement,
  Notice,
  NoticeRows,
  Objection,
  PanelSheet,
  Payouts,
  Publication,
  Readiness,
  RecordKind,
  ReportingCell,
  ReportingSheet,
  ReportingSheetRow,
  Scorecard,
  ScorecardFigure,
  VerificationRow,
  WorkRecord,
} from '../../api/types'
import type { Call } from './server.ts'

const villages = '青石村 柳塘村 大湾村 桐木村 高坪村 梅岭村 下游村 白沙村'.split(' ')
const assessment: AssessmentRef = {
  id: '7',
  title: '2027 年度村级目标管理考核',
  year: 2027,
  stage: 'process',
}
const assesseeOf = (place: number): AssesseeRef => ({
  id: String(601 + place),
  kind: '村',
  code: villages[place]!,
  name: villages[place]!,
})
const picture: EvidenceRef = {
  id: '901',
  name: '现场照片.png',
  size: 48213,
  media_type: 'image/png',
  is_viewable: true,
}
const paper: EvidenceRef = {
  id: '902',
  name: '关于表彰 2027 年先进村的决定.pdf',
  size: 318220,
  media_type: 'application/pdf',
  is_viewable: true,
}

const stateTitles: Record<MeasurementStateName, string> = {
  missing: '未填报',
  draft: '草稿',
  submitted: '待核实',
  returned: '被退回',
  verified: '已核实',
}

function cell(
  place: number,
  label: string,
  more: Partial<ReportingCell> & { state?: MeasurementStateName } = {},
): ReportingCell {
  const state = more.state ?? 'missing'
  return {
    element_id: String(701 + place),
    subject_id: '601',
    year: 2027,
    period: 4,
    field: label,
    label,
    column: label,
    class: 'measurement',
    type: 'number',
    unit: '万元',
    places: 2,
    is_percent: false,
    range: { low: '0', high: null, closed_low: true, closed_high: false },
    options: [],
    value: null,
    is_not_applicable: false,
    state,
    state_title: stateTitles[state],
    is_editable: state !== 'submitted' && state !== 'verified',
    return_reason: null,
    target: null,
    progress: { light: 'none', text: '' },
    previous: null,
    last_year: null,
    verifier_unit: { id: '103', name: '统计局' },
    rounds: 1,
    round: 0,
    entered_by: null,
    entered_at: null,
    verified_by: null,
    note: '',
    evidence: [],
    used_by: [assessment.title],
    version: state === 'missing' ? 0 : 2,
    ...more,
  }
}

const cells = (): ReportingCell[] => [
  cell(0, '招商引资到位资金', {
    target: '1200',
    previous: '410.5',
    last_year: '388',
    progress: { light: 'amber', text: '完成 34%，时间过 42%' },
    used_by: [assessment.title, '2027 年度部门考核'],
  }),
  cell(1, '粮食产量', {
    unit: '吨',
    places: 1,
    value: '82.5',
    state: 'draft',
    target: '820.5',
    previous: '80',
    last_year: '79.2',
    progress: { light: 'green', text: '完成 45%，时间过 42%' },
  }),
  cell(2, '农民人均纯收入', {
    unit: '元',
    places: 0,
    value: '96500',
    state: 'returned',
    return_reason: '比上期高出十倍，请核对是否多填一位。',
    target: '18650',
    previous: '9120',
    last_year: '8800',
    evidence: [paper],
    progress: { light: 'red', text: '数据待核对' },
  }),
  cell(3, '垃圾分类覆盖率', {
    unit: '',
    is_percent: true,
    places: 1,
    range: { low: '0', high: '100', closed_low: true, closed_high: true },
    value: '86.5',
    state: 'verified',
    target: '90',
    previous: '84',
    last_year: '71',
    verified_by: '周敏',
    note: '含新增两个组',
    evidence: [picture, paper],
    progress: { light: 'green', text: '完成 96%' },
  }),
  cell(4, '村务公开按时完成', { type: 'boolean', unit: '', range: null }),
  cell(5, '集体经济组织等级', {
    type: 'text',
    unit: '',
    range: null,
    options: ['一级', '二级', '三级'],
  }),
]

function count(of: readonly ReportingCell[], state: MeasurementStateName): number {
  return of.filter((one) => one.state === state).length
}

const figure = (text: string): FigureValue => ({ state: 'valid', text, exact: text })

const columns: ComputationColumn[] = [
  { key: '总分', title: '总分', role: 'total', unit: '分', type: 'number', is_headline: true },
  { key: '排名', title: '排名', role: 'ranking', unit: '', type: 'number', is_headline: true },
  {
    key: '等次',
    title: '等次',
    role: 'grade',
    unit: '',
    type: 'text',
    is_headline: true,
    grades: ['优秀', '良好', '合格', '不合格'],
  },
  { key: '村报酬', title: '村报酬', role: 'payout', unit: '元', type: 'number', is_headline: true },
]
const scores = ['96.40', '94.17', '94.17', '91.02', '88.60', '85.00', '79.33', '71.50']
const ranks = ['1', '2', '2', '4', '5', '6', '7', '8']
const grades = ['优秀', '优秀', '良好', '良好', '合格', '合格', '合格', '不合格']
const money = [
  '31250.40',
  '30528.11',
  '30528.11',
  '29506.90',
  '28722.05',
  '27555.00',
  '25717.20',
  '23179.02',
]

const rows: ComputationRow[] = villages.map((name, place) => ({
  row: place,
  assessee_id: String(601 + place),
  code: name,
  name,
  parent: '甘溪镇',
  values: {
    总分: figure(scores[place]!),
    排名: figure(ranks[place]!),
    等次: figure(grades[place]!),
    村报酬: figure(money[place]!),
  },
  group: '',
  tied: place === 1 || place === 2,
  calibrated: place === 2 ? ['等次'] : [],
  last_year: { rank: String(((place + 2) % 8) + 1), score: '88.10', grade: '良好' },
  rank_change: ['+2', '+1', '-2', null, '0', '+3', '-1', '-2'][place] ?? null,
}))

const computation: Computation = {
  id: '81',
  assessment,
  label: '2027 年上半年',
  basis: 'verified',
  state: 'done',
  state_title: '已完成',
  done: 8,
  total: 8,
  run_id: '41',
  facts_set_id: '71',
  result_hash: 'c0ffee'.repeat(10),
  row_count: 113,
  duration_ms: 42,
  issues: [],
  trouble: null,
  objection_id: null,
  created_by: '李建国',
  created_at: '2027-07-08T02:10:00Z',
  finished_at: '2027-07-08T02:10:01Z',
  is_published: true,
}
const running: Computation = {
  ...computation,
  id: '82',
  label: '2027 年 7 月快照',
  state: 'running',
  state_title: '计算中',
  done: 3,
  result_hash: null,
  finished_at: null,
  is_published: false,
}

const calibration: Calibration = {
  id: '31',
  computation_id: '81',
  assessee: assesseeOf(2),
  figure: '等次',
  figure_title: '等次',
  before: '优秀',
  after: '良好',
  reason: '优秀名额已满，按办法第十二条由考核领导小组审定。',
  made_by: '李建国',
  made_at: '2027-07-08T03:00:00Z',
  withdrawn_by: null,
  withdrawn_at: null,
  withdraw_reason: null,
}

const part = (
  name: string,
  depth: number,
  points: string | null,
  value: string,
  more: Partial<ScorecardFigure> = {},
): ScorecardFigure => ({
  figure: name,
  parent: null,
  depth,
  label: name,
  role: 'indicator',
  points,
  value: figure(value),
  lost: null,
  group_average: null,
  best: null,
  article: '第五条',
  owner: '',
  column_key: name,
  ...more,
})

const scorecard: Scorecard = {
  computation,
  assessee: assesseeOf(1),
  row: 1,
  parent: '甘溪镇',
  group: { name: '甘溪镇', count: 8 },
  standings: [
    part('总分', 0, null, '94.17', { role: 'total' }),
    part('排名', 0, null, '2', { role: 'ranking' }),
    part('等次', 0, null, '优秀', { role: 'grade' }),
    part('村人口系数', 0, null, '1.042', { role: 'coefficient' }),
  ],
  rank: '2',
  score: '94.17',
  grade: '优秀',
  payouts: [part('村报酬', 0, null, '30528.11', { role: 'payout' })],
  indicators: [
    part('经济发展', 0, '40', '37.25', { lost: '2.75', group_average: '34.10', best: '39.00' }),
    part('粮食生产', 1, '8', '8.00', { lost: '0.00', group_average: '7.50', best: '9.60' }),
    part('招商引资', 1, '12', '9.25', { lost: '2.75', group_average: '8.90', best: '12.00' }),
    part('社会管理', 0, '30', '29.00', { lost: '1.00', group_average: '27.00', best: '30.00' }),
    part('矛盾纠纷调处', 1, '15', '14.00', { lost: '1.00', group_average: '13.20', best: '15.00' }),
    part('党的建设', 0, '30', '27.92', { lost: '2.08', group_average: '26.40', best: '29.50' }),
  ],
  adjustments: [
    part('市级表彰', 0, null, '2.00', { role: 'bonus', article: '第八条' }),
    part('通报批评', 0, null, '-2.00', { role: 'deduction', article: '第九条' }),
  ],
  calibrations: [],
  last_year: { rank: '3', score: '88.10', grade: '良好' },
  rank_change: '+1',
  objections: [{ id: '91', column_key: '招商引资', state: 'assigned' }],
}

const explanation: ComputationExplanation = {
  asked: {
    kind: '村',
    row: 1,
    name: '柳塘村',
    key: '招商引资',
    figure: '招商引资',
    value: figure('9.25'),
  },
  sentences: [
    { depth: 0, text: '柳塘村 招商引资得 9.25 分，满分 12 分。' },
    { depth: 1, text: '到位资金 925 万元，目标 1200 万元，完成 77.08%，按比例计分。' },
  ],
  nodes: [
    {
      id: 0,
      parent: -1,
      depth: 0,
      kind: 'figure',
      name: '招商引资',
      method: 'proportional',
      row: '柳塘村',
      period: '',
      article: '第五条',
      clause: '第一款',
      owner: '',
      formula: '12分 × 到位资金 ÷ 目标，最多 12 分',
      value: { state: 'valid', exact: '9.25', shown: '9.25' } as never,
      full_points: '12',
      rounding: { before: '9.25', after: '9.25', places: 2, rule: 'half-up' },
      calculation: '12 × 925 ÷ 1200 = 9.25',
      reason: '',
      group: '',
      terms: [],
      inputs: [
        {
          name: '到位资金',
          row: '',
          period: '',
          value: { state: 'valid', exact: '925', shown: '925 万元' } as never,
          standing: 'verified',
          source: '',
          file: '村.csv',
          line: 3,
          cell: 'D3',
          entered_by: '',
          verified_by: '',
          evidence: '',
        },
      ],
      parameters: [],
      not_taken: [],
      repeated: false,
      truncated: false,
    } as unknown as ComputationExplanation['nodes'][number],
  ],
  ledger: {
    total: '9.25',
    lines: [
      {
        kind: 'points',
        name: '得分',
        path: '经济发展/招商引资',
        amount: '9.25',
        article: '第五条',
        clause: '第一款',
        text: '完成 77.08%',
      },
    ],
  },
  attainable: ['到位资金再增 275 万元，可再得 2.75 分。'],
  provenance: [
    {
      name: '到位资金',
      row: '',
      period: '',
      source: 'measurement',
      entered_by: '王芳',
      entered_at: '2027-07-02T01:00:00Z',
      verified_by: '周敏',
      verified_at: '2027-07-04T03:00:00Z',
      note: '含外资 120 万元',
      evidence: [paper],
      key: {
        element_id: '701',
        subject_id: '602',
        year: 2027,
        period: 0,
        places: 2,
        value: '925',
        is_not_applicable: false,
      },
    },
  ],
  calibration: null,
}

const readiness: Readiness = {
  is_ready: false,
  computation_id: '81',
  items: [
    {
      code: 'unverified',
      severity: 'error',
      title: '数据尚未核实',
      text: '请数据责任部门核实，或退回填报人。',
      count: 3,
      examples: ['柳塘村 招商引资到位资金', '大湾村 粮食产量'],
      link: '/verification?assessment=7',
    },
    {
      code: 'undecided_events',
      severity: 'warning',
      title: '加减分事项尚未审定',
      text: '未审定的事项不计分。',
      count: 1,
      examples: ['梅岭村 市级表彰'],
      link: '/events?assessment=7',
    },
  ],
}

const publication: Publication = {
  id: '95',
  assessment,
  revision: 1,
  state: 'notice',
  state_title: '公示中',
  computation_id: '81',
  kinds: ['村'],
  columns: columns.slice(0, 3).map(({ key, title }) => ({ key, kind: '村', title })),
  notice_from: '2027-07-09',
  notice_until: '2027-07-15',
  notice_days: 5,
  working_days_left: 3,
  contact: '考核办 555-8800',
  override_reason: '县里要求本周公示，未核实的三项不影响排名。',
  readiness,
  reason: null,
  objection_id: null,
  open_objections: 1,
  published_by: '李建国',
  published_at: '2027-07-09T01:00:00Z',
  finalised_by: null,
  finalised_at: null,
}

const notice: Notice = {
  id: '95',
  title: assessment.title,
  year: 2027,
  regulation: '甘溪镇村级目标管理考核办法',
  revision: 1,
  notice_from: publication.notice_from,
  notice_until: publication.notice_until,
  working_days_left: 3,
  contact: publication.contact,
  kinds: ['村'],
}

const objection: Objection = {
  id: '91',
  assessment,
  publication_id: '95',
  revision: 1,
  computation_id: '81',
  assessee: assesseeOf(1),
  row: 1,
  column: '招商引资',
  column_title: '招商引资',
  value: '9.25',
  text: '二季度到位的 75 万元未计入，银行回单见附件。',
  evidence: [paper],
  state: 'assigned',
  state_title: '办理中',
  handler: { account_id: '7', name: '赵磊' },
  reason: null,
  raised_by: '王芳',
  raised_at: '2027-07-10T02:00:00Z',
  decided_by: null,
  decided_at: null,
  corrections: [],
  revised_publication_id: null,
  revised_computation_id: null,
  revised_value: null,
  may: ['assign', 'resolve'],
  version: 2,
}
const upheld: Objection = {
  ...objection,
  id: '92',
  assessee: assesseeOf(3),
  state: 'upheld',
  state_title: '成立',
  reason: '回单属实，予以更正。',
  decided_by: '赵磊',
  decided_at: '2027-07-12T02:00:00Z',
  corrections: [
    { field: '到位资金', subject: '桐木村', period_title: '2027 年', before: '850', after: '925' },
  ],
  revised_publication_id: '95',
  revised_computation_id: '81',
  revised_value: '9.25',
  may: [],
}
const cascade: CascadeItem[] = [
  {
    assessee: assesseeOf(3),
    name: '桐木村',
    kind: '村',
    key: '总分',
    figure: '总分',
    role: 'total',
    before: '90.27',
    after: '91.02',
  },
  {
    assessee: assesseeOf(3),
    name: '桐木村',
    kind: '村',
    key: '排名',
    figure: '排名',
    role: 'ranking',
    before: '5',
    after: '4',
  },
  {
    assessee: assesseeOf(4),
    name: '高坪村',
    kind: '村',
    key: '排名',
    figure: '排名',
    role: 'ranking',
    before: '4',
    after: '5',
  },
]

const recordKinds: RecordKind[] = [
  {
    kind: '表彰',
    field: null,
    title: '表彰',
    role: 'record',
    parent_kind: '村',
    date_field: '日期',
    article: '第八条',
    fields: [
      {
        field: '日期',
        label: '日期',
        type: 'date',
        options: [],
        range: null,
        places: 0,
        unit: '',
        is_percent: false,
        is_required: true,
      },
      {
        field: '级别',
        label: '级别',
        type: 'text',
        options: ['国家级', '省级', '市级', '县级'],
        range: null,
        places: 0,
        unit: '',
        is_percent: false,
        is_required: true,
      },
    ],
  },
  {
    kind: '',
    field: '上访次数',
    title: '越级上访次数',
    role: 'event',
    parent_kind: '村',
    date_field: null,
    article: '第九条',
    fields: [
      {
        field: '上访次数',
        label: '越级上访次数',
        type: 'number',
        options: [],
        range: { low: '0', high: null, closed_low: true, closed_high: false },
        places: 0,
        unit: '次',
        is_percent: false,
        is_required: true,
      },
    ],
  },
]

const record = (
  id: string,
  state: EventRecord['state'],
  more: Partial<EventRecord> = {},
): EventRecord => ({
  id,
  assessment,
  kind: '表彰',
  field: null,
  title: '市级表彰',
  assessee: assesseeOf(5),
  day: '2027-05-12',
  amount: null,
  unit: '',
  values: [{ field: '级别', label: '级别', value: '市级' }],
  state,
  state_title: { proposed: '待审定', approved: '已审定', rejected: '未通过', withdrawn: '已撤回' }[
    state
  ],
  basis: '市政府〔2027〕12 号表彰决定',
  evidence: [paper],
  proposed_by: '王芳',
  proposed_at: '2027-05-20T02:00:00Z',
  is_mine: false,
  decided_by: null,
  decided_at: null,
  decision_note: null,
  claimed_by: [],
  may: [],
  version: 1,
  ...more,
})

const workRecord: WorkRecord = {
  id: '401',
  unit: { id: '111', name: '青石村' },
  day: '2027-05-18',
  title: '走访三组种粮大户',
  text: '核实早稻播种面积 312 亩，协调农资站赊销尿素 4 吨。\n下周复查水渠清淤。',
  assessee: assesseeOf(0),
  assessment,
  field: '粮食产量',
  field_label: '粮食产量',
  evidence: [picture],
  author: '王芳',
  is_mine: true,
  created_at: '2027-05-18T09:00:00Z',
  changed_at: '2027-05-18T09:00:00Z',
  version: 1,
}

export class FakeProcess {
  private sheetCells = cells()
  private panel: PanelSheet = {
    assessment,
    kind: '现场评审',
    title: '现场评审',
    assessee: assesseeOf(0),
    done: 1,
    total: 3,
    is_submitted: false,
    due: '2027-12-20',
    version: 1,
    closed_reason: null,
    items: ['村容村貌', '阵地建设', '台账管理'].map((label, place) => ({
      item: label,
      label,
      standard:
        '主干道整洁无堆放，得 6 分；垃圾日产日清，得 2 分；房前屋后有绿化，得 2 分。每发现一处不符扣 0.5 分，扣完为止。',
      article: '第七条第二款',
      low: '0',
      high: '10',
      places: 1,
      unit: '分',
      my:
        place === 0
          ? { choice: 'score', value: '8.5', note: '' }
          : { choice: null, value: null, note: '' },
      target: '日产日清',
      actual: '已建成收集点 12 处',
      history: [
        { year: 2024, value: '7.80' },
        { year: 2025, value: '8.20' },
      ],
      group_average: '8.10',
      evidence: [picture, paper],
    })),
  }

  private sheetRow(place: number): ReportingSheetRow {
    const of = place === 0 ? this.sheetCells : []
    return {
      assessment,
      assessee: assesseeOf(place),
      level: '月',
      level_name: '月',
      period: 4,
      period_title: '2027 年 5 月',
      due: '2027-06-10',
      days_left: place === 0 ? -3 : 4 + place,
      is_overdue: place === 0,
      missing: place === 0 ? count(of, 'missing') : 2,
      draft: count(of, 'draft'),
      submitted: place === 0 ? count(of, 'submitted') : 1,
      returned: count(of, 'returned'),
      verified: place === 0 ? count(of, 'verified') : 3,
      total: 6,
    }
  }

  private verifications(): VerificationRow[] {
    return villages.slice(0, 5).map((_, place) => ({
      element_id: '701',
      subject_id: String(601 + place),
      year: 2027,
      period: 4,
      assessment,
      assessee: assesseeOf(place),
      label: '招商引资到位资金',
      level: '月',
      level_name: '月',
      period_title: '2027 年 5 月',
      type: 'number',
      unit: '万元',
      places: 2,
      is_percent: false,
      options: [],
      value: ['925.00', '88.5', '1204', '60', '412'][place]!,
      is_not_applicable: false,
      state: 'submitted',
      state_title: '待核实',
      previous: '80',
      last_year: '79.2',
      target: '1200',
      change: place === 0 ? '+1067.9' : '-4.5',
      flags:
        place === 0
          ? [
              { code: 'far_from_before', text: '与上期相差超过五成' },
              { code: 'no_evidence', text: '没有佐证材料' },
            ]
          : [],
      evidence: place === 0 ? [] : [paper],
      note: place === 1 ? '含外资 120 万元' : '',
      entered_by: '王芳',
      entered_at: '2027-06-03T02:00:00Z',
      verified_by: null,
      verified_at: null,
      return_reason: null,
      round: 0,
      rounds: place === 2 ? 2 : 1,
      is_own: place === 4,
      version: 2,
    }))
  }

  private save(items: readonly NewMeasurement[], submit: boolean) {
    this.sheetCells = this.sheetCells.map((old) => {
      const item = items.find((one) => one.element_id === old.element_id)
      if (!item) return old
      const state = submit ? 'submitted' : 'draft'
      return {
        ...old,
        value: item.value ?? null,
        is_not_applicable: item.is_not_applicable ?? false,
        note: item.note ?? '',
        return_reason: null,
        state,
        state_title: stateTitles[state],
        is_editable: !submit,
        version: old.version + 1,
      }
    })
    return { items: [] }
  }

  answerPublic(path: string): unknown {
    if (path === '/public/notices') return { items: [notice] }
    if (path === '/public/notices/95') {
      const answer: NoticeRows = {
        notice,
        kind: '村',
        columns: columns.slice(0, 3).map(({ key, title, unit }) => ({ key, title, unit })),
        items: rows.map((row) => ({
          name: row.name,
          parent: row.parent,
          values: Object.fromEntries(
            columns.slice(0, 3).map(({ key }) => [key, row.values[key]!.text]),
          ),
        })),
        total: rows.length,
        page: 1,
        page_size: 50,
      }
      return answer
    }
    return undefined
  }

  answer(call: Call, me: Me): { status: number; body: unknown } | undefined {
    const ok = (body: unknown, status = 200) => ({ status, body })
    const list = <T>(items: T[], more: object = {}) =>
      ok({ items, total: items.length, page: 1, page_size: 50, ...more })
    const { method, path } = call
    const body = (call.body ?? {}) as Record<string, unknown>
    if (method === 'PUT' && path === '/measurements') {
      return ok(this.save(body.items as NewMeasurement[], body.submit === true))
    }
    if (method === 'PUT' && path === '/panel/sheet') {
      const sent = body.items as { item: string; choice: 'score'; value: string | null }[]
      this.panel = {
        ...this.panel,
        version: this.panel.version + 1,
        is_submitted: body.submit === true,
        items: this.panel.items.map((old) => {
          const one = sent.find((item) => item.item === old.item)
          return one ? { ...old, my: { choice: one.choice, value: one.value, note: '' } } : old
        }),
      }
      return ok(this.panel)
    }
    if (method === 'POST' && path === '/verifications') return ok({ items: [] })
    if (method === 'POST' && path === '/records/301/decide') return ok(record('301', 'approved'))
    if (method !== 'GET') return undefined
    switch (path) {
      case '/work-records':
        return list([workRecord])
      case '/reporting-sheets':
        return list(villages.slice(0, 4).map((_, place) => this.sheetRow(place)))
      case '/reporting-sheet': {
        const sheet: ReportingSheet = {
          ...this.sheetRow(0),
          may: me.acts.includes('report_data') ? ['save', 'submit'] : [],
          closed_reason: null,
          cells: this.sheetCells,
        }
        return ok(sheet)
      }
      case '/verifications':
        return list(this.verifications())
      case '/assessments/7/record-kinds':
        return ok({ items: recordKinds })
      case '/records':
        return list([
          record('301', 'proposed', {
            may: me.acts.includes('approve_events') ? ['decide'] : [],
            claimed_by: [{ record_id: '302', assessee: '白沙村', state: 'approved' }],
          }),
          record('302', 'approved', {
            assessee: assesseeOf(7),
            decided_by: '李建国',
            decided_at: '2027-05-22T02:00:00Z',
            decision_note: '文号属实',
          }),
        ])
      case '/assessments/7/panels':
        return ok({
          items: [
            {
              kind: '现场评审',
              title: '现场评审',
              parent_kind: '村',
              members: [{ account_id: '6', name: '孙慧', total: 8, submitted: 3 }],
              is_for_all: true,
              assessee_ids: [],
              sheets_total: 8,
              sheets_submitted: 3,
            },
          ],
          candidates: [{ id: '6', name: '孙慧' }],
        })
      case '/panel/sheets':
        return list([this.panel])
      case '/panel/sheet':
        return ok(this.panel)
      case '/computations':
        return list([running, computation])
      case '/computations/81': {
        const detail: ComputationDetail = { ...computation, kinds: [{ kind: '村', columns }] }
        return ok(detail)
      }
      case '/computations/82':
        return ok({ ...running, kinds: [] })
      case '/computations/81/rows':
        return list(rows, {
          kind: '村',
          kinds: ['村'],
          group_title: '',
          groups: [],
          grades: columns[2]!.grades,
          columns,
          last_year_title: '2026 年度村级目标管理考核',
        })
      case '/computations/81/distribution': {
        const answer: Distribution = {
          kind: '村',
          row_count: 8,
          grade_title: '等次',
          grades: [
            { grade: '优秀', count: 2, share: '25.00', quota: 2, quota_text: '不超过 30%' },
            { grade: '良好', count: 2, share: '25.00', quota: null, quota_text: null },
            { grade: '合格', count: 3, share: '37.50', quota: null, quota_text: null },
            { grade: '不合格', count: 1, share: '12.50', quota: null, quota_text: null },
          ],
          score_title: '总分',
          histogram: [
            { low: '70', high: '80', count: 2 },
            { low: '80', high: '90', count: 2 },
            { low: '90', high: '100', count: 4 },
          ],
        }
        return ok(answer)
      }
      case '/computations/81/scorecard':
        return ok(scorecard)
      case '/computations/81/explanation':
        return ok(explanation)
      case '/computations/81/calibrations':
        return ok({ items: [calibration] })
      case '/assessments/7/readiness':
        return ok(readiness)
      case '/publications':
        return list([publication])
      case '/publications/95':
        return ok(publication)
      case '/publications/95/payouts': {
        const answer: Payouts = {
          figures: [{ key: '村报酬', kind: '村', title: '村报酬', unit: '元' }],
          figure: '村报酬',
          amount_total: '226986.79',
          held_total: '30528.11',
          items: villages.map((_, place) => ({
            row: place,
            assessee: assesseeOf(place),
            parent: '甘溪镇',
            amount: money[place]!,
            state: 'valid',
            uncalibrated_amount: null,
            is_held: place === 1,
            why: place === 1 ? '申诉未办结：招商引资' : '',
          })),
          total: 8,
          page: 1,
          page_size: 50,
        }
        return ok(answer)
      }
      case '/objections':
        return list([objection, upheld])
      case '/objections/91':
        return ok(objection)
      case '/objections/92':
        return ok(upheld)
      case '/objections/92/cascade':
        return list(cascade)
      case '/objections/91/handlers':
        return ok({
          items: [
            { account_id: '7', name: '赵磊', is_independent: true, why: '' },
            { account_id: '8', name: '周敏', is_independent: false, why: '核实过此项数据' },
          ],
        })
      default:
        return undefined
    }
  }
}
