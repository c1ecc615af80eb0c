// SPDX-License-Identifier: Apache-2.0
// An assessment in mid-year for fixtures: two assessments, a target sheet that can be worked on, an
// inbox for each role.
import type {
  Act,
  Assessee,
  Assessment,
  AssessmentField,
  Decomposition,
  Inbox,
  Letter,
  Me,
  PublicTargetList,
  ReviewPage,
  SheetAct,
  SheetState,
  Target,
  TargetSheet,
} from '../../api/types'
import type { Call } from './server.ts'

const villages = '青石村 柳塘村 大湾村 桐木村 高坪村 梅岭村 下游村 白沙村'.split(' ')
const stages: [Assessment['stage'], string][] = [
  ['preparing', '筹备'],
  ['targets', '目标制定'],
  ['process', '过程管理'],
  ['results', '计分校准'],
  ['notice', '公示'],
  ['final', '定稿'],
  ['archived', '归档'],
]

function makeAssessment(id: string, year: number, at: number): Assessment {
  const [stage, stage_title] = stages[at]!
  return {
    id,
    title: `${year} 年度村级目标管理考核`,
    year,
    regulation: {
      version_id: '41',
      slug: 'ganxi-village',
      title: '甘溪镇村级目标管理考核办法',
      label: '2012',
    },
    stage,
    stage_title,
    owner_unit: null,
    assessee_count: villages.length,
    targets_due: `${year}-03-15`,
    data_due: `${year + 1}-01-20`,
    version: 3,
    has_targets: true,
    created_at: `${year}-01-05T02:00:00Z`,
    created_by: '李建国',
    kinds: [
      { kind: '村', is_record: false, parent: null, id_column: '村', count: villages.length },
      { kind: '表彰', is_record: true, parent: '村', id_column: '文号', count: 0 },
    ],
    strip: stages.map(([name, title], index) => ({
      stage: name,
      title,
      state: index < at ? 'done' : index === at ? 'current' : 'ahead',
      missing:
        index === at && name === 'targets'
          ? [
              { code: 'sheet_draft', text: '3 张目标表还在拟定', count: 3 },
              { code: 'sheet_submitted', text: '1 张目标表等待本单位确认', count: 1 },
            ]
          : [],
    })),
    next_stage: stages[at + 1]?.[0] ?? null,
    previous_stage: stages[at - 1]?.[0] ?? null,
    may: ['manage', 'assign', 'approve'],
  }
}

const targetRows: [string, string, string | null, string, number, string, string][] = [
  ['粮食产量.目标', '粮食产量', '820.5', '吨', 1, '第五条', '8'],
  ['农民人均纯收入.目标', '农民人均纯收入', '18650', '元', 0, '第五条', '10'],
  ['招商引资.目标', '招商引资', null, '万元', 2, '第六条', '6'],
  ['新型合作医疗参合率.目标', '新型合作医疗参合率', '97.5', '%', 1, '第七条', '5'],
]

function makeTarget([field, label, baseline, unit, places, article, points]: (typeof targetRows)[number]): Target {
  return {
    field,
    label,
    base_field: field.replace('.目标', ''),
    period: 0,
    period_title: '',
    unit,
    places,
    is_percent: unit === '%',
    value: null,
    is_not_applicable: false,
    baseline,
    history: baseline ? [{ year: 2024, value: baseline }, { year: 2025, value: baseline }] : [],
    peers: baseline ? { count: 7, low: '1', median: baseline, high: '99999' } : null,
    owner_person: null,
    deadline: null,
    measure: '',
    return_reason: null,
    warnings: [],
    points,
    article,
    is_additive: true,
  }
}

const titles: Record<SheetState, string> = {
  draft: '拟定',
  submitted: '待单位确认',
  confirmed: '待审定',
  approved: '已审定',
  published: '公示',
  signed_by_assessee: '待上级签字',
  signed: '已签订',
  superseded: '已被新版取代',
}

