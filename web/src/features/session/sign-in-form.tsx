// SPDX-License-Identifier: Apache-2.0
import { Alert, Button, Form, Input, type InputRef } from 'antd'
import { useEffect, useRef, useState } from 'react'
import type { Me } from '../../api/types'
import { ErrorAlert } from '../../components/error-panel'
import { useText } from '../../i18n'
import { ApiError, request } from '../../lib/api-client'

interface Values {
  login: string
  password: string
  totp?: string
}

export function SignInForm({ login, onDone }: { login?: string; onDone: (me: Me) => void }) {
  const t = useText()
  const [form] = Form.useForm<Values>()
  const [error, setError] = useState<unknown>(null)
  const [isSending, setSending] = useState(false)
  const [needsCode, setNeedsCode] = useState(false)
  const [wait, setWait] = useState(0)
  const code = useRef<InputRef>(null)

  useEffect(() => {
    if (wait <= 0) return
    const timer = setTimeout(() => setWait(wait - 1), 1000)
    return () => clearTimeout(timer)
  }, [wait])

  useEffect(() => {
    if (needsCode) code.current?.focus()
  }, [needsCode])

  async function submit(values: Values) {
    setSending(true)
    setError(null)
    try {
      onDone(await request<Me>('POST', '/session', { body: values, isSignIn: true }))
    } catch (problem) {
      if (problem instanceof ApiError && problem.code === 'totp_required') {
        // The first time this only asks for the code; after a code was given it was wrong.
        if (needsCode) setError(problem)
        setNeedsCode(true)
        form.setFieldValue('totp', '')
      } else {
        if (problem instanceof ApiError && problem.status === 429) {
          setWait(problem.retryAfter ?? 60)
        }
        setError(problem)
      }
    } finally {
      setSending(false)
    }
  }

  const minutes = Math.floor(wait / 60)
  const seconds = wait % 60
  return (
    <Form
      form={form}
      layout="vertical"
      initialValues={{ login }}
      requiredMark={false}
      onFinish={(values) => void submit(values)}
    >
      {wait > 0 ? (
        <Alert
          type="warning"
          showIcon
          className="block"
          title={error instanceof ApiError ? error.message : ''}
          description={t('signIn.locked', { minutes, seconds })}
        />
      ) : (
        <ErrorAlert error={error} />
      )}
      <Form.Item
        name="login"
        label={t('signIn.login')}
        rules={[{ required: true, message: t('signIn.loginNeeded') }]}
      >
        <Input autoComplete="username" autoFocus={!login} disabled={!!login} maxLength={64} />
      </Form.Item>
      <Form.Item
        name="password"
        label={t('signIn.password')}
        rules={[{ required: true, message: t('signIn.passwordNeeded') }]}
      >
        <Input.Password autoComplete="current-password" autoFocus={!!login} maxLength={256} />
      </Form.Item>
      {needsCode && (
        <Form.Item
          name="totp"
          label={t('signIn.code')}
          extra={t('signIn.codeHint')}
          rules={[{ required: true, pattern: /^\d{6}$/, message: t('signIn.codeNeeded') }]}
        >
          <Input ref={code} inputMode="numeric" autoComplete="one-time-code" maxLength={6} />
        </Form.Item>
      )}
      <Button type="primary" htmlType="submit" block loading={isSending} disabled={wait > 0}>
        {t('signIn.submit')}
      </Button>
    </Form>
  )
}
