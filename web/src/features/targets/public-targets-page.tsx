// SPDX-License-Identifier: Apache-2.0
// Targets that stand open to comment, for everybody.
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Alert, Empty, Flex, Segmented, Table } from 'antd'
import { useParams } from 'react-router'
import type { PublicTargetList } from '../../api/types'
import { DecimalText } from '../../components/decimal-text'
import { Loaded } from '../../components/loaded'
import { Page } from '../../components/page'
import { useListState, usePagination } from '../../components/paged'
import { SearchEntry } from '../../components/search-entry'
import { useText } from '../../i18n'
import { api } from '../../lib/api-client'

export function PublicTargetsPage() {
  const t = useText()
  const { assessment = '' } = useParams()
  const list = useListState()
  const filter = {
    kind: list.get('kind'),
    query: list.get('query'),
    page: list.page,
    page_size: list.pageSize,
  }
  const targets = useQuery({
    queryKey: ['public-targets', assessment, filter],
    queryFn: ({ signal }) =>
      api.get<PublicTargetList>(`/public/targets/${assessment}`, filter, signal),
    placeholderData: keepPreviousData,
  })
  const pagination = usePagination(list, targets.data?.total ?? 0)
  return (
    <Page
      title={
        targets.data
          ? t('publicTargets.of', { title: targets.data.assessment.title })
          : t('publicTargets.title')
      }
      back="/public"
    >
      <Loaded query={targets}>
        {(data) => (
          <>
            <Alert
              type="info"
              showIcon
              className="block"
              title={t('publicTargets.until', { day: data.comment_until })}
              description={t('publicTargets.howTo')}
            />
            <Flex gap="small" wrap className="filters">
              {data.kinds.length > 1 && (
                <Segmented
                  value={data.kind}
                  onChange={(kind) => list.set({ kind })}
                  options={data.kinds}
                />
              )}
              <SearchEntry
                className="filter-text"
                allowClear
                defaultValue={filter.query}
                placeholder={t('publicTargets.search')}
                onSearch={(query) => list.set({ query })}
              />
            </Flex>
            {data.items.length === 0 ? (
              <Empty description={t('publicTargets.none')} />
            ) : (
              <Table
                size="small"
                bordered
                rowKey="sheet_id"
                dataSource={data.items}
                loading={targets.isPlaceholderData}
                pagination={pagination}
                scroll={{ x: 'max-content' }}
                columns={[
                  { title: t('targets.assessee'), dataIndex: 'name', fixed: 'left' },
                  ...data.columns.map((column, index) => ({
                    key: `${column.field}|${column.period}`,
                    align: 'right' as const,
                    title: (
                      <>
                        {column.label} {column.period_title}
                        <div className="muted">
                          {[column.unit, column.article].filter(Boolean).join(' · ')}
                        </div>
                      </>
                    ),
                    render: (_: unknown, row: PublicTargetList['items'][number]) => (
                      <DecimalText value={row.values[index]} />
                    ),
                  })),
                ]}
              />
            )}
          </>
        )}
      </Loaded>
    </Page>
  )
}
