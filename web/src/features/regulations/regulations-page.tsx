// SPDX-License-Identifier: Apache-2.0
import { PlusOutlined, UploadOutlined } from '@ant-design/icons'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { App, Button, Empty, Flex, Form, Input, Modal, Select, Table, Upload } from 'antd'
import type { UploadFile } from 'antd'
import { useState } from 'react'
import { Link, useNavigate } from 'react-router'
import type { Regulation, VersionRow } from '../../api/types'
import { ErrorAlert } from '../../components/error-panel'
import { applyErrors } from '../../components/form-errors'
import { Guard } from '../../components/guard'
import { Loaded } from '../../components/loaded'
import { useMayWrite } from '../../components/me'
import { Page } from '../../components/page'
import { useListState, usePagination } from '../../components/paged'
import { SearchEntry } from '../../components/search-entry'
import { useText } from '../../i18n'
import { api } from '../../lib/api-client'
import { regulationsQuery } from './queries'
import { CasesTag, CoverageText, IssueTags, StateTag } from './version-tags'

export function RegulationsPage() {
  const t = useText()
  const canEdit = useMayWrite('edit_regulations')
  const [isCreating, setCreating] = useState(false)
  const [isImporting, setImporting] = useState(false)

  return (
    <Guard act="view_regulations">
      <Page
        title={t('nav.regulations')}
        extra={
          canEdit && (
            <>
              <Button icon={<UploadOutlined />} onClick={() => setImporting(true)}>
                {t('regulations.importZip')}
              </Button>
              <Button type="primary" icon={<PlusOutlined />} onClick={() => setCreating(true)}>
                {t('regulations.create')}
              </Button>
            </>
          )
        }
      >
        <Regulations />
        {isCreating && <CreateRegulation onClose={() => setCreating(false)} />}
        {isImporting && <ImportRegulation onClose={() => setImporting(false)} />}
      </Page>
    </Guard>
  )
}

function VersionCell({ version }: { version: VersionRow | null | undefined }) {
  if (!version) return <span className="muted">—</span>
  return (
    <Flex gap={6} align="center">
      <Link to={`/regulation-versions/${version.id}`}>{version.label}</Link>
      <StateTag state={version.state} />
    </Flex>
  )
}

function Regulations() {
  const t = useText()
  const list = useListState()
  const filter = {
    query: list.get('query'),
    state: list.get('state'),
    page: list.page,
    page_size: list.pageSize,
  }
  const regulations = useQuery({
    ...regulationsQuery(filter),
    placeholderData: keepPreviousData,
  })
  const pagination = usePagination(list, regulations.data?.total ?? 0)
  return (
    <>
      <Flex gap="small" wrap className="filters">
        <SearchEntry
          className="filter-text"
          allowClear
          defaultValue={filter.query}
          placeholder={t('regulations.search')}
          onSearch={(query) => list.set({ query })}
        />
        <Select
          className="filter-select"
          allowClear
          placeholder={t('version.state')}
          aria-label={t('version.state')}
          value={filter.state || undefined}
          onChange={(state: string | undefined) => list.set({ state })}
          options={(['draft', 'published', 'withdrawn'] as const).map((state) => ({
            value: state,
            label: t(`version.${state}`),
          }))}
        />
      </Flex>
      <Loaded
        query={regulations}
        isEmpty={(data) => data.total === 0 && !filter.query && !filter.state}
        empty={<Empty description={t('regulations.none')} />}
      >
        {(data) => (
          <Table
            size="small"
            rowKey="id"
            dataSource={data.items}
            loading={regulations.isPlaceholderData}
            pagination={pagination}
            scroll={{ x: 'max-content' }}
            locale={{ emptyText: t('common.nothingFound') }}
            columns={[
              {
                title: t('regulations.title'),
                className: 'text-cell',
                render: (_, row) => (
                  <>
                    <Link to={`/regulations/${row.id}`}>{row.title}</Link>
                    <div className="muted">{row.slug}</div>
                  </>
                ),
              },
              { title: t('regulations.owner'), render: (_, row) => row.owner?.name ?? '—' },
              {
                title: t('regulations.current'),
                render: (_, row) => <VersionCell version={row.current} />,
              },
              {
                title: t('regulations.draft'),
                render: (_, row) => <VersionCell version={row.draft} />,
              },
              {
                title: t('regulations.articles'),
                render: (_, row) => {
                  const version = row.draft ?? row.current
                  return version ? <CoverageText coverage={version.coverage} /> : '—'
                },
              },
              {
                title: t('issues.title'),
                render: (_, row) => {
                  const version = row.draft ?? row.current
                  return version ? (
                    <Flex gap={4} wrap>
                      <IssueTags version={version} />
                      <CasesTag cases={version.cases} />
                    </Flex>
                  ) : (
                    '—'
                  )
                },
              },
            ]}
          />
        )}
      </Loaded>
    </>
  )
}

