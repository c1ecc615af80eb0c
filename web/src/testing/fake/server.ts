// SPDX-License-Identifier: Apache-2.0
// A stand-in for the server that keeps its state in memory: sessions, versions and conflicts, rights
// by role, problem documents. Results and explanations in it are recordings of the real engine.
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type {
  Account,
  Act,
  AuditRow,
  Import,
  Me,
  Named,
  Regulation,
  ResultColumn,
  Role,
  Run,
  Unit,
  Version,
  VersionRow,
} from '../../api/types'
import { compareDecimals } from '../../lib/decimal.ts'
import { makePeople } from './people.ts'
import { checkOf, readFolder, readingOf, type Files } from './regulation.ts'
import { actsOf, matrix } from './rights.ts'
import { FakeDocuments } from './documents.ts'
import { FakeProcess } from './process.ts'
import { FakeReports } from './reports.ts'
import { FakeYear } from './year.ts'

export interface Call {
  method: string
  path: string
  query: URLSearchParams
  cookie: string
  csrf: string
  body: unknown
}

export interface Reply {
  status: number
  headers: Record<string, string>
  text: string
}

interface Recorded {
  result_hash: string
  kinds: { kind: string; rows: { name: string; figures: Record<string, string> }[] }[]
  sentences: { depth: number; text: string }[]
  ledger: { name: string; path: string; amount: string; article: string; clause: string; text: string }[]
  attainable: string[]
  compare: {
    kind: string
    figure: string
    changes: { name: string; before: string; after: string; difference: string }[]
  }[]
}

const here = resolve(process.cwd(), 'src/testing/recorded')
const recorded = JSON.parse(readFileSync(resolve(here, 'run.json'), 'utf8')) as Recorded
const nodes = JSON.parse(readFileSync(resolve(here, 'nodes.json'), 'utf8')) as unknown[]
const folder = resolve(process.cwd(), '../regulations/ganxi-village/2012')

export const password = 'kaogong-demo-1'

interface User {
  account: Account
  password: string
  failed: number
}

interface StoredVersion {
  row: VersionRow
  regulationId: string
  files: Files
  version: number
}

class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly detail: string,
    readonly extra: Record<string, unknown> = {},
  ) {
    super(detail)
  }
}

const noChanges: Import['summary'] = {
  units_new: 0,
  units_changed: 0,
  positions_new: 0,
  positions_changed: 0,
  persons_new: 0,
  persons_changed: 0,
  appointments_new: 0,
  appointments_changed: 0,
  appointments_ended: 0,
  unchanged: 0,
}

const roleOfFigure: Record<string, ResultColumn['role']> = {
  总分: 'total',
  排名: 'ranking',
  等次: 'grade',
  村报酬: 'payout',
  个人报酬: 'payout',
  名次奖: 'payout',
  村人口系数: 'coefficient',
}

function digest(text: string): string {
  let [a, b] = [0x811c9dc5, 0x1b873593]
  for (let i = 0; i < text.length; i++) {
    a = Math.imul(a ^ text.charCodeAt(i), 0x01000193)
    b = Math.imul(b ^ text.charCodeAt(i), 0x85ebca6b)
  }
  const hex = (n: number) => (n >>> 0).toString(16).padStart(8, '0')
  return (hex(a) + hex(b)).repeat(4)
}

export class FakeServer {
  private people = makePeople()
  readonly year = new FakeYear()
  private process = new FakeProcess()
  private reports = new FakeReports()
  private documents = new FakeDocuments()
  private users: User[] = []
  private sessions = new Map<string, { user: User; viewing?: User; at: string }>()
  private versions = new Map<string, StoredVersion>()
  private regulations: { id: string; slug: string; title: string }[] = []
  private runs: Run[] = []
  private facts: Record<string, unknown>[] = []
  private imports = new Map<string, Import & { polls: number }>()
  private audit: AuditRow[] = []
  private nextId = 9000
  // Tests look at what was asked and say what is to fail.
  readonly calls: Call[] = []
  readonly failures = new Map<string, Reply>()

  constructor() {
    const roles: Role[] = matrix.roles.map((row) => row.role)
    roles.forEach((role, i) => {
      const person = this.people.persons[i * 11]!
      const whole = ['administrator', 'office', 'leader', 'auditor'].includes(role)
      const unit = person.appointments[0]!.unit
      this.addUser(role, person, [{ role, unit: whole ? null : unit }])
    })
    this.addUser('newcomer', this.people.persons[5]!, [{ role: 'reporting_clerk', unit: null }], {
      must_change_password: true,
    })
    this.addUser('locked', this.people.persons[6]!, [], { locked_until: '2026-12-31T10:00:00Z' })
    this.addUser('former', this.people.persons[7]!, [], { is_active: false })
    this.addRegulation('ganxi-village', '甘溪镇村级目标管理考核办法', readFolder(folder))
    this.facts.push({
      id: '71',
      name: '2012 年村级数据',
      year: 2012,
      regulation: { id: '31', slug: 'ganxi-village' },
      files: ['村.csv', '村干部.csv', '表彰.csv', '通报批评.csv', '镇.csv'].map((name) => ({
        name,
        size: 2048,
        sha256: digest(name),
      })),
      content_hash: digest('facts'),
      row_count: 113,
      created_at: '2026-11-20T02:10:00Z',
      created_by: '李建国',
    })
    this.runs.push(this.makeRun('41', []))
    for (let i = 1; i <= 64; i++) {
      this.note(
        ['sign_in', 'change_unit', 'publish_regulation', 'run_regulation'][i % 4]!,
        ['account/2', `unit/${100 + (i % 20)}`, 'regulation_version/41', `run/${i}`][i % 4]!,
        { id: '1', name: '王明' },
      )
    }
  }

