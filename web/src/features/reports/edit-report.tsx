// SPDX-License-Identifier: Apache-2.0
import { useQueryClient } from '@tanstack/react-query'
import { Form, Input, InputNumber, Modal } from 'antd'
import { useState } from 'react'
import type { Report } from '../../api/types'
import { AssessmentSelect } from '../../components/assessment-select'
import { ErrorAlert } from '../../components/error-panel'
import { applyErrors } from '../../components/form-errors'
import { useCan } from '../../components/me'
import { useText } from '../../i18n'
import { api } from '../../lib/api-client'

interface Values {
  title: string
  year: number
  assessment_id?: string
}

// Title, year, and what the report is held against.
export function EditReport({ report, onClose }: { report: Report; onClose: () => void }) {
  const t = useText()
  const queryClient = useQueryClient()
  const mayChoose = useCan('view_assessments')
  const [form] = Form.useForm<Values>()
  const [isSending, setSending] = useState(false)
  const [error, setError] = useState<unknown>(null)

  async function save(values: Values) {
    setSending(true)
    setError(null)
    try {
      await api.patch(`/reports/${report.id}`, {
        version: report.version,
        title: values.title,
        year: values.year,
        ...(mayChoose ? { assessment_id: values.assessment_id ?? null } : {}),
      })
      await queryClient.invalidateQueries({ queryKey: ['reports'] })
      onClose()
    } catch (problem) {
      setError(applyErrors(form, problem))
    } finally {
      setSending(false)
    }
  }

  const needed = [{ required: true, message: t('common.needed') }]
  return (
    <Modal
      open
      title={t('reports.settings')}
      okText={t('common.save')}
      confirmLoading={isSending}
      onOk={form.submit}
      onCancel={onClose}
    >
      <ErrorAlert error={error} />
      <Form
        form={form}
        layout="vertical"
        initialValues={{
          title: report.title,
          year: report.year,
          assessment_id: report.assessment?.id,
        }}
        onFinish={(values) => void save(values)}
      >
        <Form.Item name="title" label={t('reports.name')} rules={needed}>
          <Input maxLength={200} />
        </Form.Item>
        <Form.Item name="year" label={t('reports.year')} rules={needed}>
          <InputNumber min={1990} max={2200} precision={0} />
        </Form.Item>
        {mayChoose && (
          <Form.Item
            name="assessment_id"
            label={t('reports.assessment')}
            extra={t('reports.assessmentHint')}
          >
            <AssessmentSelect allowClear />
          </Form.Item>
        )}
      </Form>
    </Modal>
  )
}
