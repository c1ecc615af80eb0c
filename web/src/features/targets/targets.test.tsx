// SPDX-License-Identifier: Apache-2.0
// A sheet of targets as it is worked on, against the fixtures.
import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import type { DecompositionItem, Target } from '../../api/types'
import { openApp, serveFixtures } from '../../testing/render-app'
import { assignable, itemsOf } from './assignments'
import { groupsOf, pasteValues, targetChanges, targetKey, totalsOf } from './sheet-edits'
import { coverageOf, evenShares, newShare, shareChanges } from './shares'

const target = (change: Partial<Target>): Target => ({
  field: '粮食产量.目标',
  label: '粮食产量',
  base_field: '粮食产量',
  period: 0,
  period_title: '一季度',
  unit: '吨',
  places: 1,
  is_percent: false,
  value: null,
  is_not_applicable: false,
  baseline: '100',
  history: [],
  peers: null,
  owner_person: null,
  deadline: null,
  measure: '',
  return_reason: null,
  warnings: [],
  points: '8',
  article: '第五条',
  is_additive: true,
  ...change,
})

describe('targets in hand', () => {
  it('are counted: filled in, not applicable, missing, wrong', () => {
    const rows = [
      target({ value: '1.5' }),
      target({ value: '1.55' }),
      target({ is_not_applicable: true }),
      target({}),
    ]
    expect(totalsOf(rows)).toEqual({ total: 4, filled: 2, notApplicable: 1, missing: 1, faulty: 1 })
  })

  it('sum over their periods where they add up', () => {
    const rows = [target({ value: '0.1' }), target({ period: 1, value: '0.2' })]
    expect(groupsOf(rows)[0]!.sum).toBe('0.3')
    expect(groupsOf(rows.map((row) => ({ ...row, is_additive: false })))[0]!.sum).toBeNull()
    expect(groupsOf([rows[0]!])[0]!.sum).toBeNull()
  })

  it('send only what was changed', () => {
    const row = target({ value: '1' })
    const key = targetKey(row)
    expect(targetChanges([row], {})).toEqual([])
    expect(
      targetChanges([row], {
        [key]: { value: '2', owner_person: { id: '7', name: '王明' }, deadline: '' },
      }),
    ).toEqual([
      { field: row.field, period: 0, value: '2', owner_person_id: '7', deadline: null },
    ])
  })

  it('take a column from a spreadsheet, and blanks leave what is there', () => {
    const rows = [target({}), target({ period: 1 }), target({ period: 2 })]
    const stored = new Map(rows.map((row) => [targetKey(row), row]))
    const edits = pasteValues(rows, stored, {}, 1, [['1,234.5'], ['']])
    expect(edits).toEqual({ [targetKey(rows[1]!)]: { value: '1234.5' } })
  })
})

describe('shares', () => {
  const item: DecompositionItem = {
    field: 'a',
    label: '粮食产量',
    period: 0,
    period_title: '',
    unit: '吨',
    places: 1,
    is_additive: true,
    value: '100',
    shares: [],
    sum: null,
    coverage: { state: 'unowned', text: '' },
  }
  const day = '2027-11-30'

  it('cover a target when they add up and each has somebody and a day', () => {
    const half = newShare('unit:1', '50', day)
    expect(coverageOf(item, []).state).toBe('unowned')
    expect(coverageOf(item, [half])).toMatchObject({ state: 'short', sum: '50' })
    expect(coverageOf(item, [half, newShare('person:2', '50.1', day)]).state).toBe('over')
    expect(coverageOf(item, [half, newShare('person:2', '50.0', '')]).state).toBe('no_date')
    expect(coverageOf(item, [half, newShare('person:2', '50.0', day)]).state).toBe('ok')
    expect(coverageOf({ ...item, is_additive: false }, [half]).state).toBe('ok')
    expect(coverageOf(item, [half, newShare('', '50', day)]).faults).toBe(1)
  })

  it('are split evenly without a loss', () => {
    const shares = evenShares(item, ['unit:1', 'unit:2', 'unit:3'], day)
    expect(shares.map((share) => share.value)).toEqual(['33.4', '33.3', '33.3'])
    expect(coverageOf(item, shares).state).toBe('ok')
    expect(shareChanges([item], { 'a|0': [...shares, newShare()] })).toHaveLength(3)
  })
})

