// SPDX-License-Identifier: Apache-2.0
import { Input, Modal } from 'antd'
import { useState, type ReactNode } from 'react'
import { useText } from '../i18n'
import { ErrorAlert } from './error-panel'
import './work.css'

interface Props {
  title: string
  label?: string
  okText: string
  isDanger?: boolean
  // Other reasons are mandatory.
  isOptional?: boolean
  maxLength?: number
  children?: ReactNode
  onSubmit: (reason: string) => Promise<unknown>
  onClose: () => void
}

// Asks for the reason of an act before it is done.
export function ReasonDialog({
  title,
  label,
  okText,
  isDanger,
  isOptional,
  maxLength = 500,
  children,
  onSubmit,
  onClose,
}: Props) {
  const t = useText()
  const [reason, setReason] = useState('')
  const [isAsked, setAsked] = useState(false)
  const [isSending, setSending] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const isMissing = !isOptional && reason.trim() === ''

  async function submit() {
    setAsked(true)
    if (isMissing) return
    setSending(true)
    setError(null)
    try {
      await onSubmit(reason.trim())
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
      title={title}
      okText={okText}
      okButtonProps={{ danger: isDanger }}
      confirmLoading={isSending}
      onOk={() => void submit()}
      onCancel={onClose}
    >
      <ErrorAlert error={error} />
      {children}
      <label className="reason">
        <span>
          {label ?? t('reason.label')}
          {!isOptional && <span className="bad"> *</span>}
        </span>
        <Input.TextArea
          autoFocus
          rows={3}
          maxLength={maxLength}
          showCount
          value={reason}
          status={isAsked && isMissing ? 'error' : undefined}
          onChange={(event) => setReason(event.target.value)}
        />
      </label>
      {isAsked && isMissing && <p className="bad">{t('common.needed')}</p>}
    </Modal>
  )
}
