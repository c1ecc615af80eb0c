// SPDX-License-Identifier: Apache-2.0
// What reports share: as a picture, and as tables that say the same.
import { DownloadOutlined } from '@ant-design/icons'
import { Alert, Button, Empty, Progress, Table, Tabs, Tag } from 'antd'
import { lazy, Suspense, useCallback, useMemo } from 'react'
import { Link, useNavigate, useParams } from 'react-router'
import type { ReportComparisonMember, ReportPair, WholeReportComparison } from '../../api/types'
import { similarityGraph } from '../../charts/similarity'
import { Guard } from '../../components/guard'
import { Loaded } from '../../components/loaded'
import { Page } from '../../components/page'
import { pagesOf, useListState } from '../../components/paged'
import { useJob } from '../../components/use-job'
import { useText } from '../../i18n'
import { url } from '../../lib/api-client'
import { showInstant } from '../../lib/date'
import { Outcome } from './comparisons-page'
import { isBusy } from './queries'
import '../../components/work.css'
import './reports.css'

const Chart = lazy(async () => ({ default: (await import('../../charts/chart')).Chart }))

const isRunning = (job: WholeReportComparison) => isBusy(job.state)

const shortName = ({ unit, year }: ReportComparisonMember) => `${unit.name} ${year}`

// Many a title says of whom and of which year it is.
export const memberName = (member: ReportComparisonMember) =>
  [member.unit.name, String(member.year), member.title]
    .filter((part) => part === member.title || !member.title.includes(part))
    .join(' ')

export function ComparisonPage() {
  const t = useText()
  const { id = '' } = useParams()
  const comparison = useJob<WholeReportComparison>({
    queryKey: ['report-comparisons', 'one', id],
    path: `/report-comparisons/${id}`,
    isBusy: isRunning,
  })
  const data = comparison.data
  return (
    <Guard act="compare_reports">
      <Page
        title={data?.title ?? t('compare.one')}
        subtitle={
          data && (
            <span className="muted">
              {data.units || t('compare.allUnits')} · {showInstant(data.created_at)}
            </span>
          )
        }
        back="/report-comparisons"
        extra={
          data?.state === 'done' && (
            <Button
              icon={<DownloadOutlined />}
              href={url(`/report-comparisons/${id}/pairs.xlsx`)}
              download
            >
              {t('compare.export')}
            </Button>
          )
        }
      >
        <Loaded query={comparison}>{(found) => <View comparison={found} />}</Loaded>
      </Page>
    </Guard>
  )
}

function View({ comparison }: { comparison: WholeReportComparison }) {
  const t = useText()
  const list = useListState({ view: 'map' })
  if (isRunning(comparison)) {
    const { done, total } = comparison
    return (
      <Alert
        type="info"
        role="status"
        title={comparison.state_title}
        description={
          <>
            <p>
              <Outcome of={comparison} />
            </p>
            <Progress percent={total > 0 ? Math.floor((done * 100) / total) : 0} status="active" />
          </>
        }
      />
    )
  }
  if (comparison.state === 'failed') {
    return (
      <Alert
        type="error"
        showIcon
        title={t('compare.failed')}
        description={comparison.trouble}
      />
    )
  }
  const hasPairs = comparison.pairs.length > 0
  return (
    <>
      <p>
        <Outcome of={comparison} />
      </p>
      <Tabs
        activeKey={hasPairs ? list.get('view') : 'members'}
        onChange={(view) => list.set({ view })}
        items={[
          ...(hasPairs
            ? [
                {
                  key: 'map',
                  label: t('compare.map'),
                  children: <Map comparison={comparison} />,
                },
                {
                  key: 'pairs',
                  label: t('compare.pairs'),
                  children: <Pairs comparison={comparison} />,
                },
              ]
            : []),
          {
            key: 'members',
            label: t('compare.members'),
            children: (
              <>
                {!hasPairs && (
                  <Empty
                    className="block"
                    description={
                      <>
                        <p>{t('compare.nothing')}</p>
                        <p className="muted">{t('compare.nothingHint')}</p>
                      </>
                    }
                  />
                )}
                <Members comparison={comparison} />
              </>
            ),
          },
        ]}
      />
    </>
  )
}

