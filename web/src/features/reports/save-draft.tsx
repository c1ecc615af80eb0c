// SPDX-License-Identifier: Apache-2.0
import { useQueryClient } from '@tanstack/react-query'
import { Alert, Form, Input, Modal } from 'antd'
import { useState } from 'react'
import type { Rubric, Workbench } from '../../api/types'
import { ErrorAlert } from '../../components/error-panel'
import { applyErrors } from '../../components/form-errors'
import { useText } from '../../i18n'
import { api } from '../../lib/api-client'

interface Values {
  slug: string
  label?: string
}

// The draft becomes a version in the library.
export function SaveDraft({ bench, onClose }: { bench: Workbench; onClose: () => void }) {
  const t = useText()
  const queryClient = useQueryClient()
  const [form] = Form.useForm<Values>()
  const [isSending, setSending] = useState(false)
  const [error, setError] = useState<unknown>(null)

  async function save(values: Values) {
    setSending(true)
    setError(null)
    try {
      await api.create<Rubric>(`/rubrics/${bench.id}/save`, {
        version: bench.version,
        slug: values.slug.trim(),
        label: values.label?.trim() || null,
      })
      await queryClient.invalidateQueries({ queryKey: ['rubrics'] })
      await queryClient.invalidateQueries({ queryKey: ['regulations'] })
      onClose()
    } catch (problem) {
      setError(applyErrors(form, problem))
    } finally {
      setSending(false)
    }
  }

  return (
    <Modal
      open
      title={t('rubric.save')}
      okText={t('rubric.save')}
      confirmLoading={isSending}
      onOk={form.submit}
      onCancel={onClose}
    >
      <ErrorAlert error={error} />
      <Alert type="info" showIcon className="block" title={t('rubric.saveHint')} />
      <Form
        form={form}
        layout="vertical"
        initialValues={{ slug: bench.saved?.slug ?? '', label: '' }}
        onFinish={(values) => void save(values)}
      >
        <Form.Item
          name="slug"
          label={t('rubric.slug')}
          extra={t('rubric.slugHint')}
          rules={[{ required: true, message: t('common.needed') }]}
        >
          <Input maxLength={64} />
        </Form.Item>
        <Form.Item name="label" label={t('rubric.label')} extra={t('rubric.labelHint')}>
          <Input maxLength={100} placeholder={String(bench.year)} />
        </Form.Item>
      </Form>
    </Modal>
  )
}
