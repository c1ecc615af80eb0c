// SPDX-License-Identifier: Apache-2.0
// One objection: the figure as it was published and why, what is said against it, who handles it, what
// was decided, and what the decision changed for everybody.
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Button, Card, Descriptions, Form, Modal, Select, Steps, Table, Tag } from 'antd'
import { useState } from 'react'
import { Link, useParams } from 'react-router'
import type { CascadeItem, Handlers, Objection, Paged } from '../../api/types'
import { ErrorAlert } from '../../components/error-panel'
import { EvidenceList } from '../../components/evidence-list'
import { Guard } from '../../components/guard'
import { Loaded } from '../../components/loaded'
import { useMe } from '../../components/me'
import { Page } from '../../components/page'
import { useListState, usePagination } from '../../components/paged'
import { StateTag } from '../../components/state-tag'
import { WhyDrawer } from '../../components/why-drawer'
import { useText } from '../../i18n'
import { api } from '../../lib/api-client'
import { showInstant } from '../../lib/date'
import { objectionTones } from './objections-page'
import { ResolveForm } from './resolve-form'
import '../../components/work.css'

export function ObjectionPage() {
  const t = useText()
  const { id } = useParams()
  const objection = useQuery({
    queryKey: ['objections', 'one', id],
    queryFn: ({ signal }) => api.get<Objection>(`/objections/${id}`, {}, signal),
  })
  const data = objection.data
  return (
    <Guard act="view_process">
      <Page
        title={data ? `${data.assessee.name} · ${data.column_title}` : t('objections.one')}
        subtitle={data && <StateTag tone={objectionTones[data.state]}>{data.state_title}</StateTag>}
        back="/objections"
      >
        <Loaded query={objection}>{(found) => <View objection={found} />}</Loaded>
      </Page>
    </Guard>
  )
}

const stepOf: Record<Objection['state'], number> = {
  open: 0,
  assigned: 1,
  upheld: 3,
  not_upheld: 3,
}

function View({ objection }: { objection: Objection }) {
  const t = useText()
  const me = useMe()
  const [isAsking, setAsking] = useState(false)
  const [isAssigning, setAssigning] = useState(false)
  const may = (act: 'assign' | 'resolve') => objection.may.includes(act) && !me.viewing_as
  return (
    <>
      <Steps
        className="block"
        size="small"
        current={stepOf[objection.state]}
        items={[
          {
            title: t('objections.step.raised'),
            content: `${objection.raised_by} ${showInstant(objection.raised_at)}`,
          },
          {
            title: t('objections.step.handled'),
            content: objection.handler?.name ?? t('objections.noHandler'),
          },
          {
            title: t('objections.step.decided'),
            content: objection.decided_at
              ? `${objection.decided_by} ${showInstant(objection.decided_at)}`
              : '',
          },
        ]}
      />
      <Card size="small" className="block">
        <Descriptions size="small" column={{ xs: 1, md: 2 }}>
          <Descriptions.Item label={t('objections.publication')}>
            <Link to={`/publications/${objection.publication_id}`}>
              {objection.assessment.title}{' '}
              {t('publication.revisionNumber', { revision: objection.revision })}
            </Link>
          </Descriptions.Item>
          <Descriptions.Item label={objection.column_title}>
            <Button type="link" className="cell-link decimal" onClick={() => setAsking(true)}>
              {objection.value} {t('why.ask')}
            </Button>
            {objection.revised_value !== null && (
              <>
                {' '}
                → <ins className="decimal">{objection.revised_value}</ins>
              </>
            )}
          </Descriptions.Item>
        </Descriptions>
        <p className="work-text">{objection.text}</p>
        <EvidenceList files={objection.evidence} />
        {may('assign') && (
          <p className="form-foot">
            <Button type="primary" onClick={() => setAssigning(true)}>
              {t('objections.assign')}
            </Button>
          </p>
        )}
      </Card>
      {(objection.state === 'upheld' || objection.state === 'not_upheld') && (
        <Decision objection={objection} />
      )}
      {may('resolve') && <ResolveForm key={objection.version} objection={objection} />}
      {objection.state === 'upheld' && <Cascade objection={objection} />}
      {isAsking && (
        <WhyDrawer
          asked={{
            path: `/computations/${objection.computation_id}/explanation`,
            query: { assessee_id: objection.assessee.id, column: objection.column },
            name: objection.assessee.name,
            title: objection.column_title,
          }}
          onClose={() => setAsking(false)}
        />
      )}
      {isAssigning && <Assign objection={objection} onClose={() => setAssigning(false)} />}
    </>
  )
}

