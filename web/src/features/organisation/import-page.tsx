// SPDX-License-Identifier: Apache-2.0
import { DownloadOutlined, InboxOutlined } from '@ant-design/icons'
import { useQueryClient } from '@tanstack/react-query'
import { Alert, App, Button, Card, Flex, Progress, Steps, Table, Tabs, Tag, Upload } from 'antd'
import { useEffect, useState } from 'react'
import { useNavigate, useParams } from 'react-router'
import type { Import, ImportChange } from '../../api/types'
import { ErrorAlert } from '../../components/error-panel'
import { Guard } from '../../components/guard'
import { Loaded } from '../../components/loaded'
import { Page } from '../../components/page'
import { pagesOf } from '../../components/paged'
import { useJob } from '../../components/use-job'
import { useText, type TextKey } from '../../i18n'
import { api, url } from '../../lib/api-client'
import { saveText, toCsv } from '../../lib/download'

const isBusy = (state: Import['state']) => state === 'reading' || state === 'applying'

const isBusyImport = (job: Import) => isBusy(job.state)

const stepOf: Record<Import['state'], number> = {
  reading: 1,
  ready: 2,
  refused: 2,
  applying: 3,
  applied: 3,
  failed: 3,
}

export function ImportPage() {
  const t = useText()
  const { id } = useParams()
  return (
    <Guard act="import_organisation">
      <Page title={t('nav.import')} back={id ? '/organisation/import' : undefined}>
        {id ? <ImportView id={id} /> : <Start />}
      </Page>
    </Guard>
  )
}

function StepBar({ current, isError }: { current: number; isError?: boolean }) {
  const t = useText()
  return (
    <Steps
      className="block"
      size="small"
      current={current}
      status={isError ? 'error' : undefined}
      items={[
        { title: t('import.stepFile') },
        { title: t('import.stepRead') },
        { title: t('import.stepCheck') },
        { title: t('import.stepApply') },
      ]}
    />
  )
}

function Start() {
  const t = useText()
  const navigate = useNavigate()
  const [error, setError] = useState<unknown>(null)
  const [isSending, setSending] = useState(false)

  async function upload(file: File) {
    setSending(true)
    setError(null)
    try {
      const form = new FormData()
      form.append('file', file)
      const job = await api.upload<Import>('/organisation/imports', form)
      void navigate(`/organisation/import/${job.id}`)
    } catch (problem) {
      setError(problem)
    } finally {
      setSending(false)
    }
  }

  return (
    <Card size="small">
      <StepBar current={0} />
      <ErrorAlert error={error} />
      <p>{t('import.intro')}</p>
      <Flex gap="small" wrap className="block">
        <Button icon={<DownloadOutlined />} href={url('/organisation/template.xlsx')} download>
          {t('import.template')}
        </Button>
        <Button icon={<DownloadOutlined />} href={url('/organisation/export.xlsx')} download>
          {t('import.current')}
        </Button>
      </Flex>
      <Upload.Dragger
        accept=".xlsx"
        maxCount={1}
        showUploadList={false}
        disabled={isSending}
        beforeUpload={(file) => {
          void upload(file)
          return false
        }}
      >
        <p>
          <InboxOutlined className="upload-icon" />
        </p>
        <p>{t(isSending ? 'import.sending' : 'import.drop')}</p>
        <p className="muted">{t('import.dropHint')}</p>
      </Upload.Dragger>
    </Card>
  )
}

function ImportView({ id }: { id: string }) {
  const job = useJob<Import>({
    queryKey: ['import', id],
    path: `/organisation/imports/${id}`,
    isBusy: isBusyImport,
  })
  return <Loaded query={job}>{(data) => <ImportState job={data} />}</Loaded>
}

function ImportState({ job }: { job: Import }) {
  const t = useText()
  const { modal } = App.useApp()
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  const [error, setError] = useState<unknown>(null)

  async function apply() {
    setError(null)
    try {
      const next = await api.post<Import>(`/organisation/imports/${job.id}/apply`)
      queryClient.setQueryData<Import>(['import', job.id], (old) => ({ ...old, ...next }))
    } catch (problem) {
      setError(problem)
      await queryClient.invalidateQueries({ queryKey: ['import', job.id] })
    }
  }

  useEffect(() => {
    if (job.state !== 'applied') return
    void queryClient.invalidateQueries({ queryKey: ['units'] })
    void queryClient.invalidateQueries({ queryKey: ['persons'] })
    void queryClient.invalidateQueries({ queryKey: ['positions'] })
  }, [job.state, queryClient])

  const { done, total } = job.progress
  const faults = job.issues.filter((issue) => issue.severity === 'error').length
  const nothing = Object.entries(job.summary).every(
    ([name, count]) => name === 'unchanged' || count === 0,
  )
  return (
    <Card size="small" title={job.file_name}>
      <StepBar
        current={stepOf[job.state]}
        isError={job.state === 'refused' || job.state === 'failed'}
      />
      <ErrorAlert error={error} />
      {isBusy(job.state) && (
        <div role="status" className="block">
          <p>{t(job.state === 'reading' ? 'import.reading' : 'import.applying')}</p>
          <Progress
            percent={total > 0 ? Math.floor((done * 100) / total) : 0}
            status="active"
          />
          <p className="muted">{t('import.progress', { done, total })}</p>
        </div>
      )}
      {job.state === 'refused' && (
        <Alert
          type="error"
          showIcon
          className="block"
          title={t('import.refused', { count: faults })}
          description={t('import.refusedHint')}
          action={
            <Button onClick={() => void navigate('/organisation/import')}>
              {t('import.again')}
            </Button>
          }
        />
      )}
      {job.state === 'failed' && (
        <Alert type="error" showIcon className="block" title={t('import.failed')} />
      )}
      {job.state === 'applied' && (
        <Alert
          type="success"
          showIcon
          className="block"
          title={t('import.applied')}
          action={
            <Button onClick={() => void navigate('/organisation/units')}>
              {t('import.toUnits')}
            </Button>
          }
        />
      )}
      {job.state === 'ready' && (
        <Alert
          type={nothing ? 'info' : 'success'}
          showIcon
          className="block"
          title={t(nothing ? 'import.nothing' : 'import.ready')}
          action={
            !nothing && (
              <Button
                type="primary"
                onClick={() =>
                  modal.confirm({
                    title: t('import.applySure'),
                    content: t('import.applyHint'),
                    okText: t('import.apply'),
                    onOk: apply,
                  })
                }
              >
                {t('import.apply')}
              </Button>
            )
          }
        />
      )}
      {/* A refused file writes nothing: its noughts would stand before its mistakes. */}
      {!isBusy(job.state) && job.state !== 'refused' && <Summary job={job} />}
      {job.issues.length > 0 && <Issues job={job} />}
      {(job.preview?.length ?? 0) > 0 && <Preview changes={job.preview ?? []} />}
    </Card>
  )
}

