// SPDX-License-Identifier: Apache-2.0
import type { ResultColumn, ResultRow } from '../../api/types'

const leading = ['total', 'ranking', 'grade', 'payout', 'coefficient']
const shownMax = 12

// Returns the columns a reader wants first: totals, rank, grade, pay; all of them when they are few.
export function defaultColumns(columns: readonly ResultColumn[]): string[] {
  if (columns.length <= shownMax) return columns.map((column) => column.key)
  const first = columns.filter((column) => leading.includes(column.role))
  const shown = first.length > 0 ? first : columns.slice(0, shownMax)
  return shown.map((column) => column.key)
}

export function isNumeric(column: ResultColumn): boolean {
  return !['text', 'boolean', 'choice', 'day', 'date'].includes(column.type)
}

// Returns the rows that share their value of a column with another row.
export function tiedRows(rows: readonly ResultRow[], key: string): Set<string> {
  const byValue = new Map<string, string[]>()
  for (const row of rows) {
    const cell = row.values[key]
    if (cell?.state !== 'valid') continue
    byValue.set(cell.exact, [...(byValue.get(cell.exact) ?? []), row.row])
  }
  return new Set([...byValue.values()].filter((tied) => tied.length > 1).flat())
}
