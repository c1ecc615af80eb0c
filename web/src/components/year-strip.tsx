// SPDX-License-Identifier: Apache-2.0
import { CheckOutlined } from '@ant-design/icons'
import { Link } from 'react-router'
import type { StripStep } from '../api/types'
import { useText } from '../i18n'
import './year.css'

const missingOf = (step: StripStep) => step.missing.reduce((sum, item) => sum + item.count, 0)

interface Props {
  steps: readonly StripStep[]
  // Where what is missing can be mended.
  linkOf?: (code: string) => string | null
}

// The stages of a year, each with its state in words and what is missing in it.
export function YearStrip({ steps, linkOf }: Props) {
  const t = useText()
  return (
    <ol className="year-strip" aria-label={t('strip.label')}>
      {steps.map((step, index) => (
        <li key={step.stage} className={`year-step year-${step.state}`}>
          <div className="year-head">
            <span className="year-number" aria-hidden>
              {step.state === 'done' ? <CheckOutlined /> : index + 1}
            </span>
            <strong>{step.title}</strong>
          </div>
          <div className="year-state">{t(`strip.${step.state}`)}</div>
          {step.state !== 'done' && step.missing.length > 0 && (
            <ul className="year-missing">
              {step.missing.map((item) => {
                const to = linkOf?.(item.code)
                return <li key={item.code}>{to ? <Link to={to}>{item.text}</Link> : item.text}</li>
              })}
            </ul>
          )}
        </li>
      ))}
    </ol>
  )
}

// The same as a bar, where there is no room: where the year stands and what is missing now.
export function YearBar({ steps }: { steps: readonly StripStep[] }) {
  const t = useText()
  const current = steps.find((step) => step.state === 'current')
  return (
    <div className="year-bar">
      <div className="year-blocks" aria-hidden>
        {steps.map((step) => (
          <span key={step.stage} className={`year-block year-${step.state}`} title={step.title} />
        ))}
      </div>
      {current && (
        <div>
          {current.title}{' '}
          <span className="muted">
            {t('strip.current')}
            {missingOf(current) > 0 && ' · ' + t('strip.missing', { count: missingOf(current) })}
          </span>
        </div>
      )}
      {current && current.missing.length > 0 && (
        <ul className="year-missing">
          {current.missing.slice(0, 3).map((item) => (
            <li key={item.code}>{item.text}</li>
          ))}
        </ul>
      )}
    </div>
  )
}
