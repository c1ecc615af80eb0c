// SPDX-License-Identifier: Apache-2.0
// From a computation to a public notice: what is missing, which columns are shown, how it will look,
// for how many working days.
import { CheckCircleFilled, CloseCircleFilled, WarningFilled } from '@ant-design/icons'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import {
  Alert,
  App,
  Button,
  Card,
  Checkbox,
  Empty,
  Flex,
  Form,
  Input,
  InputNumber,
  Select,
  Table,
} from 'antd'
import { useState } from 'react'
import { Link, useNavigate, useParams, useSearchParams } from 'react-router'
import type {
  ComputationDetail,
  ComputationRows,
  Publication,
  Readiness,
  ReadinessItem,
} from '../../api/types'
import { AssessmentFrame } from '../../components/assessment-frame'
import { ErrorAlert } from '../../components/error-panel'
import { applyErrors } from '../../components/form-errors'
import { Guard } from '../../components/guard'
import { Loaded } from '../../components/loaded'
import { useMayWrite } from '../../components/me'
import { StateTag } from '../../components/state-tag'
import { useText } from '../../i18n'
import { api } from '../../lib/api-client'
import { showInstant } from '../../lib/date'
import { headlinesOf, mainKindOf } from './kinds'
import { publicationTones } from './publication-tones'
import { computationQuery, computationsOfQuery, publicationsOfQuery } from './queries'
import '../../components/work.css'

export function PublishPage() {
  const { id = '' } = useParams()
  return (
    <Guard act="view_draft_results">
      <AssessmentFrame id={id} current="publish">
        {(assessment) => (
          <>
            <Publications assessmentId={id} />
            {/* Once it is published, what comes next stands on the page of the publication. */}
            {['preparing', 'targets', 'process', 'results'].includes(assessment.stage) && (
              <Publish assessmentId={id} mayPublishNow={assessment.stage === 'results'} />
            )}
          </>
        )}
      </AssessmentFrame>
    </Guard>
  )
}

function Publications({ assessmentId }: { assessmentId: string }) {
  const t = useText()
  const publications = useQuery(publicationsOfQuery(assessmentId))
  if (!publications.data || publications.data.total === 0) return null
  return (
    <Table
      size="small"
      className="block"
      rowKey="id"
      pagination={false}
      scroll={{ x: 'max-content' }}
      title={() => <strong>{t('publication.so')}</strong>}
      dataSource={publications.data.items}
      columns={[
        {
          title: t('publication.revision'),
          render: (_, row) => (
            <Link to={`/publications/${row.id}`}>
              {t('publication.revisionNumber', { revision: row.revision })}
            </Link>
          ),
        },
        {
          title: t('reporting.state'),
          render: (_, row) => (
            <StateTag tone={publicationTones[row.state]}>{row.state_title}</StateTag>
          ),
        },
        {
          title: t('publication.notice'),
          render: (_, row) => `${row.notice_from} – ${row.notice_until}`,
        },
        {
          title: t('publication.published'),
          render: (_, row) => `${showInstant(row.published_at)} ${row.published_by}`,
        },
      ]}
    />
  )
}

interface Values {
  kinds: string[]
  columns: string[]
  notice_days: number
  contact: string
  override_reason?: string
}

const noticeDays = 5

function Publish({
  assessmentId,
  mayPublishNow,
}: {
  assessmentId: string
  // Data are closed.
  mayPublishNow: boolean
}) {
  const t = useText()
  const [search, setSearch] = useSearchParams()
  const computations = useQuery(computationsOfQuery(assessmentId))
  const usable = (computations.data?.items ?? []).filter((item) => item.state === 'done')
  const chosen =
    search.get('computation') ??
    usable.find((item) => item.basis === 'verified')?.id ??
    usable[0]?.id
  const computation = useQuery(computationQuery(chosen))
  const readiness = useQuery({
    queryKey: ['assessments', assessmentId, 'readiness', chosen ?? ''],
    queryFn: ({ signal }) =>
      api.get<Readiness>(
        `/assessments/${assessmentId}/readiness`,
        { computation_id: chosen },
        signal,
      ),
    enabled: computations.data !== undefined,
  })
  return (
    <>
      <Flex gap="small" align="center" wrap className="filters">
        <span>{t('publication.computation')}</span>
        <Select
          className="filter-assessment"
          aria-label={t('publication.computation')}
          loading={computations.isLoading}
          value={chosen}
          onChange={(next: string) => setSearch({ computation: next }, { replace: true })}
          options={usable.map((item) => ({
            value: item.id,
            label: `${item.label} · ${showInstant(item.created_at)}`,
          }))}
        />
      </Flex>
      <Loaded query={readiness}>
        {(data) => (
          <>
            <ReadinessList readiness={data} />
            {!mayPublishNow ? (
              <Alert type="info" showIcon title={t('publication.notYet')} />
            ) : computation.data ? (
              <PublishForm
                key={computation.data.id}
                assessmentId={assessmentId}
                computation={computation.data}
                readiness={data}
              />
            ) : (
              !chosen && (
                <Empty description={t('publication.noComputation')}>
                  <Link to={`/assessments/${assessmentId}/results`}>{t('computations.title')}</Link>
                </Empty>
              )
            )}
          </>
        )}
      </Loaded>
    </>
  )
}

