// SPDX-License-Identifier: Apache-2.0
// Work reports of the units in reach, each with what its latest version was found to say.
import { UploadOutlined } from '@ant-design/icons'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Button, Empty, Flex, Select, Table } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import type { Report } from '../../api/types'
import { Guard } from '../../components/guard'
import { Loaded } from '../../components/loaded'
import { useMayWrite } from '../../components/me'
import { Page } from '../../components/page'
import { useListState, usePagination } from '../../components/paged'
import { SearchEntry } from '../../components/search-entry'
import { StateTag } from '../../components/state-tag'
import { UnitSelect } from '../../components/unit-select'
import { useText } from '../../i18n'
import { showInstant, today } from '../../lib/date'
import { FindingCounts } from './finding-counts'
import { isBusy, jobTones, reportsQuery } from './queries'
import { UploadReports } from './upload-reports'
import '../../components/work.css'
import './reports.css'

const filters = ['all', 'open', 'clean', 'failed'] as const
const yearsShown = 8

export function recentYears(): number[] {
  const year = parseInt(today().slice(0, 4), 10)
  return Array.from({ length: yearsShown }, (_, index) => year - index)
}

export function ReportsPage() {
  const t = useText()
  const mayUpload = useMayWrite('check_reports')
  const [isUploading, setUploading] = useState(false)
  return (
    <Guard act="view_reports">
      <Page
        title={t('reports.title')}
        extra={
          mayUpload && (
            <Button type="primary" icon={<UploadOutlined />} onClick={() => setUploading(true)}>
              {t('reports.upload')}
            </Button>
          )
        }
      >
        <Reports />
        {isUploading && <UploadReports onClose={() => setUploading(false)} />}
      </Page>
    </Guard>
  )
}

function Reports() {
  const t = useText()
  const list = useListState({ filter: 'all' })
  const reports = useQuery({
    ...reportsQuery({
      year: list.get('year'),
      unit_id: list.get('unit'),
      filter: list.get('filter'),
      query: list.get('query'),
      page: list.page,
      page_size: list.pageSize,
    }),
    placeholderData: keepPreviousData,
    refetchInterval: (query) =>
      query.state.data?.items.some((row) => isBusy(row.versions[0]!.check.state)) ? 2000 : false,
  })
  const pagination = usePagination(list, reports.data?.total ?? 0)
  return (
    <>
      <Flex gap="small" wrap align="center" className="filters">
        <div className="filter-unit">
          <UnitSelect
            allowClear
            label={t('reports.unit')}
            placeholder={t('reports.allUnits')}
            value={list.get('unit')}
            onChange={(unit) => list.set({ unit })}
          />
        </div>
        <Select
          className="filter-short"
          aria-label={t('reports.year')}
          placeholder={t('reports.allYears')}
          allowClear
          value={list.get('year') || undefined}
          onChange={(year: string | undefined) => list.set({ year })}
          options={recentYears().map((year) => ({ value: String(year), label: year }))}
        />
        <Select
          className="filter-short"
          aria-label={t('reports.filter')}
          value={list.get('filter')}
          onChange={(filter: string) => list.set({ filter })}
          options={filters.map((filter) => ({
            value: filter,
            label: t(`reports.filter.${filter}`),
          }))}
        />
        <SearchEntry
          className="filter-short"
          allowClear
          defaultValue={list.get('query')}
          placeholder={t('reports.search')}
          onSearch={(query) => list.set({ query })}
        />
      </Flex>
      <Loaded
        query={reports}
        isEmpty={(data) => data.total === 0}
        empty={
          <Empty
            description={
              <>
                <p>{t('reports.none')}</p>
                <p className="muted">{t('reports.noneHint')}</p>
              </>
            }
          />
        }
      >
        {(data) => (
          <Table
            size="small"
            rowKey="id"
            pagination={pagination}
            scroll={{ x: 'max-content' }}
            dataSource={data.items}
            columns={[
              {
                title: t('reports.name'),
                className: 'text-cell',
                render: (_, row) => <Link to={`/reports/${row.id}`}>{row.title}</Link>,
              },
              { title: t('reports.unit'), className: 'text-cell', render: (_, row) => row.unit.name },
              { title: t('reports.year'), dataIndex: 'year' },
              { title: t('reports.findings'), render: (_, row) => <Found of={row} /> },
              {
                title: t('reports.version'),
                render: (_, row) =>
                  t('reports.versionOne', { number: row.versions[0]!.number }),
              },
              {
                title: t('reports.uploadedAt'),
                render: (_, row) => (
                  <>
                    {showInstant(row.versions[0]!.uploaded_at)}{' '}
                    <span className="muted">{row.versions[0]!.uploaded_by}</span>
                  </>
                ),
              },
            ]}
          />
        )}
      </Loaded>
    </>
  )
}

function Found({ of }: { of: Report }) {
  const { check } = of.versions[0]!
  if (check.state === 'done') return <FindingCounts check={check} />
  return (
    <>
      <StateTag tone={jobTones[check.state]}>{check.state_title}</StateTag>
      {check.trouble && <span className="bad clip">{check.trouble}</span>}
    </>
  )
}
