// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import { faultOf, readDecimal } from './entry'
import { clashes, overlaid, withEdit, type Edits } from './overlay'

describe('a number as it is typed', () => {
  it('is read with separators and full-width digits', () => {
    expect(readDecimal(' 1,234.50 ')).toBe('1234.50')
    expect(readDecimal('１２３４．５')).toBe('1234.5')
    expect(readDecimal('－3')).toBe('-3')
    expect(readDecimal('约三百')).toBe('约三百')
  })

  it('is held against its places and range', () => {
    const rule = { places: 1, low: '0', high: '100' }
    expect(faultOf('', rule)).toBeNull()
    expect(faultOf('99.5', rule)).toBeNull()
    expect(faultOf('99.50', rule)).toBeNull()
    expect(faultOf('100.0', rule)).toBeNull()
    expect(faultOf('99.55', rule)).toBe('tooManyPlaces')
    expect(faultOf('100.1', rule)).toBe('tooHigh')
    expect(faultOf('-0.1', rule)).toBe('tooLow')
    expect(faultOf('abc', rule)).toBe('notDecimal')
    // Beyond what a binary number could tell apart.
    expect(faultOf('9007199254740993', { places: 0, high: '9007199254740992' })).toBe('tooHigh')
  })
})

describe('edits over rows', () => {
  interface Row {
    key: string
    value: string | null
    note: string
  }
  const row: Row = { key: 'a', value: '1', note: '' }

  it('vanish when they are taken back', () => {
    let edits: Edits<Row> = withEdit({}, 'a', row, { value: '2' })
    expect(overlaid(row, 'a', edits).value).toBe('2')
    edits = withEdit(edits, 'a', row, { note: '说明' })
    edits = withEdit(edits, 'a', row, { value: '1' })
    expect(edits).toEqual({ a: { note: '说明' } })
    expect(withEdit(edits, 'a', row, { note: '' })).toEqual({})
  })

  it('stay over rows that somebody else changed, and the clashes are told', () => {
    const edits: Edits<Row> = { a: { value: '2' }, b: { value: '5' } }
    const other = { key: 'b', value: '1', note: '' }
    const after = [
      { ...row, value: '3' },
      { ...other, note: '别处' },
    ]
    expect(clashes([row, other], after, (item) => item.key, edits)).toEqual(['a'])
    expect(clashes([row], [{ ...row, value: '2' }], (item) => item.key, edits)).toEqual([])
  })
})