interface Values {
  title: string
  slug: string
  copy_of?: string
}

function CreateRegulation({ onClose }: { onClose: () => void }) {
  const t = useText()
  const navigate = useNavigate()
  const [form] = Form.useForm<Values>()
  const [error, setError] = useState<unknown>(null)
  const [isSending, setSending] = useState(false)
  const regulations = useQuery(regulationsQuery({ page_size: 200 }))

  async function create(values: Values) {
    setSending(true)
    setError(null)
    try {
      const regulation = await api.create<Regulation>('/regulations', values)
      const draft = regulation.draft?.id ?? regulation.versions?.[0]?.id
      void navigate(draft ? `/regulation-versions/${draft}/edit` : `/regulations/${regulation.id}`)
    } catch (problem) {
      setError(applyErrors(form, problem))
    } finally {
      setSending(false)
    }
  }

  return (
    <Modal
      open
      title={t('regulations.create')}
      okText={t('common.create')}
      confirmLoading={isSending}
      onOk={form.submit}
      onCancel={onClose}
    >
      <ErrorAlert error={error} />
      <Form form={form} layout="vertical" onFinish={(values) => void create(values)}>
        <Form.Item
          name="title"
          label={t('regulations.title')}
          rules={[{ required: true, whitespace: true, message: t('common.needed') }]}
        >
          <Input maxLength={100} />
        </Form.Item>
        <Form.Item
          name="slug"
          label={t('regulations.slug')}
          extra={t('regulations.slugHint')}
          rules={[
            { required: true, message: t('common.needed') },
            { pattern: /^[a-z0-9]+(-[a-z0-9]+)*$/, message: t('regulations.slugHint') },
          ]}
        >
          <Input maxLength={60} />
        </Form.Item>
        <Form.Item name="copy_of" label={t('regulations.copyOf')}>
          <Select
            allowClear
            placeholder={t('regulations.copyOfNone')}
            options={regulations.data?.items.flatMap((row) => {
              const version = row.current ?? row.draft
              return version ? [{ value: version.id, label: `${row.title} ${version.label}` }] : []
            })}
          />
        </Form.Item>
      </Form>
    </Modal>
  )
}

// The folder of a regulation as a zip; its tables of facts come along. Identifier and version are those
// of the folder unless others are given.
function ImportRegulation({ onClose }: { onClose: () => void }) {
  const t = useText()
  const navigate = useNavigate()
  const { message } = App.useApp()
  const [form] = Form.useForm<{ files: UploadFile[]; slug?: string; label?: string }>()
  const [error, setError] = useState<unknown>(null)
  const [isSending, setSending] = useState(false)

  async function send(values: { files: UploadFile[]; slug?: string; label?: string }) {
    setSending(true)
    setError(null)
    try {
      const body = new FormData()
      const file = values.files[0]?.originFileObj
      if (file) body.append('file', file, file.name)
      if (values.slug) body.append('slug', values.slug)
      if (values.label) body.append('label', values.label)
      const regulation = await api.upload<Regulation>('/regulations/import', body)
      void message.success(t('regulations.imported'))
      void navigate(`/regulations/${regulation.id}`)
    } catch (problem) {
      setError(applyErrors(form, problem))
    } finally {
      setSending(false)
    }
  }

  return (
    <Modal
      open
      title={t('regulations.importZip')}
      okText={t('regulations.importSend')}
      confirmLoading={isSending}
      onOk={form.submit}
      onCancel={onClose}
    >
      <ErrorAlert error={error} />
      <Form form={form} layout="vertical" onFinish={(values) => void send(values)}>
        <Form.Item
          name="files"
          label={t('regulations.zip')}
          valuePropName="fileList"
          getValueFromEvent={(event: { fileList: UploadFile[] }) => event.fileList}
          rules={[{ required: true, type: 'array', min: 1, message: t('common.needed') }]}
        >
          <Upload accept=".zip" maxCount={1} beforeUpload={() => false}>
            <Button icon={<UploadOutlined />}>{t('facts.choose')}</Button>
          </Upload>
        </Form.Item>
        <Form.Item name="slug" label={t('regulations.slug')} extra={t('regulations.ofFolder')}>
          <Input maxLength={64} />
        </Form.Item>
        <Form.Item name="label" label={t('version.label')} extra={t('regulations.ofFolder')}>
          <Input maxLength={100} />
        </Form.Item>
      </Form>
    </Modal>
  )
}
