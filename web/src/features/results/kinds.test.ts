// SPDX-License-Identifier: Apache-2.0
// @vitest-environment node
import { describe, expect, it } from 'vitest'
import type { ComputationDetail } from '../../api/types'
import { headlinesOf, mainKindOf } from './kinds'

const column = (key: string, role: string, is_headline = true) =>
  ({ key, title: key, role, unit: '', type: 'number', is_headline }) as never
const whole = { kind: '全体', columns: [column('30', 'definition', false)] }
const counties = { kind: '县市区', columns: [column('1', 'indicator'), column('2', 'payout')] }
const villages = {
  kind: '村',
  columns: [column('4', 'indicator'), column('5', 'total'), column('6', 'ranking')],
}
const of = (...kinds: ComputationDetail['kinds']) => ({ kinds })

describe('the kinds of a computation', () => {
  it('begin with whom it ranks, or whom it is about', () => {
    expect(mainKindOf(of(whole, counties, villages))).toBe('村')
    expect(mainKindOf(of(whole, counties))).toBe('县市区')
    expect(mainKindOf(of(whole))).toBe('全体')
    expect(mainKindOf(of())).toBe('')
  })

  it('show standings in a notice, never money', () => {
    expect(headlinesOf(of(counties, villages), ['村'])).toEqual(['5', '6'])
    expect(headlinesOf(of(counties, villages), ['县市区'])).toEqual(['1'])
  })
})
