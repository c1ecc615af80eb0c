// SPDX-License-Identifier: Apache-2.0
// The rank list of a computation, how grades and scores lie, and what was calibrated.
import { DownloadOutlined } from '@ant-design/icons'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Button, Flex, Select, Table, Tabs, Tag } from 'antd'
import type { TableColumnsType } from 'antd'
import { lazy, Suspense, useMemo, useState } from 'react'
import { Link, useNavigate, useParams } from 'react-router'
import type {
  ComputationDetail,
  ComputationRow,
  ComputationRows,
  Distribution,
} from '../../api/types'
import { gradeBars, scoreBars } from '../../charts/distribution'
import { Guard } from '../../components/guard'
import { Loaded } from '../../components/loaded'
import { useCan, useMayWrite } from '../../components/me'
import { Page } from '../../components/page'
import { useListState } from '../../components/paged'
import { ColumnChooser, ResultTable, type ColumnChoice } from '../../components/result-table'
import { SearchEntry } from '../../components/search-entry'
import { WhyDrawer, type Asked } from '../../components/why-drawer'
import { useText } from '../../i18n'
import { api, url } from '../../lib/api-client'
import { showInstant } from '../../lib/date'
import { Calibrations, CalibrateDialog, type ToCalibrate } from './calibrations'
import { mainKindOf } from './kinds'
import { computationQuery } from './queries'
import { RankChange } from './rank-change'
import '../../components/work.css'

const Chart = lazy(async () => ({ default: (await import('../../charts/chart')).Chart }))

export function ComputationPage() {
  const t = useText()
  const { id } = useParams()
  const navigate = useNavigate()
  const mayExport = useCan('view_draft_results')
  const mayPublish = useMayWrite('publish_results')
  const computation = useQuery(computationQuery(id))
  const data = computation.data
  return (
    <Guard act="view_results">
      <Page
        title={data?.label ?? t('computations.title')}
        subtitle={
          data && (
            <span className="muted">
              {data.assessment.title} · {showInstant(data.created_at)}
            </span>
          )
        }
        back={data ? `/assessments/${data.assessment.id}/results` : '/assessments'}
        extra={
          data && (
            <>
              {mayExport && (
                <>
                  <Button
                    icon={<DownloadOutlined />}
                    href={url(`/computations/${data.id}/workbook.xlsx`)}
                    title={t('computations.workbookHint')}
                    download
                  >
                    {t('computations.workbook')}
                  </Button>
                  <Button
                    icon={<DownloadOutlined />}
                    href={url(`/computations/${data.id}/facts.zip`)}
                    download
                  >
                    {t('computations.facts')}
                  </Button>
                </>
              )}
              {mayPublish && !data.is_published && (
                <Button
                  type="primary"
                  onClick={() =>
                    void navigate(
                      `/assessments/${data.assessment.id}/publish?computation=${data.id}`,
                    )
                  }
                >
                  {t('publication.title')}
                </Button>
              )}
            </>
          )
        }
      >
        <Loaded query={computation}>
          {(found) => <View key={found.id} computation={found} />}
        </Loaded>
      </Page>
    </Guard>
  )
}

function View({ computation }: { computation: ComputationDetail }) {
  const t = useText()
  const list = useListState({ view: 'rows' })
  const kind = list.get('kind') || mainKindOf(computation)
  return (
    <>
      <Flex gap="small" align="center" wrap>
        <Tag>{t(`computations.basis.${computation.basis}`)}</Tag>
        {computation.is_published && <Tag color="green">{t('computations.published')}</Tag>}
        {computation.kinds.length > 1 && (
          <Select
            className="filter-select"
            aria-label={t('results.kind')}
            value={kind}
            onChange={(next: string) =>
              list.set({
                kind: next,
                sort: null,
                search: null,
                grade: null,
                group: null,
                columns: null,
              })
            }
            options={computation.kinds.map((item) => ({ value: item.kind, label: item.kind }))}
          />
        )}
      </Flex>
      <Tabs
        activeKey={list.get('view')}
        onChange={(view) => list.set({ view })}
        items={[
          {
            key: 'rows',
            label: t('results.ranking'),
            children: <RankList key={kind} computation={computation} kind={kind} />,
          },
          {
            key: 'distribution',
            label: t('results.distribution'),
            children: <DistributionView id={computation.id} kind={kind} />,
          },
          {
            key: 'calibrations',
            label: t('calibration.title'),
            children: <Calibrations computation={computation} />,
          },
        ]}
      />
    </>
  )
}

