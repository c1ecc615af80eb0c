// SPDX-License-Identifier: Apache-2.0
// Edits of a table that lie over the rows as the server sent them. When the rows are read again the
// edits stay, and the rows that somebody else changed meanwhile can be told.

export type Edits<T> = Readonly<Record<string, Partial<T>>>

const same = (a: unknown, b: unknown) => JSON.stringify(a ?? null) === JSON.stringify(b ?? null)

// Returns the row as it is to be shown.
export function overlaid<T>(row: T, key: string, edits: Edits<T>): T {
  const edit = edits[key]
  return edit ? { ...row, ...edit } : row
}

// Returns the edits with a change of one row; what is as the server has it is no edit.
export function withEdit<T extends object>(
  edits: Edits<T>,
  key: string,
  row: T,
  change: Partial<T>,
): Edits<T> {
  const merged = { ...edits[key], ...change }
  const kept = Object.fromEntries(
    Object.entries(merged).filter(([name, value]) => !same(value, row[name as keyof T])),
  ) as Partial<T>
  const { [key]: _, ...rest } = edits
  return Object.keys(kept).length === 0 ? rest : { ...rest, [key]: kept }
}

// Returns the keys of the rows in which a field that was edited here was changed there to something
// else.
export function clashes<T extends object>(
  before: readonly T[],
  after: readonly T[],
  keyOf: (row: T) => string,
  edits: Edits<T>,
): string[] {
  const old = new Map(before.map((row) => [keyOf(row), row]))
  return after.flatMap((row) => {
    const key = keyOf(row)
    const edit = edits[key]
    const was = old.get(key)
    if (!edit || !was) return []
    const isClash = (Object.keys(edit) as (keyof T)[]).some(
      (name) => !same(was[name], row[name]) && !same(row[name], edit[name]),
    )
    return isClash ? [key] : []
  })
}
