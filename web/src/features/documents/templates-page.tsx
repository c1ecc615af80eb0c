// SPDX-License-Identifier: Apache-2.0
// Templates: those of the program to start from, and the office's own with their versions.
import { DownloadOutlined, UploadOutlined } from '@ant-design/icons'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, App, Button, Form, Input, Modal, Select, Switch, Table, Tag, Upload } from 'antd'
import { useState } from 'react'
import type { DocumentTemplate, IssueRow } from '../../api/types'
import { ErrorAlert, messageOf } from '../../components/error-panel'
import { Guard } from '../../components/guard'
import { Loaded } from '../../components/loaded'
import { useMayWrite } from '../../components/me'
import { Page } from '../../components/page'
import { pagesOf } from '../../components/paged'
import { useText } from '../../i18n'
import { api, ApiError, url } from '../../lib/api-client'
import { showInstant } from '../../lib/date'
import { showSize } from '../../lib/file-size'
import { templatesQuery } from './queries'
import '../../components/work.css'

export function TemplatesPage() {
  const t = useText()
  const mayManage = useMayWrite('manage_templates')
  const [withArchived, setWithArchived] = useState(false)
  const [uploading, setUploading] = useState<DocumentTemplate | 'new' | null>(null)
  const templates = useQuery(templatesQuery(withArchived))
  return (
    <Guard act="draft_documents">
      <Page
        title={t('templates.title')}
        extra={
          mayManage && (
            <Button type="primary" icon={<UploadOutlined />} onClick={() => setUploading('new')}>
              {t('templates.upload')}
            </Button>
          )
        }
      >
        <p className="muted">
          {t('templates.hint')}{' '}
          <label>
            <Switch size="small" checked={withArchived} onChange={setWithArchived} />{' '}
            {t('templates.showArchived')}
          </label>
        </p>
        <Loaded query={templates}>
          {(data) => <Templates templates={data.items} onUpload={setUploading} />}
        </Loaded>
        {uploading && (
          <UploadDialog
            template={uploading === 'new' ? null : uploading}
            onClose={() => setUploading(null)}
          />
        )}
      </Page>
    </Guard>
  )
}

interface TemplatesProps {
  templates: readonly DocumentTemplate[]
  onUpload: (template: DocumentTemplate) => void
}

function Templates({ templates, onUpload }: TemplatesProps) {
  const t = useText()
  const mayManage = useMayWrite('manage_templates')
  const { message } = App.useApp()
  const queryClient = useQueryClient()

  async function archive(template: DocumentTemplate) {
    try {
      await api.patch(`/document-templates/${template.key}`, {
        version: template.version,
        is_archived: !template.is_archived,
      })
      await queryClient.invalidateQueries({ queryKey: ['document-templates'] })
    } catch (error) {
      void message.error(messageOf(error, t))
    }
  }

  return (
    <Table
      size="small"
      rowKey="key"
      pagination={false}
      scroll={{ x: 'max-content' }}
      dataSource={templates}
      expandable={{
        rowExpandable: (row) => row.versions.length > 0,
        expandedRowRender: (row) => <Versions template={row} />,
      }}
      columns={[
        {
          title: t('templates.name'),
          render: (_, row) => (
            <>
              {row.title}{' '}
              {row.is_shipped ? (
                <Tag>{t('templates.shipped')}</Tag>
              ) : (
                <Tag color="blue">{t('templates.own')}</Tag>
              )}
              {row.is_archived && <Tag>{t('templates.archived')}</Tag>}
            </>
          ),
        },
        { title: t('templates.subject'), render: (_, row) => t(`newDocument.${row.subject}`) },
        {
          title: t('templates.file'),
          render: (_, row) =>
            row.making === 'draft' ? (
              <span className="muted">{t('templates.byRules')}</span>
            ) : (
              <Button
                type="link"
                size="small"
                className="cell-link"
                icon={<DownloadOutlined />}
                href={url(`/document-templates/${row.key}/file`)}
              >
                {t('templates.original')}
              </Button>
            ),
        },
        {
          title: t('document.history'),
          render: (_, row) =>
            row.versions.length > 0 && t('templates.versions', { count: row.versions.length }),
        },
        {
          title: t('common.actions'),
          render: (_, row) =>
            mayManage &&
            !row.is_shipped && (
              <>
                <Button size="small" onClick={() => onUpload(row)}>
                  {t('templates.newVersion')}
                </Button>{' '}
                <Button size="small" onClick={() => void archive(row)}>
                  {t(row.is_archived ? 'templates.bringBack' : 'templates.archive')}
                </Button>
              </>
            ),
        },
      ]}
    />
  )
}