function RankList({ computation, kind }: { computation: ComputationDetail; kind: string }) {
  const t = useText()
  const list = useListState()
  const mayCalibrate = useMayWrite('calibrate_results') && !computation.is_published
  const [asked, setAsked] = useState<Asked | null>(null)
  const [calibrated, setCalibrated] = useState<ToCalibrate | null>(null)
  const columns = computation.kinds.find((item) => item.kind === kind)?.columns ?? []
  const headlines = columns.filter((column) => column.is_headline).map((column) => column.key)
  const shown = list.get('columns') ? list.get('columns').split(',') : headlines
  const grades = columns.find((column) => column.role === 'grade' && column.is_headline)?.grades
  const filter = {
    kind,
    columns: list.get('columns') || 'headlines',
    search: list.get('search'),
    grade: list.get('grade'),
    group: list.get('group'),
    sort: list.get('sort'),
    descending: list.get('descending') === '1' ? true : null,
    page: list.page,
    page_size: list.pageSize,
  }
  const rows = useQuery({
    queryKey: ['computations', computation.id, 'rows', filter],
    queryFn: ({ signal }) =>
      api.get<ComputationRows>(`/computations/${computation.id}/rows`, filter, signal),
    placeholderData: keepPreviousData,
  })

  const lastYear: TableColumnsType<ComputationRow> = [
    {
      key: 'last-year',
      title: t('results.lastYear'),
      render: (_, row) => (
        <span className="muted decimal">
          {[row.last_year?.rank, row.last_year?.score, row.last_year?.grade]
            .filter(Boolean)
            .join(' · ') || '—'}
        </span>
      ),
    },
    {
      key: 'change',
      title: t('results.rankChange'),
      render: (_, row) => <RankChange change={row.rank_change} />,
    },
  ]

  function marksOf(row: ComputationRow, { key, title }: ColumnChoice) {
    const column = columns.find((one) => one.key === key)
    return (
      <>
        {column?.role === 'ranking' && row.tied && <Tag className="tie">{t('results.tied')}</Tag>}
        {row.calibrated.includes(key) && (
          <Tag className="tie" color="gold">
            {t('calibration.mark')}
          </Tag>
        )}
        {mayCalibrate && column?.role === 'grade' && row.assessee_id && (
          <Button
            type="link"
            size="small"
            onClick={() =>
              setCalibrated({
                assesseeId: row.assessee_id!,
                name: row.name,
                figure: key,
                title,
                grades: column.grades ?? [],
                now: row.values[key]?.text ?? '',
              })
            }
          >
            {t('calibration.do')}
          </Button>
        )}
      </>
    )
  }

  return (
    <>
      <Flex gap="small" wrap align="center" className="filters">
        <SearchEntry
          className="filter-text"
          allowClear
          defaultValue={filter.search}
          placeholder={t('results.search')}
          onSearch={(search) => list.set({ search })}
        />
        {grades && grades.length > 0 && (
          <Select
            className="filter-short"
            allowClear
            aria-label={t('results.grade')}
            placeholder={t('results.grade')}
            value={filter.grade || undefined}
            onChange={(grade: string | undefined) => list.set({ grade })}
            options={grades.map((grade) => ({ value: grade, label: grade }))}
          />
        )}
        {rows.data && rows.data.groups.length > 1 && (
          <Select
            className="filter-short"
            allowClear
            aria-label={rows.data.group_title}
            placeholder={rows.data.group_title}
            value={filter.group || undefined}
            onChange={(group: string | undefined) => list.set({ group })}
            options={rows.data.groups.map((group) => ({ value: group, label: group }))}
          />
        )}
        <ColumnChooser
          choices={columns}
          shown={shown}
          onChange={(keys) => list.set({ columns: keys.join(',') })}
        />
        <span className="muted">{t('results.askHint')}</span>
      </Flex>
      <Loaded query={rows}>
        {(page) => (
          <ResultTable
            kind={kind}
            columns={page.columns.map(({ key, title, unit, type }) => ({
              key,
              title,
              unit,
              isNumeric: type === 'number',
            }))}
            rows={page.items}
            total={page.total}
            list={list}
            isLoading={rows.isPlaceholderData}
            sorting={filter.sort ? { key: filter.sort, isDescending: filter.descending === true } : null}
            onSort={(sorting) =>
              list.set({
                sort: sorting?.key,
                descending: sorting?.isDescending ? '1' : null,
              })
            }
            onAsk={(row, { key, title }) =>
              setAsked({
                path: `/computations/${computation.id}/explanation`,
                query: { kind, row: row.row, column: key },
                name: row.name,
                title,
              })
            }
            marksOf={marksOf}
            nameOf={(row) =>
              row.assessee_id ? (
                <Link to={`/computations/${computation.id}/scorecard/${row.assessee_id}`}>
                  {row.name}
                </Link>
              ) : (
                row.name
              )
            }
            before={
              page.group_title
                ? [{ key: 'group', title: page.group_title, render: (_, row) => row.group }]
                : []
            }
            more={page.last_year_title ? lastYear : []}
          />
        )}
      </Loaded>
      {asked && <WhyDrawer asked={asked} onClose={() => setAsked(null)} />}
      {calibrated && (
        <CalibrateDialog
          computationId={computation.id}
          of={calibrated}
          onClose={() => setCalibrated(null)}
        />
      )}
    </>
  )
}

