// SPDX-License-Identifier: Apache-2.0
import { PlusOutlined } from '@ant-design/icons'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Button, Empty, Flex, InputNumber, Select, Table } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import type { AssessmentRow, Paged, Stage } from '../../api/types'
import { StageTag } from '../../components/assessment-frame'
import { Guard } from '../../components/guard'
import { Loaded } from '../../components/loaded'
import { useMayWrite } from '../../components/me'
import { Page } from '../../components/page'
import { useListState, usePagination } from '../../components/paged'
import { SearchEntry } from '../../components/search-entry'
import { useText } from '../../i18n'
import { api } from '../../lib/api-client'
import { CreateAssessment } from './create-assessment'

const stages: readonly Stage[] = [
  'preparing',
  'targets',
  'process',
  'results',
  'notice',
  'final',
  'archived',
]

export function AssessmentsPage() {
  const t = useText()
  const canManage = useMayWrite('manage_assessments')
  const [isCreating, setCreating] = useState(false)
  return (
    <Guard act="view_assessments">
      <Page
        title={t('nav.assessmentYears')}
        extra={
          canManage && (
            <Button type="primary" icon={<PlusOutlined />} onClick={() => setCreating(true)}>
              {t('assessments.create')}
            </Button>
          )
        }
      >
        <Assessments />
        {isCreating && <CreateAssessment onClose={() => setCreating(false)} />}
      </Page>
    </Guard>
  )
}

function Assessments() {
  const t = useText()
  const list = useListState()
  const filter = {
    query: list.get('query'),
    year: list.get('year'),
    stage: list.get('stage'),
    page: list.page,
    page_size: list.pageSize,
  }
  const assessments = useQuery({
    queryKey: ['assessments', filter],
    queryFn: ({ signal }) => api.get<Paged<AssessmentRow>>('/assessments', filter, signal),
    placeholderData: keepPreviousData,
  })
  const pagination = usePagination(list, assessments.data?.total ?? 0)
  const isFiltered = Boolean(filter.query || filter.year || filter.stage)
  return (
    <>
      <Flex gap="small" wrap className="filters">
        <SearchEntry
          className="filter-text"
          allowClear
          defaultValue={filter.query}
          placeholder={t('assessments.search')}
          onSearch={(query) => list.set({ query })}
        />
        <InputNumber<string>
          className="filter-short"
          stringMode
          min="1990"
          max="2200"
          placeholder={t('assessments.year')}
          aria-label={t('assessments.year')}
          value={filter.year || null}
          onChange={(year) => list.set({ year: year && year.length === 4 ? year : null })}
        />
        <Select
          className="filter-select"
          allowClear
          placeholder={t('assessments.stage')}
          aria-label={t('assessments.stage')}
          value={filter.stage || undefined}
          onChange={(stage: string | undefined) => list.set({ stage })}
          options={stages.map((stage) => ({ value: stage, label: t(`stage.${stage}`) }))}
        />
      </Flex>
      <Loaded
        query={assessments}
        isEmpty={(data) => data.total === 0}
        empty={
          <Empty description={t(isFiltered ? 'assessments.nothing' : 'assessments.none')} />
        }
      >
        {(data) => (
          <Table
            size="small"
            rowKey="id"
            dataSource={data.items}
            loading={assessments.isPlaceholderData}
            pagination={pagination}
            scroll={{ x: 'max-content' }}
            columns={[
              {
                title: t('assessments.name'),
                className: 'text-cell',
                render: (_, row) => <Link to={`/assessments/${row.id}`}>{row.title}</Link>,
              },
              { title: t('assessments.year'), dataIndex: 'year' },
              {
                title: t('assessments.stage'),
                render: (_, row) => <StageTag stage={row.stage} title={row.stage_title} />,
              },
              {
                title: t('assessments.regulation'),
                className: 'text-cell',
                render: (_, row) => (
                  <Link to={`/regulation-versions/${row.regulation.version_id}`}>
                    {row.regulation.title} {row.regulation.label}
                  </Link>
                ),
              },
              {
                title: t('assessments.assessees'),
                align: 'right',
                render: (_, row) => <span className="decimal">{row.assessee_count}</span>,
              },
              {
                title: t('assessments.targetsDue'),
                render: (_, row) => <span className="decimal">{row.targets_due ?? '—'}</span>,
              },
              {
                title: t('assessments.dataDue'),
                render: (_, row) => <span className="decimal">{row.data_due ?? '—'}</span>,
              },
              {
                title: t('assessments.owner'),
                render: (_, row) => row.owner_unit?.name ?? t('assessments.wholeCity'),
              },
            ]}
          />
        )}
      </Loaded>
    </>
  )
}