// Who may do what in which state.
const rules: [SheetState, Act, SheetAct[]][] = [
  ['draft', 'draft_targets', ['save', 'submit', 'decompose']],
  ['submitted', 'confirm_targets', ['confirm', 'return']],
  ['confirmed', 'review_targets', ['approve', 'return']],
  ['approved', 'review_targets', ['revise']],
  ['approved', 'sign_targets', ['sign']],
]

export class FakeYear {
  readonly assessments = [makeAssessment('7', 2027, 1), makeAssessment('6', 2026, 5)]
  readonly sheet: Omit<TargetSheet, 'may' | 'state_title' | 'filled' | 'total' | 'returned'> = {
    id: '501',
    assessment: { id: '7', title: '2027 年度村级目标管理考核', year: 2027 },
    assessee: { id: '301', name: '青石村', code: 'V01', kind: '村' },
    revision: 1,
    state: 'draft',
    due: '2027-03-15',
    version: 1,
    items: targetRows.map(makeTarget),
    steps: [
      { act: 'open', title: '生成目标草案', by: '李建国', at: '2027-02-01T01:00:00Z', note: '' },
    ],
    revisions: [{ id: '501', revision: 1, state: 'draft', state_title: '拟定' }],
    reason: null,
    comment_until: null,
    comment_count: 0,
  }

  // Returns the answer, or null for what is not of the year.
  answer(call: Call, me: Me): { status: number; body: unknown } | null {
    const { method, path, query } = call
    const sent = (call.body ?? {}) as Record<string, unknown>
    const ok = (body: unknown, status = 200) => ({ status, body })
    const listed = <T>(items: T[], more = {}) =>
      ok({ items, total: items.length, page: 1, page_size: 50, ...more })
    const refuse = (status: number, code: string, detail: string, more = {}) =>
      ok({ type: 'about:blank', status, code, detail, request_id: 'req-year', ...more }, status)

    if (path === '/inbox') return ok(this.inbox(me))
    if (path === '/reminders') return listed([], { unread: 0 })
    if (path === '/assessments') return listed(this.assessments)
    const one = /^\/assessments\/(\d+)(?:\/([\w./-]+))?$/.exec(path)
    if (one) {
      const assessment = this.assessments.find((row) => row.id === one[1])
      if (!assessment) return refuse(404, 'not_found', '没有这项考核')
      const may = me.acts.includes('manage_assessments') ? assessment.may : []
      if (!one[2]) return ok({ ...assessment, may })
      if (one[2] === 'fields') return ok({ version: 3, items: this.fields() })
      if (one[2] === 'assessees') return listed(this.assessees())
      if (one[2] === 'review') return ok(this.review())
      if (one[2] === 'stage') return refuse(409, 'conflict', '还有 4 份目标没有审定')
      return null
    }
    if (path === '/target-sheets') {
      const state = query.get('state')
      return listed(!state || state === this.sheet.state ? [this.shown(me)] : [])
    }
    const sheet = /^\/target-sheets\/501(?:\/([\w/]+))?$/.exec(path)
    if (sheet) {
      if (method === 'GET') {
        if (!sheet[1]) return ok(this.shown(me))
        if (sheet[1] === 'letter') return ok(this.letter(me))
        if (sheet[1] === 'decomposition') return ok(this.decomposition())
        if (sheet[1] === 'comments') return ok({ items: [] })
        return null
      }
      if (sent.version !== this.sheet.version) {
        return refuse(409, 'conflict', '内容已被他人修改', { current: this.shown(me) })
      }
      this.change(sheet[1] ?? 'save', sent, me)
      return ok(this.shown(me))
    }
    return null
  }

  // For tests: somebody else writes meanwhile.
  touchTarget(field: string, change: Partial<Target>) {
    Object.assign(this.sheet.items.find((item) => item.field === field)!, change)
    this.sheet.version++
  }