export function ReadinessList({ readiness }: { readiness: Readiness }) {
  const t = useText()
  const icon = ({ severity }: ReadinessItem) =>
    severity === 'error' ? (
      <CloseCircleFilled className="bad" aria-label={t('issues.error')} />
    ) : (
      <WarningFilled className="warn" aria-label={t('issues.warning')} />
    )
  return (
    <Card
      size="small"
      className="block"
      title={
        readiness.is_ready ? (
          <span className="met">
            <CheckCircleFilled aria-hidden /> {t('publication.ready')}
          </span>
        ) : (
          <span className="bad">
            <CloseCircleFilled aria-hidden /> {t('publication.notReady')}
          </span>
        )
      }
    >
      {readiness.items.length === 0 ? (
        <p className="muted">{t('publication.nothingMissing')}</p>
      ) : (
        <ul className="checklist readiness">
          {readiness.items.map((item) => (
            <li key={item.code}>
              {icon(item)} <strong>{item.title}</strong>
              {item.count > 0 && (
                <span className="decimal"> {t('common.total', { count: item.count })}</span>
              )}
              <div>
                {item.text} {item.link && <Link to={item.link}>{t('publication.goThere')}</Link>}
              </div>
              {item.examples.length > 0 && (
                <div className="muted small">{item.examples.join(t('common.comma'))}</div>
              )}
            </li>
          ))}
        </ul>
      )}
    </Card>
  )
}

interface FormProps {
  assessmentId: string
  computation: ComputationDetail
  readiness: Readiness
}

