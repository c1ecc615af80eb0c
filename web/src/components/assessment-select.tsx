// SPDX-License-Identifier: Apache-2.0
import { useQuery } from '@tanstack/react-query'
import { Select } from 'antd'
import type { Paged, Schemas } from '../api/types'
import { useText } from '../i18n'
import { api } from '../lib/api-client'
import './work.css'

type Row = Schemas['AssessmentRow']

export const assessmentChoiceQuery = {
  queryKey: ['assessments', 'choice'],
  queryFn: ({ signal }: { signal: AbortSignal }) =>
    api.get<Paged<Row>>('/assessments', { page_size: 200 }, signal),
}

interface Props {
  value?: string
  onChange?: (id: string | undefined) => void
  allowClear?: boolean
  id?: string
}

// Chooses an assessment; the newest year stands first.
export function AssessmentSelect({ value, onChange, allowClear, id }: Props) {
  const t = useText()
  const assessments = useQuery(assessmentChoiceQuery)
  return (
    <Select
      id={id}
      className="filter-assessment"
      aria-label={t('assessment.one')}
      placeholder={t('assessment.choose')}
      value={value || undefined}
      onChange={(next: string | undefined) => onChange?.(next)}
      allowClear={allowClear}
      loading={assessments.isLoading}
      status={assessments.isError ? 'error' : undefined}
      showSearch={{ optionFilterProp: 'label' }}
      popupMatchSelectWidth={false}
      options={assessments.data?.items.map((row) => ({
        value: row.id,
        label: row.title,
      }))}
    />
  )
}
