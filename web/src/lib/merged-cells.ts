// SPDX-License-Identifier: Apache-2.0
// An indicator tree as offices print it: a row for each leaf, a column for each level, cells of a
// parent merged over the rows of its leaves.

export interface TreeItem {
  figure_id: string
  parent_id: string | null
}

export interface LeafRow<T> {
  leaf: T
  // The item of each level, or null where the leaf is higher up.
  levels: (T | null)[]
  // Rows that the cell of the level covers; 0 when a row above covers it.
  spans: number[]
}

export function toLeafRows<T extends TreeItem>(items: readonly T[]): LeafRow<T>[] {
  const byId = new Map(items.map((item) => [item.figure_id, item]))
  const parents = new Set(items.map((item) => item.parent_id))
  const pathOf = (item: T): T[] => {
    const path: T[] = []
    for (let at: T | undefined = item; at; ) {
      path.unshift(at)
      at = at.parent_id === null ? undefined : byId.get(at.parent_id)
    }
    return path
  }
  const paths = items.filter((item) => !parents.has(item.figure_id)).map(pathOf)
  const depth = Math.max(0, ...paths.map((path) => path.length))
  return paths.map((path, row) => {
    const levels = Array.from({ length: depth }, (_, level) => path[level] ?? null)
    const spans = levels.map((item, level) => {
      if (item === null) return 1
      if (paths[row - 1]?.[level] === item) return 0
      let span = 1
      while (paths[row + span]?.[level] === item) span++
      return span
    })
    return { leaf: path[path.length - 1]!, levels, spans }
  })
}
