// SPDX-License-Identifier: Apache-2.0
// Decimal strings as the server sends them. A score never becomes a binary floating-point number:
// comparing and adding work on digits.

export type DecimalString = string & { readonly brand?: 'decimal' }

const pattern = /^([+-]?)(\d*)(?:\.(\d*))?$/

interface Parts {
  units: bigint
  scale: number
}

function parse(text: string): Parts | null {
  const match = pattern.exec(text.trim().replaceAll(',', ''))
  if (!match) return null
  const whole = match[2] ?? ''
  const fraction = match[3] ?? ''
  if (whole === '' && fraction === '') return null
  const units = BigInt(whole + fraction)
  return { units: match[1] === '-' ? -units : units, scale: fraction.length }
}

function print({ units, scale }: Parts): DecimalString {
  const sign = units < 0n ? '-' : ''
  const digits = (units < 0n ? -units : units).toString().padStart(scale + 1, '0')
  if (scale === 0) return sign + digits
  return `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}`
}

function align(a: Parts, b: Parts): [bigint, bigint, number] {
  const scale = Math.max(a.scale, b.scale)
  return [
    a.units * 10n ** BigInt(scale - a.scale),
    b.units * 10n ** BigInt(scale - b.scale),
    scale,
  ]
}

export function isDecimal(text: string): boolean {
  return parse(text) !== null
}

// Returns the number of digits behind the point, or -1 for what is no decimal.
export function scaleOf(text: string): number {
  return parse(text)?.scale ?? -1
}

// Returns -1, 0 or 1; what is no decimal comes last.
export function compareDecimals(a: string, b: string): number {
  const left = parse(a)
  const right = parse(b)
  if (!left || !right) return left ? -1 : right ? 1 : 0
  const [x, y] = align(left, right)
  return x < y ? -1 : x > y ? 1 : 0
}

// Returns a + b, or null when one of them is no decimal.
export function addDecimals(a: string, b: string): DecimalString | null {
  const left = parse(a)
  const right = parse(b)
  if (!left || !right) return null
  const [x, y, scale] = align(left, right)
  return print({ units: x + y, scale })
}

// Returns the sum, or null when one of them is no decimal. Nothing sums to 0.
export function sumDecimals(items: readonly string[]): DecimalString | null {
  let total: DecimalString | null = '0'
  for (const item of items) {
    total = total === null ? null : addDecimals(total, item)
  }
  return total
}

export function negateDecimal(a: string): DecimalString | null {
  const parts = parse(a)
  return parts && print({ units: -parts.units, scale: parts.scale })
}

export function signOf(text: string): -1 | 0 | 1 {
  const parts = parse(text)
  if (!parts || parts.units === 0n) return 0
  return parts.units < 0n ? -1 : 1
}

// Returns the change from `before` to `after` in percent, +5.3 for 20 → 21.06, rounded half away from
// zero; null when there is no base to speak of.
export function percentChange(before: string, after: string, places = 1): DecimalString | null {
  const base = parse(before)
  const next = parse(after)
  if (!base || !next || base.units === 0n) return null
  const [x, y] = align(base, next)
  const divisor = x < 0n ? -x : x
  const scaled = (y - x) * 100n * 10n ** BigInt(places)
  const half = scaled < 0n ? -divisor : divisor
  const units = (2n * scaled + half) / (2n * divisor)
  return withSign(print({ units, scale: places }))
}

// Returns `count` parts that add up to the amount exactly; the first take what does not divide.
export function splitEvenly(amount: string, count: number, places: number): DecimalString[] {
  const parts = parse(amount)
  if (!parts || count < 1) return []
  const scale = Math.max(places, parts.scale)
  const units = parts.units * 10n ** BigInt(scale - parts.scale)
  const each = units / BigInt(count)
  const rest = units - each * BigInt(count)
  const step = rest < 0n ? -1n : 1n
  return Array.from({ length: count }, (_, index) =>
    print({ units: each + (BigInt(index) < rest * step ? step : 0n), scale }),
  )
}

// Returns 1,234.50 for 1234.50; other texts as they are.
export function groupDigits(text: string): string {
  const match = pattern.exec(text)
  if (!match || !match[2]) return text
  const whole = match[2].replace(/\B(?=(\d{3})+$)/g, ',')
  return `${match[1]}${whole}${match[3] === undefined ? '' : '.' + match[3]}`
}

// Returns +1.5 for 1.5, for changes.
export function withSign(text: string): string {
  return signOf(text) > 0 && !text.startsWith('+') ? '+' + text : text
}

// Returns 20% for 0.2; other texts as they are.
export function toPercent(text: string): string {
  const parts = parse(text)
  if (!parts) return text
  const { units, scale } = parts
  const digits = print(scale >= 2 ? { units, scale: scale - 2 } : { units: units * 10n ** BigInt(2 - scale), scale: 0 })
  return `${digits.includes('.') ? digits.replace(/\.?0+$/, '') : digits}%`
}
