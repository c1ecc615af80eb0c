// SPDX-License-Identifier: Apache-2.0
import { DownloadOutlined } from '@ant-design/icons'
import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query'
import { Alert, Button, Card, Descriptions, Dropdown, Flex, Tabs, Tag } from 'antd'
import { useState } from 'react'
import { Link, useNavigate, useParams } from 'react-router'
import type { ResultPage, Run } from '../../api/types'
import { ErrorAlert } from '../../components/error-panel'
import { Guard } from '../../components/guard'
import { Loaded } from '../../components/loaded'
import { useMayWrite } from '../../components/me'
import { Page } from '../../components/page'
import { useListState } from '../../components/paged'
import { ColumnChooser, ResultTable } from '../../components/result-table'
import { SearchEntry } from '../../components/search-entry'
import { WhyDrawer, type Asked } from '../../components/why-drawer'
import { useText } from '../../i18n'
import { api, url } from '../../lib/api-client'
import { showInstant } from '../../lib/date'
import { runQuery, useVersions } from './queries'
import { columnChoices, tiedRows } from './result-columns'

export function RunPage() {
  const t = useText()
  const { id } = useParams()
  const run = useQuery(runQuery(id))
  return (
    <Guard act="view_runs">
      <Page
        title={t('runs.number', { id: id ?? '' })}
        back="/runs"
        extra={run.data && <Actions run={run.data} />}
      >
        <Loaded query={run}>{(data) => <RunView key={data.id} run={data} />}</Loaded>
      </Page>
    </Guard>
  )
}

function Actions({ run }: { run: Run }) {
  const t = useText()
  const navigate = useNavigate()
  const canRun = useMayWrite('run_regulations')
  return (
    <>
      <Dropdown
        trigger={['click']}
        menu={{
          items: (['xlsx', 'csv', 'json'] as const).map((format) => ({
            key: format,
            label: (
              <a href={url(`/runs/${run.id}/export.${format}`)} download>
                {t(`runs.export.${format}`)}
              </a>
            ),
          })),
        }}
      >
        <Button icon={<DownloadOutlined />}>{t('common.export')}</Button>
      </Dropdown>
      {canRun && (
        <Button
          type="primary"
          onClick={() =>
            void navigate(`/what-if?version_id=${run.version_id}&facts_set_id=${run.facts_set_id}`)
          }
        >
          {t('nav.whatIf')}
        </Button>
      )}
    </>
  )
}

function RunView({ run }: { run: Run }) {
  const t = useText()
  const list = useListState()
  const versions = useVersions([run.version_id])
  const replay = useMutation({
    mutationFn: () =>
      api.post<{ is_identical: boolean; result_hash: string }>(`/runs/${run.id}/replay`),
  })
  const kind = list.get('kind') || run.kinds[0]?.kind || ''
  return (
    <>
      <Card size="small" className="block">
        <Descriptions size="small" column={{ xs: 1, md: 2, xl: 3 }}>
          <Descriptions.Item label={t('runs.version')}>
            <Link to={`/regulation-versions/${run.version_id}`}>
              {versions.get(run.version_id)?.label ??
                `${run.slug} ${run.label}`}
            </Link>
          </Descriptions.Item>
          <Descriptions.Item label={t('runs.facts')}>
            {run.facts_name} {run.year}
          </Descriptions.Item>
          <Descriptions.Item label={t('runs.at')}>
            {showInstant(run.created_at)} {run.created_by}
          </Descriptions.Item>
          {run.overrides.length > 0 && (
            <Descriptions.Item label={t('runs.overrides')}>
              {run.overrides.map((item) => (
                <Tag key={item.name} color="gold">
                  {item.name} = {item.value}
                </Tag>
              ))}
            </Descriptions.Item>
          )}
          <Descriptions.Item label={t('runs.hash')}>
            <Flex gap="small" align="center" wrap>
              <code title={run.result_hash}>{run.result_hash.slice(0, 16)}</code>
              <Button size="small" loading={replay.isPending} onClick={() => replay.mutate()}>
                {t('runs.replay')}
              </Button>
              {replay.data && (
                <Tag color={replay.data.is_identical ? 'green' : 'red'}>
                  {t(replay.data.is_identical ? 'runs.identical' : 'runs.different')}
                </Tag>
              )}
            </Flex>
          </Descriptions.Item>
        </Descriptions>
        <ErrorAlert error={replay.error} />
      </Card>
      <Tabs
        activeKey={kind}
        onChange={(next) => list.set({ kind: next, sort: null, query: null })}
        items={run.kinds.map((item) => ({
          key: item.kind,
          label: `${item.kind} (${item.row_count})`,
        }))}
      />
      {kind && <Results key={kind} run={run} kind={kind} />}
    </>
  )
}

