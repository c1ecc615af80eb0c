// SPDX-License-Identifier: Apache-2.0
import { Tag } from 'antd'
import type { ReactNode } from 'react'

// Who has the next step: nobody began (idle), the reporting side (working), somebody who checks
// (waiting), it was sent back (returned), it is through (done), it counts no more (over).
export type Tone = 'idle' | 'working' | 'waiting' | 'returned' | 'done' | 'over'

const colors: Record<Tone, string | undefined> = {
  idle: undefined,
  working: 'blue',
  waiting: 'gold',
  returned: 'red',
  done: 'green',
  over: undefined,
}

// The state of a thing in words; the colour only helps to find it.
export function StateTag({ tone, children }: { tone: Tone; children: ReactNode }) {
  return (
    <Tag color={colors[tone]} className={tone === 'over' ? 'state-over' : 'state-tag'}>
      {children}
    </Tag>
  )
}
