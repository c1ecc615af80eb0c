// SPDX-License-Identifier: Apache-2.0
// What each is paid, to the cent; amounts that are held while an objection is open.
import { DownloadOutlined } from '@ant-design/icons'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Alert, Button, Flex, Select, Table, Tag } from 'antd'
import { useParams } from 'react-router'
import type { Payouts } from '../../api/types'
import { DecimalText } from '../../components/decimal-text'
import { Guard } from '../../components/guard'
import { Loaded } from '../../components/loaded'
import { Page } from '../../components/page'
import { useListState, usePagination } from '../../components/paged'
import { SearchEntry } from '../../components/search-entry'
import { useText } from '../../i18n'
import { api, url } from '../../lib/api-client'
import { signOf } from '../../lib/decimal'
import { publicationQuery } from './queries'

function usePayouts(id: string) {
  const list = useListState()
  const filter = {
    figure: list.get('figure'),
    search: list.get('search'),
    page: list.page,
    page_size: list.pageSize,
  }
  const payouts = useQuery({
    queryKey: ['publications', id, 'payouts', filter],
    queryFn: ({ signal }) => api.get<Payouts>(`/publications/${id}/payouts`, filter, signal),
    placeholderData: keepPreviousData,
  })
  return { list, filter, payouts }
}

export function PayoutsPage() {
  const t = useText()
  const { id } = useParams()
  const publication = useQuery(publicationQuery(id))
  const { payouts } = usePayouts(id!)
  return (
    <Guard act="view_payouts">
      <Page
        title={t('payouts.title')}
        subtitle={<span className="muted">{publication.data?.assessment.title}</span>}
        back={`/publications/${id}`}
        extra={
          payouts.data &&
          payouts.data.figure !== null && (
            <Button
              icon={<DownloadOutlined />}
              href={url(`/publications/${id}/payouts.xlsx`)}
              download
            >
              {t('payouts.xlsx')}
            </Button>
          )
        }
      >
        <List id={id!} />
      </Page>
    </Guard>
  )
}

function List({ id }: { id: string }) {
  const t = useText()
  const { list, filter, payouts } = usePayouts(id)
  const pagination = usePagination(list, payouts.data?.total ?? 0)
  return (
    <Loaded query={payouts}>
      {(data) =>
        data.figure === null ? (
          <Alert type="info" showIcon title={t('payouts.none')} />
        ) : (
          <>
            <Flex gap="small" wrap align="center" className="filters">
              {data.figures.length > 1 && (
                <Select
                  className="filter-select"
                  aria-label={t('payouts.figure')}
                  value={data.figure}
                  onChange={(figure: string) => list.set({ figure })}
                  options={data.figures.map((one) => ({
                    value: one.key,
                    label: `${one.kind} · ${one.title}`,
                  }))}
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
            <dl className="figures block">
              <div>
                <dt>{t('payouts.total')}</dt>
                <dd>
                  <DecimalText value={data.amount_total} />
                </dd>
              </div>
              <div>
                <dt>{t('payouts.held')}</dt>
                <dd className={signOf(data.held_total) > 0 ? 'warn' : ''}>
                  <DecimalText value={data.held_total} />
                </dd>
              </div>
            </dl>
            <Table
              size="small"
              rowKey="row"
              loading={payouts.isPlaceholderData}
              pagination={pagination}
              scroll={{ x: 'max-content' }}
              dataSource={data.items}
              locale={{ emptyText: t('common.nothingFound') }}
              columns={[
                {
                  title: t('assessee.one'),
                  fixed: 'left',
                  render: (_, row) => (
                    <>
                      {row.assessee.name}
                      {row.parent && <span className="muted row-parent"> {row.parent}</span>}
                    </>
                  ),
                },
                {
                  title: data.figures.find((one) => one.key === data.figure)?.title,
                  align: 'right',
                  render: (_, row) =>
                    row.amount === null ? (
                      <span className="muted">—</span>
                    ) : (
                      <>
                        <DecimalText value={row.amount} />
                        {row.uncalibrated_amount !== null && (
                          <div className="muted">
                            {t('payouts.uncalibrated', { amount: row.uncalibrated_amount })}
                          </div>
                        )}
                      </>
                    ),
                },
                {
                  title: t('payouts.state'),
                  className: 'text-cell',
                  render: (_, row) =>
                    row.is_held ? (
                      <>
                        <Tag color="gold">{t('payouts.isHeld')}</Tag>
                        {row.why}
                      </>
                    ) : (
                      t('payouts.isFree')
                    ),
                },
              ]}
            />
          </>
        )
      }
    </Loaded>
  )
}