function Map({ comparison }: { comparison: WholeReportComparison }) {
  const t = useText()
  const navigate = useNavigate()
  const { id, members, pairs } = comparison
  const option = useMemo(
    () =>
      similarityGraph(
        members
          .filter((member) => member.cluster !== null)
          .map((member) => ({
            id: String(member.place),
            label: shortName(member),
            name: memberName(member),
            shared: member.shared_percent,
            cluster: member.cluster!,
          })),
        pairs.map((pair) => ({
          source: String(pair.a),
          target: String(pair.b),
          shared: Math.max(pair.percent_a, pair.percent_b),
          label: `${memberName(members[pair.a]!)} · ${pair.percent_a}%\n${memberName(members[pair.b]!)} · ${pair.percent_b}%`,
        })),
      ),
    [members, pairs],
  )
  const open = useCallback(
    (link: number) => void navigate(`/report-comparisons/${id}/pairs/${pairs[link]!.pair}`),
    [id, navigate, pairs],
  )
  return (
    <>
      <p className="muted">{t('compare.mapHint')}</p>
      <div className="framed">
        <Suspense fallback={<div className="loading">{t('common.loading')}</div>}>
          <Chart
            option={option}
            height={460}
            onLink={open}
            label={t('compare.mapLabel', {
              reports: members.length,
              pairs: pairs.length,
              clusters: comparison.cluster_count ?? 0,
            })}
          />
        </Suspense>
      </div>
    </>
  )
}

function Pairs({ comparison }: { comparison: WholeReportComparison }) {
  const t = useText()
  const { id, members, pairs } = comparison
  const name = (place: number) => {
    const member = members[place]!
    return <Link to={`/reports/${member.report_id}`}>{memberName(member)}</Link>
  }
  return (
    <Table<ReportPair>
      size="small"
      rowKey="pair"
      pagination={pagesOf(t, 50)}
      scroll={{ x: 'max-content' }}
      dataSource={pairs}
      columns={[
        { title: t('compare.first'), className: 'text-cell', render: (_, row) => name(row.a) },
        { title: t('compare.second'), className: 'text-cell', render: (_, row) => name(row.b) },
        {
          title: t('compare.shared'),
          render: (_, row) => t('compare.sharedOf', { a: row.percent_a, b: row.percent_b }),
        },
        {
          title: t('compare.letters'),
          align: 'right',
          render: (_, row) => `${row.letters_a} / ${row.letters_b}`,
        },
        { title: t('compare.passages'), align: 'right', dataIndex: 'passage_count' },
        {
          title: t('common.actions'),
          render: (_, row) => (
            <Link to={`/report-comparisons/${id}/pairs/${row.pair}`}>{t('compare.read')}</Link>
          ),
        },
      ]}
    />
  )
}

function Members({ comparison }: { comparison: WholeReportComparison }) {
  const t = useText()
  return (
    <Table<ReportComparisonMember>
      size="small"
      rowKey="place"
      pagination={pagesOf(t, 50)}
      scroll={{ x: 'max-content' }}
      dataSource={comparison.members}
      columns={[
        {
          title: t('reports.name'),
          className: 'text-cell',
          render: (_, row) => <Link to={`/reports/${row.report_id}`}>{row.title}</Link>,
        },
        { title: t('reports.unit'), className: 'text-cell', render: (_, row) => row.unit.name },
        { title: t('reports.year'), dataIndex: 'year' },
        {
          title: t('compare.allLetters'),
          align: 'right',
          render: (_, row) => row.letters ?? <Tag color="red">{t('compare.notRead')}</Tag>,
        },
        {
          title: t('compare.sharedPercent'),
          align: 'right',
          sorter: (a, b) => a.shared_percent - b.shared_percent,
          render: (_, row) => (row.letters === null ? '—' : `${row.shared_percent}%`),
        },
        {
          title: t('compare.cluster'),
          render: (_, row) =>
            row.cluster === null ? '—' : t('compare.clusterOne', { number: row.cluster }),
        },
      ]}
    />
  )
}
