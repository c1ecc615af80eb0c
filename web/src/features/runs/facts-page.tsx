// SPDX-License-Identifier: Apache-2.0
import { DownloadOutlined, UploadOutlined } from '@ant-design/icons'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, Button, Empty, Form, Input, InputNumber, Modal, Select, Table, Upload } from 'antd'
import type { UploadFile } from 'antd'
import dayjs from 'dayjs'
import { useState } from 'react'
import { Link } from 'react-router'
import type { FactsSet } from '../../api/types'
import { ErrorAlert, messageOf, placeOf } from '../../components/error-panel'
import { Guard } from '../../components/guard'
import { Loaded } from '../../components/loaded'
import { useMayWrite } from '../../components/me'
import { Page } from '../../components/page'
import { pagesOf } from '../../components/paged'
import { useText } from '../../i18n'
import { api, ApiError, url } from '../../lib/api-client'
import { showInstant } from '../../lib/date'
import { factsSetsQuery, regulationListQuery } from './queries'

export function FactsPage() {
  const t = useText()
  const canUpload = useMayWrite('run_regulations')
  const [isUploading, setUploading] = useState(false)
  return (
    <Guard act="view_runs">
      <Page
        title={t('nav.facts')}
        extra={
          canUpload && (
            <Button type="primary" icon={<UploadOutlined />} onClick={() => setUploading(true)}>
              {t('facts.upload')}
            </Button>
          )
        }
      >
        <FactsSets />
        {isUploading && <UploadFacts onClose={() => setUploading(false)} />}
      </Page>
    </Guard>
  )
}

function FactsSets() {
  const t = useText()
  const sets = useQuery(factsSetsQuery())
  const regulations = useQuery(regulationListQuery)
  const titleOf = (set: FactsSet) =>
    regulations.data?.items.find((row) => row.id === set.regulation.id)?.title ??
    set.regulation.slug
  return (
    <Loaded
      query={sets}
      isEmpty={(data) => data.items.length === 0}
      empty={<Empty description={t('facts.none')} />}
    >
      {(data) => (
        <Table
          size="small"
          rowKey="id"
          pagination={pagesOf(t, 50)}
          scroll={{ x: 'max-content' }}
          dataSource={data.items}
          columns={[
            { title: t('facts.name'), dataIndex: 'name', className: 'text-cell' },
            { title: t('facts.year'), dataIndex: 'year', align: 'right' },
            {
              title: t('facts.regulation'),
              render: (_, row) => (
                <Link to={`/regulations/${row.regulation.id}`}>{titleOf(row)}</Link>
              ),
            },
            { title: t('facts.rows'), dataIndex: 'row_count', align: 'right' },
            {
              title: t('facts.files'),
              className: 'text-cell',
              render: (_, row) => row.files.map((file) => file.name).join('、'),
            },
            {
              title: t('facts.uploaded'),
              render: (_, row) => (
                <>
                  {showInstant(row.created_at)} <span className="muted">{row.created_by}</span>
                </>
              ),
            },
            {
              title: t('version.digest'),
              render: (_, row) => <code>{row.content_hash?.slice(0, 12) ?? '—'}</code>,
            },
          ]}
        />
      )}
    </Loaded>
  )
}

interface Values {
  regulation_id: string
  year: number
  name: string
  files: UploadFile[]
}

