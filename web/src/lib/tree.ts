// SPDX-License-Identifier: Apache-2.0

export interface TreeNode<T> {
  row: T
  children: TreeNode<T>[]
}

// Returns the forest of rows that name their parent; order is kept. A row whose parent is not among
// them is a root: a user sees only what he covers.
export function buildTree<T extends { id: string; parent_id: string | null }>(
  rows: readonly T[],
): TreeNode<T>[] {
  const nodes = new Map(rows.map((row) => [row.id, { row, children: [] as TreeNode<T>[] }]))
  const roots: TreeNode<T>[] = []
  for (const node of nodes.values()) {
    const parent = node.row.parent_id ? nodes.get(node.row.parent_id) : undefined
    if (parent) parent.children.push(node)
    else roots.push(node)
  }
  return roots
}

// Returns the rows that match and all above them.
export function keepMatching<T extends { id: string; parent_id: string | null }>(
  rows: readonly T[],
  matches: (row: T) => boolean,
): T[] {
  const byId = new Map(rows.map((row) => [row.id, row]))
  const kept = new Set<string>()
  for (const row of rows) {
    if (!matches(row)) continue
    for (let at: T | undefined = row; at && !kept.has(at.id); ) {
      kept.add(at.id)
      at = at.parent_id ? byId.get(at.parent_id) : undefined
    }
  }
  return rows.filter((row) => kept.has(row.id))
}
