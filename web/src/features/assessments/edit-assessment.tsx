// SPDX-License-Identifier: Apache-2.0
import { useQueryClient } from '@tanstack/react-query'
import { Form, Input, Modal } from 'antd'
import { useState } from 'react'
import type { Assessment } from '../../api/types'
import { ConflictDialog, useVersionedSave } from '../../components/conflict-dialog'
import { DayPicker } from '../../components/day-picker'
import { ErrorAlert } from '../../components/error-panel'
import { applyErrors } from '../../components/form-errors'
import { useText } from '../../i18n'
import { api } from '../../lib/api-client'
import type { Fields } from '../../lib/merge'

const readFields = (row: Fields): Fields => ({
  title: row.title,
  targets_due: row.targets_due ?? null,
  data_due: row.data_due ?? null,
})

export function EditAssessment({
  assessment,
  onClose,
}: {
  assessment: Assessment
  onClose: () => void
}) {
  const t = useText()
  const queryClient = useQueryClient()
  const [form] = Form.useForm<Fields>()
  const [error, setError] = useState<unknown>(null)
  const { save, conflict, isSaving, giveUp } = useVersionedSave(async (fields, version) => {
    const next = await api.patch<Assessment>(`/assessments/${assessment.id}`, {
      ...fields,
      version,
    })
    queryClient.setQueryData(['assessment', assessment.id], next)
    await queryClient.invalidateQueries({ queryKey: ['assessments'] })
  }, readFields)
  const base = readFields(assessment as unknown as Fields)

  async function submit(from: Fields, mine: Fields, version: number) {
    setError(null)
    try {
      if (await save(from, mine, version)) onClose()
    } catch (problem) {
      setError(applyErrors(form, problem))
    }
  }

  return (
    <>
      <Modal
        open={!conflict}
        title={t('assessment.edit')}
        okText={t('common.save')}
        confirmLoading={isSaving}
        onOk={form.submit}
        onCancel={onClose}
      >
        <ErrorAlert error={error} />
        <Form
          form={form}
          layout="vertical"
          initialValues={base}
          onFinish={(values) => void submit(base, values, assessment.version)}
        >
          <Form.Item
            name="title"
            label={t('assessments.name')}
            rules={[{ required: true, message: t('common.needed') }]}
          >
            <Input maxLength={100} />
          </Form.Item>
          {assessment.has_targets && (
            <Form.Item name="targets_due" label={t('assessments.targetsDue')}>
              <DayPicker allowClear />
            </Form.Item>
          )}
          <Form.Item name="data_due" label={t('assessments.dataDue')}>
            <DayPicker allowClear />
          </Form.Item>
        </Form>
      </Modal>
      {conflict && (
        <ConflictDialog
          conflict={conflict}
          labels={{
            title: t('assessments.name'),
            targets_due: t('assessments.targetsDue'),
            data_due: t('assessments.dataDue'),
          }}
          isSaving={isSaving}
          onSave={(merged) => void submit(conflict.theirs, merged, conflict.version)}
          onCancel={giveUp}
        />
      )}
    </>
  )
}