function Results({ run, kind }: { run: Run; kind: string }) {
  const t = useText()
  const list = useListState()
  const [asked, setAsked] = useState<Asked | null>(null)
  const [chosen, setChosen] = useState<string[] | null>(null)
  const choices = columnChoices(run.kinds.find((item) => item.kind === kind)!)
  const headlines = choices.filter((choice) => choice.isHeadline).map((choice) => choice.key)
  const shown = chosen ?? headlines
  const needsAll = shown.some((key) => !headlines.includes(key))
  const filter = {
    kind,
    columns: needsAll ? 'all' : 'headlines',
    query: list.get('query'),
    sort: list.get('sort'),
    page: list.page,
    page_size: list.pageSize,
  }
  const rows = useQuery({
    queryKey: ['runs', run.id, 'rows', filter],
    queryFn: ({ signal }) => api.get<ResultPage>(`/runs/${run.id}/rows`, filter, signal),
    placeholderData: keepPreviousData,
  })
  const tied = (page: ResultPage) =>
    new Map(
      page.columns
        .filter((column) => column.role === 'ranking')
        .map((column) => [column.key, tiedRows(page.items, column.key)]),
    )
  return (
    <>
      <Flex gap="small" wrap align="center" className="filters">
        <SearchEntry
          className="filter-text"
          allowClear
          defaultValue={filter.query}
          placeholder={t('results.search')}
          onSearch={(query) => list.set({ query })}
        />
        <ColumnChooser choices={choices} shown={shown} onChange={setChosen} />
        <span className="muted">{t('results.askHint')}</span>
      </Flex>
      <Loaded query={rows}>
        {(page) => {
          const ties = tied(page)
          return (
            <>
              <ResultTable
                kind={kind}
                columns={page.columns
                  .filter((column) => shown.includes(column.key))
                  .map(({ key, name, unit, type }) => ({
                    key,
                    title: name,
                    unit,
                    isNumeric: type === 'number',
                  }))}
                rows={page.items}
                total={page.total}
                list={list}
                isLoading={rows.isPlaceholderData}
                sorting={
                  filter.sort
                    ? { key: filter.sort.replace(/^-/, ''), isDescending: filter.sort.startsWith('-') }
                    : null
                }
                onSort={(sorting) =>
                  list.set({ sort: sorting && (sorting.isDescending ? '-' : '') + sorting.key })
                }
                onAsk={(row, { key, title }) =>
                  setAsked({
                    path: `/runs/${run.id}/explanation`,
                    query: { kind, row: row.row, figure: key },
                    name: row.name,
                    title,
                  })
                }
                marksOf={(row, { key }) =>
                  ties.get(key)?.has(row.row) && <Tag className="tie">{t('results.tied')}</Tag>
                }
              />
              {page.total === 0 && !filter.query && (
                <Alert type="info" showIcon title={t('results.noRows')} />
              )}
            </>
          )
        }}
      </Loaded>
      {asked && <WhyDrawer asked={asked} onClose={() => setAsked(null)} />}
    </>
  )
}