  private id = () => String(this.nextId++)

  private addUser(
    login: string,
    person: Named & { appointments: { unit: Named }[] },
    grants: Account['grants'],
    more: Partial<Account> = {},
  ): User {
    const user: User = {
      password,
      failed: 0,
      account: {
        id: this.id(),
        login,
        person: { id: person.id, name: person.name },
        units: person.appointments.map((item) => item.unit),
        grants,
        is_active: true,
        locked_until: null,
        must_change_password: false,
        totp_enabled: false,
        last_seen_at: '2026-11-28T08:12:00Z',
        version: 1,
        ...more,
      },
    }
    this.users.push(user)
    return user
  }

  private addRegulation(slug: string, title: string, files: Files) {
    const regulationId = '31'
    this.regulations.push({ id: regulationId, slug, title })
    this.addVersion(regulationId, '41', '2012', 'published', files)
    this.addVersion(regulationId, '42', '2027', 'draft', new Map(files))
  }

  private addVersion(
    regulationId: string,
    id: string,
    label: string,
    state: VersionRow['state'],
    files: Files,
  ): StoredVersion {
    const check = checkOf(files)
    const stored: StoredVersion = {
      regulationId,
      files,
      version: 1,
      row: {
        id,
        label,
        state,
        effective_from: `${label}-01-01`,
        content_hash: digest([...files.values()].join()),
        updated_at: '2026-11-27T07:30:00Z',
        updated_by: '李建国',
        published_at: state === 'published' ? '2026-01-05T01:00:00Z' : null,
        published_by: state === 'published' ? '李建国' : null,
        withdrawn_at: null,
        withdraw_reason: null,
        version: 1,
        coverage: check.coverage,
        errors: check.issues.length,
        warnings: 0,
        cases: { passed: check.cases.passed, failed: check.cases.failed },
      },
    }
    this.versions.set(id, stored)
    return stored
  }

  private note(act: string, subject: string, actor: AuditRow['actor']) {
    const seq = this.audit.length + 1
    this.audit.push({
      seq,
      at: `2026-11-28T0${seq % 10}:${String(seq % 60).padStart(2, '0')}:00Z`,
      actor,
      act,
      act_title: act,
      subject,
      subject_title: subject,
      detail: { before: null, after: { note: '示例' } },
      hash: digest(`${seq}${act}${subject}`),
    })
  }

  // For tests: a session without the form.
  signIn(login: string): string {
    const user = this.users.find((item) => item.account.login === login)
    if (!user) throw new Error(`no account ${login}`)
    const token = `t${this.sessions.size + 1}`
    this.sessions.set(token, { user, at: '2026-11-29T01:00:00Z' })
    return token
  }

  endSessions() {
    this.sessions.clear()
  }

  // For tests: somebody else writes meanwhile.
  touchPerson(id: string, change: Partial<(typeof this.people.persons)[number]>) {
    const person = this.people.persons.find((item) => item.id === id)!
    Object.assign(person, change, { version: person.version + 1 })
  }

  touchFile(versionId: string, path: string, text: string) {
    const stored = this.versions.get(versionId)!
    stored.files.set(path, text)
    stored.version++
  }

  handle(call: Call): Reply {
    this.calls.push(call)
    const planned = this.failures.get(`${call.method} ${call.path}`)
    if (planned) return planned
    try {
      return this.route(call)
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      const headers: Record<string, string> = { 'Content-Type': 'application/problem+json' }
      if (error.status === 429) headers['Retry-After'] = '90'
      return {
        status: error.status,
        headers,
        text: JSON.stringify({
          type: 'about:blank',
          title: error.detail,
          status: error.status,
          code: error.code,
          detail: error.detail,
          request_id: 'req-' + digest(call.path).slice(0, 8),
          ...error.extra,
        }),
      }
    }
  }

  private me(token: string): Me {
    const session = this.sessions.get(token)!
    const shown = session.viewing ?? session.user
    const { account } = shown
    return {
      account: { id: account.id, login: account.login, version: account.version },
      person: account.person,
      grants: account.grants,
      acts: actsOf(account.grants.map((grant) => grant.role)),
      csrf_token: `csrf-${token}`,
      must_change_password: session.user.account.must_change_password,
      totp_enabled: account.totp_enabled,
      ...(session.viewing
        ? { viewing_as: { account_id: account.id, name: account.person.name } }
        : {}),
      city: this.people.units[0]!.name,
    }
  }

