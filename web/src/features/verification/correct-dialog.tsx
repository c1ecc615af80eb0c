// SPDX-License-Identifier: Apache-2.0
import { Checkbox, Input, Modal } from 'antd'
import { useState } from 'react'
import type { VerificationRow } from '../../api/types'
import { ErrorAlert } from '../../components/error-panel'
import { FactEntry, factMessage } from '../../components/fact-entry'
import { useText } from '../../i18n'
import { factFault, showFact } from '../../lib/fact-value'

interface Change {
  value: string | null
  is_not_applicable: boolean
  reason: string
}

interface Props {
  row: VerificationRow
  onSubmit: (change: Change) => Promise<unknown>
  onClose: () => void
}

// Verifies a figure with another value; what was reported stays on record.
export function CorrectDialog({ row, onSubmit, onClose }: Props) {
  const t = useText()
  const [value, setValue] = useState(row.value ?? '')
  const [isNone, setNone] = useState(row.is_not_applicable)
  const [reason, setReason] = useState('')
  const [isAsked, setAsked] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const [isSending, setSending] = useState(false)
  const rule = { ...row, range: null }
  const fault = isNone ? null : factFault(value, rule)
  const isSame = isNone === row.is_not_applicable && (isNone || value === (row.value ?? ''))
  const trouble =
    !isNone && value === ''
      ? t('common.needed')
      : isSame
        ? t('verification.sameValue')
        : factMessage(fault, rule, t)

  async function submit() {
    setAsked(true)
    if (trouble || reason.trim() === '') return
    setSending(true)
    setError(null)
    try {
      await onSubmit({
        value: isNone ? null : value,
        is_not_applicable: isNone,
        reason: reason.trim(),
      })
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
      title={`${t('verification.correct')} · ${row.assessee.name} · ${row.label}`}
      okText={t('verification.correctOk')}
      confirmLoading={isSending}
      onOk={() => void submit()}
      onCancel={onClose}
    >
      <ErrorAlert error={error} />
      <p>
        {t('verification.reported')}{' '}
        <strong className="decimal">
          {row.is_not_applicable ? t('measurement.notApplicable') : showFact(row.value, row)}
        </strong>
      </p>
      <div className="framed block" data-cells>
        <FactEntry
          cell="0:0"
          label={t('verification.newValue')}
          rule={rule}
          value={isNone ? '' : value}
          isDisabled={isNone}
          error={isAsked ? trouble : ''}
          onChange={setValue}
        />
      </div>
      <p>
        <Checkbox checked={isNone} onChange={(event) => setNone(event.target.checked)}>
          {t('measurement.notApplicable')}
        </Checkbox>
      </p>
      <label className="reason">
        <span>
          {t('reason.label')}
          <span className="bad"> *</span>
        </span>
        <Input.TextArea
          rows={3}
          maxLength={500}
          showCount
          value={reason}
          status={isAsked && reason.trim() === '' ? 'error' : undefined}
          onChange={(event) => setReason(event.target.value)}
        />
      </label>
      {isAsked && reason.trim() === '' && <p className="bad">{t('common.needed')}</p>}
    </Modal>
  )
}
