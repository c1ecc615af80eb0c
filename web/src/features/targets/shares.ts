// SPDX-License-Identifier: Apache-2.0
// A decomposition while it is typed: shares, their sums, and what is still open.
import type { Decomposition, DecompositionItem } from '../../api/types'
import { compareDecimals, splitEvenly, sumDecimals } from '../../lib/decimal'
import { faultOf } from '../../lib/entry'

// unit:17 or person:23; empty while nobody is chosen.
export type Holder = string

export interface Share {
  // For the screen only.
  id: number
  holder: Holder
  value: string
  deadline: string
}

export type Shares = Readonly<Record<string, readonly Share[]>>

export const itemKey = (item: { field: string; period: number }) => `${item.field}|${item.period}`

let nextId = 1

export function newShare(holder: Holder = '', value = '', deadline = ''): Share {
  return { id: nextId++, holder, value, deadline }
}

export function readShares(decomposition: Decomposition): Shares {
  return Object.fromEntries(
    decomposition.items.map((item) => [
      itemKey(item),
      item.shares.map((share) =>
        newShare(
          share.person ? `person:${share.person.id}` : share.unit ? `unit:${share.unit.id}` : '',
          share.value ?? '',
          share.deadline ?? '',
        ),
      ),
    ]),
  )
}

export interface ShareChange {
  field: string
  period: number
  unit_id?: string
  person_id?: string
  value: string | null
  deadline: string | null
}

const isEmpty = (share: Share) => share.holder === '' && share.value === ''

// Returns what is to be sent; rows in which nothing was typed are left out.
export function shareChanges(items: readonly DecompositionItem[], shares: Shares): ShareChange[] {
  return items.flatMap((item) =>
    (shares[itemKey(item)] ?? [])
      .filter((share) => !isEmpty(share))
      .map((share): ShareChange => {
        const [kind, id] = share.holder.split(':')
        return {
          field: item.field,
          period: item.period,
          ...(kind === 'person' ? { person_id: id } : kind === 'unit' ? { unit_id: id } : {}),
          value: share.value || null,
          deadline: share.deadline || null,
        }
      }),
  )
}

export const isSame = (items: readonly DecompositionItem[], a: Shares, b: Shares) =>
  JSON.stringify(shareChanges(items, a)) === JSON.stringify(shareChanges(items, b))

export type CoverageState = DecompositionItem['coverage']['state']

export interface Coverage {
  state: CoverageState
  // Of the shares that are numbers; null when none is.
  sum: string | null
  // Rows that cannot be sent: nobody chosen, or no number.
  faults: number
}

export function coverageOf(item: DecompositionItem, all: readonly Share[]): Coverage {
  const shares = all.filter((share) => !isEmpty(share))
  const values = shares.flatMap((share) => (share.value === '' ? [] : [share.value]))
  const sum = values.length > 0 ? sumDecimals(values) : null
  const faults = shares.filter(
    (share) => share.holder === '' || faultOf(share.value, item) !== null,
  ).length
  const owned = shares.filter((share) => share.holder !== '')
  if (owned.length === 0) return { state: 'unowned', sum, faults }
  if (item.is_additive && item.value !== null) {
    const order = compareDecimals(sum ?? '0', item.value)
    if (order < 0) return { state: 'short', sum, faults }
    if (order > 0) return { state: 'over', sum, faults }
  }
  if (owned.some((share) => share.deadline === '')) return { state: 'no_date', sum, faults }
  return { state: 'ok', sum, faults }
}

// Returns an equal share for each holder, or for what does not add up the whole target for each.
export function evenShares(
  item: DecompositionItem,
  holders: readonly Holder[],
  deadline: string,
): Share[] {
  const value = item.value ?? ''
  const parts = item.is_additive ? splitEvenly(value, holders.length, item.places) : []
  return holders.map((holder, index) => newShare(holder, parts[index] ?? value, deadline))
}
