// SPDX-License-Identifier: Apache-2.0
import { CheckCircleFilled, MinusCircleOutlined } from '@ant-design/icons'
import { Alert, Button, Form, Input } from 'antd'
import { useState } from 'react'
import type { Me } from '../../api/types'
import { ErrorAlert } from '../../components/error-panel'
import { applyErrors } from '../../components/form-errors'
import { useText } from '../../i18n'
import { api } from '../../lib/api-client'
import { checkPassword } from '../../lib/password'

interface Values {
  current: string
  new: string
  again: string
}

function Point({ isMet, text }: { isMet: boolean; text: string }) {
  const t = useText()
  return (
    <li className={isMet ? 'met' : 'unmet'}>
      {isMet ? <CheckCircleFilled aria-hidden /> : <MinusCircleOutlined aria-hidden />} {text}
      <span className="offscreen">{t(isMet ? 'password.met' : 'password.unmet')}</span>
    </li>
  )
}

interface Props {
  me: Me
  isForced?: boolean
  onDone: (me: Me) => void
}

export function ChangePassword({ me, isForced, onDone }: Props) {
  const t = useText()
  const [form] = Form.useForm<Values>()
  const [error, setError] = useState<unknown>(null)
  const [isSending, setSending] = useState(false)
  const next = Form.useWatch('new', form) ?? ''
  const check = checkPassword(next, me.account.login, me.person.name)
  const isGood = check.isLongEnough && check.isNotOwnName && check.isNotTrivial

  async function submit({ current, new: password }: Values) {
    setSending(true)
    setError(null)
    try {
      const changed = await api.put<Me>('/session/password', { current, new: password })
      form.resetFields()
      onDone(changed)
    } catch (problem) {
      setError(applyErrors(form, problem))
    } finally {
      setSending(false)
    }
  }

  return (
    <Form form={form} layout="vertical" requiredMark={false} onFinish={(v) => void submit(v)}>
      {isForced && (
        <Alert type="info" showIcon className="block" title={t('password.forced')} />
      )}
      <ErrorAlert error={error} />
      <input type="text" hidden readOnly autoComplete="username" value={me.account.login} />
      <Form.Item
        name="current"
        label={t('password.current')}
        rules={[{ required: true, message: t('signIn.passwordNeeded') }]}
      >
        <Input.Password autoComplete="current-password" maxLength={256} />
      </Form.Item>
      <Form.Item
        name="new"
        label={t('password.new')}
        rules={[
          { validator: () => (isGood ? Promise.resolve() : Promise.reject(new Error())) },
          { required: true, message: t('password.policy') },
        ]}
        validateTrigger="onSubmit"
        help={
          <ul className="policy" aria-label={t('password.policy')}>
            <Point isMet={check.isLongEnough} text={t('password.length')} />
            <Point isMet={check.isNotOwnName} text={t('password.notOwnName')} />
            <Point isMet={check.isNotTrivial} text={t('password.notCommon')} />
          </ul>
        }
      >
        <Input.Password autoComplete="new-password" maxLength={256} />
      </Form.Item>
      <Form.Item
        name="again"
        label={t('password.again')}
        dependencies={['new']}
        rules={[
          ({ getFieldValue }) => ({
            validator: (_, value) =>
              value === getFieldValue('new')
                ? Promise.resolve()
                : Promise.reject(new Error(t('password.different'))),
          }),
        ]}
      >
        <Input.Password autoComplete="new-password" maxLength={256} />
      </Form.Item>
      <Button type="primary" htmlType="submit" block={isForced} loading={isSending}>
        {t('password.submit')}
      </Button>
    </Form>
  )
}
