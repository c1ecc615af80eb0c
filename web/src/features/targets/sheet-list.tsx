// SPDX-License-Identifier: Apache-2.0
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Checkbox, Empty, Flex, Progress, Select, Table } from 'antd'
import { Link } from 'react-router'
import type { Paged, SheetState, TargetSheetRow } from '../../api/types'
import { Loaded } from '../../components/loaded'
import { useListState, usePagination } from '../../components/paged'
import { SearchEntry } from '../../components/search-entry'
import { StateTag } from '../../components/state-tag'
import { useText } from '../../i18n'
import { api } from '../../lib/api-client'
import { hasLetter, sheetStates, sheetTones } from './queries'

interface Props {
  assessmentId?: string
  kinds?: readonly string[]
  chosen?: readonly TargetSheetRow[]
  onChoose?: (rows: TargetSheetRow[]) => void
  isChoosable?: (row: TargetSheetRow) => boolean
}

export function SheetList({
  assessmentId,
  kinds = [],
  chosen,
  onChoose,
  isChoosable,
}: Props) {
  const t = useText()
  const list = useListState()
  const filter = {
    assessment_id: assessmentId,
    state: list.get('state'),
    kind: list.get('kind'),
    assessee_id: list.get('assessee_id'),
    query: list.get('query'),
    mine: list.get('mine'),
    page: list.page,
    page_size: list.pageSize,
  }
  const sheets = useQuery({
    queryKey: ['target-sheets', filter],
    queryFn: ({ signal }) => api.get<Paged<TargetSheetRow>>('/target-sheets', filter, signal),
    placeholderData: keepPreviousData,
  })
  const pagination = usePagination(list, sheets.data?.total ?? 0)
  const isFiltered = Boolean(
    filter.state || filter.query || filter.mine || filter.kind || filter.assessee_id,
  )
  return (
    <>
      <Flex gap="small" wrap className="filters" align="center">
        <SearchEntry
          className="filter-text"
          allowClear
          defaultValue={filter.query}
          placeholder={t('assessees.search')}
          onSearch={(query) => list.set({ query })}
        />
        <Select
          className="filter-select"
          allowClear
          placeholder={t('targets.state')}
          aria-label={t('targets.state')}
          value={(filter.state || undefined) as SheetState | undefined}
          onChange={(state?: SheetState) => list.set({ state })}
          options={sheetStates.map((state) => ({ value: state, label: t(`sheetState.${state}`) }))}
        />
        {kinds.length > 1 && (
          <Select
            className="filter-short"
            allowClear
            placeholder={t('targets.kind')}
            aria-label={t('targets.kind')}
            value={filter.kind || undefined}
            onChange={(kind?: string) => list.set({ kind })}
            options={kinds.map((kind) => ({ value: kind, label: kind }))}
          />
        )}
        <Checkbox
          checked={filter.mine === '1'}
          onChange={(event) => list.set({ mine: event.target.checked ? '1' : null })}
        >
          {t('targets.mine')}
        </Checkbox>
      </Flex>
      <Loaded
        query={sheets}
        isEmpty={(data) => data.total === 0}
        empty={<Empty description={t(isFiltered ? 'targets.nothing' : 'targets.none')} />}
      >
        {(data) => (
          <Table
            size="small"
            rowKey="id"
            dataSource={data.items}
            loading={sheets.isPlaceholderData}
            pagination={pagination}
            scroll={{ x: 'max-content' }}
            rowSelection={
              onChoose && {
                selectedRowKeys: chosen?.map((row) => row.id),
                preserveSelectedRowKeys: true,
                onChange: (_, rows) => onChoose(rows),
                getTitleCheckboxProps: () => ({ 'aria-label': t('common.chooseAll') }),
                getCheckboxProps: (row) => ({
                  disabled: isChoosable ? !isChoosable(row) : false,
                  'aria-label': row.assessee.name,
                }),
              }
            }
            columns={[
              {
                title: t('targets.assessee'),
                className: 'text-cell',
                render: (_, row) => (
                  <Link to={`/target-sheets/${row.id}`}>{row.assessee.name}</Link>
                ),
              },
              {
                title: t('targets.state'),
                render: (_, row) => (
                  <>
                    <StateTag tone={row.returned > 0 ? 'returned' : sheetTones[row.state]}>
                      {row.returned > 0
                        ? t('targets.returned', { count: row.returned })
                        : row.state_title}
                    </StateTag>
                    {row.revision > 1 && (
                      <span className="muted">
                        {t('targets.revision', { revision: row.revision })}
                      </span>
                    )}
                  </>
                ),
              },
              ...(assessmentId
                ? []
                : [
                    {
                      title: t('targets.assessment'),
                      className: 'text-cell',
                      render: (_: unknown, row: TargetSheetRow) => (
                        <Link to={`/assessments/${row.assessment.id}`}>
                          {row.assessment.title}
                        </Link>
                      ),
                    },
                  ]),
              {
                title: t('targets.filled'),
                render: (_, row) => (
                  <Flex gap="small" align="center">
                    <Progress
                      className="filled-bar"
                      size="small"
                      showInfo={false}
                      percent={row.total > 0 ? Math.floor((row.filled * 100) / row.total) : 0}
                    />
                    <span className="decimal">
                      {row.filled}/{row.total}
                    </span>
                  </Flex>
                ),
              },
              {
                title: t('targets.due'),
                render: (_, row) => <span className="decimal">{row.due ?? '—'}</span>,
              },
              {
                title: t('targets.waitsForMe'),
                render: (_, row) =>
                  row.may
                    .filter((act) => ['submit', 'confirm', 'approve', 'sign'].includes(act))
                    .map((act) => t(`sheetAct.${act}`))
                    .join(' · ') || '—',
              },
              {
                title: t('targets.letter'),
                render: (_, row) =>
                  hasLetter(row.state) ? (
                    <Link to={`/target-sheets/${row.id}/letter`}>{t('targets.letter')}</Link>
                  ) : (
                    '—'
                  ),
              },
            ]}
            />
        )}
      </Loaded>
    </>
  )
}
