// SPDX-License-Identifier: Apache-2.0
// @vitest-environment node
import { describe, expect, it } from 'vitest'
import type { ReportingCell } from '../../api/types'
import {
  cellFault,
  changeCell,
  countCells,
  faultsByCell,
  keyOf,
  pasteCells,
  shownCell,
  toItems,
} from './cells'

const cell = (element: string, more: Partial<ReportingCell> = {}): ReportingCell => ({
  element_id: element,
  subject_id: '9',
  year: 2026,
  period: 4,
  field: '粮食产量',
  label: '粮食产量',
  column: '粮食产量',
  class: 'measurement',
  type: 'number',
  unit: '吨',
  places: 1,
  is_percent: false,
  range: { low: '0', high: '1000', closed_low: true, closed_high: false },
  options: [],
  value: null,
  is_not_applicable: false,
  state: 'missing',
  state_title: '未填报',
  is_editable: true,
  return_reason: null,
  target: '100',
  progress: { light: 'none', text: '' },
  previous: null,
  last_year: null,
  verifier_unit: null,
  rounds: 1,
  round: 0,
  entered_by: null,
  entered_at: null,
  verified_by: null,
  note: '',
  evidence: [],
  used_by: [],
  version: 0,
  ...more,
})

describe('the cells of a sheet', () => {
  it('take a column of Excel, past what is closed', () => {
    const cells = [cell('1'), cell('2', { is_editable: false, value: '7' }), cell('3'), cell('4')]
    const edits = pasteCells({}, cells, [['1,234.5', '复核'], ['8'], ['９．５'], [''], ['1']], 0)
    expect(shownCell(cells[0]!, edits)).toMatchObject({ value: '1234.5', note: '复核' })
    expect(shownCell(cells[1]!, edits).value).toBe('7')
    expect(shownCell(cells[2]!, edits).value).toBe('9.5')
    expect(shownCell(cells[3]!, edits).value).toBe(null)
    expect(Object.keys(edits)).toEqual([keyOf(cells[0]!), keyOf(cells[2]!)])
  })

  it('forget an edit that was undone', () => {
    const one = cell('1', { value: '5' })
    const edits = changeCell({}, one, { value: '6' })
    expect(changeCell(edits, one, { value: '5' })).toEqual({})
  })

  it.each([
    ['1000', 'tooHigh'],
    ['999.9', null],
    ['0', null],
    ['-0.1', 'tooLow'],
    ['1.25', 'tooManyPlaces'],
    ['一百', 'notDecimal'],
    ['', null],
  ])('says what is wrong with %s', (value, fault) => {
    expect(cellFault(shownCell(cell('1', { value }), {}))).toBe(fault)
  })

  it('need a note when not applicable', () => {
    const one = cell('1')
    const edits = changeCell({}, one, { is_not_applicable: true })
    expect(cellFault(shownCell(one, edits))).toBe('needsNote')
    expect(cellFault(shownCell(one, changeCell(edits, one, { note: '未开工' })))).toBe(null)
  })

  it('are counted, closed ones apart', () => {
    const cells = [
      cell('1', { value: '5' }),
      cell('2'),
      cell('3', { value: '9', is_editable: false }),
    ]
    const edits = changeCell({}, cells[1]!, { value: '2000' })
    expect(countCells(cells, edits)).toEqual({
      total: 3,
      filled: 3,
      edited: 1,
      missing: 0,
      faults: 1,
      toSubmit: 2,
    })
  })

  it('go out as changes of a draft, and whole when submitted', () => {
    const draft = cell('1', { value: '5', version: 3, state: 'draft' })
    const empty = cell('2')
    const taken = cell('3', { value: '8', version: 2, state: 'draft' })
    const cells = [draft, empty, taken]
    const edits = changeCell({}, taken, { value: null })
    expect(toItems(cells, edits, false)).toEqual([
      {
        element_id: '3',
        subject_id: '9',
        year: 2026,
        period: 4,
        value: null,
        is_not_applicable: false,
        note: '',
        evidence_ids: null,
        version: 2,
      },
    ])
    expect(toItems(cells, edits, true).map((item) => item.element_id)).toEqual(['1', '3'])
  })

  it('get the messages of a refusal', () => {
    const items = toItems([cell('1', { value: '1' }), cell('2', { value: '2' })], {}, true)
    expect(
      faultsByCell(items, [
        { pointer: '/items/1/value', message: '超出范围' },
        { pointer: '/items/1/evidence_ids', message: '须有佐证' },
        { pointer: '/submit', message: '已截止' },
      ]),
    ).toEqual({ '2:9:2026:4': '超出范围 须有佐证' })
  })
})