  private route(call: Call): Reply {
    const { method, path, query } = call
    const body = (call.body ?? {}) as Record<string, unknown>
    const json = (value: unknown, status = 200, headers: Record<string, string> = {}): Reply => ({
      status,
      headers: { 'Content-Type': 'application/json', ...headers },
      text: value === undefined ? '' : JSON.stringify(value),
    })
    const none = () => json(undefined, 204)

    if (method === 'POST' && path === '/session') return this.signInBy(body, json)
    const open = this.year.answerPublic(path) ?? this.process.answerPublic(path)
    if (open) return json(open)
    const token = /kaogong_session=(\w+)/.exec(call.cookie)?.[1] ?? ''
    const session = this.sessions.get(token)
    if (!session) throw new Refusal(401, 'not_signed_in', '请先登录')
    const me = this.me(token)
    if (method !== 'GET' && call.csrf !== me.csrf_token) {
      throw new Refusal(403, 'not_permitted', '请求缺少有效的防伪标记')
    }
    const must = (act: Act) => {
      if (!me.acts.includes(act)) throw new Refusal(403, 'not_permitted', '您的角色不包含此项权限')
    }
    const find = <T>(item: T | undefined): T => {
      if (!item) throw new Refusal(404, 'not_found', '没有找到，或者不在您的管辖范围内')
      return item
    }
    const paged = <T>(items: T[], size = 50) => {
      const page = parseInt(query.get('page') ?? '1', 10)
      const pageSize = parseInt(query.get('page_size') ?? String(size), 10)
      return {
        items: items.slice((page - 1) * pageSize, page * pageSize),
        total: items.length,
        page,
        page_size: pageSize,
      }
    }
    const stale = (item: { version: number }, current: unknown) => {
      const sent = method === 'DELETE' ? query.get('version') : body.version
      if (String(sent) !== String(item.version)) {
        throw new Refusal(409, 'conflict', '内容已被他人修改', { current })
      }
    }

    const at = (pattern: RegExp) => pattern.exec(path)
    let match: RegExpExecArray | null

    // --- session
    if (path === '/session') {
      if (method === 'GET') return json(me)
      this.sessions.delete(token)
      return none()
    }
    if (path === '/session/password') {
      if (body.current !== session.user.password) {
        throw new Refusal(422, 'invalid_input', '当前密码不正确', {
          errors: [{ pointer: '/current', message: '当前密码不正确' }],
        })
      }
      session.user.password = String(body.new)
      session.user.account.must_change_password = false
      return json(this.me(token))
    }
    if (path === '/session/view-as') {
      if (method === 'DELETE') delete session.viewing
      else session.viewing = find(this.users.find((item) => item.account.id === body.account_id))
      return json(this.me(token))
    }
    if (path === '/session/devices') {
      return json(
        paged([
          {
            id: '1',
            created_at: session.at,
            last_seen_at: session.at,
            client: 'Chromium 140 · Linux',
            is_current: true,
          },
          {
            id: '2',
            created_at: '2026-11-27T00:40:00Z',
            last_seen_at: '2026-11-28T09:00:00Z',
            client: 'Safari · iPhone',
            is_current: false,
          },
        ]),
      )
    }
    if (at(/^\/session\/devices\/\d+$/)) return none()
    if (path === '/session/totp') {
      if (method === 'POST') {
        return json({
          secret: 'JBSWY3DPEHPK3PXP',
          uri: 'otpauth://totp/Kaogong:office?secret=JBSWY3DPEHPK3PXP&issuer=Kaogong',
        })
      }
      session.user.account.totp_enabled = method === 'PUT'
      return json(this.me(token))
    }
    if (path === '/roles') return json(matrix)
    if (session.viewing && method !== 'GET') {
      throw new Refusal(403, 'not_permitted', '查看其他用户时不能修改')
    }

    // --- accounts
    if (path.startsWith('/accounts')) {
      must(method === 'GET' ? 'view_accounts' : 'manage_accounts')
      if (path === '/accounts' && method === 'GET') {
        const text = query.get('query') ?? ''
        const role = query.get('role')
        const state = query.get('state')
        return json(
          paged(
            this.users
              .map((user) => user.account)
              .filter(
                (account) =>
                  (account.login + account.person.name).includes(text) &&
                  (!role || account.grants.some((grant) => grant.role === role)) &&
                  (!state ||
                    (state === 'disabled'
                      ? !account.is_active
                      : state === 'locked'
                        ? !!account.locked_until
                        : account.is_active && !account.locked_until)),
              ),
          ),
        )
      }
      const grantsOf = (grants: { role: Role; unit_id: string | null }[]) =>
        grants.map((grant) => ({
          role: grant.role,
          unit: grant.unit_id
            ? find(this.people.units.find((unit) => unit.id === grant.unit_id))
            : null,
        }))
      if (path === '/accounts') {
        if (this.users.some((user) => user.account.login === body.login)) {
          throw new Refusal(422, 'invalid_input', '登录名已被使用', {
            errors: [{ pointer: '/login', message: '登录名已被使用' }],
          })
        }
        const person = find(this.people.persons.find((item) => item.id === body.person_id))
        const user = this.addUser(String(body.login), person, grantsOf(body.grants as never), {
          must_change_password: true,
        })
        return json({ account: user.account, initial_password: 'Qk7-mzt4-Hw9p' }, 201)
      }
      match = at(/^\/accounts\/(\d+)(?:\/([\w-]+))?$/)
      const account = find(this.users.find((user) => user.account.id === match?.[1])?.account)
      if (match?.[2] === 'reset-password') return json({ initial_password: 'Bn3-vxe8-Tr5k' })
      if (match?.[2] === 'sessions') return none()
      if (match?.[2] === 'unlock') {
        account.locked_until = null
        account.version++
        return json(account)
      }
      if (method === 'PATCH') {
        stale(account, account)
        if (body.grants) account.grants = grantsOf(body.grants as never)
        if (body.is_active !== undefined) account.is_active = body.is_active as boolean
        account.version++
      }
      return json(account)
    }

    // --- organisation
    const { units, positions, persons } = this.people
    if (path === '/units' && method === 'GET') {
      must('view_organisation')
      const scope = me.grants.map((grant) => grant.unit?.id)
      if (scope.includes(undefined)) {
        return json({ on: query.get('on') ?? '2026-11-29', items: units })
      }
      const above = (id: string): string[] => {
        const unit = units.find((row) => row.id === id)
        return unit ? [unit.id, ...(unit.parent_id ? above(unit.parent_id) : [])] : []
      }
      const path = new Set(scope.flatMap((id) => above(id!)))
      return json({
        on: query.get('on') ?? '2026-11-29',
        items: units
          .map((row) => ({ ...row, is_covered: above(row.id).some((id) => scope.includes(id)) }))
          .filter((row) => row.is_covered || path.has(row.id)),
      })
    }
    if (path === '/units') {
      must('edit_organisation')
      const parent = find(units.find((row) => row.id === body.parent_id))
      if (units.some((row) => row.code === body.code)) {
        throw new Refusal(422, 'invalid_input', '代码已被使用', {
          errors: [{ pointer: '/code', message: '代码已被其他机构使用' }],
        })
      }
      const unit = {
        ...parent,
        ...body,
        id: this.id(),
        depth: parent.depth + 1,
        person_count: 0,
        version: 1,
      }
      units.splice(units.indexOf(parent) + 1, 0, unit as never)
      return json(unit, 201)
    }
    match = at(/^\/units\/(\d+)(\/close)?$/)
    if (match) {
      const unit = find(units.find((row) => row.id === match![1]))
      const full = (): Unit => {
        const path: Named[] = []
        for (let row: typeof unit | undefined = unit; row; ) {
          path.unshift({ id: row.id, name: row.name })
          row = units.find((item) => item.id === row!.parent_id)
        }
        return {
          ...unit,
          exists: true,
          path: path.slice(0, -1),
          history: [
            {
              name: unit.name,
              short_name: unit.short_name,
              parent: path.at(-2) ?? null,
              category: unit.category,
              order: unit.order,
              valid_from: unit.valid_from ?? '',
              valid_to: unit.valid_to ?? null,
            },
          ],
        }
      }
      if (method !== 'GET') {
        must('edit_organisation')
        stale({ version: unit.version ?? 0 }, full())
        if (match[2]) {
          if (units.some((row) => row.parent_id === unit.id) || (unit.person_count ?? 0) > 0) {
            throw new Refusal(409, 'conflict', '此日之后仍有下级机构或任职，不能撤销')
          }
          unit.valid_to = String(body.on)
        } else {
          const { version: _, from: __, ...change } = body
          Object.assign(unit, change)
        }
        unit.version = (unit.version ?? 0) + 1
      }
      return json(full())
    }
    if (path === '/positions' && method === 'GET') return json(paged(positions, 200))
    if (path === '/positions') {
      must('edit_organisation')
      const position = { order: positions.length + 1, ...body, id: this.id(), version: 1 }
      positions.push(position as never)
      return json(position, 201)
    }
    match = at(/^\/positions\/(\d+)$/)
    if (match) {
      must('edit_organisation')
      const position = find(positions.find((row) => row.id === match![1]))
      stale(position, position)
      Object.assign(position, { ...body, version: position.version + 1 })
      return json(position)
    }
    if (path === '/persons' && method === 'GET') {
      must('view_persons')
      const text = query.get('query') ?? ''
      const unitId = query.get('unit_id')
      const inside = new Set(unitId ? [unitId] : [])
      if (query.get('with_below') === '1') {
        for (const row of units) if (inside.has(row.parent_id ?? '')) inside.add(row.id)
      }
      const positionId = query.get('position_id')
      const sort = query.get('sort') ?? ''
      const found = persons.filter(
        (person) =>
          (person.name.includes(text) || person.code.includes(text)) &&
          (!unitId || person.appointments.some((item) => inside.has(item.unit.id))) &&
          (!positionId || person.appointments.some((item) => item.position?.id === positionId)),
      )
      if (sort) {
        const key = sort.replace('-', '') as 'name' | 'code'
        found.sort((a, b) => a[key].localeCompare(b[key], 'zh') * (sort[0] === '-' ? -1 : 1))
      }
      const hidden = !me.acts.includes('view_person_details')
      return json(
        paged(found.map((p) => (hidden ? { ...p, phone: undefined, note: undefined } : p))),
      )
    }
    if (path === '/persons') {
      must('edit_organisation')
      const person = {
        phone: '',
        note: '',
        ...body,
        appointments: [],
        id: this.id(),
        version: 1,
      } as unknown as (typeof persons)[number]
      persons.push(person)
      for (const item of (body.appointments as Record<string, unknown>[] | undefined) ?? []) {
        person.appointments.push(this.appointment(item))
      }
      return json(person, 201)
    }
    match = at(/^\/persons\/(\d+)(\/appointments)?$/)
    if (match) {
      must('view_persons')
      const person = find(persons.find((row) => row.id === match![1]))
      if (match[2]) {
        must('edit_organisation')
        person.appointments.push(this.appointment(body))
        return json(person, 201)
      }
      if (method === 'PATCH') {
        must('edit_organisation')
        stale(person, person)
        Object.assign(person, { ...body, version: person.version + 1 })
      }
      return json(
        me.acts.includes('view_person_details')
          ? person
          : { ...person, phone: undefined, note: undefined },
      )
    }
    match = at(/^\/appointments\/(\d+)$/)
    if (match) {
      must('edit_organisation')
      const item = find(
        persons.flatMap((person) => person.appointments).find((row) => row.id === match![1]),
      )
      stale(item, item)
      const position = positions.find((row) => row.id === body.position_id)
      Object.assign(item, {
        ...(body.position_id === undefined ? {} : { position: position ?? null }),
        is_primary: body.is_primary ?? item.is_primary,
        valid_from: body.valid_from ?? item.valid_from,
        valid_to: body.valid_to ?? null,
        version: item.version + 1,
      })
      return json(item)
    }
    if (path === '/organisation/imports') {
      must('import_organisation')
      const job = this.makeImport(String(call.body).includes('bad'))
      return json(job, 202)
    }
    match = at(/^\/organisation\/imports\/(\d+)(?:\/(\w+))?$/)
    if (match) {
      must('import_organisation')
      return this.importReply(find(this.imports.get(match[1]!)), match[2], json)
    }

    // --- audit
    if (path === '/audit/verify') {
      must('verify_audit')
      const last = this.audit.at(-1)!
      return json({
        is_whole: true,
        row_count: this.audit.length,
        head: { seq: last.seq, hash: last.hash },
        finding: null,
      })
    }
    if (path === '/audit') {
      must('view_audit')
      const act = query.get('act') ?? ''
      const subject = query.get('subject') ?? ''
      const actor = query.get('actor') ?? ''
      return json(
        paged(
          [...this.audit]
            .reverse()
            .filter(
              (row) =>
                row.act.includes(act) &&
                row.subject.includes(subject) &&
                (!actor || row.actor.id === actor),
            ),
        ),
      )
    }
    return this.regulationRoutes(call, me, { json, none, must, find, paged, stale })
  }

