// SPDX-License-Identifier: Apache-2.0
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Select } from 'antd'
import { useState } from 'react'
import type { Paged, Schemas } from '../api/types'
import { useText } from '../i18n'
import { api } from '../lib/api-client'

type Row = Schemas['Assessee']

interface Props {
  assessmentId: string | undefined
  kind?: string
  value?: string
  onChange?: (id: string | undefined) => void
  allowClear?: boolean
  id?: string
}

// Chooses an assessee by part of its name or code; the server searches, for there may be thousands.
export function AssesseeSelect({ assessmentId, kind, value, onChange, allowClear, id }: Props) {
  const t = useText()
  const [text, setText] = useState('')
  const rows = useQuery({
    queryKey: ['assessments', assessmentId, 'assessees', 'choice', kind, text],
    queryFn: ({ signal }) =>
      api.get<Paged<Row>>(
        `/assessments/${assessmentId}/assessees`,
        { kind, query: text, page_size: 50 },
        signal,
      ),
    enabled: assessmentId !== undefined,
    placeholderData: keepPreviousData,
  })
  return (
    <Select
      id={id}
      className="grow"
      aria-label={t('assessee.one')}
      placeholder={t('assessee.choose')}
      value={value || undefined}
      onChange={(next: string | undefined) => onChange?.(next)}
      allowClear={allowClear}
      disabled={assessmentId === undefined}
      loading={rows.isLoading}
      showSearch={{ filterOption: false, onSearch: setText }}
      notFoundContent={t('common.nothingFound')}
      options={rows.data?.items.map((row) => ({
        value: row.id,
        label: row.name === row.code ? row.name : `${row.name} ${row.code}`,
      }))}
    />
  )
}
