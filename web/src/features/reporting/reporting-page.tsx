// SPDX-License-Identifier: Apache-2.0
// What is to be reported, the overdue first.
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Button, Checkbox, Empty, Flex, Select, Table, Tag } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import type { Paged, ReportingSheetRow } from '../../api/types'
import { AssessmentTabs } from '../../components/assessment-frame'
import { AssessmentSelect } from '../../components/assessment-select'
import { DueText } from '../../components/due-text'
import { Guard } from '../../components/guard'
import { Loaded } from '../../components/loaded'
import { useMayWrite } from '../../components/me'
import { Page } from '../../components/page'
import { useListState, usePagination } from '../../components/paged'
import { SearchEntry } from '../../components/search-entry'
import { useText } from '../../i18n'
import { api } from '../../lib/api-client'
import { WorkbookDialog } from './workbook-dialog'

const states = ['missing', 'overdue', 'returned', 'submitted', 'verified', 'all'] as const

export const sheetPath = (row: ReportingSheetRow) =>
  `/reporting/${row.assessment.id}/${row.assessee.id}/${encodeURIComponent(row.level)}/${row.period}`

export const isAllSubmitted = (row: ReportingSheetRow) =>
  row.missing + row.draft + row.returned === 0

export function ReportingPage() {
  const t = useText()
  const list = useListState()
  const mayReport = useMayWrite('report_data')
  const assessment = list.get('assessment')
  const [isExchanging, setExchanging] = useState(false)
  return (
    <Guard act="view_process">
      <Page
        title={t('nav.reporting')}
        extra={<Button onClick={() => setExchanging(true)}>{t('workbook.open')}</Button>}
      >
        {assessment && <AssessmentTabs id={assessment} current="reporting" />}
        <Sheets />
        {isExchanging && (
          <WorkbookDialog
            assessmentId={assessment || undefined}
            mayImport={mayReport}
            onClose={() => setExchanging(false)}
          />
        )}
      </Page>
    </Guard>
  )
}

function Sheets() {
  const t = useText()
  // What is still to be done, whoever comes here.
  const list = useListState({ state: 'missing' })
  const state = list.get('state')
  const filter = {
    assessment_id: list.get('assessment'),
    state: state === 'all' ? null : state,
    mine: list.get('mine') === '1' ? true : null,
    query: list.get('query'),
    page: list.page,
    page_size: list.pageSize,
  }
  const sheets = useQuery({
    queryKey: ['reporting-sheets', filter],
    queryFn: ({ signal }) => api.get<Paged<ReportingSheetRow>>('/reporting-sheets', filter, signal),
    placeholderData: keepPreviousData,
  })
  const pagination = usePagination(list, sheets.data?.total ?? 0)
  const isFiltered = Boolean(filter.assessment_id || filter.mine || filter.query)
  return (
    <>
      <Flex gap="small" wrap align="center" className="filters">
        <AssessmentSelect
          allowClear
          value={filter.assessment_id}
          onChange={(assessment) => list.set({ assessment })}
        />
        <Select
          className="filter-short"
          aria-label={t('reporting.state')}
          value={state}
          onChange={(next: string) => list.set({ state: next })}
          options={states.map((one) => ({ value: one, label: t(`reporting.state.${one}`) }))}
        />
        <SearchEntry
          className="filter-unit"
          allowClear
          defaultValue={filter.query}
          placeholder={t('reporting.search')}
          onSearch={(query) => list.set({ query })}
        />
        <Checkbox
          checked={filter.mine === true}
          onChange={(event) => list.set({ mine: event.target.checked ? '1' : null })}
        >
          {t('reporting.mine')}
        </Checkbox>
      </Flex>
      <Loaded
        query={sheets}
        isEmpty={(data) => data.total === 0 && !isFiltered}
        empty={<Empty description={t('reporting.none')} />}
      >
        {(data) => (
          <Table
            size="small"
            rowKey={sheetPath}
            loading={sheets.isPlaceholderData}
            pagination={pagination}
            scroll={{ x: 'max-content' }}
            dataSource={data.items}
            locale={{ emptyText: t('common.nothingFound') }}
            columns={[
              {
                title: t('assessee.one'),
                fixed: 'left',
                render: (_, row) => <Link to={sheetPath(row)}>{row.assessee.name}</Link>,
              },
              { title: t('reporting.period'), dataIndex: 'period_title' },
              {
                title: t('reporting.due'),
                render: (_, row) => (
                  <DueText due={row.due} daysLeft={isAllSubmitted(row) ? null : row.days_left} />
                ),
              },
              { title: t('reporting.progress'), render: (_, row) => <Progress row={row} /> },
              {
                title: t('assessment.one'),
                className: 'text-cell',
                render: (_, row) => row.assessment.title,
              },
              {
                title: t('common.actions'),
                render: (_, row) => (
                  <Link to={sheetPath(row)}>
                    {t(isAllSubmitted(row) ? 'reporting.look' : 'reporting.fill')}
                  </Link>
                ),
              },
            ]}
          />
        )}
      </Loaded>
    </>
  )
}

const parts = ['returned', 'missing', 'draft', 'submitted', 'verified'] as const
const colors = {
  returned: 'red',
  missing: undefined,
  draft: 'blue',
  submitted: 'gold',
  verified: 'green',
}

function Progress({ row }: { row: ReportingSheetRow }) {
  const t = useText()
  return (
    <>
      {parts
        .filter((part) => row[part] > 0)
        .map((part) => (
          <Tag key={part} color={colors[part]}>
            {t(`reporting.count.${part}`, { count: row[part] })}
          </Tag>
        ))}
      <span className="muted">{t('reporting.ofTotal', { total: row.total })}</span>
    </>
  )
}
