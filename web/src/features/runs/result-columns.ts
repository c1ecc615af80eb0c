// SPDX-License-Identifier: Apache-2.0
import type { ResultRow, Run } from '../../api/types'
import type { ColumnChoice } from '../../components/result-table'

export interface FigureChoice extends ColumnChoice {
  isHeadline: boolean
}

// Returns every column of a kind; a figure with periods has one for each.
export function columnChoices(kind: Run['kinds'][number]): FigureChoice[] {
  return kind.figures.flatMap((figure) =>
    figure.periods && figure.periods.length > 0
      ? figure.periods.map((period, index) => ({
          key: `${figure.id}.${index}`,
          title: `${figure.name} ${period}`,
          isHeadline: figure.is_headline,
        }))
      : [{ key: figure.id, title: figure.name, isHeadline: figure.is_headline }],
  )
}

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