  answerPublic(path: string): PublicTargetList | null {
    if (path !== '/public/targets/7') return null
    return {
      items: villages.map((name, index) => ({
        sheet_id: String(501 + index),
        code: `V0${index + 1}`,
        name,
        values: targetRows.map(([, , baseline]) => baseline),
      })),
      total: villages.length,
      page: 1,
      page_size: 50,
      assessment: this.sheet.assessment,
      comment_until: '2027-04-10',
      kind: '村',
      kinds: ['村'],
      columns: targetRows.map(([field, label, , unit, , article]) => ({
        field,
        period: 0,
        label,
        period_title: '',
        unit,
        article,
      })),
    }
  }

  private shown(me: Me): TargetSheet {
    const { items, state } = this.sheet
    const filled = items.filter((item) => item.is_not_applicable || item.value !== null).length
    return {
      ...this.sheet,
      state_title: titles[state],
      filled,
      total: items.length,
      returned: items.filter((item) => item.return_reason !== null).length,
      may: rules.flatMap(([at, act, may]) => (at === state && me.acts.includes(act) ? may : [])),
    }
  }

  private change(act: string, sent: Record<string, unknown>, me: Me) {
    const { sheet } = this
    const find = (item: { field: string; period: number }) =>
      sheet.items.find((row) => row.field === item.field && row.period === item.period)!
    const items = (sent.items ?? []) as ({ field: string; period: number; reason?: string } & Partial<Target>)[]
    if (act === 'save') {
      for (const item of items) Object.assign(find(item), item, { return_reason: null })
    } else if (act === 'return') {
      sheet.state = 'draft'
      sheet.reason = String(sent.reason)
      for (const item of items) find(item).return_reason = item.reason ?? null
    } else {
      const next: Record<string, SheetState> = {
        submit: 'submitted',
        confirm: 'confirmed',
        approve: 'approved',
      }
      sheet.state = next[act] ?? sheet.state
    }
    sheet.version++
    if (act !== 'save') {
      sheet.steps.push({
        act: act as TargetSheet['steps'][number]['act'],
        title: act === 'return' ? '退回' : titles[sheet.state],
        by: me.person.name,
        at: '2027-02-10T02:00:00Z',
        note: String(sent.reason ?? ''),
      })
    }
  }

  private letter(me: Me): Letter {
    return {
      sheet_id: '501',
      revision: 1,
      digest: 'c0ffee'.repeat(10) + 'beef',
      title: '青石村 2027 年度目标管理责任书',
      paragraphs: [
        '为全面完成 2027 年度各项工作任务，根据《甘溪镇村级目标管理考核办法》，签订本责任书。',
        '责任方承担下列目标，上级按办法考核。',
      ],
      items: this.sheet.items.map((item) => ({
        label: item.label,
        period_title: item.period_title,
        value: item.value ?? '—',
        unit: item.unit,
        points: item.points,
        article: item.article,
        deadline: item.deadline,
        owner: item.owner_person?.name ?? '',
      })),
      parties: [
        { party: 'assessee', title: '青石村', name: null, signed_at: null },
        { party: 'superior', title: '甘溪镇', name: null, signed_at: null },
      ],
      is_void: false,
      history: [],
      may_sign: me.acts.includes('sign_targets') ? 'assessee' : null,
      version: this.sheet.version,
    }
  }

  private decomposition(): Decomposition {
    return {
      sheet_id: '501',
      version: 1,
      units: [
        { id: '901', name: '第一村民小组' },
        { id: '902', name: '第二村民小组' },
      ],
      persons: [{ id: '1003', name: '王丽华' }],
      items: this.sheet.items.map((item) => ({
        field: item.field,
        label: item.label,
        period: item.period,
        period_title: item.period_title,
        unit: item.unit,
        places: item.places,
        is_additive: item.is_additive,
        value: item.value,
        shares: [],
        sum: null,
        coverage: { state: 'unowned', text: '无人承担' },
      })),
    }
  }