const summaryNames = [
  'units_new',
  'units_changed',
  'positions_new',
  'positions_changed',
  'persons_new',
  'persons_changed',
  'appointments_new',
  'appointments_changed',
  'appointments_ended',
  'unchanged',
] as const

function Summary({ job }: { job: Import }) {
  const t = useText()
  return (
    <dl className="figures block">
      {summaryNames.map((name) => (
        <div key={name}>
          <dt>{t(`import.${name}`)}</dt>
          <dd>{job.summary[name] ?? 0}</dd>
        </div>
      ))}
    </dl>
  )
}

function Issues({ job }: { job: Import }) {
  const t = useText()
  const severity = (row: Import['issues'][number]) =>
    t(row.severity === 'error' ? 'issues.error' : 'issues.warning')
  return (
    <Table
      size="small"
      className="block"
      title={() => (
        <Flex justify="space-between" align="center">
          <strong>{t('import.issues')}</strong>
          <Button
            size="small"
            icon={<DownloadOutlined />}
            onClick={() =>
              saveText(
                `${job.file_name}-${t('import.issues')}.csv`,
                toCsv([
                  [
                    t('issues.severity'),
                    t('import.sheet'),
                    t('import.cell'),
                    t('issues.message'),
                    t('issues.hint'),
                  ],
                  ...job.issues.map((row) => [
                    severity(row),
                    row.sheet,
                    row.cell,
                    row.message,
                    row.hint,
                  ]),
                ]),
              )
            }
          >
            CSV
          </Button>
        </Flex>
      )}
      rowKey={(row) => `${row.sheet}!${row.cell}:${row.message}`}
      pagination={pagesOf(t, 20)}
      scroll={{ x: 'max-content' }}
      dataSource={job.issues}
      columns={[
        {
          title: t('issues.severity'),
          render: (_, row) => (
            <Tag color={row.severity === 'error' ? 'red' : 'gold'}>{severity(row)}</Tag>
          ),
        },
        { title: t('import.sheet'), dataIndex: 'sheet' },
        { title: t('import.cell'), dataIndex: 'cell' },
        { title: t('issues.message'), dataIndex: 'message', className: 'text-cell' },
        { title: t('issues.hint'), dataIndex: 'hint', className: 'text-cell' },
      ]}
    />
  )
}

const kinds = ['unit', 'position', 'person', 'appointment'] as const
const actionColors = { new: 'green', change: 'blue', end: 'orange' }

function Preview({ changes }: { changes: ImportChange[] }) {
  const t = useText()
  return (
    <>
      {changes.length >= 500 && <p className="muted">{t('import.previewFirst')}</p>}
      <Tabs
        items={kinds
          .map((kind) => ({ kind, rows: changes.filter((change) => change.kind === kind) }))
          .filter(({ rows }) => rows.length > 0)
          .map(({ kind, rows }) => ({
            key: kind,
            label: `${t(`import.kind.${kind}`)} (${rows.length})`,
            children: (
              <Table
                size="small"
                rowKey={(row) => `${row.action}:${row.label}`}
                pagination={pagesOf(t, 20)}
                scroll={{ x: 'max-content' }}
                dataSource={rows}
                columns={[
                  {
                    title: t('import.action'),
                    width: 90,
                    render: (_, row) => (
                      <Tag color={actionColors[row.action]}>
                        {t(`import.action.${row.action}` as TextKey)}
                      </Tag>
                    ),
                  },
                  { title: t('import.label'), dataIndex: 'label' },
                  {
                    title: t('import.changes'),
                    render: (_, row) =>
                      row.changes.map((change) => (
                        <div key={change.field}>
                          {change.field}:{' '}
                          {change.before && (
                            <>
                              <del>{change.before}</del> →{' '}
                            </>
                          )}
                          <ins>{change.after || '—'}</ins>
                        </div>
                      )),
                  },
                ]}
              />
            ),
          }))}
      />
    </>
  )
}
