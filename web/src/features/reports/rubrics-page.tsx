// SPDX-License-Identifier: Apache-2.0
// Rubrics that are made into regulations.
import { UploadOutlined } from '@ant-design/icons'
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, App, Button, Empty, Form, Input, InputNumber, Modal, Table, Upload } from 'antd'
import type { UploadFile } from 'antd'
import { useState } from 'react'
import { Link, useNavigate } from 'react-router'
import type { Rubric, Workbench } from '../../api/types'
import { ErrorAlert, messageOf } from '../../components/error-panel'
import { applyErrors } from '../../components/form-errors'
import { Guard } from '../../components/guard'
import { Loaded } from '../../components/loaded'
import { useMayWrite } from '../../components/me'
import { Page } from '../../components/page'
import { useListState, usePagination } from '../../components/paged'
import { useText } from '../../i18n'
import { api } from '../../lib/api-client'
import { showInstant, today } from '../../lib/date'
import { rubricsQuery } from './queries'
import '../../components/work.css'
import './reports.css'

const rubricAccept = '.xlsx,.xlsm,.csv,.docx,.html,.htm,.md,.txt'

export function RubricsPage() {
  const t = useText()
  const mayEdit = useMayWrite('edit_regulations')
  const [isUploading, setUploading] = useState(false)
  return (
    <Guard act="edit_regulations">
      <Page
        title={t('rubric.title')}
        extra={
          mayEdit && (
            <Button type="primary" icon={<UploadOutlined />} onClick={() => setUploading(true)}>
              {t('rubric.upload')}
            </Button>
          )
        }
      >
        <Rubrics />
        {isUploading && <UploadRubric onClose={() => setUploading(false)} />}
      </Page>
    </Guard>
  )
}

function Rubrics() {
  const t = useText()
  const { modal, message } = App.useApp()
  const queryClient = useQueryClient()
  const mayEdit = useMayWrite('edit_regulations')
  const list = useListState()
  const rubrics = useQuery({
    ...rubricsQuery(list.page, list.pageSize),
    placeholderData: keepPreviousData,
  })
  const pagination = usePagination(list, rubrics.data?.total ?? 0)

  function archive(rubric: Rubric) {
    modal.confirm({
      title: t('rubric.archiveSure', { title: rubric.title }),
      content: t('rubric.archiveHint'),
      okText: t('rubric.archive'),
      onOk: async () => {
        try {
          await api.remove(`/rubrics/${rubric.id}`)
          await queryClient.invalidateQueries({ queryKey: ['rubrics'] })
        } catch (error) {
          void message.error(messageOf(error, t))
        }
      },
    })
  }

  return (
    <Loaded
      query={rubrics}
      isEmpty={(data) => data.total === 0}
      empty={<Empty description={t('rubric.none')} />}
    >
      {(data) => (
        <Table
          size="small"
          rowKey="id"
          pagination={pagination}
          scroll={{ x: 'max-content' }}
          dataSource={data.items}
          columns={[
            {
              title: t('rubric.name'),
              className: 'text-cell',
              render: (_, row) => <Link to={`/rubrics/${row.id}`}>{row.title}</Link>,
            },
            { title: t('rubric.file'), className: 'text-cell', dataIndex: 'file_name' },
            { title: t('rubric.year'), dataIndex: 'year' },
            { title: t('rubric.decisions'), align: 'right', dataIndex: 'decision_count' },
            {
              title: t('rubric.saved'),
              render: (_, row) =>
                row.saved ? (
                  <Link to={`/regulation-versions/${row.saved.version_id}`}>
                    {row.saved.slug} {row.saved.label}
                  </Link>
                ) : (
                  '—'
                ),
            },
            {
              title: t('rubric.changed'),
              render: (_, row) => (
                <>
                  {showInstant(row.changed_at)} <span className="muted">{row.created_by}</span>
                </>
              ),
            },
            {
              title: t('common.actions'),
              render: (_, row) =>
                mayEdit && (
                  <Button type="link" size="small" onClick={() => archive(row)}>
                    {t('rubric.archive')}
                  </Button>
                ),
            },
          ]}
        />
      )}
    </Loaded>
  )
}

interface Values {
  title?: string
  kind: string
  group: string
  year: number
}

function UploadRubric({ onClose }: { onClose: () => void }) {
  const t = useText()
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  const [form] = Form.useForm<Values>()
  const [files, setFiles] = useState<UploadFile[]>([])
  const [isAsked, setAsked] = useState(false)
  const [isSending, setSending] = useState(false)
  const [error, setError] = useState<unknown>(null)

  async function send(values: Values) {
    const [file] = files
    if (!file) return
    setSending(true)
    setError(null)
    try {
      const body = new FormData()
      body.append('file', file.originFileObj as File, file.name)
      for (const [name, value] of Object.entries(values)) {
        if (value) body.append(name, String(value))
      }
      const made = await api.upload<Workbench>('/rubrics', body)
      await queryClient.invalidateQueries({ queryKey: ['rubrics'] })
      void navigate(`/rubrics/${made.id}`)
    } catch (problem) {
      setError(applyErrors(form, problem))
    } finally {
      setSending(false)
    }
  }

  const needed = [{ required: true, message: t('common.needed') }]
  const isMissing = isAsked && files.length === 0
  return (
    <Modal
      open
      width={640}
      title={t('rubric.upload')}
      okText={t('rubric.upload')}
      confirmLoading={isSending}
      onOk={() => {
        setAsked(true)
        form.submit()
      }}
      onCancel={onClose}
    >
      <ErrorAlert error={error} />
      <Alert type="info" showIcon className="block" title={t('rubric.uploadHint')} />
      <Form
        form={form}
        layout="vertical"
        initialValues={{
          kind: t('rubric.kindValue'),
          group: t('rubric.groupValue'),
          year: parseInt(today().slice(0, 4), 10),
        }}
        onFinish={(values) => void send(values)}
      >
        <Form.Item
          label={t('rubric.file')}
          required
          validateStatus={isMissing ? 'error' : undefined}
          help={isMissing ? t('reports.needFiles') : undefined}
        >
          <Upload
            accept={rubricAccept}
            maxCount={1}
            fileList={files}
            disabled={isSending}
            beforeUpload={() => false}
            onChange={({ fileList }) => setFiles(fileList)}
          >
            <Button icon={<UploadOutlined />}>{t('rubric.file')}</Button>
          </Upload>
        </Form.Item>
        <Form.Item name="title" label={t('rubric.name')} extra={t('rubric.nameHint')}>
          <Input maxLength={200} />
        </Form.Item>
        <Form.Item name="kind" label={t('rubric.kind')} rules={needed}>
          <Input maxLength={30} />
        </Form.Item>
        <Form.Item name="group" label={t('rubric.group')} rules={needed}>
          <Input maxLength={30} />
        </Form.Item>
        <Form.Item name="year" label={t('rubric.year')} rules={needed}>
          <InputNumber min={1990} max={2200} precision={0} />
        </Form.Item>
      </Form>
    </Modal>
  )
}
