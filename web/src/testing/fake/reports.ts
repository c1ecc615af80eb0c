// SPDX-License-Identifier: Apache-2.0
// Reports, a comparison and a rubric for fixtures: findings that are decided on, a rule that is tried
// and stored. The findings and the suggestions are recordings of the real modules.
import type {
  CheckedReport,
  ClausePreview,
  Me,
  Report,
  ReportCheck,
  ReportComparisonMember,
  ReportFinding,
  RubricClause,
  WholeReportComparison,
  Workbench,
} from '../../api/types'
import type { Call } from './server.ts'

const paragraphs = [
  { text: '青石村2027年工作汇报', kind: 'heading' as const },
  { text: '全村现有学校10所，其中中学3所、小学8所。', kind: 'body' as const },
  { text: '受理486件，办结479件，办结率98.56%。', kind: 'body' as const },
  { text: '完成计划的109.6%，比任务500亩多完成98亩。', kind: 'body' as const },
].map((one) => ({ ...one, page: 0, table: 0, row: 0, column: 0 }))

const stretch = (text: string, paragraph: number) => {
  const begin = paragraphs[paragraph]!.text.indexOf(text)
  return { text, pieces: [{ paragraph, begin, end: begin + text.length }] }
}

function makeFindings(): ReportFinding[] {
  return [
    {
      key: 'a'.repeat(64),
      check: 'parts-of-whole',
      check_title: '部分与总数',
      certainty: 'sure',
      certainty_title: '矛盾',
      figure: stretch('10所', 1),
      sentence: paragraphs[1]!.text,
      message: '各部分合计为11所，与总数“10所”不符',
      computed: '3 + 8 = 11',
      location: '第3行第7字',
      compared_with: [stretch('3所', 1), stretch('8所', 1)],
      is_new: false,
      decision: null,
    },
    {
      key: 'b'.repeat(64),
      check: 'completion',
      check_title: '完成率',
      certainty: 'likely',
      certainty_title: '很可能有误',
      figure: stretch('109.6%', 3),
      sentence: paragraphs[3]!.text,
      message: '按任务500亩、超额98亩计算为119.6%，文中为“109.6%”',
      computed: '(500 + 98) ÷ 500 = 119.6%',
      location: '第5行第6字',
      compared_with: [stretch('500亩', 3)],
      is_new: true,
      decision: null,
    },
  ]
}

const check = (more: Partial<ReportCheck> = {}): ReportCheck => ({
  state: 'done',
  state_title: '完成',
  done: 3,
  total: 3,
  sure: 1,
  likely: 1,
  ask: 0,
  open: 2,
  held: 1,
  characters: 69,
  is_current: true,
  trouble: null,
  created_at: '2027-12-20T02:00:00Z',
  finished_at: '2027-12-20T02:00:01Z',
  ...more,
})

const unit = { id: '101', name: '青石村' }

const members: ReportComparisonMember[] = ['青石村', '柳塘村', '大湾村'].map((name, place) => ({
  place,
  report_id: String(2001 + place),
  number: 1,
  unit: { id: String(101 + place), name },
  year: 2027,
  title: '工作汇报',
  letters: 820,
  shared_letters: place < 2 ? 410 : 0,
  shared_percent: place < 2 ? 50 : 0,
  cluster: place < 2 ? 1 : null,
}))

const pair = {
  pair: 0,
  a: 0,
  b: 1,
  percent_a: 50,
  percent_b: 50,
  letters_a: 410,
  letters_b: 410,
  passage_count: 1,
}

const comparison: WholeReportComparison = {
  id: '2101',
  title: '2027年汇报比对',
  years: [2027],
  units: '',
  letters_min: 45,
  state: 'done',
  state_title: '完成',
  done: 6,
  total: 6,
  report_count: 3,
  pair_count: 1,
  cluster_count: 1,
  is_current: true,
  trouble: null,
  created_by: '李建国',
  created_at: '2027-12-28T02:00:00Z',
  finished_at: '2027-12-28T02:00:02Z',
  members,
  pairs: [pair],
}