  private appointment(body: Record<string, unknown>) {
    const unit = this.people.units.find((row) => row.id === body.unit_id)!
    const position = this.people.positions.find((row) => row.id === body.position_id)
    return {
      id: this.id(),
      unit: { id: unit.id, name: unit.name },
      position: position ?? null,
      is_primary: body.is_primary === true,
      valid_from: String(body.valid_from),
      valid_to: (body.valid_to as string | undefined) ?? null,
      version: 1,
    }
  }

  private signInBy(
    body: Record<string, unknown>,
    json: (value: unknown, status?: number, headers?: Record<string, string>) => Reply,
  ): Reply {
    const user = this.users.find((item) => item.account.login === body.login)
    if (user?.account.locked_until) {
      throw new Refusal(429, 'locked', '密码多次输入有误，账号已暂时锁定')
    }
    if (!user || !user.account.is_active || user.password !== body.password) {
      if (user && ++user.failed >= 5) user.account.locked_until = '2026-12-31T10:00:00Z'
      throw new Refusal(401, 'wrong_credentials', '登录名或密码不正确')
    }
    user.failed = 0
    if (user.account.totp_enabled && body.totp !== '123456') {
      throw new Refusal(401, 'totp_required', body.totp ? '动态验证码不正确' : '请输入动态验证码')
    }
    const token = this.signIn(user.account.login)
    return json(this.me(token), 200, {
      'Set-Cookie': `kaogong_session=${token}; Path=/; HttpOnly; SameSite=Strict`,
    })
  }

