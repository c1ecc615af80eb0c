// SPDX-License-Identifier: Apache-2.0
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, Button, Form, Input, Modal, Select } from 'antd'
import { useState } from 'react'
import type { Account, Paged, Person } from '../../api/types'
import { CopyText } from '../../components/copy-text'
import { ErrorAlert } from '../../components/error-panel'
import { applyErrors } from '../../components/form-errors'
import { useText } from '../../i18n'
import { api } from '../../lib/api-client'
import { GrantsEditor, isWhole, type GrantDraft } from './grants'

interface Values {
  person_id: string
  login: string
  grants: GrantDraft[]
}

// The password is in no other place than this dialog.
export function InitialPassword({
  login,
  password,
  onClose,
}: {
  login: string
  password: string
  onClose: () => void
}) {
  const t = useText()
  return (
    <Modal
      open
      title={t('accounts.passwordTitle')}
      closable={false}
      mask={{ closable: false }}
      footer={
        <Button type="primary" onClick={onClose}>
          {t('accounts.passwordNoted')}
        </Button>
      }
    >
      <Alert type="warning" showIcon className="block" title={t('accounts.passwordOnce')} />
      <p>
        {t('signIn.login')} <code>{login}</code>
      </p>
      <p>
        {t('accounts.initialPassword')} <CopyText text={password} />
      </p>
    </Modal>
  )
}

export function CreateAccount({ onClose }: { onClose: () => void }) {
  const t = useText()
  const queryClient = useQueryClient()
  const [form] = Form.useForm<Values>()
  const [query, setQuery] = useState('')
  const [error, setError] = useState<unknown>(null)
  const [isSending, setSending] = useState(false)
  const [done, setDone] = useState<{ account: Account; initial_password: string } | null>(null)
  const persons = useQuery({
    queryKey: ['persons', 'choice', query],
    queryFn: ({ signal }) =>
      api.get<Paged<Person>>('/persons', { query, page_size: 20 }, signal),
  })

  async function create(values: Values) {
    setSending(true)
    setError(null)
    try {
      setDone(await api.create('/accounts', { ...values, grants: values.grants ?? [] }))
      await queryClient.invalidateQueries({ queryKey: ['accounts'] })
    } catch (problem) {
      setError(applyErrors(form, problem))
    } finally {
      setSending(false)
    }
  }

  if (done) {
    return (
      <InitialPassword
        login={done.account.login}
        password={done.initial_password}
        onClose={onClose}
      />
    )
  }
  return (
    <Modal
      open
      width={680}
      title={t('accounts.create')}
      okText={t('common.create')}
      confirmLoading={isSending}
      onOk={form.submit}
      onCancel={onClose}
    >
      <ErrorAlert error={error} />
      <Form
        form={form}
        layout="vertical"
        initialValues={{ grants: [{}] }}
        onFinish={(values) => void create(values)}
      >
        <Form.Item
          name="person_id"
          label={t('accounts.person')}
          rules={[{ required: true, message: t('common.needed') }]}
        >
          <Select
            showSearch={{ filterOption: false, onSearch: setQuery }}
            placeholder={t('accounts.choosePerson')}
            loading={persons.isFetching}
            options={persons.data?.items.map((person) => ({
              value: person.id,
              label: [person.name, person.code, person.appointments[0]?.unit.name]
                .filter(Boolean)
                .join(' · '),
            }))}
          />
        </Form.Item>
        <Form.Item
          name="login"
          label={t('signIn.login')}
          extra={t('accounts.loginHint')}
          rules={[
            { required: true, message: t('common.needed') },
            { pattern: /^[a-z0-9][a-z0-9._-]{1,63}$/, message: t('accounts.loginHint') },
          ]}
        >
          <Input maxLength={64} autoComplete="off" />
        </Form.Item>
        <Form.Item
          name="grants"
          label={t('accounts.grants')}
          rules={[
            {
              validator: (_, grants: GrantDraft[] | undefined) =>
                isWhole(grants ?? [])
                  ? Promise.resolve()
                  : Promise.reject(new Error(t('grants.notWhole'))),
            },
          ]}
        >
          <GrantsEditor />
        </Form.Item>
      </Form>
    </Modal>
  )
}
