// SPDX-License-Identifier: Apache-2.0
// A day in a table that is typed into: 2027-11-30, or as people and Excel write it, 2027/11/30.
import { useState } from 'react'
import { useText } from '../i18n'
import { isDay, readDay } from '../lib/date'
import { moveByKey } from './decimal-entry'

interface Props {
  // row:column in the table; none: no table around it.
  cell?: string
  label: string
  value: string
  onChange: (day: string) => void
}

export function DayEntry({ cell, label, value, onChange }: Props) {
  const t = useText()
  // What is typed and is no day yet.
  const [typed, setTyped] = useState<string | null>(null)
  const isWrong = typed !== null && typed !== '' && !isDay(readDay(typed))
  const [isLeft, setLeft] = useState(false)
  return (
    <div className={isWrong && isLeft ? 'day-entry entry-error' : 'day-entry'}>
      <input
        data-cell={cell}
        aria-label={label}
        aria-invalid={isWrong}
        inputMode="numeric"
        autoComplete="off"
        maxLength={12}
        placeholder={t('entry.dayHint')}
        value={typed ?? value}
        onFocus={() => setLeft(false)}
        onChange={(event) => {
          const text = event.target.value
          const day = readDay(text)
          setTyped(text)
          if (text === '' || isDay(day)) onChange(day)
        }}
        onBlur={() => {
          setLeft(true)
          if (!isWrong) setTyped(null)
        }}
        onKeyDown={moveByKey}
      />
      {isWrong && isLeft && <div className="entry-message">{t('entry.notDay')}</div>}
    </div>
  )
}