function Decision({ objection }: { objection: Objection }) {
  const t = useText()
  return (
    <Card size="small" className="block" title={t('objections.decision')}>
      <p>
        <StateTag tone={objectionTones[objection.state]}>{objection.state_title}</StateTag>
        {objection.reason}
      </p>
      {objection.corrections.length > 0 && (
        <Table
          size="small"
          className="block"
          rowKey={(row) => `${row.subject} ${row.field} ${row.period_title}`}
          pagination={false}
          scroll={{ x: 'max-content' }}
          title={() => t('objections.corrections')}
          dataSource={objection.corrections}
          columns={[
            {
              title: t('reporting.figure'),
              render: (_, row) => [row.subject, row.field].filter(Boolean).join(' · '),
            },
            { title: t('reporting.period'), dataIndex: 'period_title' },
            {
              title: t('objections.change'),
              render: (_, row) => (
                <span className="decimal">
                  <del>{row.before || '—'}</del> → <ins>{row.after || '—'}</ins>
                </span>
              ),
            },
          ]}
        />
      )}
      {objection.revised_publication_id && (
        <Link to={`/publications/${objection.revised_publication_id}`}>
          {t('objections.revised')}
        </Link>
      )}
    </Card>
  )
}

function Assign({ objection, onClose }: { objection: Objection; onClose: () => void }) {
  const t = useText()
  const { message } = App.useApp()
  const queryClient = useQueryClient()
  const [handler, setHandler] = useState<string | undefined>(objection.handler?.account_id)
  const [error, setError] = useState<unknown>(null)
  const [isSending, setSending] = useState(false)
  const handlers = useQuery({
    queryKey: ['objections', objection.id, 'handlers'],
    queryFn: ({ signal }) => api.get<Handlers>(`/objections/${objection.id}/handlers`, {}, signal),
  })

  async function assign() {
    if (!handler) return
    setSending(true)
    setError(null)
    try {
      await api.post(`/objections/${objection.id}/assign`, {
        account_id: handler,
        version: objection.version,
      })
      await queryClient.invalidateQueries({ queryKey: ['objections'] })
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
      title={t('objections.assign')}
      okText={t('objections.assignOk')}
      okButtonProps={{ disabled: !handler }}
      confirmLoading={isSending}
      onOk={() => void assign()}
      onCancel={onClose}
    >
      <ErrorAlert error={error} />
      <Form layout="vertical">
        <Form.Item label={t('objections.handler')} extra={t('objections.handlerHint')}>
          <Select
            aria-label={t('objections.handler')}
            loading={handlers.isLoading}
            value={handler}
            onChange={setHandler}
            showSearch={{ optionFilterProp: 'title' }}
            options={handlers.data?.items.map((one) => ({
              value: one.account_id,
              title: one.name,
              disabled: !one.is_independent,
              label: (
                <>
                  {one.name} {!one.is_independent && <span className="muted">{one.why}</span>}
                </>
              ),
            }))}
          />
        </Form.Item>
      </Form>
    </Modal>
  )
}

// Who else was moved by it: scores, ranks, grades and pay before and after.
function Cascade({ objection }: { objection: Objection }) {
  const t = useText()
  const list = useListState()
  const filter = { page: list.page, page_size: list.pageSize }
  const cascade = useQuery({
    queryKey: ['objections', objection.id, 'cascade', filter],
    queryFn: ({ signal }) =>
      api.get<Paged<CascadeItem>>(`/objections/${objection.id}/cascade`, filter, signal),
  })
  const pagination = usePagination(list, cascade.data?.total ?? 0)
  return (
    <Card size="small" className="block" title={t('objections.cascade')}>
      <Loaded query={cascade}>
        {(data) => (
          <Table
            size="small"
            rowKey={(row) => `${row.kind} ${row.name} ${row.key}`}
            pagination={pagination}
            scroll={{ x: 'max-content' }}
            dataSource={data.items}
            columns={[
              {
                title: t('assessee.one'),
                fixed: 'left',
                render: (_, row) => (
                  <>
                    {row.name}{' '}
                    {row.assessee?.id === objection.assessee.id && (
                      <Tag color="blue">{t('objections.objector')}</Tag>
                    )}
                  </>
                ),
              },
              { title: t('scorecard.figure'), dataIndex: 'figure' },
              {
                title: t('diff.before'),
                align: 'right',
                render: (_, row) => <span className="decimal muted">{row.before || '—'}</span>,
              },
              {
                title: t('diff.after'),
                align: 'right',
                render: (_, row) => <strong className="decimal">{row.after || '—'}</strong>,
              },
            ]}
          />
        )}
      </Loaded>
    </Card>
  )
}