const clause = (more: Partial<RubricClause>): RubricClause => ({
  text: '',
  understood: 'whole',
  understood_title: '已理解',
  part: 'deduction',
  pattern: 'per-event',
  formula: '',
  reason: '',
  examples: [],
  questions: [],
  vague: [],
  decision: null,
  ...more,
})

const example = (expected: string) => ({
  rows: [{ kind: '', name: '甲单位', facts: [{ field: '事故起数', value: '2' }] }],
  figure: '安全生产',
  expected,
  told: '2起:扣4分',
})

function makeBench(): Workbench {
  const item = { blocks: [], owner: '应急局', rules: '' }
  return {
    id: '2201',
    file_name: '细则.xlsx',
    title: '乡镇考核办法',
    kind: '单位',
    group: '组',
    year: 2027,
    decision_count: 0,
    saved: null,
    created_by: '李建国',
    created_at: '2027-12-01T02:00:00Z',
    changed_at: '2027-12-01T02:00:00Z',
    version: 1,
    coverage: { clauses: 2, whole: 1, partly: 0, not: 1, notes: 0 },
    items: [
      {
        ...item,
        item: 0,
        name: '安全生产',
        points: '10',
        standard: '每发生一起事故扣2分，扣完为止。',
        article: '第二条',
        understood: 'whole',
        understood_title: '已理解',
        is_by_hand: false,
        clauses: [
          clause({
            text: '每发生一起事故扣2分，扣完为止',
            formula: '2 × 「事故起数」',
            examples: [example('6.00')],
          }),
        ],
      },
      {
        ...item,
        item: 1,
        name: '工作作风',
        points: '5',
        standard: '工作不力的酌情扣分。',
        article: '第三条',
        understood: 'not',
        understood_title: '未理解',
        is_by_hand: true,
        clauses: [
          clause({
            text: '工作不力的酌情扣分',
            understood: 'not',
            understood_title: '未理解',
            part: 'none',
            pattern: '',
            reason: '没有写明怎样计分',
            vague: [
              { begin: 5, end: 7, words: '酌情', reason: '没有标准', wording: '每次扣0.5分' },
            ],
          }),
        ],
      },
    ],
    document: '# 乡镇考核办法',
    issues: [],
    reading: [],
  }
}

const issue = {
  severity: 'error' as const,
  code: 'formula.unknown-name',
  file: '',
  line: 1,
  column: 5,
  length: 4,
  article: '',
  sheet: '',
  cell: '',
  message: '没有“事故总数”',
  hint: '',
}

export class FakeReports {
  private findings = makeFindings()
  private version = 1
  private bench = makeBench()

  private report(me: Me): Report {
    const open = this.findings.filter((finding) => !finding.decision).length
    return {
      id: '2001',
      unit,
      year: 2027,
      title: '青石村工作汇报',
      assessment: { id: '7', title: '2027 年度村级目标管理考核', year: 2027 },
      created_by: '王芳',
      created_at: '2027-12-18T02:00:00Z',
      may_check: me.acts.includes('check_reports'),
      version: this.version,
      versions: [2, 1].map((number) => ({
        number,
        file_name: `汇报第${number}稿.docx`,
        size: 20480,
        sha256: '0'.repeat(64),
        uploaded_by: '王芳',
        uploaded_at: `2027-12-${18 + number}T02:00:00Z`,
        check: check({ open }),
      })),
    }
  }

  private checked(me: Me): CheckedReport {
    return {
      report: this.report(me),
      number: 2,
      format: 'docx',
      encoding: '',
      notes: [],
      paragraphs,
      findings: this.findings,
      gone: [{ ...makeFindings()[0]!, key: 'c'.repeat(64), message: '会议日期“2月30日”不存在' }],
      compared_number: 1,
      measurement_count: 12,
    }
  }

