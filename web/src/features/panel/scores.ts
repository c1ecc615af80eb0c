// SPDX-License-Identifier: Apache-2.0
// A panel member's choices on the items of a sheet.
import type { PanelChoice, PanelItem } from '../../api/types'
import { faultOf, type DecimalFault } from '../../lib/entry'
import { withEdit, type Edits } from '../../lib/overlay'

export interface Score {
  choice: PanelChoice | null
  value: string | null
  note: string
}

export type ScoreEdits = Edits<Score>

export function scoreOf(item: PanelItem, edits: ScoreEdits): Score {
  return { ...item.my, ...edits[item.item] }
}

export function changeScore(
  edits: ScoreEdits,
  item: PanelItem,
  change: Partial<Score>,
): ScoreEdits {
  return withEdit(edits, item.item, item.my, change)
}

export type ScoreFault = DecimalFault | 'noValue' | 'noChoice'

// "Not known" and "not applicable" are choices; a score needs a number within its range.
export function scoreFault(item: PanelItem, score: Score): ScoreFault | null {
  if (score.choice === null) return 'noChoice'
  if (score.choice !== 'score') return null
  if (!score.value) return 'noValue'
  return faultOf(score.value, { places: item.places, low: item.low, high: item.high })
}

export const isDone = (item: PanelItem, edits: ScoreEdits) =>
  scoreFault(item, scoreOf(item, edits)) === null

// Returns what goes to the server: of a draft what was changed and is right, to submit everything.
export function toScores(items: readonly PanelItem[], edits: ScoreEdits, submit: boolean) {
  return items
    .filter((item) => isDone(item, edits) && (submit || edits[item.item]))
    .map((item) => {
      const { choice, value, note } = scoreOf(item, edits)
      return {
        item: item.item,
        choice: choice!,
        value: choice === 'score' ? value : null,
        note: note.trim() || null,
      }
    })
}

// Returns the next item that is not done, after a place and around; -1 when all are.
export function nextOpen(items: readonly PanelItem[], edits: ScoreEdits, after: number): number {
  for (let step = 1; step <= items.length; step++) {
    const place = (after + step) % items.length
    if (!isDone(items[place]!, edits)) return place
  }
  return -1
}
