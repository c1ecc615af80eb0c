// SPDX-License-Identifier: Apache-2.0
// Data of an assessment as a workbook: out, filled in elsewhere, and in again.
import { DownloadOutlined, InboxOutlined } from '@ant-design/icons'
import { useQueryClient } from '@tanstack/react-query'
import { Alert, Button, Checkbox, Form, Modal, Progress, Table, Upload } from 'antd'
import { useEffect, useState } from 'react'
import type { DataImport } from '../../api/types'
import { AssessmentSelect } from '../../components/assessment-select'
import { ErrorAlert } from '../../components/error-panel'
import { Loaded } from '../../components/loaded'
import { pagesOf } from '../../components/paged'
import { useJob } from '../../components/use-job'
import { useText } from '../../i18n'
import { api, url } from '../../lib/api-client'

interface Props {
  assessmentId?: string
  mayImport: boolean
  onClose: () => void
}

export function WorkbookDialog({ assessmentId, mayImport, onClose }: Props) {
  const t = useText()
  const [chosen, setChosen] = useState(assessmentId)
  const [submits, setSubmits] = useState(false)
  const [jobId, setJobId] = useState<string | null>(null)
  const [error, setError] = useState<unknown>(null)
  const [isSending, setSending] = useState(false)

  async function upload(file: File) {
    setSending(true)
    setError(null)
    setJobId(null)
    try {
      const form = new FormData()
      form.append('file', file)
      form.append('submit', String(submits))
      const job = await api.upload<DataImport>(`/assessments/${chosen}/data/import`, form)
      setJobId(job.id)
    } catch (problem) {
      setError(problem)
    } finally {
      setSending(false)
    }
  }

  return (
    <Modal open width={760} title={t('workbook.open')} footer={null} onCancel={onClose}>
      <Form layout="vertical">
        <Form.Item label={t('assessment.one')}>
          <AssessmentSelect value={chosen} onChange={setChosen} />
        </Form.Item>
      </Form>
      {chosen && (
        <>
          <p>{t('workbook.intro')}</p>
          <p>
            <Button
              icon={<DownloadOutlined />}
              href={url(`/assessments/${chosen}/data.xlsx`)}
              download
            >
              {t('workbook.download')}
            </Button>
          </p>
          {mayImport && (
            <>
              <p>
                <Checkbox checked={submits} onChange={(event) => setSubmits(event.target.checked)}>
                  {t('workbook.submits')}
                </Checkbox>
              </p>
              <ErrorAlert error={error} />
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
              </Upload.Dragger>
            </>
          )}
        </>
      )}
      {jobId && <ImportState id={jobId} />}
    </Modal>
  )
}

const isReading = (job: DataImport) => job.state === 'reading'

function ImportState({ id }: { id: string }) {
  const t = useText()
  const queryClient = useQueryClient()
  const job = useJob<DataImport>({
    queryKey: ['data-imports', id],
    path: `/data-imports/${id}`,
    isBusy: isReading,
  })
  const state = job.data?.state
  useEffect(() => {
    if (state !== 'applied') return
    void queryClient.invalidateQueries({ queryKey: ['reporting-sheets'] })
    void queryClient.invalidateQueries({ queryKey: ['reporting-sheet'] })
  }, [state, queryClient])
  return (
    <div className="form-foot" role="status">
      <Loaded query={job}>
        {(data) => (
          <>
            {data.state === 'reading' && (
              <>
                <Progress
                  percent={data.total > 0 ? Math.floor((data.done * 100) / data.total) : 0}
                  status="active"
                />
                <p className="muted">
                  {t('workbook.progress', { done: data.done, total: data.total })}
                </p>
              </>
            )}
            {data.state === 'applied' && (
              <Alert
                type="success"
                showIcon
                title={t(data.submit ? 'workbook.submitted' : 'workbook.saved', {
                  count: data.changed,
                })}
              />
            )}
            {(data.state === 'refused' || data.state === 'failed') && (
              <Alert
                type="error"
                showIcon
                className="block"
                title={t(data.state === 'refused' ? 'workbook.refused' : 'workbook.failed', {
                  count: data.issues.length,
                })}
              />
            )}
            {data.issues.length > 0 && (
              <Table
                size="small"
                rowKey={(row) => `${row.sheet}!${row.cell}:${row.message}`}
                pagination={pagesOf(t, 10)}
                scroll={{ x: 'max-content' }}
                dataSource={data.issues}
                columns={[
                  { title: t('import.sheet'), dataIndex: 'sheet' },
                  { title: t('import.cell'), dataIndex: 'cell' },
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
            )}
          </>
        )}
      </Loaded>
    </div>
  )
}
