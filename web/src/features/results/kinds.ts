// SPDX-License-Identifier: Apache-2.0
import type { ComputationDetail } from '../../api/types'

type Column = ComputationDetail['kinds'][number]['columns'][number]

// Whom the assessment is about: the first kind that is ranked, else the first with a total, else the
// first with a headline.
export function mainKindOf({ kinds }: Pick<ComputationDetail, 'kinds'>): string {
  const first = (matches: (column: Column) => boolean) =>
    kinds.find((item) => item.columns.some(matches))?.kind
  return (
    first((column) => column.role === 'ranking') ??
    first((column) => column.role === 'total') ??
    first((column) => column.is_headline) ??
    kinds[0]?.kind ??
    ''
  )
}

// What people look for first in a notice: score, rank and grade; where the regulation has none of
// them, its headlines but for money.
export function headlinesOf(
  { kinds }: Pick<ComputationDetail, 'kinds'>,
  chosen: readonly string[],
): string[] {
  return kinds
    .filter((item) => chosen.includes(item.kind))
    .flatMap(({ columns }) => {
      const headlines = columns.filter((column) => column.is_headline)
      const standings = headlines.filter((column) =>
        ['total', 'ranking', 'grade'].includes(column.role),
      )
      return standings.length > 0
        ? standings
        : headlines.filter((column) => column.role !== 'payout')
    })
    .map((column) => column.key)
}
