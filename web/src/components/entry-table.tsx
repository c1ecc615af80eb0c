// SPDX-License-Identifier: Apache-2.0
// A table to type into without the mouse: arrows, Enter and Tab move, a block copied from Excel or
// WPS is laid over the cells from the one in focus on.
import { Button, Flex } from 'antd'
import { useRef, type ClipboardEvent, type KeyboardEvent } from 'react'
import { pasteInto, readClipboard, type Grid } from '../lib/grid'
import { useText } from '../i18n'

export interface EntryColumn {
  key: string
  title: string
  // What may be typed; the input offers them.
  options?: readonly string[]
  isDecimal?: boolean
  width?: number
  placeholder?: string
}

interface Props {
  label: string
  columns: readonly EntryColumn[]
  rows: Grid
  onChange: (rows: Grid) => void
  // The message for a cell, or an empty text.
  errorOf?: (row: number, column: number) => string
  // Rows that are stored already come first; an empty one among them is an error, not a deletion.
  isReadOnly?: boolean
}

export function EntryTable({ label, columns, rows, onChange, errorOf, isReadOnly }: Props) {
  const t = useText()
  const table = useRef<HTMLTableElement>(null)

  function focus(row: number, column: number) {
    const cell = table.current?.querySelector<HTMLInputElement>(
      `input[data-cell="${row}:${column}"]`,
    )
    cell?.focus()
    cell?.select()
  }

  function addRow() {
    onChange([...rows, new Array<string>(columns.length).fill('')])
    // The input exists after the next render.
    requestAnimationFrame(() => focus(rows.length, 0))
  }

  function onKeyDown(event: KeyboardEvent<HTMLInputElement>, row: number, column: number) {
    if (event.nativeEvent.isComposing) return
    const input = event.currentTarget
    const isAtStart = input.selectionStart === 0 && input.selectionEnd === 0
    const isAtEnd = input.selectionStart === input.value.length
    if (event.key === 'Enter' && !event.shiftKey && row === rows.length - 1 && !isReadOnly) {
      event.preventDefault()
      addRow()
    } else if (event.key === 'ArrowDown' || (event.key === 'Enter' && !event.shiftKey)) {
      event.preventDefault()
      focus(row + 1, column)
    } else if (event.key === 'ArrowUp' || event.key === 'Enter') {
      event.preventDefault()
      focus(row - 1, column)
    } else if (event.key === 'ArrowRight' && isAtEnd) {
      event.preventDefault()
      focus(row, column + 1)
    } else if (event.key === 'ArrowLeft' && isAtStart) {
      event.preventDefault()
      focus(row, column - 1)
    }
  }

  function onPaste(event: ClipboardEvent<HTMLInputElement>, row: number, column: number) {
    const text = event.clipboardData.getData('text/plain')
    if (isReadOnly || !/[\t\n]/.test(text.trimEnd())) return
    event.preventDefault()
    onChange(pasteInto(rows, readClipboard(text), row, column, columns.length))
  }

  return (
    <div>
      <div className="table-scroll">
        <table className="entry-table" aria-label={label} ref={table}>
          <thead>
            <tr>
              <th className="entry-number">#</th>
              {columns.map((column) => (
                <th
                  key={column.key}
                  className={column.isDecimal ? 'number' : undefined}
                  style={{ width: column.width }}
                >
                  {column.title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((cells, row) => (
              <tr key={row}>
                <td className="entry-number">{row + 1}</td>
                {columns.map((column, index) => {
                  const error = errorOf?.(row, index) ?? ''
                  return (
                    <td key={column.key} className={error ? 'entry-error' : undefined}>
                      <input
                        data-cell={`${row}:${index}`}
                        aria-label={`${column.title} ${row + 1}`}
                        aria-invalid={error !== ''}
                        title={error}
                        className={column.isDecimal ? 'decimal' : undefined}
                        inputMode={column.isDecimal ? 'decimal' : undefined}
                        list={column.options && `${label}-${column.key}`}
                        value={cells[index] ?? ''}
                        readOnly={isReadOnly}
                        placeholder={column.placeholder}
                        onChange={(event) =>
                          onChange(rows.map((r, i) => (i === row ? r.with(index, event.target.value) : r)))
                        }
                        onKeyDown={(event) => onKeyDown(event, row, index)}
                        onPaste={(event) => onPaste(event, row, index)}
                      />
                      {error && <div className="entry-message">{error}</div>}
                    </td>
                  )
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {columns.map(
        (column) =>
          column.options && (
            <datalist key={column.key} id={`${label}-${column.key}`}>
              {column.options.map((option) => (
                <option key={option} value={option} />
              ))}
            </datalist>
          ),
      )}
      {!isReadOnly && (
        <Flex gap="small" align="center" className="entry-foot" wrap>
          <Button size="small" onClick={addRow}>
            {t('entry.addRow')}
          </Button>
          <span className="muted">{t('entry.hint')}</span>
        </Flex>
      )}
    </div>
  )
}
