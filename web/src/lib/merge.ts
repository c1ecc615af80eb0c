// SPDX-License-Identifier: Apache-2.0
// Two people changed the same thing: what each did to each field.

export type Fields = Record<string, unknown>

export interface FieldConflict {
  field: string
  base: unknown
  mine: unknown
  theirs: unknown
  // Who changed it. "both" also when both wrote the same.
  changedBy: 'mine' | 'theirs' | 'both' | 'nobody'
  isContested: boolean
}

const same = (a: unknown, b: unknown) =>
  JSON.stringify(a ?? null) === JSON.stringify(b ?? null)

export function compareEdits(
  fields: readonly string[],
  base: Fields,
  mine: Fields,
  theirs: Fields,
): FieldConflict[] {
  return fields.map((field) => {
    const isMine = !same(base[field], mine[field])
    const isTheirs = !same(base[field], theirs[field])
    return {
      field,
      base: base[field],
      mine: mine[field],
      theirs: theirs[field],
      changedBy: isMine ? (isTheirs ? 'both' : 'mine') : isTheirs ? 'theirs' : 'nobody',
      isContested: isMine && isTheirs && !same(mine[field], theirs[field]),
    }
  })
}

// Returns the fields with each side's own changes; `choices` says whose of the contested ones.
export function mergeEdits(
  conflicts: readonly FieldConflict[],
  choices: Record<string, 'mine' | 'theirs'>,
): Fields {
  return Object.fromEntries(
    conflicts.map(({ field, mine, theirs, changedBy, isContested }) => {
      const side = isContested ? (choices[field] ?? 'mine') : changedBy
      return [field, side === 'theirs' || side === 'nobody' ? theirs : mine]
    }),
  )
}
