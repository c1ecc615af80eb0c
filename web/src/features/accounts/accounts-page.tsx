// SPDX-License-Identifier: Apache-2.0
import { PlusOutlined } from '@ant-design/icons'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Button, Flex, Select, Table, Tag } from 'antd'
import dayjs from 'dayjs'
import { useState } from 'react'
import { Link } from 'react-router'
import type { Account, Paged } from '../../api/types'
import { Guard } from '../../components/guard'
import { Loaded } from '../../components/loaded'
import { useMayWrite } from '../../components/me'
import { Page } from '../../components/page'
import { useListState, usePagination } from '../../components/paged'
import { SearchEntry } from '../../components/search-entry'
import { UnitSelect } from '../../components/unit-select'
import { useText } from '../../i18n'
import { api } from '../../lib/api-client'
import { showInstant } from '../../lib/date'
import { CreateAccount } from './create-account'
import { GrantTags, roles } from './grants'

export function AccountsPage() {
  const t = useText()
  const canManage = useMayWrite('manage_accounts')
  const [isCreating, setCreating] = useState(false)
  return (
    <Guard act="view_accounts">
      <Page
        title={t('nav.accountList')}
        extra={
          canManage && (
            <Button type="primary" icon={<PlusOutlined />} onClick={() => setCreating(true)}>
              {t('accounts.create')}
            </Button>
          )
        }
      >
        <Accounts />
        {isCreating && <CreateAccount onClose={() => setCreating(false)} />}
      </Page>
    </Guard>
  )
}

// A lock ends by itself.
export const isLocked = (account: Account) =>
  !!account.locked_until && dayjs(account.locked_until).isAfter(dayjs())

export function AccountState({ account }: { account: Account }) {
  const t = useText()
  if (!account.is_active) return <Tag>{t('accounts.disabled')}</Tag>
  if (isLocked(account)) {
    return <Tag color="red">{t('accounts.locked', { until: showInstant(account.locked_until) })}</Tag>
  }
  if (account.must_change_password) return <Tag color="gold">{t('accounts.mustChange')}</Tag>
  return <Tag color="green">{t('accounts.active')}</Tag>
}

function Accounts() {
  const t = useText()
  const list = useListState()
  const filter = {
    query: list.get('query'),
    role: list.get('role'),
    unit_id: list.get('unit_id'),
    state: list.get('state'),
    page: list.page,
    page_size: list.pageSize,
  }
  const accounts = useQuery({
    queryKey: ['accounts', filter],
    queryFn: ({ signal }) => api.get<Paged<Account>>('/accounts', filter, signal),
    placeholderData: keepPreviousData,
  })
  const pagination = usePagination(list, accounts.data?.total ?? 0)
  return (
    <>
      <Flex gap="small" wrap className="filters">
        <SearchEntry
          className="filter-text"
          allowClear
          defaultValue={filter.query}
          placeholder={t('accounts.search')}
          onSearch={(query) => list.set({ query })}
        />
        <Select
          className="filter-select"
          allowClear
          placeholder={t('accounts.role')}
          aria-label={t('accounts.role')}
          value={filter.role || undefined}
          onChange={(role: string | undefined) => list.set({ role })}
          options={roles.map((role) => ({ value: role, label: t(`role.${role}`) }))}
        />
        <div className="filter-unit">
          <UnitSelect
            allowClear
            value={filter.unit_id || null}
            onChange={(id) => list.set({ unit_id: id })}
            label={t('persons.unit')}
          />
        </div>
        <Select
          className="filter-select"
          allowClear
          placeholder={t('accounts.state')}
          aria-label={t('accounts.state')}
          value={filter.state || undefined}
          onChange={(state: string | undefined) => list.set({ state })}
          options={[
            { value: 'active', label: t('accounts.active') },
            { value: 'locked', label: t('accounts.lockedShort') },
            { value: 'disabled', label: t('accounts.disabled') },
          ]}
        />
      </Flex>
      <Loaded query={accounts}>
        {(data) => (
          <Table
            size="small"
            rowKey="id"
            dataSource={data.items}
            loading={accounts.isPlaceholderData}
            pagination={pagination}
            scroll={{ x: 'max-content' }}
            locale={{ emptyText: t('accounts.none') }}
            columns={[
              {
                title: t('signIn.login'),
                render: (_, row) => <Link to={`/accounts/${row.id}`}>{row.login}</Link>,
              },
              { title: t('persons.name'), render: (_, row) => row.person.name },
              {
                title: t('persons.unit'),
                render: (_, row) => row.units.map((unit) => unit.name).join('、') || '—',
              },
              { title: t('accounts.grants'), render: (_, row) => <GrantTags grants={row.grants} /> },
              { title: t('accounts.state'), render: (_, row) => <AccountState account={row} /> },
              {
                title: t('accounts.totp'),
                render: (_, row) => t(row.totp_enabled ? 'common.yes' : 'common.no'),
              },
              { title: t('accounts.lastSeen'), render: (_, row) => showInstant(row.last_seen_at) },
            ]}
          />
        )}
      </Loaded>
    </>
  )
}