it('a bulk assignment leaves out what nobody filled in', () => {
  const rows = assignable(
    [
      {
        kind: '村',
        field: '粮食产量.目标',
        label: '粮食产量目标',
        column: '粮食产量.目标',
        class: 'target',
        class_title: '目标',
        classes: ['target'],
        base_field: '粮食产量',
        type: 'number',
        level: 0,
        level_name: '季',
        periods: ['一季度', '二季度'],
        places: 1,
        is_percent: false,
        unit: '吨',
        range: null,
        options: [],
        element_id: '1',
        shared_with: [],
        verifier_unit: null,
        source: '',
        rounds: 1,
        due_days: 10,
        is_additive: true,
      },
    ],
    '村',
  )
  expect(rows.map((row) => row.periodTitle)).toEqual(['一季度', '二季度'])
  expect(
    itemsOf(rows, {
      [rows[0]!.key]: { way: 'factor', text: '1.05', deadline: '2027-03-31' },
      [rows[1]!.key]: { way: 'value', text: '', deadline: '' },
    }),
  ).toEqual([
    {
      field: '粮食产量.目标',
      period: 0,
      baseline_factor: '1.05',
      deadline: '2027-03-31',
    },
  ])
})

describe('the sheet', () => {
  const fill = (label: string, value: string) =>
    fireEvent.change(screen.getByLabelText(label), { target: { value } })

  it('is filled in, saved, and cannot be submitted while something is missing', async () => {
    const server = serveFixtures('reporting_clerk')
    const user = userEvent.setup()
    openApp('/target-sheets/501')
    expect(await screen.findByText('还缺 4 项')).toBeTruthy()
    expect(screen.getByRole('button', { name: '提交' })).toHaveProperty('disabled', true)
    fill('目标值 粮食产量', '861.5')
    expect(screen.getByText('+5.0%')).toBeTruthy()
    fill('目标值 农民人均纯收入', '20000.5')
    expect(screen.getByText('最多 0 位小数')).toBeTruthy()
    expect(screen.getByRole('button', { name: '保存' })).toHaveProperty('disabled', true)
    fill('目标值 农民人均纯收入', '20000')
    await user.click(screen.getByRole('button', { name: '保存' }))
    await waitFor(() => expect(server.year.sheet.version).toBe(2))
    const sent = server.calls.find((call) => call.method === 'PUT')!.body
    expect(sent).toEqual({
      version: 1,
      items: [
        { field: '粮食产量.目标', period: 0, value: '861.5' },
        { field: '农民人均纯收入.目标', period: 0, value: '20000' },
      ],
    })
    expect(await screen.findByText('还缺 2 项')).toBeTruthy()
  })

  it('keeps what was typed when somebody else saves, and marks what both changed', async () => {
    const server = serveFixtures('reporting_clerk')
    const user = userEvent.setup()
    openApp('/target-sheets/501')
    await screen.findByText('还缺 4 项')
    fill('目标值 粮食产量', '861.5')
    server.year.touchTarget('粮食产量.目标', { value: '855' })
    await user.click(screen.getByRole('button', { name: '保存' }))
    expect(await screen.findByText(/其中 1 项双方都改过/)).toBeTruthy()
    expect(screen.getByText(/他人填写：855/)).toBeTruthy()
    expect(screen.getByLabelText('目标值 粮食产量')).toHaveProperty('value', '861.5')
    await user.click(screen.getByRole('button', { name: '采用' }))
    expect(screen.getByLabelText('目标值 粮食产量')).toHaveProperty('value', '855')
  })

  it('is returned with reasons, which stand beside the targets', async () => {
    const server = serveFixtures('office')
    server.year.sheet.state = 'confirmed'
    for (const item of server.year.sheet.items) item.value = '900'
    const user = userEvent.setup()
    openApp('/target-sheets/501')
    await user.click(await screen.findByRole('button', { name: '退回' }))
    const send = screen.getByRole('button', { name: '确认退回' })
    expect(send).toHaveProperty('disabled', true)
    fill('退回理由', '总体偏低')
    fill('此项退回理由 粮食产量', '低于上年完成数')
    await user.click(send)
    expect(await screen.findByText('退回：低于上年完成数')).toBeTruthy()
    expect(screen.getByText('退回：总体偏低')).toBeTruthy()
    expect(server.year.sheet.state).toBe('draft')
    expect(server.calls.at(-1)).toBeTruthy()
  })

  it('may be signed only after its letter was read', async () => {
    const server = serveFixtures('unit_leader')
    server.year.sheet.state = 'approved'
    const user = userEvent.setup()
    openApp('/target-sheets/501/letter')
    expect(await screen.findByRole('heading', { name: /目标管理责任书/ })).toBeTruthy()
    await user.click(screen.getByRole('button', { name: '代表被考核方签字' }))
    const dialog = await screen.findByRole('dialog')
    expect(within(dialog).getByRole('button', { name: '确认签字' })).toHaveProperty('disabled', true)
    await user.click(within(dialog).getByRole('checkbox'))
    expect(within(dialog).getByRole('button', { name: '确认签字' })).toHaveProperty('disabled', false)
  })
})

it('published targets are read without signing in', async () => {
  serveFixtures()
  openApp('/public/targets/7')
  expect(await screen.findByText('柳塘村')).toBeTruthy()
  expect(screen.queryByLabelText('登录名')).toBeNull()
})
