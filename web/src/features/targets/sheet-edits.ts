// SPDX-License-Identifier: Apache-2.0
import type { Target } from '../../api/types'
import { sumDecimals } from '../../lib/decimal'
import { faultOf, readDecimal } from '../../lib/entry'
import type { Grid } from '../../lib/grid'
import { withEdit, type Edits } from '../../lib/overlay'

export const targetKey = (target: { field: string; period: number }) =>
  `${target.field}|${target.period}`

export interface TargetChange {
  field: string
  period: number
  value?: string | null
  is_not_applicable?: boolean
  owner_person_id?: string | null
  deadline?: string | null
  measure?: string | null
}

// Returns what is to be sent: the targets that were edited, with the edited members only.
export function targetChanges(
  targets: readonly Target[],
  edits: Edits<Target>,
): TargetChange[] {
  return targets.flatMap((target) => {
    const edit = edits[targetKey(target)]
    if (!edit) return []
    const change: TargetChange = { field: target.field, period: target.period }
    if ('value' in edit) change.value = edit.value || null
    if (edit.is_not_applicable !== undefined) change.is_not_applicable = edit.is_not_applicable
    if ('owner_person' in edit) change.owner_person_id = edit.owner_person?.id ?? null
    if ('deadline' in edit) change.deadline = edit.deadline || null
    if (edit.measure !== undefined) change.measure = edit.measure
    return [change]
  })
}

export interface Totals {
  total: number
  filled: number
  notApplicable: number
  // Neither a value nor 不适用.
  missing: number
  // Numbers that cannot stand.
  faulty: number
}

export function totalsOf(targets: readonly Target[]): Totals {
  const totals: Totals = { total: targets.length, filled: 0, notApplicable: 0, missing: 0, faulty: 0 }
  for (const target of targets) {
    if (target.is_not_applicable) totals.notApplicable++
    else if (!target.value) totals.missing++
    else {
      totals.filled++
      if (faultOf(target.value, target)) totals.faulty++
    }
  }
  return totals
}

export interface TargetGroup {
  field: string
  targets: Target[]
  // Of the periods, where they add up.
  sum: string | null
}

// Returns the targets by figure, in the order of the sheet.
export function groupsOf(targets: readonly Target[]): TargetGroup[] {
  const groups = new Map<string, Target[]>()
  for (const target of targets) {
    groups.set(target.field, [...(groups.get(target.field) ?? []), target])
  }
  return [...groups].map(([field, items]) => {
    const values = items.flatMap((item) =>
      item.is_not_applicable || !item.value ? [] : [item.value],
    )
    const isSummed = items.length > 1 && items[0]!.is_additive && values.length > 0
    return { field, targets: items, sum: isSummed ? sumDecimals(values) : null }
  })
}

// A block from a spreadsheet laid over the values from a row on; only its first column is taken.
export function pasteValues(
  targets: readonly Target[],
  stored: ReadonlyMap<string, Target>,
  edits: Edits<Target>,
  row: number,
  block: Grid,
): Edits<Target> {
  return block.reduce((next, cells, down) => {
    const target = targets[row + down]
    const text = cells[0]?.trim() ?? ''
    const base = target && stored.get(targetKey(target))
    if (!base || text === '') return next
    return withEdit(next, targetKey(base), base, {
      value: readDecimal(text),
      is_not_applicable: false,
    })
  }, edits)
}
