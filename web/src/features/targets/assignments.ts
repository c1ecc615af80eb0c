// SPDX-License-Identifier: Apache-2.0
import type { AssessmentField } from '../../api/types'

export interface AssignRow {
  key: string
  field: string
  period: number
  label: string
  periodTitle: string
  places: number
  unit: string
}

export interface AssignDraft {
  way: 'none' | 'value' | 'factor'
  text: string
  deadline: string
}

export interface AssignItem {
  field: string
  period: number
  value?: string
  baseline_factor?: string
  deadline?: string
}

// Returns a row for each target of a kind and each of its periods.
export function assignable(fields: readonly AssessmentField[], kind: string): AssignRow[] {
  return fields
    .filter((field) => field.kind === kind && field.class === 'target' && field.type === 'number')
    .flatMap((field) =>
      (field.periods.length > 0 ? field.periods : ['']).map((title, period) => ({
        key: `${field.field}|${period}`,
        field: field.field,
        period,
        label: field.label,
        periodTitle: field.periods.length > 1 ? title : '',
        places: field.places,
        unit: field.unit || (field.is_percent ? '%' : ''),
      })),
    )
}

// Returns what is to be sent; a row without a number is left out.
export function itemsOf(
  rows: readonly AssignRow[],
  drafts: Readonly<Record<string, AssignDraft>>,
): AssignItem[] {
  return rows.flatMap(({ key, field, period }) => {
    const draft = drafts[key]
    if (!draft || draft.way === 'none' || draft.text === '') return []
    return [
      {
        field,
        period,
        ...(draft.way === 'value' ? { value: draft.text } : { baseline_factor: draft.text }),
        ...(draft.deadline ? { deadline: draft.deadline } : {}),
      },
    ]
  })
}
