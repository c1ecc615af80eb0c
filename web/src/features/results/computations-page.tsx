// SPDX-License-Identifier: Apache-2.0
// Computations of an assessment: snapshots on the way, and the one that is published.
import { CalculatorOutlined } from '@ant-design/icons'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, App, Button, Empty, Form, Input, Modal, Progress, Radio, Table, Tag } from 'antd'
import { useEffect, useState } from 'react'
import { Link, useNavigate, useParams } from 'react-router'
import type { Computation } from '../../api/types'
import { AssessmentFrame } from '../../components/assessment-frame'
import { ErrorAlert, messageOf, placeOf } from '../../components/error-panel'
import { applyErrors } from '../../components/form-errors'
import { Guard } from '../../components/guard'
import { Loaded } from '../../components/loaded'
import { useCan, useMayWrite } from '../../components/me'
import { pagesOf } from '../../components/paged'
import { StateTag, type Tone } from '../../components/state-tag'
import { useJob } from '../../components/use-job'
import { useText } from '../../i18n'
import { api, url } from '../../lib/api-client'
import { showInstant } from '../../lib/date'
import { computationsOfQuery } from './queries'
import '../../components/work.css'

const tones: Record<Computation['state'], Tone> = {
  waiting: 'idle',
  running: 'working',
  done: 'done',
  failed: 'returned',
  cancelled: 'over',
}

export const isComputing = (job: Computation) => job.state === 'waiting' || job.state === 'running'

export function ComputationsPage() {
  const t = useText()
  const { id = '' } = useParams()
  const mayCompute = useMayWrite('compute_results')
  const mayManage = useCan('manage_assessments')
  const navigate = useNavigate()
  const [isStarting, setStarting] = useState(false)
  return (
    <Guard act="view_results">
      <AssessmentFrame
        id={id}
        current="results"
        extra={() => (
          <>
            {mayManage && (
              <Button onClick={() => void navigate(`/assessments/${id}/panels`)}>
                {t('panels.title')}
              </Button>
            )}
            {mayCompute && (
              <Button
                type="primary"
                icon={<CalculatorOutlined />}
                onClick={() => setStarting(true)}
              >
                {t('computations.start')}
              </Button>
            )}
          </>
        )}
      >
        {(assessment) => (
          <>
            <Computations assessmentId={id} />
            {isStarting && (
              <Start
                assessmentId={id}
                year={assessment.year}
                isFinal={assessment.stage === 'results'}
                onClose={() => setStarting(false)}
              />
            )}
          </>
        )}
      </AssessmentFrame>
    </Guard>
  )
}

function Computations({ assessmentId }: { assessmentId: string }) {
  const t = useText()
  const mayExport = useCan('view_draft_results')
  const computations = useQuery(computationsOfQuery(assessmentId))
  return (
    <Loaded
      query={computations}
      isEmpty={(data) => data.total === 0}
      empty={<Empty description={t('computations.none')} />}
    >
      {(data) => (
        <>
          {data.items.filter(isComputing).map((job) => (
            <Running key={job.id} job={job} />
          ))}
          <Table
            size="small"
            rowKey="id"
            pagination={pagesOf(t, 50)}
            scroll={{ x: 'max-content' }}
            dataSource={data.items}
            expandable={{
              rowExpandable: (row) => row.trouble !== null || row.issues.length > 0,
              expandedRowRender: (row) => <Trouble of={row} />,
            }}
            columns={[
              {
                title: t('computations.label'),
                className: 'text-cell',
                render: (_, row) =>
                  row.state === 'done' ? (
                    <Link to={`/computations/${row.id}`}>{row.label}</Link>
                  ) : (
                    row.label
                  ),
              },
              {
                title: t('reporting.state'),
                render: (_, row) => (
                  <>
                    <StateTag tone={tones[row.state]}>{row.state_title}</StateTag>
                    {row.is_published && <Tag color="green">{t('computations.published')}</Tag>}
                    {row.objection_id && (
                      <Link to={`/objections/${row.objection_id}`}>
                        {t('computations.byObjection')}
                      </Link>
                    )}
                  </>
                ),
              },
              {
                title: t('computations.basis'),
                render: (_, row) => t(`computations.basis.${row.basis}`),
              },
              {
                title: t('computations.at'),
                render: (_, row) => (
                  <>
                    {showInstant(row.created_at)} <span className="muted">{row.created_by}</span>
                  </>
                ),
              },
              {
                title: t('computations.rows'),
                align: 'right',
                render: (_, row) => row.row_count ?? '—',
              },
              {
                title: t('runs.hash'),
                render: (_, row) =>
                  row.result_hash ? (
                    <code title={row.result_hash}>{row.result_hash.slice(0, 12)}</code>
                  ) : (
                    '—'
                  ),
              },
              {
                title: t('common.actions'),
                render: (_, row) =>
                  mayExport &&
                  row.state === 'done' && (
                    <a href={url(`/computations/${row.id}/facts.zip`)} download>
                      {t('computations.facts')}
                    </a>
                  ),
              },
            ]}
          />
        </>
      )}
    </Loaded>
  )
}

