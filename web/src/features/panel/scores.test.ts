// SPDX-License-Identifier: Apache-2.0
// @vitest-environment node
import { describe, expect, it } from 'vitest'
import type { PanelItem } from '../../api/types'
import { changeScore, isDone, nextOpen, scoreFault, scoreOf, toScores } from './scores'

const item = (name: string, my: Partial<PanelItem['my']> = {}): PanelItem => ({
  item: name,
  label: name,
  standard: '',
  article: null,
  low: '0',
  high: '10',
  places: 1,
  unit: '分',
  my: { choice: null, value: null, note: '', ...my },
  target: null,
  actual: null,
  history: [],
  group_average: null,
  evidence: [],
})

describe('the scores of a panel member', () => {
  it.each([
    [null, null, 'noChoice'],
    ['score', null, 'noValue'],
    ['score', '10', null],
    ['score', '0', null],
    ['score', '10.1', 'tooHigh'],
    ['score', '-1', 'tooLow'],
    ['score', '9.55', 'tooManyPlaces'],
    ['unknown', null, null],
    ['not_applicable', null, null],
  ] as const)('%s %s is %s', (choice, value, fault) => {
    expect(scoreFault(item('a'), { choice, value, note: '' })).toBe(fault)
  })

  it('never send a zero for what is not known', () => {
    const items = [item('a'), item('b', { choice: 'score', value: '3' })]
    const edits = changeScore({}, items[0]!, { choice: 'unknown', value: '5' })
    expect(toScores(items, edits, false)).toEqual([
      { item: 'a', choice: 'unknown', value: null, note: null },
    ])
    expect(toScores(items, edits, true).map((one) => one.item)).toEqual(['a', 'b'])
  })

  it('keep back what is wrong', () => {
    const items = [item('a')]
    const edits = changeScore({}, items[0]!, { choice: 'score', value: '11' })
    expect(toScores(items, edits, false)).toEqual([])
    expect(isDone(items[0]!, edits)).toBe(false)
    expect(scoreOf(items[0]!, edits).value).toBe('11')
  })

  it('lead to the next that is open, around the end', () => {
    const items = [
      item('a'),
      item('b', { choice: 'unknown' }),
      item('c', { choice: 'score', value: '1' }),
    ]
    expect(nextOpen(items, {}, 0)).toBe(0)
    expect(nextOpen(items, {}, -1)).toBe(0)
    expect(nextOpen(items, changeScore({}, items[0]!, { choice: 'unknown' }), 2)).toBe(-1)
  })
})
