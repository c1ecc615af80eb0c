// SPDX-License-Identifier: Apache-2.0
// A fact in a table that is typed into without the mouse: a number, yes or no, one of some words, a
// day or a text, each by what its regulation says.
import type { ClipboardEvent } from 'react'
import { useText, type Translate } from '../i18n'
import { groupDigits } from '../lib/decimal'
import { no, readFact, yes, type FactFault, type FactRule } from '../lib/fact-value'
import { readClipboard, type Grid } from '../lib/grid'
import { DecimalEntry, moveByKey } from './decimal-entry'

// What is wrong with a value, in words; an empty text when nothing is.
export function factMessage(fault: FactFault | null, rule: FactRule, t: Translate): string {
  switch (fault) {
    case null:
      return ''
    case 'notDay':
      return t('entry.notDay')
    case 'notYesNo':
      return t('entry.notYesNo')
    case 'notOption':
      return t('fact.notOption', { options: rule.options.join(t('common.comma')) })
    default:
      return t(`decimal.${fault}`, {
        places: rule.places,
        low: groupDigits(rule.range?.low ?? ''),
        high: groupDigits(rule.range?.high ?? ''),
      })
  }
}

interface Props {
  // row:column in the table.
  cell: string
  label: string
  rule: FactRule & { unit: string; is_percent: boolean }
  value: string
  onChange: (value: string) => void
  onPasteGrid?: (block: Grid) => void
  error?: string
  isDisabled?: boolean
}

export function FactEntry({
  cell,
  label,
  rule,
  value,
  onChange,
  onPasteGrid,
  error,
  isDisabled,
}: Props) {
  const t = useText()

  function onPaste(event: ClipboardEvent<HTMLInputElement>) {
    const text = event.clipboardData.getData('text/plain')
    if (isDisabled || !onPasteGrid || !/[\t\n]/.test(text.trimEnd())) return
    event.preventDefault()
    onPasteGrid(readClipboard(text))
  }

  if (rule.type === 'number') {
    return (
      <DecimalEntry
        cell={cell}
        label={label}
        value={value}
        onChange={onChange}
        onPasteGrid={onPasteGrid}
        places={rule.places}
        low={rule.range?.low}
        high={rule.range?.high}
        unit={rule.is_percent ? '%' : rule.unit}
        error={error}
        isReadOnly={isDisabled}
      />
    )
  }
  const choices = rule.type === 'boolean' ? [yes, no] : rule.options
  const names: Record<string, string> =
    rule.type === 'boolean' ? { [yes]: t('common.yes'), [no]: t('common.no') } : {}
  return (
    <div className={error ? 'decimal-entry entry-error' : 'decimal-entry'}>
      {choices.length > 0 ? (
        <select
          data-cell={cell}
          aria-label={label}
          aria-invalid={Boolean(error)}
          value={value}
          disabled={isDisabled}
          onChange={(event) => onChange(event.target.value)}
          onKeyDown={moveByKey}
        >
          <option value="">—</option>
          {choices.map((choice) => (
            <option key={choice} value={choice}>
              {names[choice] ?? choice}
            </option>
          ))}
          {value !== '' && !choices.includes(value) && <option value={value}>{value}</option>}
        </select>
      ) : (
        <input
          data-cell={cell}
          aria-label={label}
          aria-invalid={Boolean(error)}
          autoComplete="off"
          placeholder={rule.type === 'date' ? 'YYYY-MM-DD' : undefined}
          value={value}
          readOnly={isDisabled}
          onChange={(event) => onChange(event.target.value)}
          onBlur={() => {
            const read = readFact(value, rule)
            if (read !== value) onChange(read)
          }}
          onKeyDown={moveByKey}
          onPaste={onPaste}
        />
      )}
      {error && <div className="entry-message">{error}</div>}
    </div>
  )
}
