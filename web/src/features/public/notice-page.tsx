// SPDX-License-Identifier: Apache-2.0
// One public notice with exactly the columns that were chosen for it.
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Alert, Flex, Segmented, Table } from 'antd'
import { useParams } from 'react-router'
import type { NoticeRows } from '../../api/types'
import { Loaded } from '../../components/loaded'
import { Page } from '../../components/page'
import { useListState, usePagination } from '../../components/paged'
import { SearchEntry } from '../../components/search-entry'
import { useText } from '../../i18n'
import { api } from '../../lib/api-client'
import { isDecimal } from '../../lib/decimal'

// Whether a column has figures and no words.
const isNumeric = ({ items }: NoticeRows, key: string) =>
  items.some((row) => row.values[key]) &&
  items.every((row) => !row.values[key] || isDecimal(row.values[key]))

export function NoticePage() {
  const t = useText()
  const { id } = useParams()
  const list = useListState()
  const filter = {
    kind: list.get('kind'),
    search: list.get('search'),
    page: list.page,
    page_size: list.pageSize,
  }
  const rows = useQuery({
    queryKey: ['public', 'notices', id, filter],
    queryFn: ({ signal }) => api.get<NoticeRows>(`/public/notices/${id}`, filter, signal),
    placeholderData: keepPreviousData,
  })
  const pagination = usePagination(list, rows.data?.total ?? 0)
  const notice = rows.data?.notice
  return (
    <Page
      title={notice ? t('public.noticeTitle', { title: notice.title }) : t('public.notice')}
      back="/public"
    >
      <Loaded query={rows}>
        {(data) => (
          <>
            <p>
              {t('public.about', {
                regulation: data.notice.regulation,
                from: data.notice.notice_from,
                to: data.notice.notice_until,
              })}
            </p>
            <Alert
              type="info"
              showIcon
              className="block"
              title={t('publication.daysLeft', { days: data.notice.working_days_left })}
              description={t('public.howTo', { contact: data.notice.contact })}
            />
            <Flex gap="small" wrap align="center" className="filters">
              {data.notice.kinds.length > 1 && (
                <Segmented
                  value={data.kind}
                  onChange={(kind) => list.set({ kind, search: null })}
                  options={data.notice.kinds}
                />
              )}
              <SearchEntry
                className="filter-text"
                allowClear
                defaultValue={filter.search}
                placeholder={t('results.search')}
                onSearch={(search) => list.set({ search })}
              />
            </Flex>
            <Table
              size="small"
              rowKey={(row) => `${row.parent ?? ''} ${row.name}`}
              loading={rows.isPlaceholderData}
              pagination={pagination}
              scroll={{ x: 'max-content' }}
              dataSource={data.items}
              locale={{ emptyText: t('common.nothingFound') }}
              columns={[
                {
                  title: data.kind,
                  fixed: 'left',
                  render: (_, row) => (
                    <>
                      {row.name}
                      {row.parent && <span className="muted row-parent"> {row.parent}</span>}
                    </>
                  ),
                },
                ...data.columns.map((column) => ({
                  key: column.key,
                  align: isNumeric(data, column.key) ? ('right' as const) : undefined,
                  title: (
                    <>
                      {column.title}
                      {column.unit && <span className="muted"> {column.unit}</span>}
                    </>
                  ),
                  render: (_: unknown, row: NoticeRows['items'][number]) => (
                    <span className="decimal">{row.values[column.key] ?? '—'}</span>
                  ),
                })),
              ]}
            />
          </>
        )}
      </Loaded>
    </Page>
  )
}
