// SPDX-License-Identifier: Apache-2.0
// @vitest-environment node
import { describe, expect, it } from 'vitest'
import {
  addDecimals,
  compareDecimals,
  groupDigits,
  isDecimal,
  negateDecimal,
  scaleOf,
  signOf,
  toPercent,
  sumDecimals,
  withSign,
} from './decimal'

describe('decimals', () => {
  it('adds exactly what binary floating point does not', () => {
    expect(addDecimals('0.1', '0.2')).toBe('0.3')
    expect(addDecimals('9007199254740993', '0.01')).toBe('9007199254740993.01')
    expect(sumDecimals(['-0.000079', '9.370079'])).toBe('9.370000')
    expect(sumDecimals([])).toBe('0')
  })

  it('compares by value, not by text', () => {
    expect(compareDecimals('10', '9.5')).toBe(1)
    expect(compareDecimals('1.50', '1.5')).toBe(0)
    expect(compareDecimals('-2', '1')).toBe(-1)
    expect(compareDecimals('待定', '1')).toBe(1)
  })

  it('knows what is no decimal', () => {
    for (const text of ['', '.', '1e5', '1.2.3', '一', '--1', 'NaN']) {
      expect(isDecimal(text), text).toBe(false)
      expect(addDecimals(text, '1'), text).toBeNull()
    }
    expect(isDecimal('.5')).toBe(true)
    expect(scaleOf('1.0420')).toBe(4)
    expect(scaleOf('x')).toBe(-1)
  })

  it('shows signs and groups', () => {
    expect(groupDigits('-1234567.5')).toBe('-1,234,567.5')
    expect(groupDigits('优秀')).toBe('优秀')
    expect(withSign('0.00')).toBe('0.00')
    expect(withSign('1.5')).toBe('+1.5')
    expect(negateDecimal('0.5')).toBe('-0.5')
    expect(negateDecimal('-0.05')).toBe('0.05')
    expect(signOf('-0.0')).toBe(0)
    expect(['0.2', '1', '0.125', '1.20', '[0, 1]'].map(toPercent)).toEqual([
      '20%',
      '100%',
      '12.5%',
      '120%',
      '[0, 1]',
    ])
  })
})
