// SPDX-License-Identifier: Apache-2.0
// Data in a figure that the handler of an objection may correct.
import type { FactProvenance, Schemas } from '../../api/types'
import { isDecimal } from '../../lib/decimal'
import { factFault, no, yes, type FactFault, type FactRule } from '../../lib/fact-value'

type Correction = Schemas['Correction']
type Key = NonNullable<FactProvenance['key']>

export type Correctable = FactProvenance & { key: Key }

export const keyOf = ({ key }: Correctable) =>
  `${key.element_id}:${key.subject_id}:${key.year}:${key.period}`

// Each measurement once, however many figures read it.
export function correctableOf(provenance: readonly FactProvenance[]): Correctable[] {
  const byKey = new Map<string, Correctable>()
  for (const fact of provenance) {
    if (fact.key === null || fact.key === undefined) continue
    const correctable = { ...fact, key: fact.key }
    if (!byKey.has(keyOf(correctable))) byKey.set(keyOf(correctable), correctable)
  }
  return [...byKey.values()]
}

export function ruleOf({ key }: Correctable): FactRule & { unit: string; is_percent: boolean } {
  const { value, places } = key
  const isTruth = value === yes || value === no
  const isNumber = value === null || isDecimal(value)
  return {
    type: isTruth ? 'boolean' : isNumber ? 'number' : 'text',
    places,
    options: [],
    range: null,
    unit: '',
    is_percent: false,
  }
}

export interface Draft {
  value: string
  isNone: boolean
}

export const draftOf = ({ key }: Correctable): Draft => ({
  value: key.value ?? '',
  isNone: key.is_not_applicable,
})

export const isChanged = (fact: Correctable, draft: Draft) =>
  draft.isNone !== fact.key.is_not_applicable ||
  (!draft.isNone && draft.value !== (fact.key.value ?? ''))

export type CorrectionFault = FactFault | 'empty'

export function draftFault(fact: Correctable, draft: Draft): CorrectionFault | null {
  if (draft.isNone || !isChanged(fact, draft)) return null
  return draft.value === '' ? 'empty' : factFault(draft.value, ruleOf(fact))
}

export function toCorrections(
  facts: readonly Correctable[],
  drafts: Readonly<Record<string, Draft>>,
): Correction[] {
  return facts.flatMap((fact) => {
    const draft = drafts[keyOf(fact)]
    if (!draft || !isChanged(fact, draft)) return []
    const { element_id, subject_id, year, period } = fact.key
    return [
      {
        element_id,
        subject_id,
        year,
        period,
        value: draft.isNone ? null : draft.value,
        is_not_applicable: draft.isNone,
      },
    ]
  })
}