  private makeImport(isBad: boolean): Import {
    const job: Import & { polls: number } = {
      polls: 0,
      id: this.id(),
      state: 'reading',
      file_sha256: digest(String(isBad)),
      file_name: isBad ? '机构人员-有误.xlsx' : '机构人员.xlsx',
      progress: { done: 0, total: 312 },
      summary: noChanges,
      issues: [],
      created_at: '2026-11-29T01:20:00Z',
    }
    this.imports.set(job.id, job)
    return job
  }

  // Each look moves the work on, so that no clock is needed.
  private importReply(
    job: Import & { polls: number },
    what: string | undefined,
    json: (value: unknown, status?: number, headers?: Record<string, string>) => Reply,
  ): Reply {
    if (what === 'apply') {
      job.state = 'applying'
      job.polls = 0
    } else if (what === 'events') {
      // Held back, as some proxies do: the screen has to ask by itself.
      throw new Refusal(503, 'unavailable', '暂时不可用')
    } else if (job.state === 'applying' && ++job.polls > 1) job.state = 'applied'
    else if (job.state === 'reading') {
      job.progress.done = Math.min(job.progress.total, ++job.polls * 160)
      if (job.progress.done === job.progress.total) this.finishReading(job)
    }
    return json(job, what === 'apply' ? 202 : 200)
  }

