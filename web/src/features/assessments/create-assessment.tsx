// SPDX-License-Identifier: Apache-2.0
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, Form, Input, InputNumber, Modal, Select } from 'antd'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import type { Assessment, Paged, Regulation } from '../../api/types'
import { DayPicker } from '../../components/day-picker'
import { ErrorAlert } from '../../components/error-panel'
import { applyErrors } from '../../components/form-errors'
import { UnitSelect } from '../../components/unit-select'
import { useText } from '../../i18n'
import { api } from '../../lib/api-client'
import { today } from '../../lib/date'

interface Values {
  regulation_id: string
  version_id: string
  year: number
  title: string
  owner_unit_id: string | null
  targets_due: string | null
  data_due: string | null
}

export const publishedVersionsQuery = (regulationId: string | undefined) => ({
  queryKey: ['regulations', 'one', regulationId],
  queryFn: ({ signal }: { signal: AbortSignal }) =>
    api.get<Regulation>(`/regulations/${regulationId}`, {}, signal),
  enabled: regulationId !== undefined,
})

const thisYear = () => parseInt(today().slice(0, 4), 10)

export function CreateAssessment({ onClose }: { onClose: () => void }) {
  const t = useText()
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  const [form] = Form.useForm<Values>()
  const [error, setError] = useState<unknown>(null)
  const [isSending, setSending] = useState(false)
  const [isNamed, setNamed] = useState(false)
  const regulationId = Form.useWatch('regulation_id', form) as string | undefined
  const regulations = useQuery({
    queryKey: ['regulations', 'choice'],
    queryFn: ({ signal }) =>
      api.get<Paged<Regulation>>('/regulations', { page_size: 200 }, signal),
  })
  const regulation = useQuery(publishedVersionsQuery(regulationId))
  const published = (regulation.data?.versions ?? []).filter((row) => row.state === 'published')
  const choices = (regulations.data?.items ?? []).filter((row) => row.current)

  // Until somebody writes a title of his own it follows from year and regulation.
  function suggest() {
    if (isNamed) return
    const { regulation_id, year } = form.getFieldsValue()
    const title = choices.find((row) => row.id === regulation_id)?.title
    if (title && year) form.setFieldValue('title', t('assessments.defaultTitle', { year, title }))
  }

  async function create({ regulation_id: _, ...values }: Values) {
    setSending(true)
    setError(null)
    try {
      const made = await api.create<Assessment>('/assessments', values)
      await queryClient.invalidateQueries({ queryKey: ['assessments'] })
      void navigate(`/assessments/${made.id}`)
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
      width={640}
      title={t('assessments.create')}
      okText={t('common.create')}
      confirmLoading={isSending}
      onOk={form.submit}
      onCancel={onClose}
    >
      <ErrorAlert error={error} />
      <Alert type="info" showIcon className="block" title={t('assessments.createHint')} />
      <Form
        form={form}
        layout="vertical"
        initialValues={{ year: thisYear(), owner_unit_id: null, targets_due: null, data_due: null }}
        onFinish={(values) => void create(values)}
      >
        <Form.Item name="regulation_id" label={t('assessments.regulation')} rules={needed}>
          <Select
            showSearch={{ optionFilterProp: 'label' }}
            loading={regulations.isFetching}
            notFoundContent={t('assessments.noRegulation')}
            onChange={(id: string) => {
              const current = choices.find((row) => row.id === id)?.current
              form.setFieldValue('version_id', current?.id)
              suggest()
            }}
            options={choices.map((row) => ({ value: row.id, label: row.title }))}
          />
        </Form.Item>
        <Form.Item name="version_id" label={t('assessments.version')} rules={needed}>
          <Select
            loading={regulation.isFetching}
            options={(published.length > 0
              ? published
              : choices.flatMap((row) =>
                  row.id === regulationId && row.current ? [row.current] : [],
                )
            ).map((row) => ({ value: row.id, label: row.label }))}
          />
        </Form.Item>
        <Form.Item name="year" label={t('assessments.year')} rules={needed}>
          <InputNumber min={1990} max={2200} precision={0} onChange={suggest} />
        </Form.Item>
        <Form.Item name="title" label={t('assessments.name')} rules={needed}>
          <Input maxLength={100} onChange={() => setNamed(true)} />
        </Form.Item>
        <Form.Item
          name="owner_unit_id"
          label={t('assessments.owner')}
          extra={t('assessments.ownerHint')}
        >
          <UnitSelect allowClear />
        </Form.Item>
        <Form.Item
          name="targets_due"
          label={t('assessments.targetsDue')}
          extra={t('assessments.targetsDueHint')}
        >
          <DayPicker allowClear />
        </Form.Item>
        <Form.Item
          name="data_due"
          label={t('assessments.dataDue')}
          extra={t('assessments.dataDueHint')}
        >
          <DayPicker allowClear />
        </Form.Item>
      </Form>
    </Modal>
  )
}