function Trouble({ of }: { of: Computation }) {
  return (
    <>
      {of.trouble && <p className="bad">{of.trouble}</p>}
      <ul className="plain-list">
        {of.issues.slice(0, 50).map((issue, index) => (
          <li key={index}>
            {placeOf(issue)} {issue.message} <span className="muted">{issue.hint}</span>
          </li>
        ))}
      </ul>
    </>
  )
}

// One that runs: how far it is, and a way to stop it.
function Running({ job }: { job: Computation }) {
  const t = useText()
  const { message } = App.useApp()
  const queryClient = useQueryClient()
  const mayCompute = useMayWrite('compute_results')
  const live = useJob<Computation>({
    queryKey: ['computations', 'job', job.id],
    path: `/computations/${job.id}`,
    isBusy: isComputing,
  })
  const now = live.data ?? job
  const [isStopping, setStopping] = useState(false)
  const isOver = !isComputing(now)
  const assessmentId = job.assessment.id
  useEffect(() => {
    if (!isOver) return
    void queryClient.invalidateQueries({ queryKey: computationsOfQuery(assessmentId).queryKey })
  }, [assessmentId, isOver, queryClient])

  async function cancel() {
    setStopping(true)
    try {
      await api.post(`/computations/${job.id}/cancel`)
      await queryClient.invalidateQueries({ queryKey: computationsOfQuery(assessmentId).queryKey })
    } catch (error) {
      void message.error(messageOf(error, t))
    } finally {
      setStopping(false)
    }
  }

  return (
    <Alert
      type="info"
      className="block"
      role="status"
      title={`${now.label} · ${now.state_title}`}
      description={
        <Progress
          percent={now.total > 0 ? Math.floor((now.done * 100) / now.total) : 0}
          status="active"
        />
      }
      action={
        mayCompute && (
          <Button size="small" danger loading={isStopping} onClick={() => void cancel()}>
            {t('computations.cancel')}
          </Button>
        )
      }
    />
  )
}

interface StartProps {
  assessmentId: string
  year: number
  // Data are closed: the result may be published.
  isFinal: boolean
  onClose: () => void
}

interface Values {
  basis: Computation['basis']
  label: string
}

function Start({ assessmentId, year, isFinal, onClose }: StartProps) {
  const t = useText()
  const queryClient = useQueryClient()
  const [form] = Form.useForm<Values>()
  const [error, setError] = useState<unknown>(null)
  const [isSending, setSending] = useState(false)

  async function start(values: Values) {
    setSending(true)
    setError(null)
    try {
      await api.create(`/assessments/${assessmentId}/computations`, values)
      await queryClient.invalidateQueries({ queryKey: computationsOfQuery(assessmentId).queryKey })
      onClose()
    } catch (problem) {
      setError(applyErrors(form, problem))
    } finally {
      setSending(false)
    }
  }

  return (
    <Modal
      open
      title={t('computations.start')}
      okText={t('computations.go')}
      confirmLoading={isSending}
      onOk={form.submit}
      onCancel={onClose}
    >
      <ErrorAlert error={error} />
      <Form
        form={form}
        layout="vertical"
        initialValues={{
          basis: 'verified',
          label: t(isFinal ? 'computations.finalLabel' : 'computations.snapshotLabel', { year }),
        }}
        onFinish={(values) => void start(values)}
      >
        <Form.Item
          name="label"
          label={t('computations.label')}
          rules={[{ required: true, whitespace: true, message: t('common.needed') }]}
        >
          <Input maxLength={100} />
        </Form.Item>
        <Form.Item name="basis" label={t('computations.basis')}>
          <Radio.Group
            className="radio-lines"
            options={(['verified', 'reported'] as const).map((basis) => ({
              value: basis,
              label: t(`computations.basisAbout.${basis}`),
            }))}
          />
        </Form.Item>
      </Form>
      <p className="muted">{t('computations.startHint')}</p>
    </Modal>
  )
}
