// SPDX-License-Identifier: Apache-2.0
// Days are YYYY-MM-DD texts everywhere; only the pickers see dayjs.
import dayjs, { type Dayjs } from 'dayjs'

export type IsoDay = string

export function today(): IsoDay {
  return dayjs().format('YYYY-MM-DD')
}

export function toPicker(day: IsoDay | null | undefined): Dayjs | null {
  return day ? dayjs(day) : null
}

export function fromPicker(value: Dayjs | null): IsoDay | null {
  return value ? value.format('YYYY-MM-DD') : null
}

export function isDay(text: string): boolean {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text)
  return match !== null && dayjs(text).format('YYYY-MM-DD') === text
}

// Returns YYYY-MM-DD for what people type or Excel pastes (2026/1/5, 2026.1.5, 2026年1月5日), else the
// text as it is.
export function readDay(text: string): string {
  const match = /^\s*(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?\s*$/.exec(text)
  if (!match) return text.trim()
  return `${match[1]}-${match[2]!.padStart(2, '0')}-${match[3]!.padStart(2, '0')}`
}

export function showInstant(at: string | null | undefined): string {
  return at ? dayjs(at).format('YYYY-MM-DD HH:mm') : '—'
}
