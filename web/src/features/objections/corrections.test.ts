// SPDX-License-Identifier: Apache-2.0
// @vitest-environment node
import { describe, expect, it } from 'vitest'
import type { FactProvenance } from '../../api/types'
import { correctableOf, draftFault, draftOf, keyOf, ruleOf, toCorrections } from './corrections'

const fact = (
  element: string,
  value: string | null,
  more: Partial<FactProvenance> = {},
): FactProvenance => ({
  name: '粮食产量',
  row: '',
  period: '',
  source: 'measurement',
  entered_by: '王芳',
  entered_at: null,
  verified_by: null,
  verified_at: null,
  note: '',
  evidence: [],
  key: {
    element_id: element,
    subject_id: '9',
    year: 2026,
    period: 0,
    places: 1,
    value,
    is_not_applicable: false,
  },
  ...more,
})

describe('corrections of an objection', () => {
  it('offer each measurement once and nothing else', () => {
    const facts = correctableOf([
      fact('1', '5'),
      fact('1', '5'),
      fact('2', '是'),
      fact('3', '', { key: null }),
    ])
    expect(facts.map(keyOf)).toEqual(['1:9:2026:0', '2:9:2026:0'])
    expect(ruleOf(facts[0]!).type).toBe('number')
    expect(ruleOf(facts[1]!).type).toBe('boolean')
  })

  it('send what was changed', () => {
    const facts = correctableOf([fact('1', '5'), fact('2', '7')])
    const drafts = {
      [keyOf(facts[0]!)]: { value: '5', isNone: false },
      [keyOf(facts[1]!)]: { value: '7.5', isNone: false },
    }
    expect(toCorrections(facts, drafts)).toEqual([
      {
        element_id: '2',
        subject_id: '9',
        year: 2026,
        period: 0,
        value: '7.5',
        is_not_applicable: false,
      },
    ])
    expect(toCorrections(facts, { [keyOf(facts[0]!)]: { value: '', isNone: true } })).toEqual([
      {
        element_id: '1',
        subject_id: '9',
        year: 2026,
        period: 0,
        value: null,
        is_not_applicable: true,
      },
    ])
  })

  it('find what is wrong with a value', () => {
    const [one] = correctableOf([fact('1', '5')])
    expect(draftFault(one!, draftOf(one!))).toBe(null)
    expect(draftFault(one!, { value: '', isNone: false })).toBe('empty')
    expect(draftFault(one!, { value: '5.55', isNone: false })).toBe('tooManyPlaces')
    expect(draftFault(one!, { value: '', isNone: true })).toBe(null)
  })
})