function PublishForm({ assessmentId, computation, readiness }: FormProps) {
  const t = useText()
  const { message, modal } = App.useApp()
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  const mayPublish = useMayWrite('publish_results')
  const [form] = Form.useForm<Values>()
  const [error, setError] = useState<unknown>(null)
  const [isSending, setSending] = useState(false)
  const kinds = Form.useWatch('kinds', form) ?? [mainKindOf(computation)]
  const columns = Form.useWatch('columns', form) ?? headlinesOf(computation, kinds)
  if (!mayPublish) return null

  async function publish(values: Values) {
    setSending(true)
    setError(null)
    try {
      const publication = await api.create<Publication>(
        `/assessments/${assessmentId}/publications`,
        {
          computation_id: computation.id,
          kinds: values.kinds,
          columns: values.columns,
          notice_days: values.notice_days,
          contact: values.contact.trim(),
          override_reason: values.override_reason?.trim() || null,
        },
      )
      await queryClient.invalidateQueries({ queryKey: ['assessment', assessmentId] })
      void queryClient.invalidateQueries({ queryKey: ['assessments'] })
      void queryClient.invalidateQueries({ queryKey: ['publications'] })
      void queryClient.invalidateQueries({ queryKey: ['computations'] })
      void message.success(t('publication.done'))
      void navigate(`/publications/${publication.id}`)
    } catch (problem) {
      setError(applyErrors(form, problem))
      void queryClient.invalidateQueries({ queryKey: ['assessments', assessmentId, 'readiness'] })
    } finally {
      setSending(false)
    }
  }

  const choices = computation.kinds.filter((one) => kinds.includes(one.kind))
  return (
    <Form
      form={form}
      layout="vertical"
      initialValues={{
        kinds: [mainKindOf(computation)],
        columns: headlinesOf(computation, [mainKindOf(computation)]),
        notice_days: noticeDays,
        contact: '',
      }}
      onFinish={(values) =>
        void modal.confirm({
          title: t('publication.sure', { days: values.notice_days }),
          content: t('publication.sureHint'),
          okText: t('publication.do'),
          onOk: () => publish(values),
        })
      }
    >
      <ErrorAlert error={error} />
      <Form.Item
        name="kinds"
        label={t('publication.kinds')}
        rules={[{ required: true, type: 'array', min: 1, message: t('common.needed') }]}
      >
        <Checkbox.Group
          options={computation.kinds.map((one) => ({ value: one.kind, label: one.kind }))}
          onChange={(next) =>
            form.setFieldValue('columns', headlinesOf(computation, next as string[]))
          }
        />
      </Form.Item>
      <Form.Item
        name="columns"
        label={t('publication.columns')}
        extra={t('publication.columnsHint')}
        rules={[{ required: true, type: 'array', min: 1, message: t('common.needed') }]}
      >
        <Select
          mode="multiple"
          showSearch={{ optionFilterProp: 'label' }}
          options={choices.map((one) => ({
            label: one.kind,
            title: one.kind,
            options: one.columns.map((column) => ({
              value: column.key,
              label: column.title,
            })),
          }))}
        />
      </Form.Item>
      <Flex gap="middle" wrap>
        <Form.Item
          name="notice_days"
          label={t('publication.days')}
          rules={[{ required: true, message: t('common.needed') }]}
        >
          <InputNumber min={1} max={60} precision={0} />
        </Form.Item>
        <Form.Item
          name="contact"
          label={t('publication.contact')}
          rules={[{ required: true, whitespace: true, message: t('common.needed') }]}
        >
          <Input
            className="filter-text"
            maxLength={200}
            placeholder={t('publication.contactHint')}
          />
        </Form.Item>
      </Flex>
      {!readiness.is_ready && (
        <Alert
          type="warning"
          showIcon
          className="block"
          title={t('publication.override')}
          description={
            <Form.Item
              name="override_reason"
              label={t('reason.label')}
              rules={[
                { required: true, whitespace: true, message: t('publication.overrideNeeded') },
              ]}
            >
              <Input.TextArea rows={2} maxLength={500} showCount />
            </Form.Item>
          }
        />
      )}
      <h2>{t('publication.preview')}</h2>
      {kinds.map((kind: string) => (
        <Preview
          key={kind}
          computation={computation}
          kind={kind}
          columns={columns.filter((key: string) =>
            choices.find((one) => one.kind === kind)?.columns.some((column) => column.key === key),
          )}
        />
      ))}
      <Flex justify="end" className="form-foot">
        <Button type="primary" htmlType="submit" loading={isSending}>
          {t('publication.do')}
        </Button>
      </Flex>
    </Form>
  )
}

interface PreviewProps {
  computation: ComputationDetail
  kind: string
  columns: readonly string[]
}

const previewRows = 10

function Preview({ computation, kind, columns }: PreviewProps) {
  const t = useText()
  const rows = useQuery({
    queryKey: ['computations', computation.id, 'rows', 'preview', kind, columns],
    queryFn: ({ signal }) =>
      api.get<ComputationRows>(
        `/computations/${computation.id}/rows`,
        { kind, columns: columns.join(','), page_size: previewRows },
        signal,
      ),
    enabled: columns.length > 0,
  })
  if (columns.length === 0) return <p className="muted">{t('publication.noColumns', { kind })}</p>
  return (
    <Loaded query={rows}>
      {(page) => (
        <Table
          size="small"
          className="block"
          rowKey="row"
          pagination={false}
          scroll={{ x: 'max-content' }}
          dataSource={page.items}
          footer={
            page.total > previewRows
              ? () => t('publication.more', { count: page.total - previewRows })
              : undefined
          }
          columns={[
            {
              title: kind,
              render: (_, row) => (
                <>
                  {row.name}
                  {row.parent && <span className="muted"> {row.parent}</span>}
                </>
              ),
            },
            ...page.columns
              .filter((column) => columns.includes(column.key))
              .map((column) => ({
                key: column.key,
                title: column.title,
                align: column.type === 'number' ? ('right' as const) : undefined,
                render: (_: unknown, row: ComputationRows['items'][number]) => (
                  <span className="decimal">{row.values[column.key]?.text ?? '—'}</span>
                ),
              })),
          ]}
        />
      )}
    </Loaded>
  )
}