  private fields(): AssessmentField[] {
    return targetRows.flatMap(([field, label, , unit, places], index): AssessmentField[] => {
      const row: AssessmentField = {
        kind: '村',
        field,
        label: `${label}目标`,
        column: field,
        class: 'target',
        class_title: '目标',
        classes: ['target', 'measurement', 'attribute'],
        base_field: field.replace('.目标', ''),
        type: 'number',
        level: 0,
        level_name: '年',
        periods: ['全年'],
        places,
        is_percent: unit === '%',
        unit,
        range: null,
        options: [],
        element_id: String(index + 1),
        shared_with: [],
        verifier_unit: null,
        source: '',
        rounds: 1,
        due_days: 10,
        is_additive: true,
      }
      const base = field.replace('.目标', '')
      return [
        row,
        {
          ...row,
          field: base,
          label,
          column: base,
          class: 'measurement',
          class_title: '填报数据',
          base_field: null,
          level_name: '月',
          periods: Array.from({ length: 12 }, (_, month) => `${month + 1}月`),
          source: '统计部门',
          element_id: String(index + 11),
        },
      ]
    })
  }

  private assessees(): Assessee[] {
    return villages.map((name, index) => ({
      id: String(301 + index),
      kind: '村',
      code: `V0${index + 1}`,
      name,
      parent: null,
      unit: index < 7 ? { id: String(136 + index), name } : null,
      person: null,
      place: index,
    }))
  }

  private review(): ReviewPage {
    const items = this.assessees().map((assessee, index): ReviewPage['items'][number] => ({
      assessee: { id: assessee.id, kind: assessee.kind, code: assessee.code, name: assessee.name },
      lights: { red: index % 3, amber: index % 2, green: 2, none: 1 },
      items: [
        {
          field: '粮食产量',
          label: '粮食产量',
          unit: '吨',
          value: '300.5',
          target: '860',
          light: index % 3 > 0 ? 'red' : 'green',
          text: index % 3 > 0 ? '完成 34.9%，时间已过 50%' : '完成 55%，时间已过 50%',
        },
      ],
      remark: '',
      remark_by: null,
      version: 0,
    }))
    return {
      items,
      total: items.length,
      page: 1,
      page_size: 50,
      lights: { red: 7, amber: 4, green: 16, none: 8 },
    }
  }

  private inbox(me: Me): Inbox {
    const { state, assessee, id } = this.sheet
    const item = {
      title: `${assessee.name} 2027 年度目标`,
      detail: '2027 年度村级目标管理考核',
      due: '2027-03-15',
      days_left: 12,
      state: 'open' as const,
      link: `/target-sheets/${id}`,
    }
    const groups: Inbox['groups'] = []
    const offer = (act: Act, at: SheetState, code: Inbox['groups'][number]['code'], title: string) => {
      if (state !== at || !me.acts.includes(act)) return
      groups.push({ code, title, count: 1, overdue: 0, is_more: false, items: [item] })
    }
    offer('draft_targets', 'draft', 'to_draft', '待拟定的目标')
    offer('confirm_targets', 'submitted', 'to_confirm', '待确认的目标')
    offer('review_targets', 'confirmed', 'to_review', '待审定的目标')
    offer('sign_targets', 'approved', 'to_sign', '待签的责任书')
    if (me.acts.includes('report_data')) {
      groups.push({
        code: 'to_fill',
        title: '待填报的数据',
        count: 2,
        overdue: 1,
        is_more: false,
        items: [
          {
            title: '青石村 3月 数据',
            detail: '还缺 4 项',
            due: '2027-04-10',
            days_left: 5,
            state: 'due_soon',
            link: `/reporting/7/${assessee.id}/月/2`,
          },
          {
            title: '青石村 2月 数据',
            detail: '还缺 1 项',
            due: '2027-03-10',
            days_left: -3,
            state: 'overdue',
            link: `/reporting/7/${assessee.id}/月/1`,
          },
        ],
      })
    }
    const total = groups.reduce((sum, group) => sum + group.count, 0)
    return { total, overdue: groups.reduce((sum, group) => sum + group.overdue, 0), groups }
  }
}
