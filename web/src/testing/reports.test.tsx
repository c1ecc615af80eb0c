// SPDX-License-Identifier: Apache-2.0
// Reports, comparisons and the workbench: filled, empty, failed, refused; and what they send.
import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { similarityGraph } from '../charts/similarity'
import { openApp, problem, serveFixtures } from './render-app'

const scrolled = vi.fn()
beforeAll(() => {
  Element.prototype.scrollIntoView = function (this: Element) {
    scrolled(this.id)
  }
})

const lists = [
  {
    path: '/reports',
    api: '/reports',
    login: 'reporting_clerk',
    outsider: 'administrator',
    filled: /青石村工作汇报/,
    empty: /没有工作汇报/,
  },
  {
    path: '/report-comparisons',
    api: '/report-comparisons',
    login: 'auditor',
    outsider: 'reporting_clerk',
    filled: /2027年汇报比对/,
    empty: /还没有比对过/,
  },
  {
    path: '/rubrics',
    api: '/rubrics',
    login: 'office',
    outsider: 'auditor',
    filled: /乡镇考核办法/,
    empty: /还没有评分细则/,
  },
]

const nothing = {
  status: 200,
  headers: {},
  text: JSON.stringify({ items: [], total: 0, page: 1, page_size: 50 }),
}

describe.each(lists)('$path', ({ path, api, login, outsider, filled, empty }) => {
  it('fills, says that it is empty, and tries again after an error', async () => {
    const server = serveFixtures(login)
    server.failures.set(`GET ${api}`, problem(500, 'internal', '存储暂时不可用'))
    const { unmount } = openApp(path)
    expect(await screen.findByText('存储暂时不可用')).toBeTruthy()
    server.failures.clear()
    await userEvent.setup().click(screen.getByRole('button', { name: '重试' }))
    expect((await screen.findAllByText(filled)).length).toBeGreaterThan(0)
    unmount()
    server.failures.set(`GET ${api}`, nothing)
    openApp(path)
    expect((await screen.findAllByText(empty)).length).toBeGreaterThan(0)
  })

  it('is closed to who may not see it, without asking', async () => {
    const server = serveFixtures(outsider)
    openApp(path)
    expect(await screen.findByText('没有查看权限')).toBeTruthy()
    expect(server.calls.some((call) => call.path === api)).toBe(false)
  })
})

const bodyOf = (server: ReturnType<typeof serveFixtures>, path: string) =>
  server.calls.filter((call) => call.method === 'POST' && call.path === path).at(-1)?.body as
    | Record<string, unknown>
    | undefined

describe('a report', () => {
  it('leads from a finding to its place and back', async () => {
    serveFixtures('reporting_clerk')
    openApp('/reports/2001')
    const card = await screen.findByRole('article', { name: '1 部分与总数' })
    expect(within(card).getByText('各部分合计为11所，与总数“10所”不符')).toBeTruthy()
    expect(screen.getByText(/与第 1 版比：已消除 1 处，仍有 1 处，新出现 1 处/)).toBeTruthy()
    fireEvent.click(within(card).getByText('到原文'))
    await waitFor(() => expect(scrolled).toHaveBeenLastCalledWith('mark-0'))
    const marks = screen.getAllByRole('button', { name: /条核对结果/ })
    expect(marks.map((mark) => mark.textContent)).toEqual(['10所1', '109.6%2'])
    expect(marks[0]!.getAttribute('aria-pressed')).toBe('true')
    fireEvent.keyDown(marks[1]!, { key: 'Enter' })
    await waitFor(() => expect(scrolled).toHaveBeenLastCalledWith('finding-1'))
    // The paragraph still reads as it was written.
    expect(screen.getByText(/其中中学/).closest('p')!.textContent).toBe(
      '全村现有学校10所1，其中中学3所、小学8所。',
    )
  })

  it('is filtered by how sure the findings are', async () => {
    serveFixtures('reporting_clerk')
    openApp('/reports/2001')
    await screen.findByRole('article', { name: '1 部分与总数' })
    fireEvent.click(screen.getByRole('checkbox', { name: /矛盾 1/ }))
    expect(screen.queryByRole('article', { name: '1 部分与总数' })).toBe(null)
    expect(screen.getByRole('article', { name: '2 完成率' })).toBeTruthy()
    fireEvent.click(screen.getByRole('checkbox', { name: /很可能有误 1/ }))
    expect(screen.getByText('按现在的筛选没有结果')).toBeTruthy()
  })

  it('takes a reason before a finding is called right', async () => {
    const server = serveFixtures('reporting_clerk')
    openApp('/reports/2001')
    const card = await screen.findByRole('article', { name: '1 部分与总数' })
    fireEvent.click(within(card).getByText('无需更正'))
    const dialog = (await screen.findByText('说明为什么无需更正')).closest<HTMLElement>('.ant-modal')!
    fireEvent.click(within(dialog).getByRole('button', { name: '无需更正' }))
    expect(within(dialog).getByText('此项必填')).toBeTruthy()
    expect(bodyOf(server, '/reports/2001/decisions')).toBe(undefined)
    fireEvent.change(within(dialog).getByRole('textbox'), { target: { value: '含九年一贯制学校' } })
    fireEvent.click(within(dialog).getByRole('button', { name: '无需更正' }))
    await waitFor(() =>
      expect(bodyOf(server, '/reports/2001/decisions')).toMatchObject({
        version: 1,
        finding: 'a'.repeat(64),
        verdict: 'accepted',
        reason: '含九年一贯制学校',
      }),
    )
    expect(await within(card).findByText('撤销处置')).toBeTruthy()
    expect(within(card).getByText(/含九年一贯制学校/)).toBeTruthy()
  })

  it('is only read by who does not check', async () => {
    serveFixtures('auditor')
    openApp('/reports/2001')
    await screen.findByRole('article', { name: '1 部分与总数' })
    expect(screen.queryByText('待更正')).toBe(null)
    expect(screen.queryByText('上传更正稿')).toBe(null)
    expect(screen.getByText('下载批注副本')).toBeTruthy()
  })

  it('says why a file cannot be read', async () => {
    const server = serveFixtures('reporting_clerk')
    openApp('/reports/2001')
    await screen.findByRole('article', { name: '1 部分与总数' })
    const good = JSON.parse(
      server.handle({
        method: 'GET',
        path: '/reports/2001',
        query: new URLSearchParams(),
        cookie: `kaogong_session=${server.signIn('reporting_clerk')}`,
        csrf: '',
        body: undefined,
      }).text,
    )
    good.report.versions[0].check = {
      ...good.report.versions[0].check,
      state: 'failed',
      trouble: '这是图片，不是可读的报告',
    }
    server.failures.set('GET /reports/2001', { status: 200, headers: {}, text: JSON.stringify(good) })
    openApp('/reports/2001')
    expect(await screen.findByText('这是图片，不是可读的报告')).toBeTruthy()
  })
})

