// SPDX-License-Identifier: Apache-2.0
// One report or many of a unit and year; with an assessment they are held against its verified data.
import { InboxOutlined } from '@ant-design/icons'
import { useQueryClient } from '@tanstack/react-query'
import { Alert, Form, Input, InputNumber, Modal, Upload } from 'antd'
import type { UploadFile } from 'antd'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import type { Report } from '../../api/types'
import { AssessmentSelect } from '../../components/assessment-select'
import { ErrorAlert } from '../../components/error-panel'
import { applyErrors } from '../../components/form-errors'
import { useCan, useMe } from '../../components/me'
import { UnitSelect } from '../../components/unit-select'
import { useText } from '../../i18n'
import { api } from '../../lib/api-client'
import { today } from '../../lib/date'

export const reportAccept = '.docx,.pdf,.html,.htm,.md,.txt'
const filesMax = 50

interface Values {
  unit_id: string
  year: number
  assessment_id?: string
  title?: string
}

export function UploadReports({ onClose }: { onClose: () => void }) {
  const t = useText()
  const me = useMe()
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  const mayChoose = useCan('view_assessments')
  const [form] = Form.useForm<Values>()
  const [files, setFiles] = useState<UploadFile[]>([])
  const [isAsked, setAsked] = useState(false)
  const [isSending, setSending] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const units = me.grants.flatMap((grant) => (grant.unit ? [grant.unit.id] : []))

  async function send(values: Values) {
    setAsked(true)
    if (files.length === 0) return
    setSending(true)
    setError(null)
    try {
      const body = new FormData()
      body.append('unit_id', values.unit_id)
      body.append('year', String(values.year))
      if (values.assessment_id) body.append('assessment_id', values.assessment_id)
      if (values.title && files.length === 1) body.append('title', values.title)
      for (const file of files) body.append('file', file.originFileObj as File, file.name)
      const made = await api.upload<{ items: Report[] }>('/reports', body)
      await queryClient.invalidateQueries({ queryKey: ['reports'] })
      if (made.items.length === 1) void navigate(`/reports/${made.items[0]!.id}`)
      else onClose()
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
      width={680}
      title={t('reports.upload')}
      okText={t('reports.upload')}
      confirmLoading={isSending}
      onOk={() => {
        setAsked(true)
        form.submit()
      }}
      onCancel={onClose}
    >
      <ErrorAlert error={error} />
      <Alert type="info" showIcon className="block" title={t('reports.uploadHint')} />
      <Form
        form={form}
        layout="vertical"
        initialValues={{
          unit_id: units.length === 1 ? units[0] : undefined,
          year: parseInt(today().slice(0, 4), 10),
        }}
        onFinish={(values) => void send(values)}
      >
        <Form.Item
          label={t('reports.files')}
          required
          validateStatus={isAsked && files.length === 0 ? 'error' : undefined}
          help={isAsked && files.length === 0 ? t('reports.needFiles') : undefined}
        >
          <Upload.Dragger
            accept={reportAccept}
            multiple
            maxCount={filesMax}
            fileList={files}
            disabled={isSending}
            beforeUpload={() => false}
            onChange={({ fileList }) => setFiles(fileList)}
          >
            <p>
              <InboxOutlined className="upload-icon" />
            </p>
            <p>{t('reports.drop')}</p>
          </Upload.Dragger>
        </Form.Item>
        <Form.Item name="unit_id" label={t('reports.unit')} rules={needed}>
          <UnitSelect />
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
        <Form.Item name="title" label={t('reports.name')} extra={t('reports.nameHint')}>
          <Input maxLength={200} disabled={files.length > 1} />
        </Form.Item>
      </Form>
    </Modal>
  )
}
