// SPDX-License-Identifier: Apache-2.0
// What a reporter does to the cells of a sheet, as it stands beside what the server has.
import type { EvidenceRef, NewMeasurement, ReportingCell } from '../../api/types'
import { factFault, readFact, type FactFault } from '../../lib/fact-value'
import type { Grid } from '../../lib/grid'
import { withEdit, type Edits } from '../../lib/overlay'

// The part of a cell that the reporter changes.
export interface CellEdit {
  value: string | null
  is_not_applicable: boolean
  note: string
  evidence: EvidenceRef[]
}

export type CellEdits = Edits<CellEdit>

export const keyOf = (cell: {
  element_id: string
  subject_id: string
  year: number
  period: number
}) => `${cell.element_id}:${cell.subject_id}:${cell.year}:${cell.period}`

const partOf = ({ value, is_not_applicable, note, evidence }: ReportingCell): CellEdit => ({
  value,
  is_not_applicable,
  note,
  evidence,
})

export function changeCell(
  edits: CellEdits,
  cell: ReportingCell,
  change: Partial<CellEdit>,
): CellEdits {
  return withEdit(edits, keyOf(cell), partOf(cell), change)
}

// The cell as it is to be shown.
export function shownCell(cell: ReportingCell, edits: CellEdits): ReportingCell & CellEdit {
  return { ...cell, ...edits[keyOf(cell)] }
}

// Lays a block from a spreadsheet over the cells from one on: values first, notes in the second
// column. Cells that may not be changed are passed over with their row.
export function pasteCells(
  edits: CellEdits,
  cells: readonly ReportingCell[],
  block: Grid,
  from: number,
): CellEdits {
  let next = edits
  block.forEach((row, down) => {
    const cell = cells[from + down]
    if (!cell?.is_editable) return
    const value = readFact(row[0] ?? '', cell)
    const change: Partial<CellEdit> = { value: value === '' ? null : value }
    if (value !== '') change.is_not_applicable = false
    if (row.length > 1 && row[1]!.trim() !== '') change.note = row[1]!.trim()
    next = changeCell(next, cell, change)
  })
  return next
}

export type CellFault = FactFault | 'needsNote'

export function cellFault(cell: ReportingCell & CellEdit): CellFault | null {
  if (cell.is_not_applicable) return cell.note.trim() === '' ? 'needsNote' : null
  return factFault(cell.value ?? '', cell)
}

const isFilled = (cell: CellEdit) =>
  cell.is_not_applicable || (cell.value !== null && cell.value !== '')

export interface SheetCounts {
  total: number
  filled: number
  edited: number
  // Editable and empty.
  missing: number
  faults: number
  toSubmit: number
}

export function countCells(cells: readonly ReportingCell[], edits: CellEdits): SheetCounts {
  const shown = cells.map((cell) => shownCell(cell, edits))
  const open = shown.filter((cell) => cell.is_editable)
  return {
    total: shown.length,
    filled: shown.filter(isFilled).length,
    edited: Object.keys(edits).length,
    missing: open.filter((cell) => !isFilled(cell)).length,
    faults: open.filter((cell) => cellFault(cell) !== null).length,
    toSubmit: open.filter(isFilled).length,
  }
}

// Returns what goes to the server: of a draft what was changed, of a submission every cell that is
// open and filled.
export function toItems(
  cells: readonly ReportingCell[],
  edits: CellEdits,
  submit: boolean,
): NewMeasurement[] {
  return cells.flatMap((cell) => {
    const edit = edits[keyOf(cell)]
    const shown = shownCell(cell, edits)
    if (!cell.is_editable || !(edit || (submit && isFilled(shown)))) return []
    if (submit && !isFilled(shown) && cell.version === 0) return []
    return [
      {
        element_id: cell.element_id,
        subject_id: cell.subject_id,
        year: cell.year,
        period: cell.period,
        value: shown.is_not_applicable ? null : shown.value || null,
        is_not_applicable: shown.is_not_applicable,
        note: shown.note.trim(),
        evidence_ids: edit?.evidence ? shown.evidence.map((file) => file.id) : null,
        version: cell.version,
      },
    ]
  })
}

// Returns the messages of a refusal by cell, from pointers such as /items/3/value.
export function faultsByCell(
  items: readonly NewMeasurement[],
  errors: readonly { pointer: string; message: string }[],
): Record<string, string> {
  const found: Record<string, string> = {}
  for (const { pointer, message } of errors) {
    const match = /^\/items\/(\d+)/.exec(pointer)
    const item = match && items[parseInt(match[1]!, 10)]
    if (!item) continue
    const key = keyOf(item)
    found[key] = found[key] ? `${found[key]} ${message}` : message
  }
  return found
}
