// SPDX-License-Identifier: Apache-2.0
import type { Category, NewAssessees } from '../../api/types'
import type { Grid } from '../../lib/grid'

export type AddWay = 'category' | 'units' | 'people' | 'persons' | 'rows'

export interface Draft {
  unitIds: string[]
  underUnitId: string | null
  category: Category | null
  personIds: string[]
  parentCode: string | null
  // Code, name, code of the row above.
  rows: Grid
}

const filledRows = (rows: Grid) =>
  rows.map((cells) => cells.map((cell) => cell.trim())).filter((cells) => cells[0])

// Whether there is anything to add.
export function isWhole(way: AddWay, draft: Draft): boolean {
  switch (way) {
    case 'category':
      return draft.underUnitId !== null
    case 'units':
      return draft.unitIds.length > 0
    case 'people':
      return draft.unitIds.length > 0 || draft.underUnitId !== null
    case 'persons':
      return draft.personIds.length > 0
    case 'rows':
      return filledRows(draft.rows).length > 0
  }
}

export function bodyOf(kind: string, way: AddWay, draft: Draft): NewAssessees {
  const parent = draft.parentCode ? { parent_code: draft.parentCode } : {}
  const under = draft.underUnitId
    ? { under_unit_id: draft.underUnitId, ...(draft.category ? { category: draft.category } : {}) }
    : {}
  switch (way) {
    case 'category':
      return { kind, ...under, ...parent }
    case 'units':
      return { kind, unit_ids: draft.unitIds, ...parent }
    case 'people':
      return {
        kind,
        ...(draft.unitIds.length > 0 ? { unit_ids: draft.unitIds } : {}),
        ...under,
        persons_of_units: true,
        ...parent,
      }
    case 'persons':
      return { kind, person_ids: draft.personIds, ...parent }
    case 'rows':
      return {
        kind,
        rows: filledRows(draft.rows).map(([code, name, parentCode]) => ({
          code: code!,
          name: name || null,
          parent_code: parentCode || null,
        })),
      }
  }
}
