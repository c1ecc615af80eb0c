// SPDX-License-Identifier: Apache-2.0
// The pages of the process and of the results: filled, empty, failed, refused; and what they send.
import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import { openApp, problem, serveFixtures } from './render-app'

interface List {
  path: string
  api: string
  login: string
  outsider: string
  filled: RegExp
  empty: RegExp
}

const lists: List[] = [
  {
    path: '/reporting',
    api: '/reporting-sheets',
    login: 'reporting_clerk',
    outsider: 'administrator',
    filled: /逾期 3 天/,
    empty: /没有需要填报的数据/,
  },
  {
    path: '/verification',
    api: '/verifications',
    login: 'verifying_department',
    outsider: 'leader',
    filled: /与上期相差超过五成/,
    empty: /没有待核实的数据/,
  },
  {
    path: '/work-records',
    api: '/work-records',
    login: 'reporting_clerk',
    outsider: 'panel_member',
    filled: /走访三组种粮大户/,
    empty: /没有工作记录/,
  },
  {
    path: '/events',
    api: '/records',
    login: 'office',
    outsider: 'panel_member',
    filled: /白沙村（已审定）也已申报/,
    empty: /没有加减分事项/,
  },
  {
    path: '/panel',
    api: '/panel/sheets',
    login: 'panel_member',
    outsider: 'office',
    filled: /现场评审/,
    empty: /没有待评的对象/,
  },
  {
    path: '/assessments/7/results',
    api: '/computations',
    login: 'office',
    outsider: 'panel_member',
    filled: /2027 年上半年/,
    empty: /尚未计算/,
  },
  {
    path: '/objections',
    api: '/objections',
    login: 'reporting_clerk',
    outsider: 'panel_member',
    filled: /二季度到位的 75 万元未计入/,
    empty: /没有申诉/,
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

const bodyOf = (server: ReturnType<typeof serveFixtures>, method: string, path: string) =>
  server.calls.filter((call) => call.method === method && call.path === path).at(-1)?.body as
    | Record<string, unknown>
    | undefined

describe('a reporting sheet', () => {
  const path = '/reporting/7/601/月/4'

  it('shows the reason of a return beside the field and submits what is filled in', async () => {
    const server = serveFixtures('reporting_clerk')
    openApp(path)
    const value = await screen.findByRole('textbox', { name: '招商引资到位资金' })
    expect(screen.getByText(/请核对是否多填一位/)).toBeTruthy()
    fireEvent.paste(value, { clipboardData: { getData: () => '1,204.50\n83\n9650\n' } })
    const income = screen.getByRole('textbox', { name: '农民人均纯收入' })
    await waitFor(() => expect((income as HTMLInputElement).value).toBe('9,650'))
    const user = userEvent.setup()
    await user.click(screen.getByRole('button', { name: '提交核实（3 项）' }))
    await user.click(await screen.findByRole('button', { name: '提交已填的' }))
    await waitFor(() => expect(bodyOf(server, 'PUT', '/measurements')).toBeTruthy())
    const sent = bodyOf(server, 'PUT', '/measurements')!
    expect(sent.submit).toBe(true)
    expect((sent.items as { value: string }[]).map((item) => item.value)).toEqual([
      '1204.50',
      '83',
      '9650',
    ])
  })

  it('keeps back what is wrong', async () => {
    serveFixtures('reporting_clerk')
    openApp(path)
    const value = await screen.findByRole('textbox', { name: '招商引资到位资金' })
    await userEvent.setup().type(value, '-5')
    expect(await screen.findByText('不得低于 0')).toBeTruthy()
    const save = screen.getByRole('button', { name: '保存草稿' })
    expect((save as HTMLButtonElement).disabled).toBe(true)
  })

  it('shows both sides when somebody saved meanwhile', async () => {
    const server = serveFixtures('reporting_clerk')
    openApp(path)
    const value = await screen.findByRole('textbox', { name: '招商引资到位资金' })
    const user = userEvent.setup()
    await user.type(value, '77')
    server.failures.set('PUT /measurements', {
      ...problem(409, 'conflict', '已被他人修改'),
      text: JSON.stringify({
        type: 'about:blank',
        status: 409,
        code: 'conflict',
        detail: '已被他人修改',
        request_id: 'r',
        current: { items: [] },
      }),
    })
    await user.click(screen.getByRole('button', { name: '保存草稿' }))
    const dialog = await screen.findByRole('dialog')
    expect(within(dialog).getByText('内容已被他人修改')).toBeTruthy()
    server.failures.clear()
    await user.click(within(dialog).getByRole('button', { name: '按选择保存' }))
    await waitFor(() =>
      expect((bodyOf(server, 'PUT', '/measurements')!.items as { value: string }[])[0]!.value).toBe(
        '77',
      ),
    )
  })

  it('is only read by who does not report', async () => {
    serveFixtures('unit_leader')
    openApp(path)
    expect(await screen.findByText('招商引资到位资金')).toBeTruthy()
    expect(screen.queryByRole('textbox')).toBe(null)
  })
})

describe('verification', () => {
  it('needs a reason to return, and does not offer what one reported oneself', async () => {
    const server = serveFixtures('verifying_department')
    openApp('/verification')
    // By text: roles of a large table take long to compute.
    fireEvent.click((await screen.findAllByText('退回'))[0]!)
    const dialog = await screen.findByText('退回 1 项数据')
    const inside = within(dialog.closest<HTMLElement>('.ant-modal')!)
    fireEvent.click(inside.getByText('退回'))
    expect(inside.getByText('此项必填')).toBeTruthy()
    expect(bodyOf(server, 'POST', '/verifications')).toBe(undefined)
    fireEvent.change(inside.getByLabelText(/理由/), { target: { value: '单位有误' } })
    fireEvent.click(inside.getByText('退回'))
    await waitFor(() =>
      expect(bodyOf(server, 'POST', '/verifications')).toMatchObject({
        items: [{ element_id: '701', subject_id: '601', verdict: 'return', reason: '单位有误' }],
      }),
    )
    expect(screen.getByText(/须由他人核实/)).toBeTruthy()
  })
})

describe('a panel sheet', () => {
  const path = '/panel/7/现场评审/601'

  it('refuses what is out of range and saves what is not known without a score', async () => {
    const server = serveFixtures('panel_member')
    openApp(path)
    const user = userEvent.setup()
    const score = await screen.findByRole('textbox', { name: '分数' })
    await user.type(score, '11')
    expect(await screen.findByText('不得高于 10')).toBeTruthy()
    expect(bodyOf(server, 'PUT', '/panel/sheet')).toBe(undefined)
    fireEvent.click(screen.getByRole('radio', { name: '不了解' }))
    await waitFor(() => expect(bodyOf(server, 'PUT', '/panel/sheet')).toBeTruthy(), {
      timeout: 5000,
    })
    expect(bodyOf(server, 'PUT', '/panel/sheet')).toMatchObject({
      submit: false,
      items: [{ item: '阵地建设', choice: 'unknown', value: null }],
    })
    const submit = screen.getByRole('button', { name: '提交' })
    expect((submit as HTMLButtonElement).disabled).toBe(true)
  })
})

describe('results', () => {
  it('show who entered and verified behind a number', async () => {
    serveFixtures('office')
    openApp('/computations/81/scorecard/602')
    const user = userEvent.setup()
    await user.click((await screen.findAllByRole('button', { name: /招商引资 9.25 查看依据/ }))[0]!)
    const drawer = await screen.findByRole('dialog')
    await user.click(await within(drawer).findByRole('tab', { name: '计算过程' }))
    expect(await within(drawer).findByText(/王芳 .* 填报/)).toBeTruthy()
    expect(within(drawer).getByText(/周敏 .* 核验/)).toBeTruthy()
    expect(within(drawer).getByText(/关于表彰/)).toBeTruthy()
  })

  it('are open to the public without a session', async () => {
    const server = serveFixtures()
    openApp('/public/notices/95')
    expect(await screen.findByText('96.40')).toBeTruthy()
    expect(screen.getByText(/考核办 555-8800/)).toBeTruthy()
    expect(server.calls.some((call) => call.path === '/session')).toBe(false)
  })

  it('are objected to from the figure', async () => {
    const server = serveFixtures('reporting_clerk')
    server.failures.set('POST /objections', problem(422, 'invalid', '公示期已过'))
    openApp('/objections?publication=95&assessee=602&column=招商引资')
    const user = userEvent.setup()
    await user.type(await screen.findByLabelText('申诉理由'), '少计一笔')
    expect((await screen.findAllByText(/招商引资 9.25/)).length).toBeGreaterThan(0)
    await user.click(screen.getByRole('button', { name: '提交申诉' }))
    await waitFor(() =>
      expect(bodyOf(server, 'POST', '/objections')).toMatchObject({
        publication_id: '95',
        assessee_id: '602',
        column: '招商引资',
        text: '少计一笔',
      }),
    )
    expect(await screen.findByText('公示期已过')).toBeTruthy()
  })
})
