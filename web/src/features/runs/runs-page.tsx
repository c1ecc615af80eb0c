// SPDX-License-Identifier: Apache-2.0
import { PlayCircleOutlined } from '@ant-design/icons'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Button, Empty, Form, Modal, Select, Table } from 'antd'
import { useState } from 'react'
import { Link, useNavigate, useSearchParams } from 'react-router'
import type { Paged, Run, RunRow } from '../../api/types'
import { ErrorAlert } from '../../components/error-panel'
import { applyErrors } from '../../components/form-errors'
import { Guard } from '../../components/guard'
import { Loaded } from '../../components/loaded'
import { useMayWrite } from '../../components/me'
import { Page } from '../../components/page'
import { useListState, usePagination } from '../../components/paged'
import { useText } from '../../i18n'
import { api } from '../../lib/api-client'
import { showInstant } from '../../lib/date'
import { OverridesEditor, toOverrides, type OverrideDraft } from './overrides'
import { factsSetsQuery, regulationListQuery, useVersions, versionChoices } from './queries'

export function RunsPage() {
  const t = useText()
  const canRun = useMayWrite('run_regulations')
  const [search] = useSearchParams()
  const [isStarting, setStarting] = useState(search.get('new') === '1')
  return (
    <Guard act="view_runs">
      <Page
        title={t('nav.results')}
        extra={
          canRun && (
            <Button
              type="primary"
              icon={<PlayCircleOutlined />}
              onClick={() => setStarting(true)}
            >
              {t('runs.start')}
            </Button>
          )
        }
      >
        <Runs />
        {isStarting && canRun && (
          <StartRun
            versionId={search.get('version_id') ?? undefined}
            onClose={() => setStarting(false)}
          />
        )}
      </Page>
    </Guard>
  )
}

function Runs() {
  const t = useText()
  const list = useListState()
  const filter = { version_id: list.get('version_id'), page: list.page, page_size: list.pageSize }
  const runs = useQuery({
    queryKey: ['runs', filter],
    queryFn: ({ signal }) => api.get<Paged<RunRow>>('/runs', filter, signal),
  })
  const regulations = useQuery(regulationListQuery)
  const titleOf = (slug: string) =>
    regulations.data?.items.find((row) => row.slug === slug)?.title ?? slug
  const pagination = usePagination(list, runs.data?.total ?? 0)
  return (
    <Loaded
      query={runs}
      isEmpty={(data) => data.total === 0}
      empty={<Empty description={t('runs.none')} />}
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
              title: t('runs.run'),
              render: (_, row) => (
                <Link to={`/runs/${row.id}`}>
                  {t('runs.number', { id: row.id })}
                </Link>
              ),
            },
            {
              title: t('runs.version'),
              className: 'text-cell',
              render: (_, row) => (
                <Link to={`/regulation-versions/${row.version_id}`}>
                  {titleOf(row.slug)} {row.label}
                </Link>
              ),
            },
            {
              title: t('runs.facts'),
              className: 'text-cell',
              dataIndex: 'facts_name',
            },
            { title: t('facts.year'), dataIndex: 'year', align: 'right' },
            {
              title: t('runs.overrides'),
              render: (_, row) =>
                row.overrides.map((item) => `${item.name}=${item.value}`).join('；') || '—',
            },
            {
              title: t('runs.at'),
              render: (_, row) => (
                <>
                  {showInstant(row.created_at)} <span className="muted">{row.created_by}</span>
                </>
              ),
            },
          ]}
        />
      )}
    </Loaded>
  )
}

interface Values {
  version_id: string
  facts_set_id: string
  overrides: OverrideDraft[]
}

function StartRun({ versionId, onClose }: { versionId?: string; onClose: () => void }) {
  const t = useText()
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  const [form] = Form.useForm<Values>()
  const [error, setError] = useState<unknown>(null)
  const [isSending, setSending] = useState(false)
  const regulations = useQuery(regulationListQuery)
  const given = useVersions(versionId ? [versionId] : [])
  const listed = versionChoices(regulations.data?.items ?? [])
  // An older version that the user comes from is no longer in the list.
  const versions = [
    ...listed,
    ...[...given.values()].filter((item) => !listed.some((other) => other.value === item.value)),
  ]
  const chosen = Form.useWatch('version_id', form) ?? versionId
  const regulationId = versions.find((item) => item.value === chosen)?.regulationId
  const facts = useQuery({ ...factsSetsQuery(regulationId), enabled: regulationId !== undefined })

  async function start(values: Values) {
    setSending(true)
    setError(null)
    try {
      const run = await api.create<Run>(
        '/runs',
        {
          version_id: values.version_id,
          facts_set_id: values.facts_set_id,
          overrides: toOverrides(values.overrides),
        },
      )
      await queryClient.invalidateQueries({ queryKey: ['runs'] })
      void navigate(`/runs/${run.id}`)
    } catch (problem) {
      setError(applyErrors(form, problem))
    } finally {
      setSending(false)
    }
  }

  return (
    <Modal
      open
      width={620}
      title={t('runs.start')}
      okText={t('runs.go')}
      confirmLoading={isSending}
      onOk={form.submit}
      onCancel={onClose}
    >
      <ErrorAlert error={error} />
      <Form
        form={form}
        layout="vertical"
        initialValues={{ version_id: versionId, overrides: [] }}
        onFinish={(values) => void start(values)}
      >
        <Form.Item
          name="version_id"
          label={t('runs.version')}
          rules={[{ required: true, message: t('common.needed') }]}
        >
          <Select
            showSearch={{ optionFilterProp: 'label' }}
            loading={regulations.isLoading}
            options={versions}
            onChange={() => form.setFieldValue('facts_set_id', undefined)}
          />
        </Form.Item>
        <Form.Item
          name="facts_set_id"
          label={t('runs.facts')}
          rules={[{ required: true, message: t('common.needed') }]}
          extra={
            facts.data?.items.length === 0 && (
              <>
                {t('runs.noFacts')} <Link to="/facts">{t('facts.upload')}</Link>
              </>
            )
          }
        >
          <Select
            loading={facts.isLoading}
            options={facts.data?.items.map((item) => ({
              value: item.id,
              label: `${item.name} ${item.year}`,
            }))}
          />
        </Form.Item>
        <Form.Item name="overrides" label={t('runs.overrides')} extra={t('runs.overridesHint')}>
          <OverridesEditor versionId={chosen} />
        </Form.Item>
      </Form>
    </Modal>
  )
}
