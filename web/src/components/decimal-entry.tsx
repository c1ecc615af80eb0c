// SPDX-License-Identifier: Apache-2.0
// A number in a table that is typed into without the mouse. The cells of a table share a host element;
// each names its place in data-cell="row:column".
import { useState, type ClipboardEvent, type KeyboardEvent } from 'react'
import { useText, type Translate } from '../i18n'
import { groupDigits } from '../lib/decimal'
import { faultOf, readDecimal, type DecimalRule } from '../lib/entry'
import { readClipboard, type Grid } from '../lib/grid'

function focusCell(from: HTMLElement, row: number, column: number): boolean {
  const host = from.closest('[data-cells]')
  const cell = host?.querySelector<HTMLInputElement>(`[data-cell="${row}:${column}"]`)
  if (!cell) return false
  cell.focus()
  if (cell instanceof HTMLInputElement) cell.select()
  return true
}

// Arrows, Enter and Shift+Enter move between the cells of the host that has data-cells.
export function moveByKey(event: KeyboardEvent<HTMLElement>) {
  if (event.nativeEvent.isComposing || event.altKey || event.ctrlKey || event.metaKey) return
  const cell = event.currentTarget
  const match = /^(\d+):(\d+)$/.exec(cell.dataset.cell ?? '')
  if (!match) return
  const row = parseInt(match[1]!, 10)
  const column = parseInt(match[2]!, 10)
  const input = cell instanceof HTMLInputElement ? cell : null
  const isText = input !== null && (input.type === 'text' || input.type === '')
  const isAtStart = !isText || (input.selectionStart === 0 && input.selectionEnd === 0)
  const isAtEnd = !isText || input.selectionStart === input.value.length
  const isList = cell instanceof HTMLSelectElement
  const to: Record<string, [number, number] | undefined> = {
    ArrowDown: isList ? undefined : [row + 1, column],
    ArrowUp: isList ? undefined : [row - 1, column],
    Enter: event.shiftKey ? [row - 1, column] : [row + 1, column],
    ArrowRight: isAtEnd ? [row, column + 1] : undefined,
    ArrowLeft: isAtStart ? [row, column - 1] : undefined,
  }
  const target = to[event.key]
  if (target && focusCell(cell, target[0], target[1])) event.preventDefault()
}

// What is wrong with a typed number, in words; an empty text when nothing is.
export function decimalMessage(text: string, rule: DecimalRule, t: Translate): string {
  const fault = faultOf(text, rule)
  if (fault === null) return ''
  return t(`decimal.${fault}`, {
    places: rule.places,
    low: groupDigits(rule.low ?? ''),
    high: groupDigits(rule.high ?? ''),
  })
}

interface Props extends DecimalRule {
  // row:column in the table.
  cell: string
  label: string
  value: string
  onChange: (value: string) => void
  // A block from a spreadsheet that begins at this cell.
  onPasteGrid?: (block: Grid) => void
  // Behind the number: 万元, %.
  unit?: string
  // From the server, beside what the entry finds itself.
  error?: string
  isReadOnly?: boolean
  placeholder?: string
}

export function DecimalEntry({
  cell,
  label,
  value,
  onChange,
  onPasteGrid,
  unit,
  error,
  isReadOnly,
  placeholder,
  ...rule
}: Props) {
  const t = useText()
  const [isFocused, setFocused] = useState(false)
  const message = decimalMessage(value, rule, t) || error || ''

  function onPaste(event: ClipboardEvent<HTMLInputElement>) {
    const text = event.clipboardData.getData('text/plain')
    if (isReadOnly || !onPasteGrid || !/[\t\n]/.test(text.trimEnd())) return
    event.preventDefault()
    onPasteGrid(readClipboard(text))
  }

  return (
    <div className={message ? 'decimal-entry entry-error' : 'decimal-entry'}>
      <input
        data-cell={cell}
        aria-label={label}
        aria-invalid={message !== ''}
        title={message || undefined}
        className="decimal"
        inputMode="decimal"
        autoComplete="off"
        value={isFocused || isReadOnly ? value : groupDigits(value)}
        readOnly={isReadOnly}
        placeholder={placeholder}
        onFocus={() => setFocused(true)}
        onBlur={() => {
          setFocused(false)
          const read = readDecimal(value)
          if (read !== value) onChange(read)
        }}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={moveByKey}
        onPaste={onPaste}
      />
      {unit && (
        <span className="decimal-unit muted" aria-hidden>
          {unit}
        </span>
      )}
      {message && <div className="entry-message">{message}</div>}
    </div>
  )
}