  private finishReading(job: Import) {
    const isBad = job.file_name.includes('有误')
    job.state = isBad ? 'refused' : 'ready'
    job.summary = {
      units_new: 2,
      units_changed: 1,
      persons_new: 3,
      persons_changed: 1,
      appointments_new: 4,
      appointments_changed: 0,
      appointments_ended: 1,
      positions_new: 1,
      positions_changed: 0,
      unchanged: 300,
    }
    if (isBad) {
      job.issues = [
        ['人员', 'B17', '姓名为空', '填写姓名'],
        ['任职', 'C8', '没有代码为“D99”的机构', '改为“机构”工作表中的代码，或先增加该机构'],
        ['任职', 'E21', '“2026-13-01”不是日期', '按 2026-01-31 的格式填写'],
      ].map(([sheet, cell, message, hint]) => ({
        severity: 'error',
        code: 'import.row',
        sheet: sheet!,
        cell: cell!,
        message: message!,
        hint: hint!,
      }))
    }
    job.preview = [
      {
        kind: 'unit',
        action: 'new',
        label: '市数据局',
        changes: [
          { field: '上级机构', before: '', after: '临江市' },
          { field: '类别', before: '', after: '部门' },
        ],
      },
      {
        kind: 'unit',
        action: 'change',
        label: '市商务局',
        changes: [{ field: '名称', before: '市商务局', after: '市商务和投资促进局' }],
      },
      {
        kind: 'person',
        action: 'new',
        label: '陈立新（P0301）',
        changes: [{ field: '姓名', before: '', after: '陈立新' }],
      },
      {
        kind: 'appointment',
        action: 'end',
        label: '王明 · 市委办公室',
        changes: [{ field: '任职至', before: '', after: '2026-11-30' }],
      },
    ]
  }

  private versionOf(stored: StoredVersion): Version {
    const regulation = this.regulations.find((row) => row.id === stored.regulationId)!
    return {
      ...stored.row,
      regulation,
      version: stored.version,
      files: [...stored.files].map(([path, text]) => ({
        path,
        size: text.length,
        sha256: digest(text),
      })),
    }
  }

  private regulationOf(id: string): Regulation {
    const regulation = this.regulations.find((row) => row.id === id)!
    const rows = [...this.versions.values()]
      .filter((stored) => stored.regulationId === id)
      .map((stored) => stored.row)
      .reverse()
    return {
      ...regulation,
      owner: { id: '103', name: '市委组织部' },
      current: rows.find((row) => row.state === 'published') ?? null,
      draft: rows.find((row) => row.state === 'draft') ?? null,
      version: 1,
      versions: rows,
    }
  }

