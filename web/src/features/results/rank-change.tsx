// SPDX-License-Identifier: Apache-2.0
import { useText } from '../../i18n'
import { signOf } from '../../lib/decimal'

// Places gained or lost on last year: side, sign and colour.
export function RankChange({ change }: { change: string | null }) {
  const t = useText()
  if (change === null) return <span className="muted">—</span>
  const sign = signOf(change)
  if (sign === 0) return <span className="muted">{t('results.sameRank')}</span>
  return (
    <span className={`decimal ${sign > 0 ? 'rise' : 'fall'}`}>
      {sign > 0 ? '▲ ' : '▼ '}
      {change.replace(/^[+-]/, '')}
    </span>
  )
}
