// SPDX-License-Identifier: Apache-2.0
import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, it } from 'vitest'
import { zh } from '../../i18n/zh-CN'
import { openApp, problem, serveFixtures } from '../../testing/render-app'
import { guideOf, guides, stepsMax } from './guides'
import { inOrder } from './inbox-order'

it('lays late work first, then what was sent back', () => {
  const item = (title: string, state: 'overdue' | 'due_soon' | 'open' | 'returned', due: string | null) => ({
    title,
    detail: '',
    due,
    days_left: null,
    state,
    link: '/',
  })
  const groups = inOrder([
    { code: 'to_fill', title: '', count: 2, overdue: 0, is_more: false, items: [item('a', 'open', null), item('b', 'due_soon', '2027-01-02')] },
    { code: 'to_sign', title: '', count: 0, overdue: 0, is_more: false, items: [] },
    { code: 'returned', title: '', count: 1, overdue: 0, is_more: false, items: [item('c', 'returned', null)] },
    { code: 'to_verify', title: '', count: 2, overdue: 2, is_more: false, items: [item('d', 'overdue', '2027-01-05'), item('e', 'overdue', '2027-01-03')] },
  ])
  expect(groups.map((group) => group.code)).toEqual(['to_verify', 'returned', 'to_fill'])
  expect(groups[0]!.items.map((row) => row.title)).toEqual(['e', 'd'])
  expect(groups[2]!.items.map((row) => row.title)).toEqual(['b', 'a'])
})

it('guides every role in at most six steps', () => {
  for (const steps of Object.values(guides)) {
    expect(steps.length).toBeGreaterThan(0)
    expect(steps.length).toBeLessThanOrEqual(stepsMax)
    for (const step of steps) expect(zh[step.title]).toBeTruthy()
  }
  expect(guideOf(['staff', 'office'])).toBe(guides.office)
  expect(guideOf([])).toEqual([])
})

it('shows what is to do, the late first, and the guide until it is put away', async () => {
  serveFixtures('reporting_clerk')
  const user = userEvent.setup()
  const { unmount } = openApp('/')
  const group = await screen.findByRole('region', { name: '待填报的数据' })
  const titles = within(group).getAllByRole('link').map((link) => link.textContent)
  expect(titles[0]).toContain('青石村 2月 数据')
  expect(titles[0]).toContain('逾期 3 天')
  await user.click(screen.getByRole('button', { name: /不再显示/ }))
  expect(screen.queryByText('初次使用指引')).toBeNull()
  unmount()
  openApp('/')
  await screen.findByRole('region', { name: '待填报的数据' })
  expect(screen.queryByText('初次使用指引')).toBeNull()
  await user.click(screen.getByRole('button', { name: /使用指引/ }))
  expect(screen.getByText('初次使用指引')).toBeTruthy()
})

it('says so when there is nothing to do, and when the inbox fails', async () => {
  const server = serveFixtures('auditor')
  const { unmount } = openApp('/')
  expect(await screen.findByText('现在没有待办事项')).toBeTruthy()
  unmount()
  server.failures.set('GET /inbox', problem(500, 'internal', '存储暂时不可用'))
  openApp('/')
  expect(await screen.findByText('存储暂时不可用')).toBeTruthy()
})
