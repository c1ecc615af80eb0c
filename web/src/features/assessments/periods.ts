// SPDX-License-Identifier: Apache-2.0
import type { AssessmentField } from '../../api/types'

export interface LevelChoice {
  level: string
  periods: string[]
}

// The levels at which data are reported, the finest first: months before quarters before the year.
export function periodChoices(fields: readonly AssessmentField[]): LevelChoice[] {
  const levels = new Map<string, string[]>()
  for (const field of fields) {
    if (field.class === 'measurement') levels.set(field.level_name, field.periods)
  }
  return [...levels]
    .map(([level, periods]) => ({ level, periods }))
    .sort((a, b) => b.periods.length - a.periods.length)
}

// Returns the last period of the year that is over on a day, or the first when none is.
export function lastPeriod(periods: readonly string[], year: number, today: string): number {
  const [thisYear = year, month = 1] = today.split('-').map((part) => parseInt(part, 10))
  if (thisYear > year) return periods.length - 1
  if (thisYear < year || periods.length === 0) return 0
  return Math.max(0, Math.floor(((month - 1) * periods.length) / 12) - 1)
}
