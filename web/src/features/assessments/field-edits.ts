// SPDX-License-Identifier: Apache-2.0
import type { AssessmentField, FieldClass } from '../../api/types'
import type { Edits } from '../../lib/overlay'

export const keyOf = (field: { kind: string; field: string }) => `${field.kind}|${field.field}`

export interface FieldFilter {
  text: string
  use: FieldClass | null
  // Reported fields for which no department was found.
  isUnassigned: boolean
}

export function isKept(field: AssessmentField, filter: FieldFilter): boolean {
  const text = filter.text.trim().toLowerCase()
  if (filter.use !== null && field.class !== filter.use) return false
  if (filter.isUnassigned && (field.class !== 'measurement' || field.verifier_unit !== null)) {
    return false
  }
  return (
    text === '' ||
    [field.label, field.field, field.column, field.source, field.verifier_unit?.name ?? ''].some(
      (part) => part.toLowerCase().includes(text),
    )
  )
}

export interface FieldChange {
  kind: string
  field: string
  class?: FieldClass
  verifier_unit_id?: string | null
  rounds?: number
  due_days?: number
  is_additive?: boolean
}

// Returns what is to be sent: the rows that were edited, with the edited members only.
export function changesOf(
  fields: readonly AssessmentField[],
  edits: Edits<AssessmentField>,
): FieldChange[] {
  return fields.flatMap((field) => {
    const edit = edits[keyOf(field)]
    if (!edit) return []
    const change: FieldChange = { kind: field.kind, field: field.field }
    if (edit.class !== undefined) change.class = edit.class
    if (edit.verifier_unit !== undefined) change.verifier_unit_id = edit.verifier_unit?.id ?? null
    if (edit.rounds !== undefined) change.rounds = edit.rounds
    if (edit.due_days !== undefined) change.due_days = edit.due_days
    if (edit.is_additive !== undefined) change.is_additive = edit.is_additive
    return [change]
  })
}
