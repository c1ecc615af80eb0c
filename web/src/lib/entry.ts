// SPDX-License-Identifier: Apache-2.0
// Numbers as people type and paste them, and what is wrong with one.
import { compareDecimals, isDecimal, scaleOf } from './decimal'

// Returns 1234.5 for 1,234.5 and １２３４．５; a text that is no number comes back without the blanks
// around it.
export function readDecimal(text: string): string {
  const half = text
    .trim()
    .replace(/[０-９]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) - 0xfee0))
    .replace(/[．。]/g, '.')
    .replace(/[－−]/g, '-')
    .replace(/[％]/g, '%')
  const plain = half.replace(/[,，\s]/g, '')
  return isDecimal(plain) || isDecimal(plain.replace(/%$/, '')) ? plain : text.trim()
}

export interface DecimalRule {
  // Digits behind the point at most.
  places: number
  low?: string | null
  high?: string | null
}

export type DecimalFault = 'notDecimal' | 'tooManyPlaces' | 'tooLow' | 'tooHigh'

// Returns what is wrong with a typed number; nothing typed is not wrong.
export function faultOf(text: string, rule: DecimalRule): DecimalFault | null {
  if (text === '') return null
  if (!isDecimal(text)) return 'notDecimal'
  // 1.50 is as good as 1.5.
  const shown = text.includes('.') ? text.replace(/0+$/, '') : text
  if (scaleOf(shown) > rule.places) return 'tooManyPlaces'
  if (rule.low && compareDecimals(text, rule.low) < 0) return 'tooLow'
  if (rule.high && compareDecimals(text, rule.high) > 0) return 'tooHigh'
  return null
}
