// SPDX-License-Identifier: Apache-2.0
import { CheckCircleFilled, CloseOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { Link } from 'react-router'
import { Panel } from '../../components/panel'
import { useText } from '../../i18n'
import type { GuideState, GuideStep } from './guides'

interface Props {
  steps: readonly GuideStep[]
  state: GuideState
  onChange: (state: GuideState) => void
}

export function Guide({ steps, state, onChange }: Props) {
  const t = useText()
  return (
    <Panel
      className="block guide"
      title={t('guide.title')}
      extra={
        <Button
          size="small"
          type="text"
          icon={<CloseOutlined />}
          onClick={() => onChange({ ...state, isDismissed: true })}
        >
          {t('guide.dismiss')}
        </Button>
      }
    >
      <p className="muted">{t('guide.text')}</p>
      <ol className="guide-steps">
        {steps.map((step, index) => {
          const isSeen = state.seen.includes(step.title)
          return (
            <li key={step.title}>
              <Link
                to={step.to}
                onClick={() =>
                  onChange({ ...state, seen: [...new Set([...state.seen, step.title])] })
                }
              >
                <span className="guide-number" aria-hidden>
                  {isSeen ? <CheckCircleFilled className="met" /> : index + 1}
                </span>
                <strong>{t(step.title)}</strong>
                {isSeen && <span className="offscreen">{t('guide.done')}</span>}
              </Link>
              <span className="muted">{t(step.text)}</span>
            </li>
          )
        })}
      </ol>
    </Panel>
  )
}
