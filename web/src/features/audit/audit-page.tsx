// SPDX-License-Identifier: Apache-2.0
import { SafetyCertificateOutlined } from '@ant-design/icons'
import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query'
import { Alert, Button, Descriptions, Drawer, Flex, Select, Table } from 'antd'
import { useEffect, useRef, useState } from 'react'
import type { Account, AuditRow, AuditVerdict, Paged } from '../../api/types'
import { DayPicker } from '../../components/day-picker'
import { ErrorAlert } from '../../components/error-panel'
import { Guard } from '../../components/guard'
import { Loaded } from '../../components/loaded'
import { useCan } from '../../components/me'
import { Page } from '../../components/page'
import { useListState, usePagination } from '../../components/paged'
import { SearchEntry } from '../../components/search-entry'
import { useText } from '../../i18n'
import { api } from '../../lib/api-client'
import { showInstant } from '../../lib/date'

export function AuditPage() {
  const t = useText()
  return (
    <Guard act="view_audit">
      <Page title={t('nav.audit')}>
        <Verify />
        <Rows />
      </Page>
    </Guard>
  )
}

function Verify() {
  const t = useText()
  const canVerify = useCan('verify_audit')
  const list = useListState()
  const isAsked = list.get('verify') === '1'
  const verify = useMutation({ mutationFn: () => api.post<AuditVerdict>('/audit/verify') })
  const isStarted = useRef(false)
  useEffect(() => {
    if (!isAsked || !canVerify || isStarted.current) return
    isStarted.current = true
    verify.mutate()
  }, [isAsked, canVerify, verify])
  if (!canVerify) return null
  const verdict = verify.data
  return (
    <div className="block">
      <Flex gap="small" align="center" wrap className="block">
        <Button
          type="primary"
          icon={<SafetyCertificateOutlined />}
          loading={verify.isPending}
          onClick={() => verify.mutate()}
        >
          {t('audit.verify')}
        </Button>
        <span className="muted">{t('audit.verifyHint')}</span>
      </Flex>
      <ErrorAlert error={verify.error} />
      {verdict && (
        <Alert
          type={verdict.is_whole ? 'success' : 'error'}
          showIcon
          title={t(verdict.is_whole ? 'audit.whole' : 'audit.broken', {
            count: verdict.row_count,
          })}
          description={
            <>
              {verdict.finding && (
                <div>
                  {t('audit.finding', { seq: verdict.finding.seq })} {verdict.finding.message}
                </div>
              )}
              <div className="muted">
                {t('audit.head', { seq: verdict.head.seq })}{' '}
                <code className="break">{verdict.head.hash}</code>
              </div>
            </>
          }
        />
      )}
    </div>
  )
}

function Rows() {
  const t = useText()
  const list = useListState()
  const canSeeAccounts = useCan('view_accounts')
  const [shown, setShown] = useState<AuditRow | null>(null)
  const filter = {
    actor: list.get('actor'),
    act: list.get('act'),
    subject: list.get('subject'),
    from: list.get('from'),
    to: list.get('to'),
    page: list.page,
    page_size: list.pageSize,
  }
  const rows = useQuery({
    queryKey: ['audit', filter],
    queryFn: ({ signal }) => api.get<Paged<AuditRow>>('/audit', filter, signal),
    placeholderData: keepPreviousData,
  })
  const pagination = usePagination(list, rows.data?.total ?? 0)
  const [actorText, setActorText] = useState('')
  const accounts = useQuery({
    queryKey: ['accounts', 'choice', actorText],
    queryFn: ({ signal }) =>
      api.get<Paged<Account>>('/accounts', { query: actorText, page_size: 20 }, signal),
    enabled: canSeeAccounts,
  })
  const search = (name: 'act' | 'subject') => (
    <SearchEntry
      className="filter-short"
      allowClear
      defaultValue={filter[name]}
      placeholder={t(`audit.${name}`)}
      onSearch={(text) => list.set({ [name]: text })}
    />
  )
  return (
    <>
      <Flex gap="small" wrap className="filters">
        {canSeeAccounts && (
          <Select
            className="filter-unit"
            allowClear
            showSearch={{ filterOption: false, onSearch: setActorText }}
            placeholder={t('audit.actor')}
            aria-label={t('audit.actor')}
            value={filter.actor || undefined}
            onChange={(id: string | undefined) => list.set({ actor: id })}
            options={accounts.data?.items.map((account) => ({
              value: account.id,
              label: `${account.person.name} ${account.login}`,
            }))}
          />
        )}
        {search('act')}
        {search('subject')}
        <Flex align="center" gap={6}>
          <span className="muted">{t('audit.at')}</span>
          <DayPicker
            allowClear
            value={filter.from || null}
            onChange={(from) => list.set({ from })}
            label={t('common.from')}
          />
          <span>–</span>
          <DayPicker
            allowClear
            value={filter.to || null}
            onChange={(to) => list.set({ to })}
            label={t('common.to')}
          />
        </Flex>
      </Flex>
      <Loaded query={rows}>
        {(data) => (
          <Table
            size="small"
            rowKey="seq"
            dataSource={data.items}
            loading={rows.isPlaceholderData}
            pagination={pagination}
            scroll={{ x: 'max-content' }}
            locale={{ emptyText: t('audit.none') }}
            columns={[
              {
                title: t('audit.seq'),
                render: (_, row) => (
                  <Button type="link" size="small" onClick={() => setShown(row)}>
                    {row.seq}
                  </Button>
                ),
              },
              { title: t('audit.at'), render: (_, row) => showInstant(row.at) },
              { title: t('audit.actor'), render: (_, row) => row.actor.name || t('audit.system') },
              {
                title: t('audit.act'),
                render: (_, row) => <span title={row.act}>{row.act_title}</span>,
              },
              { title: t('audit.subject'), dataIndex: 'subject_title', className: 'text-cell' },
              {
                title: t('audit.hash'),
                render: (_, row) => <code title={row.hash}>{row.hash.slice(0, 12)}</code>,
              },
            ]}
          />
        )}
      </Loaded>
      <Drawer
        open={shown !== null}
        size={560}
        title={shown && t('audit.detailTitle', { seq: shown.seq })}
        onClose={() => setShown(null)}
      >
        {shown && (
          <>
            <Descriptions size="small" column={1} bordered>
              <Descriptions.Item label={t('audit.at')}>{shown.at}</Descriptions.Item>
              <Descriptions.Item label={t('audit.actor')}>
                {shown.actor.name || t('audit.system')}
              </Descriptions.Item>
              <Descriptions.Item label={t('audit.act')}>
                {shown.act_title} <code>{shown.act}</code>
              </Descriptions.Item>
              <Descriptions.Item label={t('audit.subject')}>
                {shown.subject_title} <code>{shown.subject}</code>
              </Descriptions.Item>
              <Descriptions.Item label={t('audit.hash')}>
                <code className="break">{shown.hash}</code>
              </Descriptions.Item>
            </Descriptions>
            <h3>{t('audit.detail')}</h3>
            <pre className="detail">
              {typeof shown.detail === 'string'
                ? shown.detail
                : JSON.stringify(shown.detail, null, 2)}
            </pre>
          </>
        )}
      </Drawer>
    </>
  )
}