  private regulationRoutes(
    call: Call,
    me: Me,
    tools: {
      json: (value: unknown, status?: number, headers?: Record<string, string>) => Reply
      none: () => Reply
      must: (act: Act) => void
      find: <T>(item: T | undefined) => T
      paged: <T>(items: T[], size?: number) => unknown
      stale: (item: { version: number }, current: unknown) => void
    },
  ): Reply {
    const { method, path, query } = call
    const { json, must, find, paged, stale } = tools
    const body = (call.body ?? {}) as Record<string, unknown>
    let match: RegExpExecArray | null

    if (path === '/regulations' && method === 'GET') {
      const text = query.get('query') ?? ''
      const state = query.get('state')
      const canDraft = me.acts.includes('view_drafts')
      return json(
        paged(
          this.regulations
            .map((row) => this.regulationOf(row.id))
            .map((row) => (canDraft ? row : { ...row, draft: null, versions: undefined }))
            .filter(
              (row) =>
                (row.title + row.slug).includes(text) &&
                (!state || [row.current, row.draft].some((item) => item?.state === state)),
            ),
        ),
      )
    }
    if (path === '/regulations' || path === '/regulations/import') {
      must('edit_regulations')
      const id = this.id()
      this.regulations.push({
        id,
        slug: String(body.slug ?? 'imported'),
        title: String(body.title ?? '导入的办法'),
      })
      const source = this.versions.get(String(body.copy_of ?? ''))
      const files: Files = source
        ? new Map(source.files)
        : new Map([['regulation.md', `---\n名称: ${body.title}\n版本: 2027\n---\n`]])
      this.addVersion(id, this.id(), '2027', 'draft', files)
      return json(this.regulationOf(id), 201)
    }
    match = /^\/regulations\/(\d+)(\/versions)?$/.exec(path)
    if (match) {
      const regulation = find(this.regulations.find((row) => row.id === match![1]))
      if (!match[2]) return json(this.regulationOf(regulation.id))
      must('edit_regulations')
      const source = find(this.versions.get(String(body.copy_of)))
      const made = this.addVersion(
        regulation.id,
        this.id(),
        String(body.label),
        'draft',
        new Map(source.files),
      )
      return json(this.versionOf(made), 201)
    }
    match = /^\/regulation-versions\/(\d+)(?:\/(.*))?$/.exec(path)
    if (match) {
      const stored = find(this.versions.get(match[1]!))
      if (stored.row.state === 'draft') must('view_drafts')
      return this.versionRoutes(call, stored, decodeURIComponent(match[2] ?? ''), tools)
    }
    if (path === '/facts-sets' && method === 'GET') {
      must('view_runs')
      return json(paged(this.facts))
    }
    if (path === '/facts-sets') {
      must('run_regulations')
      if (String(call.body).includes('bad')) {
        throw new Refusal(422, 'invalid_input', '数据有误，未保存', {
          issues: [
            ['村', 'C3', '“一千二”不是数字'],
            ['村', 'D9', '520 超出范围 [0, 100]'],
            ['表彰', 'A2', '没有名为“清石村”的村'],
          ].map(([sheet, cell, message]) => ({
            severity: 'error',
            code: 'facts.cell',
            file: '数据.xlsx',
            line: 0,
            column: 0,
            length: 0,
            article: '',
            sheet,
            cell,
            message,
            hint: '',
          })),
        })
      }
      const set = { ...this.facts[0], id: this.id(), name: '新数据', year: 2026 }
      this.facts.unshift(set)
      return json(set, 201)
    }
    if (path === '/runs' && method === 'GET') {
      must('view_runs')
      return json(paged(this.runs))
    }
    if (path === '/runs') {
      must('run_regulations')
      const run = this.makeRun(this.id(), (body.overrides as never) ?? [])
      this.runs.unshift(run)
      return json(run, 201)
    }
    if (path === '/comparisons') {
      must('run_regulations')
      void stale
      return json(this.comparison())
    }
    match = /^\/runs\/(\d+)(?:\/(\w+))?$/.exec(path)
    if (match) {
      must('view_runs')
      const run = find(this.runs.find((row) => row.id === match![1]))
      if (match[2] === 'replay') return json({ is_identical: true, result_hash: run.result_hash })
      if (match[2] === 'rows') return json(this.rows(run, query))
      if (match[2] === 'explanation') return json(this.explanation(query))
      return json(run)
    }
    const year = this.year.answer(call, me)
    if (year) return json(year.body, year.status)
    const process = this.process.answer(call, me)
    if (process) return json(process.body, process.status)
    const reports = this.reports.answer(call, me)
    if (reports) return json(reports.body, reports.status)
    const document = this.documents.answer(call, me)
    if (document) return json(document.body, document.status)
    throw new Refusal(404, 'not_found', '没有此接口')
  }

  private versionRoutes(
    call: Call,
    stored: StoredVersion,
    rest: string,
    tools: {
      json: (value: unknown, status?: number) => Reply
      must: (act: Act) => void
      find: <T>(item: T | undefined) => T
      stale: (item: { version: number }, current: unknown) => void
    },
  ): Reply {
    const { method, query } = call
    const { json, must, find, stale } = tools
    const body = (call.body ?? {}) as Record<string, unknown>
    if (rest === '') return json(this.versionOf(stored))
    if (rest === 'reading') return json(readingOf(stored.files))
    if (rest === 'check') {
      const files = new Map(stored.files)
      for (const [path, text] of Object.entries((body.files ?? {}) as Record<string, string>)) {
        files.set(path, text)
      }
      return json(checkOf(files))
    }
    if (rest === 'diff') {
      const other = find(this.versions.get(query.get('against') ?? ''))
      return json(this.diff(other, stored))
    }
    if (rest === 'publish' || rest === 'withdraw') {
      must('publish_regulations')
      stale(stored, this.versionOf(stored))
      stored.row.state = rest === 'publish' ? 'published' : 'withdrawn'
      stored.row.published_at = '2026-11-29T02:00:00Z'
      stored.row.published_by = '李建国'
      stored.version++
      return json(this.versionOf(stored))
    }
    if (rest.startsWith('files/')) {
      const path = rest.slice('files/'.length)
      if (method === 'GET') {
        const text = find(stored.files.get(path))
        return json({ path, text, sha256: digest(text) })
      }
      must('edit_regulations')
      stale(stored, this.versionOf(stored))
      if (method === 'PUT') stored.files.set(path, String(body.text))
      else stored.files.delete(path)
      stored.version++
      const check = checkOf(stored.files)
      Object.assign(stored.row, {
        coverage: check.coverage,
        errors: check.issues.length,
        cases: { passed: check.cases.passed, failed: check.cases.failed },
      })
      return json(this.versionOf(stored))
    }
    throw new Refusal(404, 'not_found', '没有此接口')
  }