function UploadFacts({ onClose }: { onClose: () => void }) {
  const t = useText()
  const queryClient = useQueryClient()
  const [form] = Form.useForm<Values>()
  const [error, setError] = useState<unknown>(null)
  const [isSending, setSending] = useState(false)
  const regulations = useQuery(regulationListQuery)
  const regulationId = Form.useWatch('regulation_id', form)
  const chosen = regulations.data?.items.find((row) => row.id === regulationId)
  const version = chosen?.current ?? chosen?.draft

  async function upload(values: Values) {
    setSending(true)
    setError(null)
    try {
      const body = new FormData()
      body.append('regulation_id', values.regulation_id)
      body.append('year', String(values.year))
      body.append('name', values.name)
      for (const { originFileObj } of values.files) {
        if (originFileObj) body.append('file', originFileObj, originFileObj.name)
      }
      // What was refused is mended and sent again: another body, so another key.
      await api.upload('/facts-sets', body)
      await queryClient.invalidateQueries({ queryKey: ['facts-sets'] })
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
      width={760}
      title={t('facts.upload')}
      okText={t('facts.send')}
      confirmLoading={isSending}
      onOk={form.submit}
      onCancel={onClose}
    >
      {error instanceof ApiError && error.issues.length > 0 ? (
        <FactErrors error={error} />
      ) : (
        <ErrorAlert error={error} />
      )}
      <Form
        form={form}
        layout="vertical"
        initialValues={{ year: dayjs().year() - 1, files: [] }}
        onFinish={(values) => void upload(values)}
      >
        <Form.Item
          name="regulation_id"
          label={t('facts.regulation')}
          rules={[{ required: true, message: t('common.needed') }]}
        >
          <Select
            showSearch={{ optionFilterProp: 'label' }}
            options={regulations.data?.items.map((row) => ({ value: row.id, label: row.title }))}
          />
        </Form.Item>
        {version && (
          <p>
            <Button
              icon={<DownloadOutlined />}
              href={url(`/regulation-versions/${version.id}/template.xlsx`)}
              download
            >
              {t('version.template')}
            </Button>{' '}
            <Button
              icon={<DownloadOutlined />}
              href={url(`/regulation-versions/${version.id}/template.xlsx`, { long: 1 })}
              download
            >
              {t('facts.longTemplate')}
            </Button>
          </p>
        )}
        <Form.Item
          name="year"
          label={t('facts.year')}
          rules={[{ required: true, message: t('common.needed') }]}
        >
          <InputNumber min={1900} max={2199} precision={0} />
        </Form.Item>
        <Form.Item
          name="name"
          label={t('facts.name')}
          rules={[{ required: true, whitespace: true, message: t('common.needed') }]}
        >
          <Input maxLength={100} />
        </Form.Item>
        <Form.Item
          name="files"
          label={t('facts.files')}
          valuePropName="fileList"
          getValueFromEvent={(event: { fileList: UploadFile[] }) => event.fileList}
          rules={[{ required: true, type: 'array', min: 1, message: t('common.needed') }]}
          extra={t('facts.filesHint')}
        >
          <Upload accept=".xlsx,.csv" multiple beforeUpload={() => false}>
            <Button icon={<UploadOutlined />}>{t('facts.choose')}</Button>
          </Upload>
        </Form.Item>
      </Form>
    </Modal>
  )
}

// Every row that is wrong, at once, with the place to mend it.
function FactErrors({ error }: { error: ApiError }) {
  const t = useText()
  return (
    <div className="block" role="alert">
      <Alert
        type="error"
        showIcon
        className="block"
        title={messageOf(error, t)}
        description={t('facts.refused', { count: error.issues.length })}
      />
      <Table
        size="small"
        rowKey={(row) => `${placeOf(row)} ${row.message}`}
        pagination={pagesOf(t, 10)}
        scroll={{ x: 'max-content' }}
        dataSource={error.issues}
        columns={[
          {
            title: t('import.sheet'),
            render: (_, row) => [row.file, row.sheet].filter(Boolean).join(' · ') || '—',
          },
          {
            title: t('import.cell'),
            render: (_, row) => row.cell || (row.line > 0 ? t('facts.line', { line: row.line }) : '—'),
          },
          {
            title: t('issues.message'),
            className: 'text-cell',
            render: (_, row) => (
              <>
                {row.message}
                {row.hint && <div className="muted">{row.hint}</div>}
              </>
            ),
          },
        ]}
      />
    </div>
  )
}
