// SPDX-License-Identifier: Apache-2.0
// The document centre for fixtures: a bulletin that is drafted, a scorecard that was issued, a batch,
// and templates of which one can be uploaded with a mistake.
import type {
  DocumentBatch,
  DocumentComparison,
  DocumentForm,
  DocumentRow,
  DocumentTemplate,
  Me,
  WholeDocument,
} from '../../api/types'
import type { Call } from './server.ts'

const assessment = { id: '7', title: '2027 年度村级目标管理考核', year: 2027 }

const template = (
  key: string,
  title: string,
  subject: DocumentTemplate['subject'],
  more: Partial<DocumentTemplate> = {},
): DocumentTemplate => ({
  key,
  title,
  subject,
  making: 'template',
  is_shipped: true,
  is_archived: false,
  versions: [],
  version: 0,
  ...more,
})

const templates: DocumentTemplate[] = [
  template('scorecard', '成绩单', 'assessee'),
  template('bulletin', '通报', 'whole'),
  template('work-report', '年度工作报告', 'assessee', { making: 'draft' }),
  template('31', '镇内通知', 'whole', {
    is_shipped: false,
    version: 2,
    versions: [
      {
        number: 2,
        file_name: '镇内通知.docx',
        size: 12_800,
        sha256: 'b'.repeat(64),
        uploaded_by: '孙磊',
        uploaded_at: '2027-11-10T02:00:00Z',
      },
    ],
  }),
]

const row = (id: string, title: string, more: Partial<DocumentRow> = {}): DocumentRow => ({
  id,
  title,
  template: 'bulletin',
  template_title: '通报',
  subject: 'whole',
  state: 'draft',
  state_title: '草稿',
  assessment,
  assessee: null,
  computation_id: '81',
  basis: 'verified',
  period: null,
  objection_id: null,
  batch_id: null,
  number: null,
  audience: null,
  created_by: '孙磊',
  created_at: '2027-11-12T02:00:00Z',
  changed_at: '2027-11-12T02:00:00Z',
  issued_by: null,
  issued_at: null,
  withdrawn_by: null,
  withdrawn_at: null,
  withdraw_reason: null,
  is_published: true,
  version: 1,
  ...more,
})

const issued = row('302', '2027年度绩效考核成绩单', {
  template: 'scorecard',
  template_title: '成绩单',
  subject: 'assessee',
  state: 'issued',
  state_title: '已印发',
  assessee: { id: '601', kind: '村', code: '青石村', name: '青石村' },
  audience: 'assessed',
  issued_by: '孙磊',
  issued_at: '2027-11-13T02:00:00Z',
})

const bulletin: WholeDocument = {
  ...row('301', '关于2027年度村级目标管理考核情况的通报'),
  paragraphs: [
    {
      number: 1,
      place: '第1段',
      role: 'title',
      is_cell: false,
      pieces: [{ text: '关于2027年度村级目标管理考核情况的通报', figure: null }],
    },
    {
      number: 2,
      place: '第2段',
      role: 'body',
      is_cell: false,
      pieces: [
        { text: '本次共考核', figure: null },
        {
          text: '8',
          figure: 1,
          expression: '计数(考核对象)',
          object: '',
          source: '2027 年度村级目标管理考核',
        },
        { text: '个村，平均', figure: null },
        { text: '84.12', figure: 2, expression: '平均(考核对象.总分)', object: '', source: '第三条' },
        { text: '分。', figure: null },
      ],
    },
    {
      number: 3,
      place: '表1第1行第1列',
      role: 'table_head',
      is_cell: true,
      pieces: [{ text: '考核对象', figure: null }],
    },
  ],
  given: [
    { name: '发文机关', text: '甘溪镇人民政府' },
    { name: '文号', text: '甘政发〔2027〕12号' },
  ],
  versions: [
    {
      number: 1,
      act: 'draft',
      act_title: '起草',
      note: '',
      made_by: '孙磊',
      made_at: '2027-11-12T02:00:00Z',
    },
  ],
  files: [],
  may: ['edit', 'issue'],
}

const changes = [
  {
    place: '第2段',
    sentence: '本次共考核8个村，平均84.12分。',
    expression: '平均(考核对象.总分)',
    object: '全部',
    before: '84.12',
    after: '83.90',
  },
]