  private diff(before: StoredVersion, after: StoredVersion) {
    const files = [...after.files].map(([path, text]) => {
      const old = before.files.get(path) ?? ''
      if (old === text) return { path, state: 'same', hunks: [] }
      const [a, b] = [old.split('\n'), text.split('\n')]
      const line = a.findIndex((row, i) => row !== b[i])
      return {
        path,
        state: 'changed',
        hunks: [
          {
            before_line: line + 1,
            after_line: line + 1,
            lines: [
              { kind: 'removed', text: a[line] ?? '' },
              { kind: 'added', text: b[line] ?? '' },
              ...a.slice(line + 1, line + 4).map((row) => ({ kind: 'same', text: row })),
            ],
          },
        ],
      }
    })
    const changes = files.some((file) => file.state === 'changed')
      ? [{ what: '参数“超额加分上限”', article: '第三条', before: '20%', after: '10%' }]
      : []
    return { files, changes }
  }

  private makeRun(id: string, overrides: Run['overrides']): Run {
    return {
      id,
      version_id: '41',
      facts_set_id: '71',
      slug: 'ganxi-village',
      label: '2012',
      facts_name: '2012 年村级数据',
      content_hash: recorded.result_hash,
      year: 2012,
      overrides,
      result_hash: recorded.result_hash,
      engine_version: '1',
      created_at: '2026-11-28T03:15:00Z',
      created_by: '李建国',
      duration_ms: 12,
      kinds: recorded.kinds.map(({ kind, rows }) => ({
        kind,
        row_count: rows.length,
        figures: Object.keys(rows[0]!.figures).map((name) => ({
          id: name,
          name,
          role: roleOfFigure[name] ?? 'indicator',
          unit: '',
          type: name === '等次' ? 'text' : 'number',
          is_headline: name in roleOfFigure,
        })),
      })),
    }
  }

  private rows(run: Run, query: URLSearchParams) {
    const { kind, rows } = recorded.kinds.find((item) => item.kind === query.get('kind'))!
    const text = query.get('query') ?? ''
    const sort = query.get('sort') ?? ''
    const key = sort.replace(/^-/, '')
    const found = rows.filter((row) => row.name.includes(text))
    if (key) {
      const valueOf = (row: (typeof rows)[number]) =>
        key === 'name' ? row.name : (row.figures[key] ?? '')
      found.sort((a, b) => {
        const [x, y] = [valueOf(a), valueOf(b)]
        return (compareDecimals(x, y) || x.localeCompare(y, 'zh')) * (sort[0] === '-' ? -1 : 1)
      })
    }
    const page = parseInt(query.get('page') ?? '1', 10)
    const size = parseInt(query.get('page_size') ?? '50', 10)
    return {
      kind,
      columns: run.kinds
        .find((item) => item.kind === kind)!
        .figures.filter((figure) => figure.is_headline || query.get('columns') === 'all')
        .map((figure) => ({
          key: figure.id,
          name: figure.name,
          role: figure.role,
          unit: figure.role === 'payout' ? '元' : '',
          type: figure.type,
        })),
      items: found.slice((page - 1) * size, page * size).map((row) => ({
        row: rows.indexOf(row),
        name: row.name,
        parent: kind === '村' ? '甘溪镇' : null,
        values: Object.fromEntries(
          Object.entries(row.figures).map(([name, value]) => [
            name,
            { state: 'valid', text: value, exact: value },
          ]),
        ),
      })),
      total: found.length,
      page,
      page_size: size,
    }
  }

  private explanation(query: URLSearchParams) {
    return {
      sentences: recorded.sentences,
      nodes,
      ledger: {
        total: '94.17',
        lines: recorded.ledger.map((line) => ({ kind: 'method', ...line })),
      },
      attainable: recorded.attainable,
      asked: {
        kind: query.get('kind'),
        row: query.get('row'),
        name: query.get('row'),
        figure: query.get('figure'),
        value: { state: 'valid', text: '94.17', exact: '94.17' },
      },
    }
  }

  private comparison() {
    const changesOf = (figure: string) =>
      new Map(
        recorded.compare
          .find((item) => item.figure === figure)!
          .changes.map((change) => [change.name, change]),
      )
    const [score, rank, pay] = [changesOf('总分'), changesOf('排名'), changesOf('村报酬')]
    return {
      rows: recorded.kinds[0]!.rows.map((row, index) => {
        const side = (which: 'before' | 'after') => ({
          score: score.get(row.name)?.[which] ?? row.figures.总分,
          rank: rank.get(row.name)?.[which] ?? row.figures.排名,
          grade: row.figures.等次,
          payout: pay.get(row.name)?.[which] ?? row.figures.村报酬,
        })
        return {
          kind: '村',
          row: index,
          name: row.name,
          parent: '甘溪镇',
          before: side('before'),
          after: side('after'),
          change: score.get(row.name)?.difference ?? '0',
        }
      }),
      summary: {
        moved: score.size,
        grade_changes: 0,
        payout_before: '486000.00',
        payout_after: '486000.00',
        row_count: recorded.kinds[0]!.rows.length,
        payouts: [{ kind: '村', name: '村报酬', before: '486000.00', after: '486000.00' }],
        not_comparable: [],
      },
    }
  }
}
