// SPDX-License-Identifier: Apache-2.0
// What is typed into the tables of positions and appointments, checked before it is sent.
import type { Position } from '../../api/types'
import { isDecimal, scaleOf, signOf } from '../../lib/decimal'
import { isDay, readDay } from '../../lib/date'

export type CellFault = 'needed' | 'notDecimal' | 'tooManyPlaces' | 'notDay' | 'notPosition' | 'twice' | 'notYesNo'

export const positionColumns = ['code', 'name', 'coefficient', 'order'] as const

export const isEmptyRow = (cells: readonly string[]) => cells.every((cell) => cell.trim() === '')

export function positionCells(position: Position): string[] {
  return [position.code, position.name, position.coefficient, String(position.order)]
}

// Returns the fault of a cell of the table of positions, or null.
export function positionFault(
  rows: readonly (readonly string[])[],
  row: number,
  column: number,
): CellFault | null {
  const cells = rows[row] ?? []
  if (isEmptyRow(cells)) return null
  const text = (cells[column] ?? '').trim()
  const key = positionColumns[column]
  if (text === '') return key === 'order' ? null : 'needed'
  if (key === 'code' && rows.some((other, i) => i !== row && other[0]?.trim() === text)) {
    return 'twice'
  }
  if (key === 'coefficient') {
    if (!isDecimal(text) || signOf(text) < 0) return 'notDecimal'
    if (scaleOf(text) > 4) return 'tooManyPlaces'
  }
  if (key === 'order' && !/^\d{1,6}$/.test(text)) return 'notDecimal'
  return null
}

export function positionBody(cells: readonly string[]) {
  const order = (cells[3] ?? '').trim()
  return {
    code: (cells[0] ?? '').trim(),
    name: (cells[1] ?? '').trim(),
    coefficient: (cells[2] ?? '').trim(),
    ...(order === '' ? {} : { order: parseInt(order, 10) }),
  }
}

export const appointmentColumns = ['code', 'name', 'position', 'primary', 'from'] as const

const yes = ['是', '主职', 'y', 'yes', '1', '√']
const no = ['否', '兼职', 'n', 'no', '0', '']

export function appointmentFault(
  rows: readonly (readonly string[])[],
  row: number,
  column: number,
  positions: readonly Position[],
): CellFault | null {
  const cells = rows[row] ?? []
  if (isEmptyRow(cells)) return null
  const text = (cells[column] ?? '').trim()
  switch (appointmentColumns[column]) {
    case 'code':
      return text === '' ? 'needed' : null
    case 'position':
      return text === '' || positions.some((item) => item.name === text || item.code === text)
        ? null
        : 'notPosition'
    case 'primary':
      return [...yes, ...no].includes(text.toLowerCase()) ? null : 'notYesNo'
    case 'from':
      return text === '' ? 'needed' : isDay(readDay(text)) ? null : 'notDay'
    default:
      return null
  }
}

export function appointmentBody(
  cells: readonly string[],
  unitId: string,
  positions: readonly Position[],
) {
  const position = (cells[2] ?? '').trim()
  const found = positions.find((item) => item.name === position || item.code === position)
  return {
    unit_id: unitId,
    ...(found ? { position_id: found.id } : {}),
    is_primary: yes.includes((cells[3] ?? '').trim().toLowerCase()),
    valid_from: readDay(cells[4] ?? ''),
  }
}
