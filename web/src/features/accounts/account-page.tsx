// SPDX-License-Identifier: Apache-2.0
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Button, Card, Descriptions, Flex, Popconfirm } from 'antd'
import { useState } from 'react'
import { Link, useParams } from 'react-router'
import type { Account, Me } from '../../api/types'
import { ConflictDialog, useVersionedSave } from '../../components/conflict-dialog'
import { ErrorAlert, messageOf } from '../../components/error-panel'
import { Guard } from '../../components/guard'
import { Loaded } from '../../components/loaded'
import { useMayWrite, useMe } from '../../components/me'
import { Page } from '../../components/page'
import { useText } from '../../i18n'
import { api } from '../../lib/api-client'
import { showInstant } from '../../lib/date'
import type { Fields } from '../../lib/merge'
import { AccountState, isLocked } from './accounts-page'
import { InitialPassword } from './create-account'
import { GrantTags, GrantsEditor, isWhole, type GrantDraft } from './grants'

export function AccountPage() {
  const t = useText()
  const { id } = useParams()
  const account = useQuery({
    queryKey: ['accounts', 'one', id],
    queryFn: ({ signal }) => api.get<Account>(`/accounts/${id}`, {}, signal),
  })
  return (
    <Guard act="view_accounts">
      <Page title={account.data?.login ?? t('nav.accountList')} back="/accounts">
        <Loaded query={account}>
          {(data) => <AccountView key={data.version} account={data} />}
        </Loaded>
      </Page>
    </Guard>
  )
}

const draftsOf = (account: Pick<Account, 'grants'>): GrantDraft[] =>
  account.grants.map((grant) => ({ role: grant.role, unit_id: grant.unit?.id ?? null }))

const fieldsOf = (account: Fields): Fields => ({
  grants: draftsOf(account as unknown as Account),
  is_active: account.is_active,
})

function AccountView({ account }: { account: Account }) {
  const t = useText()
  const me = useMe()
  const { message } = App.useApp()
  const queryClient = useQueryClient()
  const canManage = useMayWrite('manage_accounts')
  const canViewAs = useMayWrite('view_as')
  const [grants, setGrants] = useState<GrantDraft[] | null>(null)
  const [error, setError] = useState<unknown>(null)
  const [password, setPassword] = useState('')
  const base = fieldsOf(account as unknown as Fields)
  const { save, conflict, isSaving, giveUp } = useVersionedSave(
    (fields, version) => api.patch(`/accounts/${account.id}`, { ...fields, version }),
    fieldsOf,
  )
  const refresh = () => queryClient.invalidateQueries({ queryKey: ['accounts'] })
  const isSelf = account.id === me.account.id

  async function submit(start: Fields, mine: Fields, version: number) {
    setError(null)
    try {
      if (await save(start, mine, version)) {
        setGrants(null)
        await refresh()
      }
    } catch (problem) {
      setError(problem)
    }
  }

  async function attempt(action: () => Promise<unknown>) {
    setError(null)
    try {
      await action()
      await refresh()
    } catch (problem) {
      setError(problem)
    }
  }

  async function viewAs() {
    try {
      await api.put<Me>('/session/view-as', { account_id: account.id })
      // A fresh page, so that nothing read with the own rights stays on it.
      window.location.assign('/')
    } catch (problem) {
      void message.error(messageOf(problem, t))
    }
  }

  return (
    <>
      <ErrorAlert error={error} />
      <Card size="small" className="block" title={t('accounts.data')}>
        <Descriptions size="small" column={{ xs: 1, sm: 2, xl: 3 }}>
          <Descriptions.Item label={t('accounts.person')}>
            <Link to={`/organisation/persons/${account.person.id}`}>{account.person.name}</Link>
          </Descriptions.Item>
          <Descriptions.Item label={t('persons.unit')}>
            {account.units.map((unit) => unit.name).join('、') || '—'}
          </Descriptions.Item>
          <Descriptions.Item label={t('accounts.state')}>
            <AccountState account={account} />
          </Descriptions.Item>
          <Descriptions.Item label={t('accounts.totp')}>
            {t(account.totp_enabled ? 'common.yes' : 'common.no')}
          </Descriptions.Item>
          <Descriptions.Item label={t('accounts.lastSeen')}>
            {showInstant(account.last_seen_at)}
          </Descriptions.Item>
        </Descriptions>
        {(canManage || canViewAs) && (
          <Flex gap="small" wrap className="below">
            {canManage && (
              <>
                {isLocked(account) && (
                  <Button
                    onClick={() => void attempt(() => api.post(`/accounts/${account.id}/unlock`))}
                  >
                    {t('accounts.unlock')}
                  </Button>
                )}
                <Popconfirm
                  title={t('accounts.resetSure')}
                  onConfirm={() =>
                    void attempt(async () => {
                      const answer = await api.post<{ initial_password: string }>(
                        `/accounts/${account.id}/reset-password`,
                      )
                      setPassword(answer.initial_password)
                    })
                  }
                >
                  <Button>{t('accounts.reset')}</Button>
                </Popconfirm>
                <Popconfirm
                  title={t('accounts.endSessionsSure')}
                  onConfirm={() =>
                    void attempt(async () => {
                      await api.remove(`/accounts/${account.id}/sessions`)
                      void message.success(t('accounts.sessionsEnded'))
                    })
                  }
                >
                  <Button>{t('accounts.endSessions')}</Button>
                </Popconfirm>
                {!isSelf && (
                  <Popconfirm
                    title={t(account.is_active ? 'accounts.disableSure' : 'accounts.enableSure')}
                    onConfirm={() =>
                      void submit(base, { ...base, is_active: !account.is_active }, account.version)
                    }
                  >
                    <Button danger={account.is_active}>
                      {t(account.is_active ? 'accounts.disable' : 'accounts.enable')}
                    </Button>
                  </Popconfirm>
                )}
              </>
            )}
            {canViewAs && !isSelf && account.is_active && (
              <Button onClick={() => void viewAs()}>{t('viewAs.start')}</Button>
            )}
          </Flex>
        )}
      </Card>
      <Card
        size="small"
        title={t('accounts.grants')}
        extra={
          canManage &&
          grants === null && (
            <Button onClick={() => setGrants(draftsOf(account))}>{t('common.edit')}</Button>
          )
        }
      >
        {grants === null ? (
          <GrantTags grants={account.grants} />
        ) : (
          <>
            <GrantsEditor value={grants} onChange={setGrants} />
            <Flex gap="small" className="form-foot">
              <Button
                type="primary"
                loading={isSaving}
                disabled={!isWhole(grants)}
                onClick={() => void submit(base, { ...base, grants }, account.version)}
              >
                {t('common.save')}
              </Button>
              <Button onClick={() => setGrants(null)}>{t('common.cancel')}</Button>
            </Flex>
          </>
        )}
      </Card>
      {password && (
        <InitialPassword
          login={account.login}
          password={password}
          onClose={() => setPassword('')}
        />
      )}
      {conflict && (
        <ConflictDialog
          conflict={conflict}
          labels={{ grants: t('accounts.grants'), is_active: t('accounts.active') }}
          show={(field, value) =>
            field === 'grants'
              ? (value as GrantDraft[])
                  .map((grant) => `${grant.role ? t(`role.${grant.role}`) : ''} ${grant.unit_id ?? '*'}`)
                  .join('; ')
              : t(value ? 'common.yes' : 'common.no')
          }
          isSaving={isSaving}
          onSave={(merged) => void submit(conflict.theirs, merged, conflict.version)}
          onCancel={giveUp}
        />
      )}
    </>
  )
}
