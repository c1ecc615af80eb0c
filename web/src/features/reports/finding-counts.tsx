// SPDX-License-Identifier: Apache-2.0
import { Tag } from 'antd'
import type { Certainty, ReportCheck } from '../../api/types'
import { useText } from '../../i18n'

export const certainties: Certainty[] = ['sure', 'likely', 'ask']
const colors: Record<Certainty, string> = { sure: 'red', likely: 'orange', ask: 'blue' }

// How sure a finding is, in words; the colour only helps to find it.
export function CertaintyTag({ certainty, count }: { certainty: Certainty; count?: number }) {
  const t = useText()
  return (
    <Tag color={colors[certainty]}>
      {t(`reports.certainty.${certainty}`)}
      {count !== undefined && ` ${count}`}
    </Tag>
  )
}

// What a check found, in a line.
export function FindingCounts({ check }: { check: ReportCheck }) {
  const t = useText()
  const found = certainties.filter((certainty) => check[certainty] > 0)
  return (
    <>
      {found.length === 0 && <span className="good">{t('reports.noFindings')} </span>}
      {found.map((certainty) => (
        <CertaintyTag key={certainty} certainty={certainty} count={check[certainty]} />
      ))}
      {check.open > 0 && <strong>{t('reports.openCount', { count: check.open })}</strong>}
    </>
  )
}