describe('a comparison', () => {
  it('shows the pairs as a table too, and reads one side by side', async () => {
    serveFixtures('office')
    openApp('/report-comparisons/2101?view=pairs')
    expect(await screen.findByText('甲 50% · 乙 50%')).toBeTruthy()
    fireEvent.click(screen.getByText('并排对照'))
    expect(await screen.findByText(/相似度 92%/)).toBeTruthy()
    const passage = screen.getByRole('region', { name: /第 1 段/ })
    expect([...passage.querySelectorAll('mark')].map((mark) => mark.textContent)).toEqual([
      '把闲置校舍改造成',
      '服务站',
      '把闲置校舍改造成',
      '服务站',
    ])
    expect(within(passage).getByText('便民')).toBeTruthy()
  })

  it('is drawn the same for the same result', () => {
    const nodes = ['a', 'b'].map((id) => ({ id, label: id, name: id, shared: 50, cluster: 1 }))
    const links = [{ source: 'a', target: 'b', shared: 50, label: 'a b' }]
    expect(JSON.stringify(similarityGraph(nodes, links))).toBe(
      JSON.stringify(similarityGraph(nodes, links)),
    )
  })
})

describe('the workbench', () => {
  it('works the example anew while a rule is edited, and stores what runs', async () => {
    const server = serveFixtures('office')
    openApp('/rubrics/2201')
    const card = await screen.findByRole('article', { name: '每发生一起事故扣2分，扣完为止' })
    expect(within(card).getByText('得 6.00')).toBeTruthy()
    fireEvent.click(within(card).getByText('改写'))
    const editor = within(card).getByRole('textbox')
    fireEvent.change(editor, { target: { value: '3 × 事故总数' } })
    expect(await within(card).findByText(/第 5 字：没有“事故总数”/)).toBeTruthy()
    const save = within(card).getByText('保存改写').closest('button')!
    expect(save.disabled).toBe(true)
    fireEvent.change(editor, { target: { value: '3 × 「事故起数」' } })
    expect(await within(card).findByText('原得 6.00，改后得 4.00')).toBeTruthy()
    await waitFor(() => expect(save.disabled).toBe(false))
    fireEvent.click(save)
    await waitFor(() =>
      expect(bodyOf(server, '/rubrics/2201/decisions')).toEqual({
        version: 1,
        items: [{ item: 0, clause: 0, verdict: 'correct', formula: '3 × 「事故起数」' }],
      }),
    )
    expect(await screen.findByText('已改写')).toBeTruthy()
    expect(screen.getByText('得 4.00')).toBeTruthy()
  })

  it('says in words what was not understood, and what is vague', async () => {
    serveFixtures('office')
    openApp('/rubrics/2201?item=1')
    const card = await screen.findByRole('article', { name: '工作不力的酌情扣分' })
    expect(within(card).getByText('未理解')).toBeTruthy()
    expect(within(card).getByText('没有写明怎样计分')).toBeTruthy()
    expect(within(card).getByText(/“酌情”没有标准/)).toBeTruthy()
    expect(screen.getByRole('img', { name: '已理解 1 句，部分理解 0 句，未理解 1 句' })).toBeTruthy()
  })

  it('saves the draft to the library', async () => {
    const server = serveFixtures('office')
    openApp('/rubrics/2201')
    const user = userEvent.setup()
    await user.click(await screen.findByRole('button', { name: /存入办法库/ }))
    const dialog = await screen.findByRole('dialog')
    await user.type(within(dialog).getByLabelText('代号'), 'town-2027')
    await user.click(within(dialog).getByRole('button', { name: /存入办法库/ }))
    await waitFor(() =>
      expect(bodyOf(server, '/rubrics/2201/save')).toMatchObject({ version: 1, slug: 'town-2027' }),
    )
    expect(await screen.findByText('已存为 town-2027 2027')).toBeTruthy()
  })
})
