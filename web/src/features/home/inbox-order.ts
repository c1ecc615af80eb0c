// SPDX-License-Identifier: Apache-2.0
// The order in which work is laid before people: what is late first, then what was sent back, then what
// is due next.
import type { InboxGroup, InboxItem } from '../../api/types'

const urgency: Record<InboxItem['state'], number> = { overdue: 0, returned: 1, due_soon: 2, open: 3 }

const far = '9999-12-31'

function compare(a: InboxItem, b: InboxItem): number {
  if (a.state !== b.state) return urgency[a.state] - urgency[b.state]
  const [left, right] = [a.due ?? far, b.due ?? far]
  return left < right ? -1 : left > right ? 1 : 0
}

// Returns the groups, those with late work first, and the items of each by urgency. Equals keep their
// order.
export function inOrder(groups: readonly InboxGroup[]): InboxGroup[] {
  return groups
    .filter((group) => group.count > 0)
    .map((group) => ({ ...group, items: [...group.items].sort(compare) }))
    .sort((a, b) => {
      const [left, right] = [a.items[0], b.items[0]]
      return left && right ? urgency[left.state] - urgency[right.state] : 0
    })
}

const firstItems = 5

export const shownFirst = (items: readonly InboxItem[]) => items.slice(0, firstItems)
