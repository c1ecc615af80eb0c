// SPDX-License-Identifier: Apache-2.0
// @vitest-environment node
import { describe, expect, it } from 'vitest'
import { factFault, readFact, showFact, type FactRule } from './fact-value'
import { showSize } from './file-size'
import { provenanceOf } from './provenance'

const rule = (type: FactRule['type'], more: Partial<FactRule> = {}): FactRule => ({
  type,
  places: 2,
  options: [],
  range: null,
  ...more,
})

describe('values of facts', () => {
  it('are read as people type them', () => {
    expect(readFact(' 1,234.50 ', rule('number'))).toBe('1234.50')
    expect(readFact('2026年1月5日', rule('date'))).toBe('2026-01-05')
    for (const text of ['是', '√', 'Yes', '1', 'TRUE'])
      expect(readFact(text, rule('boolean'))).toBe('是')
    for (const text of ['否', '×', 'no', '0']) expect(readFact(text, rule('boolean'))).toBe('否')
    expect(readFact('不清楚', rule('boolean'))).toBe('不清楚')
    expect(readFact(' 优秀 ', rule('text'))).toBe('优秀')
  })

  it('are held against their rule', () => {
    expect(factFault('', rule('number'))).toBe(null)
    expect(factFault('2026-02-30', rule('date'))).toBe('notDay')
    expect(factFault('不清楚', rule('boolean'))).toBe('notYesNo')
    expect(factFault('中', rule('text', { options: ['优', '良'] }))).toBe('notOption')
    const open = { low: '0', high: '100', closed_low: false, closed_high: false }
    expect(factFault('0', rule('number', { range: open }))).toBe('tooLow')
    expect(factFault('100.00', rule('number', { range: open }))).toBe('tooHigh')
    expect(factFault('99.99', rule('number', { range: open }))).toBe(null)
  })

  it('are shown with their unit', () => {
    expect(showFact('1234.5', { type: 'number', unit: '万元', is_percent: false })).toBe(
      '1,234.5 万元',
    )
    expect(showFact('86', { type: 'number', unit: '', is_percent: true })).toBe('86%')
    expect(showFact('是', { type: 'boolean', unit: '', is_percent: false })).toBe('是')
    expect(showFact(null, { type: 'number', unit: '吨', is_percent: false })).toBe('—')
  })
})

describe('sizes of files', () => {
  it('are given in the unit that people use', () => {
    expect([512, 3482, 40960, 12 * 1024 * 1024].map(showSize)).toEqual([
      '512 B',
      '3.4 KB',
      '40 KB',
      '12 MB',
    ])
  })
})

describe('where a fact comes from', () => {
  it('is told by name, row and period', () => {
    const all = [
      { name: '产量', row: '', period: '1月', by: 'a' },
      { name: '产量', row: '', period: '2月', by: 'b' },
    ]
    expect(provenanceOf(all, { name: '产量', row: '', period: '2月' })?.by).toBe('b')
    expect(provenanceOf(all, { name: '产量', row: '甲村', period: '2月' })).toBe(undefined)
  })
})