function Versions({ template }: { template: DocumentTemplate }) {
  const t = useText()
  return (
    <ul className="plain-list">
      {template.versions.map((version) => (
        <li key={version.number}>
          {t('document.versionNumber', { number: version.number })}{' '}
          <a href={url(`/document-templates/${template.key}/file`, { number: version.number })}>
            {version.file_name}
          </a>{' '}
          <span className="muted">
            {showSize(version.size)} · {version.uploaded_by} {showInstant(version.uploaded_at)}
          </span>
        </li>
      ))}
    </ul>
  )
}

interface UploadProps {
  template: DocumentTemplate | null
  onClose: () => void
}

function UploadDialog({ template, onClose }: UploadProps) {
  const t = useText()
  const { message } = App.useApp()
  const queryClient = useQueryClient()
  const [title, setTitle] = useState('')
  const [subject, setSubject] = useState<DocumentTemplate['subject']>('assessee')
  const [file, setFile] = useState<File | null>(null)
  const [isSending, setSending] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const issues = error instanceof ApiError ? error.issues : []

  async function send() {
    if (!file) return
    const form = new FormData()
    if (!template) {
      form.append('title', title.trim())
      form.append('subject', subject)
    }
    form.append('file', file, file.name)
    setSending(true)
    setError(null)
    try {
      await api.upload(
        template ? `/document-templates/${template.key}/versions` : '/document-templates',
        form,
      )
      await queryClient.invalidateQueries({ queryKey: ['document-templates'] })
      void message.success(t('common.saved'))
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
      width={720}
      title={template ? `${template.title} · ${t('templates.newVersion')}` : t('templates.upload')}
      okText={t('common.save')}
      okButtonProps={{ disabled: !file || (!template && !title.trim()) }}
      confirmLoading={isSending}
      onOk={() => void send()}
      onCancel={onClose}
    >
      {issues.length > 0 ? <Mistakes issues={issues} /> : <ErrorAlert error={error} />}
      <Form layout="vertical" component="div">
        {!template && (
          <>
            <Form.Item label={t('templates.name')} htmlFor="template-title" required>
              <Input
                id="template-title"
                maxLength={100}
                value={title}
                onChange={(event) => setTitle(event.target.value)}
              />
            </Form.Item>
            <Form.Item label={t('templates.subject')} htmlFor="template-subject">
              <Select
                id="template-subject"
                value={subject}
                onChange={setSubject}
                options={(['whole', 'assessee', 'paid'] as const).map((one) => ({
                  value: one,
                  label: t(`newDocument.${one}`),
                }))}
              />
            </Form.Item>
          </>
        )}
        <Upload
          accept=".docx"
          maxCount={1}
          beforeUpload={(chosen) => {
            setFile(chosen)
            return false
          }}
          onRemove={() => setFile(null)}
        >
          <Button icon={<UploadOutlined />}>{t('templates.chooseFile')}</Button>
        </Upload>
      </Form>
    </Modal>
  )
}

// Each with the paragraph, as Word counts them, and the placeholder.
function Mistakes({ issues }: { issues: readonly IssueRow[] }) {
  const t = useText()
  return (
    <>
      <Alert type="error" showIcon className="block" title={t('templates.mistakes')} />
      <Table
        size="small"
        className="block"
        rowKey={(row) => `${row.line} ${row.message}`}
        pagination={pagesOf(t, 20)}
        dataSource={issues}
        columns={[
          {
            title: t('templates.paragraph'),
            width: 70,
            render: (_, row) => (row.line > 0 ? row.line : ''),
          },
          {
            title: t('templates.mistake'),
            render: (_, row) => (
              <>
                {row.message} <span className="muted">{row.hint}</span>
              </>
            ),
          },
        ]}
      />
    </>
  )
}
