// SPDX-License-Identifier: Apache-2.0
import { useQuery } from '@tanstack/react-query'
import { Drawer, Grid, Timeline } from 'antd'
import type { MeasurementHistory as History, MeasurementKey } from '../api/types'
import { useText } from '../i18n'
import { api } from '../lib/api-client'
import { showInstant } from '../lib/date'
import { groupDigits } from '../lib/decimal'
import { Loaded } from './loaded'

interface Props {
  of: MeasurementKey & { label: string; period_title: string }
  onClose: () => void
}

// What was done to a figure, by whom and why, the latest first.
export function MeasurementHistory({ of, onClose }: Props) {
  const t = useText()
  const isWide = Grid.useBreakpoint().md ?? true
  const { element_id, subject_id, year, period } = of
  const history = useQuery({
    queryKey: ['measurements', 'history', element_id, subject_id, year, period],
    queryFn: ({ signal }) =>
      api.get<History>('/measurements/history', { element_id, subject_id, year, period }, signal),
  })
  return (
    <Drawer
      open
      size={isWide ? 520 : '100%'}
      title={`${of.label} · ${of.period_title} · ${t('measurement.history')}`}
      onClose={onClose}
    >
      <Loaded query={history} isEmpty={(data) => data.items.length === 0}>
        {(data) => (
          <Timeline
            items={data.items.map((item) => ({
              key: item.version,
              color: item.act === 'return' ? 'red' : item.act === 'verify' ? 'green' : 'blue',
              content: (
                <>
                  <strong>{item.act_title}</strong>{' '}
                  <span className="decimal">
                    {item.is_not_applicable
                      ? t('measurement.notApplicable')
                      : item.value === null
                        ? '—'
                        : `${groupDigits(item.value)} ${data.unit}`}
                  </span>
                  <div className="muted">
                    {item.by} {showInstant(item.at)}
                  </div>
                  {item.note && <div>{item.note}</div>}
                </>
              ),
            }))}
          />
        )}
      </Loaded>
    </Drawer>
  )
}
