// SPDX-License-Identifier: Apache-2.0
import type { ResultColumn, ResultRow, Run } from '../../api/types'

export interface ColumnChoice {
  key: string
  name: string
  isHeadline: boolean
}

// Returns every column of a kind; a figure with periods has one for each.
export function columnChoices(kind: Run['kinds'][number]): ColumnChoice[] {
  return kind.figures.flatMap((figure) =>
    figure.periods && figure.periods.length > 0
      ? figure.periods.map((period, index) => ({
          key: `${figure.id}.${index}`,
          name: `${figure.name} ${period}`,
          isHeadline: figure.is_headline,
        }))
      : [{ key: figure.id, name: figure.name, isHeadline: figure.is_headline }],
  )
}

export const isNumeric = (column: ResultColumn): boolean => column.type === 'number'

// Returns the rows that share their value of a column with another row.
export function tiedRows(rows: readonly ResultRow[], key: string): Set<number> {
  const byValue = new Map<string, number[]>()
  for (const row of rows) {
    const cell = row.values[key]
    if (cell?.state !== 'valid') continue
    byValue.set(cell.exact, [...(byValue.get(cell.exact) ?? []), row.row])
  }
  return new Set([...byValue.values()].filter((tied) => tied.length > 1).flat())
}