const form: DocumentForm = {
  template: templates[1]!,
  fields: [
    {
      name: '发文机关',
      type: 'text',
      is_required: true,
      hint: '全称',
      suggestion: '甘溪镇人民政府',
      is_known: false,
      columns: [],
    },
    {
      name: '文号',
      type: 'text',
      is_required: true,
      hint: '如 甘政发〔2026〕2号',
      suggestion: null,
      is_known: false,
      columns: [],
    },
    {
      name: '问题',
      type: 'list',
      is_required: false,
      hint: '每行一个问题',
      suggestion: null,
      is_known: true,
      columns: [
        { name: '单位', type: 'text' },
        { name: '内容', type: 'long_text' },
        { name: '期限', type: 'day' },
      ],
    },
  ],
  periods: ['一季度', '二季度'],
  kinds: ['村', '村干部'],
}

const batch: DocumentBatch = {
  id: '401',
  assessment,
  computation_id: '81',
  basis: 'verified',
  period: null,
  template: 'scorecard',
  template_title: '成绩单',
  issue_to: null,
  state: 'done',
  state_title: '完成',
  done: 8,
  total: 8,
  made: 8,
  trouble: null,
  created_by: '孙磊',
  created_at: '2027-11-12T02:00:00Z',
  finished_at: '2027-11-12T02:00:04Z',
}

const comparison: DocumentComparison = {
  before: 1,
  after: 2,
  lines: [
    { kind: 'same', segments: [{ kind: 'same', text: '关于2027年度村级目标管理考核情况的通报' }] },
    {
      kind: 'changed',
      segments: [
        { kind: 'removed', text: '本次' },
        { kind: 'added', text: '全年' },
        { kind: 'same', text: '共考核8个村，平均84.12分。' },
      ],
    },
  ],
}

interface Given {
  body: unknown
  status?: number
}

export class FakeDocuments {
  private bulletin: WholeDocument = structuredClone(bulletin)
  // A figure was altered after drafting: the issue is refused once.
  isAltered = true

  answer(call: Call, me: Me): Given | undefined {
    const { method, path } = call
    const ok = (body: unknown, status = 200): Given => ({ body, status })
    const list = (items: unknown[]) => ok({ items, total: items.length, page: 1, page_size: 50 })
    const mayIssue = me.acts.includes('issue_documents')
    if (method === 'GET') {
      switch (path) {
        case '/documents':
          return list(mayIssue ? [this.bulletin, issued] : [issued])
        case '/documents/301':
          return ok(this.bulletin)
        case '/documents/301/changes':
          return ok({ items: this.isAltered ? changes : [] })
        case '/documents/301/comparison':
          return ok(comparison)
        case '/document-templates':
          return ok({ items: templates })
        case '/document-batches':
          return list([batch])
        case '/document-batches/401':
          return ok(batch)
      }
      if (/^\/document-templates\/[^/]+\/form$/.test(path)) return ok(form)
      return undefined
    }
    const add = (act: WholeDocument['versions'][number]['act'], title: string) => {
      const number = this.bulletin.versions.length + 1
      this.bulletin.version += 1
      this.bulletin.versions.unshift({
        ...bulletin.versions[0]!,
        number,
        act,
        act_title: title,
      })
      return ok(this.bulletin)
    }
    switch (`${method} ${path}`) {
      case 'POST /documents':
        return ok(this.bulletin, 201)
      case 'POST /document-batches':
        return ok(batch, 202)
      case 'PUT /documents/301/paragraphs':
        return add('edit', '修改')
      case 'POST /documents/301/refresh':
        this.isAltered = false
        return add('refresh', '更新数字')
      case 'POST /documents/301/issue':
        if (this.isAltered) {
          return ok(
            {
              type: 'about:blank',
              status: 409,
              code: 'conflict',
              detail: '有 1 处与记录不一致，不能印发',
              request_id: 'req-1',
              changes,
            },
            409,
          )
        }
        this.bulletin.state = 'issued'
        this.bulletin.state_title = '已印发'
        this.bulletin.may = ['withdraw']
        return ok(this.bulletin)
      case 'POST /document-templates':
        return ok(
          {
            type: 'about:blank',
            status: 422,
            code: 'invalid_input',
            detail: '模板有 1 处错误，没有保存',
            request_id: 'req-2',
            issues: [
              {
                severity: 'error',
                code: 'document.expression',
                file: '坏.docx',
                line: 12,
                column: 0,
                length: 0,
                article: '',
                sheet: '',
                cell: '',
                message: '{{总分|没有的格式}}：不认识的格式',
                hint: '',
              },
            ],
          },
          422,
        )
      default:
        return undefined
    }
  }
}
