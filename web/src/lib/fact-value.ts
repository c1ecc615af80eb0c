// SPDX-License-Identifier: Apache-2.0
// Values of facts as the API carries them: a number, 是 or 否, a day, or a text.
import { readDay, isDay } from './date'
import { compareDecimals, groupDigits } from './decimal'
import { faultOf, readDecimal, type DecimalFault } from './entry'

export const yes = '是'
export const no = '否'

export type FactType = 'number' | 'boolean' | 'text' | 'date'

export interface FactRule {
  type: FactType
  places: number
  options: readonly string[]
  range: {
    low: string | null
    high: string | null
    closed_low: boolean
    closed_high: boolean
  } | null
}

export type FactFault = DecimalFault | 'notDay' | 'notYesNo' | 'notOption'

const truths: Record<string, string> = {
  是: yes,
  有: yes,
  '√': yes,
  y: yes,
  yes: yes,
  true: yes,
  '1': yes,
  否: no,
  无: no,
  '×': no,
  n: no,
  no: no,
  false: no,
  '0': no,
}

// Returns a text as the API takes it, as far as it can be read.
export function readFact(text: string, rule: FactRule): string {
  if (rule.type === 'number') return readDecimal(text)
  if (rule.type === 'date') return readDay(text)
  const plain = text.trim()
  if (rule.type === 'boolean') return truths[plain.toLowerCase()] ?? plain
  return plain
}

// Returns what is wrong with a value; nothing entered is not wrong.
export function factFault(value: string, rule: FactRule): FactFault | null {
  if (value === '') return null
  if (rule.type === 'date') return isDay(value) ? null : 'notDay'
  if (rule.type === 'boolean') return value === yes || value === no ? null : 'notYesNo'
  if (rule.type === 'text') {
    return rule.options.length > 0 && !rule.options.includes(value) ? 'notOption' : null
  }
  const fault = faultOf(value, {
    places: rule.places,
    low: rule.range?.low,
    high: rule.range?.high,
  })
  if (fault !== null || !rule.range) return fault
  const { low, high, closed_low, closed_high } = rule.range
  if (low !== null && !closed_low && compareDecimals(value, low) === 0) return 'tooLow'
  if (high !== null && !closed_high && compareDecimals(value, high) === 0) return 'tooHigh'
  return null
}

// Returns the value with its unit as people read it.
export function showFact(
  value: string | null | undefined,
  rule: { type: FactType; unit: string; is_percent: boolean },
): string {
  if (value === null || value === undefined || value === '') return '—'
  if (rule.type !== 'number') return value
  return groupDigits(value) + (rule.is_percent ? '%' : rule.unit ? ` ${rule.unit}` : '')
}
