// SPDX-License-Identifier: Apache-2.0
// Loading, empty, error, forbidden and filled: the same on every list.
import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import { openApp, problem, serveFixtures } from './render-app'

interface List {
  path: string
  api: string
  login: string
  // Whom the page is closed to.
  outsider: string | null
  filled: RegExp
  empty: RegExp
}

const lists: List[] = [
  {
    path: '/organisation/persons',
    api: '/persons',
    login: 'office',
    outsider: 'panel_member',
    filled: /P0001/,
    empty: /没有符合条件的人员/,
  },
  {
    path: '/accounts',
    api: '/accounts',
    login: 'administrator',
    outsider: 'office',
    filled: /unit_leader/,
    empty: /没有符合条件的账号/,
  },
  {
    path: '/regulations',
    api: '/regulations',
    login: 'office',
    outsider: null,
    filled: /甘溪镇村级目标管理考核办法/,
    empty: /尚无考核办法/,
  },
  {
    path: '/facts',
    api: '/facts-sets',
    login: 'office',
    outsider: 'reporting_clerk',
    filled: /2012 年村级数据/,
    empty: /尚未上传考核数据/,
  },
  {
    path: '/runs',
    api: '/runs',
    login: 'office',
    outsider: 'reporting_clerk',
    filled: /测算 41/,
    empty: /尚无测算结果/,
  },
  {
    path: '/audit',
    api: '/audit',
    login: 'auditor',
    outsider: 'office',
    filled: /run_regulation/,
    empty: /没有符合条件的记录/,
  },
  {
    path: '/assessments',
    api: '/assessments',
    login: 'office',
    outsider: 'administrator',
    filled: /2027 年度村级目标管理考核/,
    empty: /还没有考核项目/,
  },
  {
    path: '/target-sheets',
    api: '/target-sheets',
    login: 'reporting_clerk',
    outsider: 'administrator',
    filled: /青石村/,
    empty: /还没有目标表/,
  },
  {
    path: '/assessments/7/assessees',
    api: '/assessments/7/assessees',
    login: 'office',
    outsider: 'administrator',
    filled: /柳塘村/,
    empty: /还没有考核对象/,
  },
  {
    path: '/assessments/7/fields',
    api: '/assessments/7/fields',
    login: 'office',
    outsider: 'administrator',
    filled: /粮食产量目标/,
    empty: /此办法没有数据项/,
  },
  {
    path: '/assessments/7/review?level=月&period=0',
    api: '/assessments/7/review',
    login: 'leader',
    outsider: 'panel_member',
    filled: /柳塘村/,
    empty: /没有符合条件的考核对象/,
  },
]

describe.each(lists)('$path', ({ path, api, login, outsider, filled, empty }) => {
  it('fills', async () => {
    serveFixtures(login)
    openApp(path)
    expect((await screen.findAllByText(filled)).length).toBeGreaterThan(0)
  })

  it('says that it is empty', async () => {
    const server = serveFixtures(login)
    server.failures.set(`GET ${api}`, {
      status: 200,
      headers: {},
      text: JSON.stringify({ items: [], total: 0, page: 1, page_size: 50 }),
    })
    openApp(path)
    expect((await screen.findAllByText(empty)).length).toBeGreaterThan(0)
  })

  it('shows the message and the request of an error, and tries again', async () => {
    const server = serveFixtures(login)
    server.failures.set(`GET ${api}`, problem(500, 'internal', '存储暂时不可用'))
    openApp(path)
    expect(await screen.findByText('存储暂时不可用')).toBeTruthy()
    expect(screen.getByText('req-test')).toBeTruthy()
    server.failures.clear()
    await userEvent.setup().click(screen.getByRole('button', { name: '重试' }))
    expect((await screen.findAllByText(filled)).length).toBeGreaterThan(0)
  })

  it('shows that it loads', async () => {
    serveFixtures(login)
    const answer = globalThis.fetch
    globalThis.fetch = (input, options) =>
      String(input).startsWith(`/api/v1${api}?`) || String(input) === `/api/v1${api}`
        ? new Promise(() => {})
        : answer(input, options)
    openApp(path)
    expect(await screen.findByRole('status', { name: '正在载入' })).toBeTruthy()
  })

  it.skipIf(outsider === null)('is closed to who may not see it, without asking', async () => {
    const server = serveFixtures(outsider!)
    openApp(path)
    expect(await screen.findByText('没有查看权限')).toBeTruthy()
    expect(server.calls.some((call) => call.path === api)).toBe(false)
  })
})
