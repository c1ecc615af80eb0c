// SPDX-License-Identifier: Apache-2.0
import { Tag } from 'antd'
import type { Understood, Workbench } from '../../api/types'
import { useText } from '../../i18n'

const colors: Record<Understood, string | undefined> = {
  whole: 'green',
  partly: 'gold',
  not: 'red',
  note: undefined,
}

// How far a clause was understood, in words; the colour only helps to find it.
export function UnderstoodTag({ understood }: { understood: Understood }) {
  const t = useText()
  return <Tag color={colors[understood]}>{t(`rubric.understood.${understood}`)}</Tag>
}

// How much of the rubric was understood.
export function CoverageBar({ coverage }: { coverage: Workbench['coverage'] }) {
  const t = useText()
  const parts = (['whole', 'partly', 'not'] as const).filter((part) => coverage[part] > 0)
  return (
    <div className="block">
      <div
        className="coverage-bar"
        role="img"
        aria-label={t('rubric.coverageLabel', {
          whole: coverage.whole,
          partly: coverage.partly,
          not: coverage.not,
        })}
      >
        {parts.map((part) => (
          <div key={part} className={`coverage-${part}`} style={{ flexGrow: coverage[part] }} />
        ))}
      </div>
      <span>{t('rubric.coverage', { clauses: coverage.clauses })}</span>{' '}
      {parts.map((part) => (
        <Tag key={part} color={colors[part]}>
          {t(`rubric.understood.${part}`)} {coverage[part]}
        </Tag>
      ))}
    </div>
  )
}
