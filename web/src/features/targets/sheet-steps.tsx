// SPDX-License-Identifier: Apache-2.0
import { Card, Timeline } from 'antd'
import type { TargetSheet } from '../../api/types'
import { useText } from '../../i18n'
import { showInstant } from '../../lib/date'

const colors: Partial<Record<TargetSheet['steps'][number]['act'], string>> = {
  return: 'red',
  revise: 'orange',
  approve: 'green',
  sign: 'green',
}

// Who did what with the sheet, the latest first.
export function SheetSteps({ steps }: { steps: TargetSheet['steps'] }) {
  const t = useText()
  return (
    <Card size="small" title={t('sheet.steps')}>
      {steps.length === 0 ? (
        <span className="muted">{t('sheet.noSteps')}</span>
      ) : (
        <Timeline
          className="sheet-timeline"
          items={[...steps].reverse().map((step, index) => ({
            key: index,
            color: colors[step.act] ?? 'blue',
            content: (
              <>
                <strong>{step.title}</strong> {step.by}{' '}
                <span className="muted">{showInstant(step.at)}</span>
                {step.note && <div>{step.note}</div>}
              </>
            ),
          }))}
        />
      )}
    </Card>
  )
}
