// SPDX-License-Identifier: Apache-2.0
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Button, Card, Flex, Form, Input, Modal, Table } from 'antd'
import { useState } from 'react'
import { Link, useNavigate, useParams } from 'react-router'
import type { Regulation, Version, VersionRow } from '../../api/types'
import { ErrorAlert } from '../../components/error-panel'
import { applyErrors } from '../../components/form-errors'
import { Guard } from '../../components/guard'
import { Loaded } from '../../components/loaded'
import { useMayWrite } from '../../components/me'
import { Page } from '../../components/page'
import { useText } from '../../i18n'
import { api, url } from '../../lib/api-client'
import { showInstant } from '../../lib/date'
import { regulationQuery } from './queries'
import { CasesTag, CoverageText, IssueTags, StateTag } from './version-tags'

export function RegulationPage() {
  const t = useText()
  const { id } = useParams()
  const regulation = useQuery(regulationQuery(id))
  return (
    <Guard act="view_regulations">
      <Page
        title={regulation.data?.title ?? t('nav.regulations')}
        subtitle={<span className="muted">{regulation.data?.slug}</span>}
        back="/regulations"
      >
        <Loaded query={regulation}>{(data) => <Versions regulation={data} />}</Loaded>
      </Page>
    </Guard>
  )
}

function Versions({ regulation }: { regulation: Regulation }) {
  const t = useText()
  const navigate = useNavigate()
  const canEdit = useMayWrite('edit_regulations')
  const [selected, setSelected] = useState<React.Key[]>([])
  const [source, setSource] = useState<VersionRow | null>(null)
  const versions =
    regulation.versions ??
    [regulation.draft, regulation.current].filter((row) => row !== null && row !== undefined)
  return (
    <Card
      size="small"
      title={t('version.list')}
      extra={
        <Button
          disabled={selected.length !== 2}
          onClick={() => {
            const [after, before] = versions.filter((row) => selected.includes(row.id))
            if (after && before) {
              void navigate(`/regulation-versions/${after.id}/diff?against=${before.id}`)
            }
          }}
        >
          {t('version.compareTwo')}
        </Button>
      }
    >
      <Table
        size="small"
        rowKey="id"
        pagination={false}
        scroll={{ x: 'max-content' }}
        dataSource={versions}
        rowSelection={{
          selectedRowKeys: selected,
          hideSelectAll: true,
          onChange: (keys) => setSelected(keys.slice(-2)),
        }}
        columns={[
          {
            title: t('version.label'),
            render: (_, row) => <Link to={`/regulation-versions/${row.id}`}>{row.label}</Link>,
          },
          { title: t('version.state'), render: (_, row) => <StateTag state={row.state} /> },
          { title: t('version.effective'), render: (_, row) => row.effective_from ?? '—' },
          {
            title: t('regulations.articles'),
            render: (_, row) => <CoverageText coverage={row.coverage} />,
          },
          {
            title: t('issues.title'),
            render: (_, row) => (
              <Flex gap={4} wrap>
                <IssueTags version={row} />
                <CasesTag cases={row.cases} />
              </Flex>
            ),
          },
          {
            title: t('version.changed'),
            render: (_, row) => (
              <>
                {showInstant(row.published_at ?? row.updated_at)}{' '}
                <span className="muted">{row.published_by ?? row.updated_by}</span>
              </>
            ),
          },
          {
            title: t('common.actions'),
            render: (_, row) => (
              <Flex gap="small">
                {row.state === 'draft' && canEdit ? (
                  <Link to={`/regulation-versions/${row.id}/edit`}>{t('common.edit')}</Link>
                ) : (
                  <Link to={`/regulation-versions/${row.id}`}>{t('version.read')}</Link>
                )}
                {canEdit && (
                  <Button type="link" size="small" onClick={() => setSource(row)}>
                    {t('version.newDraft')}
                  </Button>
                )}
                <a href={url(`/regulation-versions/${row.id}/export.zip`)} download>
                  {t('common.export')}
                </a>
              </Flex>
            ),
          },
        ]}
      />
      {source && (
        <NewDraft regulation={regulation} source={source} onClose={() => setSource(null)} />
      )}
    </Card>
  )
}

function NewDraft({
  regulation,
  source,
  onClose,
}: {
  regulation: Regulation
  source: VersionRow
  onClose: () => void
}) {
  const t = useText()
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  const [form] = Form.useForm<{ label: string }>()
  const [error, setError] = useState<unknown>(null)
  const [isSending, setSending] = useState(false)

  async function create({ label }: { label: string }) {
    setSending(true)
    setError(null)
    try {
      const version = await api.create<Version>(
        `/regulations/${regulation.id}/versions`,
        { label, copy_of: source.id },
      )
      await queryClient.invalidateQueries({ queryKey: ['regulations'] })
      void navigate(`/regulation-versions/${version.id}/edit`)
    } catch (problem) {
      setError(applyErrors(form, problem))
    } finally {
      setSending(false)
    }
  }

  return (
    <Modal
      open
      title={t('version.newDraftFrom', { label: source.label })}
      okText={t('common.create')}
      confirmLoading={isSending}
      onOk={form.submit}
      onCancel={onClose}
    >
      <ErrorAlert error={error} />
      <Form form={form} layout="vertical" onFinish={(values) => void create(values)}>
        <Form.Item
          name="label"
          label={t('version.label')}
          extra={t('version.labelHint')}
          rules={[{ required: true, whitespace: true, message: t('common.needed') }]}
        >
          <Input maxLength={40} autoFocus />
        </Form.Item>
      </Form>
    </Modal>
  )
}
