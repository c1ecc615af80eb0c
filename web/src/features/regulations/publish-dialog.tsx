// SPDX-License-Identifier: Apache-2.0
import { CheckCircleFilled, CloseCircleFilled, ExclamationCircleFilled } from '@ant-design/icons'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Checkbox, Form, Input, Modal } from 'antd'
import { useState } from 'react'
import type { Check, Version } from '../../api/types'
import { ErrorAlert } from '../../components/error-panel'
import { Loaded } from '../../components/loaded'
import { useText } from '../../i18n'
import { api } from '../../lib/api-client'

interface Point {
  isMet: boolean
  // Not met, but no bar.
  isAdvice?: boolean
  text: string
}

export function PublishDialog({ version, onClose }: { version: Version; onClose: () => void }) {
  const t = useText()
  const { message } = App.useApp()
  const queryClient = useQueryClient()
  const [isSure, setSure] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const [isSending, setSending] = useState(false)
  const check = useQuery({
    queryKey: ['versions', version.id, 'check', version.content_hash],
    queryFn: ({ signal }) =>
      api.post<Check>(`/regulation-versions/${version.id}/check`, {}, signal),
  })

  function pointsOf(data: Check): Point[] {
    const errors = data.issues.filter((issue) => issue.severity === 'error').length
    const warnings = data.issues.length - errors
    const unbalanced = data.totals.filter((total) => !total.is_balanced).length
    return [
      { isMet: errors === 0, text: t('publish.noErrors', { count: errors }) },
      {
        isMet: data.cases.failed === 0,
        text: t('publish.casesPass', { passed: data.cases.passed, failed: data.cases.failed }),
      },
      { isMet: unbalanced === 0, text: t('publish.totals', { count: unbalanced }) },
      {
        isMet: data.coverage.unmarked === 0,
        text: t('publish.marked', { count: data.coverage.unmarked }),
      },
      {
        isMet: data.cases.passed > 0,
        isAdvice: true,
        text: t('publish.hasCases', { count: data.cases.passed }),
      },
      { isMet: warnings === 0, isAdvice: true, text: t('publish.noWarnings', { count: warnings }) },
      {
        isMet: !!version.effective_from,
        isAdvice: true,
        text: t('publish.effective', { day: version.effective_from ?? '—' }),
      },
    ]
  }

  async function publish() {
    setSending(true)
    setError(null)
    try {
      await api.post(`/regulation-versions/${version.id}/publish`, { version: version.version })
      await Promise.all([
        queryClient.invalidateQueries({ queryKey: ['versions'] }),
        queryClient.invalidateQueries({ queryKey: ['regulations'] }),
      ])
      void message.success(t('publish.done'))
      onClose()
    } catch (problem) {
      setError(problem)
    } finally {
      setSending(false)
    }
  }

  const isReady =
    check.data !== undefined && pointsOf(check.data).every((point) => point.isMet || point.isAdvice)
  return (
    <Modal
      open
      title={t('publish.title', { name: `${version.regulation.title} ${version.label}` })}
      okText={t('version.publish')}
      okButtonProps={{ disabled: !isReady || !isSure }}
      confirmLoading={isSending}
      onOk={() => void publish()}
      onCancel={onClose}
    >
      <ErrorAlert error={error} />
      <Loaded query={check}>
        {(data) => (
          <>
            <ul className="checklist">
              {pointsOf(data).map((point) => (
                <li key={point.text}>
                  {point.isMet ? (
                    <CheckCircleFilled className="met" aria-label={t('publish.met')} />
                  ) : point.isAdvice ? (
                    <ExclamationCircleFilled className="warn" aria-label={t('publish.advice')} />
                  ) : (
                    <CloseCircleFilled className="bad" aria-label={t('publish.notMet')} />
                  )}{' '}
                  {point.text}
                </li>
              ))}
            </ul>
            <Checkbox
              checked={isSure}
              disabled={!isReady}
              onChange={(event) => setSure(event.target.checked)}
            >
              {t('publish.sure')}
            </Checkbox>
          </>
        )}
      </Loaded>
    </Modal>
  )
}

export function WithdrawDialog({ version, onClose }: { version: Version; onClose: () => void }) {
  const t = useText()
  const queryClient = useQueryClient()
  const [form] = Form.useForm<{ reason: string }>()
  const [error, setError] = useState<unknown>(null)
  const [isSending, setSending] = useState(false)

  async function withdraw({ reason }: { reason: string }) {
    setSending(true)
    setError(null)
    try {
      await api.post(`/regulation-versions/${version.id}/withdraw`, {
        version: version.version,
        reason,
      })
      await Promise.all([
        queryClient.invalidateQueries({ queryKey: ['versions'] }),
        queryClient.invalidateQueries({ queryKey: ['regulations'] }),
      ])
      onClose()
    } catch (problem) {
      setError(problem)
    } finally {
      setSending(false)
    }
  }

  return (
    <Modal
      open
      title={t('withdraw.title', { name: `${version.regulation.title} ${version.label}` })}
      okText={t('version.withdraw')}
      okButtonProps={{ danger: true }}
      confirmLoading={isSending}
      onOk={form.submit}
      onCancel={onClose}
    >
      <ErrorAlert error={error} />
      <p>{t('withdraw.text')}</p>
      <Form form={form} layout="vertical" onFinish={(values) => void withdraw(values)}>
        <Form.Item
          name="reason"
          label={t('withdraw.reason')}
          rules={[{ required: true, whitespace: true, message: t('common.needed') }]}
        >
          <Input.TextArea maxLength={500} autoSize={{ minRows: 3 }} />
        </Form.Item>
      </Form>
    </Modal>
  )
}
