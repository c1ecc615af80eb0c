// SPDX-License-Identifier: Apache-2.0
import { useQueryClient } from '@tanstack/react-query'
import { Alert, App, Form, Input, Modal } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import type { Assessment } from '../../api/types'
import { ErrorAlert } from '../../components/error-panel'
import { useText } from '../../i18n'
import { api } from '../../lib/api-client'
import { missingLink } from './missing-links'

interface Props {
  assessment: Assessment
  direction: 'forward' | 'back'
  onClose: () => void
}

// One stage on, or back. What is missing is named first; going on without it, and going back, take a
// reason that is kept.
export function MoveStage({ assessment, direction, onClose }: Props) {
  const t = useText()
  const { message } = App.useApp()
  const queryClient = useQueryClient()
  const [reason, setReason] = useState('')
  const [error, setError] = useState<unknown>(null)
  const [isSending, setSending] = useState(false)
  const isForward = direction === 'forward'
  const to = isForward ? assessment.next_stage : assessment.previous_stage
  const missing = isForward
    ? (assessment.strip.find((step) => step.state === 'current')?.missing ?? [])
    : []
  const isReasonNeeded = !isForward || missing.length > 0

  async function move() {
    setSending(true)
    setError(null)
    try {
      const next = await api.create<Assessment>(
        `/assessments/${assessment.id}/stage`,
        { to, reason: reason.trim() || null, version: assessment.version },
      )
      queryClient.setQueryData(['assessment', assessment.id], next)
      await queryClient.invalidateQueries({ queryKey: ['assessments'] })
      await queryClient.invalidateQueries({ queryKey: ['target-sheets'] })
      void message.success(t('assessment.moved', { stage: next.stage_title }))
      onClose()
    } catch (problem) {
      setError(problem)
      // What is missing may be told anew; the same intent with another reason is another one.
      await queryClient.invalidateQueries({ queryKey: ['assessment', assessment.id] })
    } finally {
      setSending(false)
    }
  }

  if (!to) return null
  return (
    <Modal
      open
      title={t(isForward ? 'assessment.forward' : 'assessment.back', { stage: t(`stage.${to}`) })}
      okText={t(isForward ? 'assessment.forwardOk' : 'assessment.backOk')}
      okButtonProps={{ danger: isReasonNeeded, disabled: isReasonNeeded && reason.trim() === '' }}
      confirmLoading={isSending}
      onOk={() => void move()}
      onCancel={onClose}
    >
      <ErrorAlert error={error} />
      <p>{t(`stageHint.${to}`)}</p>
      {missing.length > 0 && (
        <Alert
          type="warning"
          showIcon
          className="block"
          title={t('assessment.missing')}
          description={
            <ul className="plain-list">
              {missing.map((item) => {
                const link = missingLink(assessment.id, item.code)
                return (
                  <li key={item.code}>
                    {link ? <Link to={link}>{item.text}</Link> : item.text}
                  </li>
                )
              })}
            </ul>
          }
        />
      )}
      {isForward && missing.length === 0 && (
        <Alert type="success" showIcon className="block" title={t('strip.complete')} />
      )}
      {isReasonNeeded && (
        <Form layout="vertical">
          <Form.Item
            required
            htmlFor="stage-reason"
            label={t(isForward ? 'assessment.forwardReason' : 'assessment.backReason')}
            extra={t('assessment.reasonHint')}
          >
            <Input.TextArea
              id="stage-reason"
              rows={3}
              maxLength={500}
              showCount
              value={reason}
              onChange={(event) => setReason(event.target.value)}
            />
          </Form.Item>
        </Form>
      )}
    </Modal>
  )
}
