// SPDX-License-Identifier: Apache-2.0
// @vitest-environment node
import { describe, expect, it } from 'vitest'
import {
  addDecimals,
  compareDecimals,
  groupDigits,
  isDecimal,
  negateDecimal,
  percentChange,
  scaleOf,
  signOf,
  splitEvenly,
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

it('tells a change in percent', () => {
  expect(percentChange('20', '21.06')).toBe('+5.3')
  expect(percentChange('20', '20')).toBe('0.0')
  expect(percentChange('3', '2')).toBe('-33.3')
  expect(percentChange('-10', '-5')).toBe('+50.0')
  expect(percentChange('200', '200.1')).toBe('+0.1')
  expect(percentChange('0', '5')).toBeNull()
  expect(percentChange('', '5')).toBeNull()
})

it('splits so that nothing is lost', () => {
  expect(splitEvenly('100', 3, 1)).toEqual(['33.4', '33.3', '33.3'])
  expect(splitEvenly('7', 3, 0)).toEqual(['3', '2', '2'])
  expect(splitEvenly('-7', 3, 0)).toEqual(['-3', '-2', '-2'])
  expect(splitEvenly('0.001', 2, 0)).toEqual(['0.001', '0.000'])
  expect(splitEvenly('约', 2, 0)).toEqual([])
})