function DistributionView({ id, kind }: { id: string; kind: string }) {
  const distribution = useQuery({
    queryKey: ['computations', id, 'distribution', kind],
    queryFn: ({ signal }) =>
      api.get<Distribution>(`/computations/${id}/distribution`, { kind }, signal),
  })
  return (
    <Loaded
      query={distribution}
      isEmpty={(data) => data.grades.length === 0 && data.histogram.length === 0}
    >
      {(data) => <Charts data={data} />}
    </Loaded>
  )
}

function Charts({ data }: { data: Distribution }) {
  const t = useText()
  const [count, quota, none] = [t('results.count'), t('results.quota'), t('results.noGrade')]
  const gradeOf = (grade: string) => grade || none
  const grades = useMemo(
    () =>
      gradeBars(
        data.grades.map((row) => ({
          grade: row.grade || none,
          count: row.count,
          quota: row.quota === null ? null : String(row.quota),
        })),
        { count, quota },
      ),
    [data, count, quota, none],
  )
  const scores = useMemo(() => scoreBars(data.histogram), [data])
  const gradeText = data.grades
    .map((row) => t('results.gradeCount', { grade: gradeOf(row.grade), count: row.count }))
    .join(t('common.comma'))
  return (
    <div className="two-charts">
      {data.grades.length > 0 && (
        <section className="framed chart-frame">
          <h2>{data.grade_title ?? t('results.grade')}</h2>
          <p className="muted">{gradeText}</p>
          <Suspense fallback={null}>
            <Chart option={grades} height={260} label={gradeText} />
          </Suspense>
          <Table
            size="small"
            rowKey="grade"
            pagination={false}
            dataSource={data.grades}
            columns={[
              { title: t('results.grade'), render: (_, row) => gradeOf(row.grade) },
              { title: t('results.count'), dataIndex: 'count', align: 'right' },
              {
                title: t('results.share'),
                align: 'right',
                render: (_, row) => <span className="decimal">{row.share}%</span>,
              },
              {
                title: t('results.quota'),
                align: 'right',
                render: (_, row) => row.quota ?? '—',
              },
              {
                title: t('results.quotaText'),
                className: 'text-cell narrow',
                render: (_, row) => row.quota_text ?? '—',
              },
            ]}
          />
        </section>
      )}
      {data.histogram.length > 0 && (
        <section className="framed chart-frame">
          <h2>{t('results.histogram', { title: data.score_title ?? '' })}</h2>
          <p className="muted">{t('results.rowCount', { count: data.row_count })}</p>
          <Suspense fallback={null}>
            <Chart
              option={scores}
              height={260}
              label={data.histogram
                .map((bar) => `${bar.low}–${bar.high}: ${bar.count}`)
                .join(t('common.comma'))}
            />
          </Suspense>
        </section>
      )}
    </div>
  )
}