  private decide(body: Record<string, unknown>, me: Me) {
    this.version++
    this.findings = this.findings.map((finding) =>
      finding.key !== body.finding
        ? finding
        : {
            ...finding,
            decision:
              body.verdict === 'open'
                ? null
                : {
                    verdict: body.verdict as 'accepted',
                    reason: (body.reason as string) ?? '',
                    made_by: me.person.name,
                    made_at: '2027-12-21T02:00:00Z',
                  },
          },
    )
  }

  private preview(formula: string): ClausePreview {
    const runs = !formula.includes('总数')
    const tried = clause({ formula, examples: runs ? [example('4.00')] : [] })
    return { item: this.bench.items[0]!, clause: tried, runs, issues: runs ? [] : [issue] }
  }

  private correct(items: { item: number; clause: number; verdict: 'correct'; formula: string }[]) {
    const [sent] = items
    this.bench = {
      ...this.bench,
      version: this.bench.version + 1,
      decision_count: 1,
      items: this.bench.items.map((item) =>
        item.item !== sent!.item
          ? item
          : {
              ...item,
              clauses: item.clauses.map((old) => ({
                ...old,
                formula: sent!.verdict === 'correct' ? sent!.formula : old.formula,
                examples: sent!.verdict === 'correct' ? [example('4.00')] : old.examples,
                decision: {
                  verdict: sent!.verdict,
                  formula: sent!.formula ?? '',
                  made_by: '李建国',
                  made_at: '2027-12-21T02:00:00Z',
                },
              })),
            },
      ),
    }
  }

  answer(call: Call, me: Me): { status: number; body: unknown } | undefined {
    const ok = (body: unknown, status = 200) => ({ status, body })
    const list = <T>(items: T[]) => ok({ items, total: items.length, page: 1, page_size: 50 })
    const { method, path } = call
    const body = (call.body ?? {}) as Record<string, unknown>
    if (method === 'POST' && path === '/reports/2001/decisions') {
      this.decide(body, me)
      return ok(this.report(me))
    }
    if (method === 'POST' && path === '/reports') return ok({ items: [this.report(me)] }, 202)
    if (method === 'POST' && path === '/report-comparisons') return ok(comparison, 202)
    if (method === 'POST' && path === '/rubrics/2201/preview')
      return ok(this.preview(body.formula as string))
    if (method === 'POST' && path === '/rubrics/2201/decisions') {
      this.correct(body.items as Parameters<FakeReports['correct']>[0])
      return ok(this.bench)
    }
    if (method === 'POST' && path === '/rubrics/2201/save') {
      const saved = { regulation_id: '31', version_id: '42', slug: body.slug as string, label: '2027' }
      this.bench = { ...this.bench, version: this.bench.version + 1, saved }
      return ok(this.bench)
    }
    if (method !== 'GET') return undefined
    switch (path) {
      case '/reports':
        return list([{ ...this.report(me), versions: this.report(me).versions.slice(0, 1) }])
      case '/reports/2001':
        return ok(this.checked(me))
      case '/report-comparisons':
        return list([comparison])
      case '/report-comparisons/2101':
        return ok(comparison)
      case '/report-comparisons/2101/pairs/0':
        return ok({
          pair,
          a: members[0],
          b: members[1],
          passages: [
            {
              likeness_percent: 92,
              a: [
                { text: '把闲置校舍改造成', is_shared: true },
                { text: '电商', is_shared: false },
                { text: '服务站', is_shared: true },
              ],
              b: [
                { text: '把闲置校舍改造成', is_shared: true },
                { text: '便民', is_shared: false },
                { text: '服务站', is_shared: true },
              ],
            },
          ],
        })
      case '/rubrics':
        return list([this.bench])
      case '/rubrics/2201':
        return ok(this.bench)
    }
    return undefined
  }
}
