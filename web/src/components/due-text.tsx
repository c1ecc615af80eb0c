// SPDX-License-Identifier: Apache-2.0
import { useText } from '../i18n'

// A deadline with the days to it; the words tell lateness, not the colour alone.
export function DueText({ due, daysLeft }: { due: string | null; daysLeft: number | null }) {
  const t = useText()
  if (!due) return <span className="muted">{t('due.none')}</span>
  const left =
    daysLeft === null
      ? ''
      : daysLeft < 0
        ? t('due.overdue', { days: -daysLeft })
        : daysLeft === 0
          ? t('due.today')
          : t('due.left', { days: daysLeft })
  const tone = daysLeft === null ? '' : daysLeft < 0 ? 'bad' : daysLeft <= 3 ? 'warn' : 'muted'
  return (
    <span className="due">
      <span className="decimal">{due}</span> {left && <span className={tone}>{left}</span>}
    </span>
  )
}
