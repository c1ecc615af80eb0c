// SPDX-License-Identifier: Apache-2.0
import { useQuery } from '@tanstack/react-query'
import { Alert, App, Form, Modal } from 'antd'
import { useState } from 'react'
import type { Assessment, Paged, SheetState, TargetSheetRow } from '../../api/types'
import { DayPicker } from '../../components/day-picker'
import { ErrorAlert } from '../../components/error-panel'
import { useText } from '../../i18n'
import { api } from '../../lib/api-client'
import { useRefreshSheets } from './queries'

const countQuery = (id: string, state: SheetState) => ({
  queryKey: ['target-sheets', 'count', id, state],
  queryFn: ({ signal }: { signal: AbortSignal }) =>
    api.get<Paged<TargetSheetRow>>(
      '/target-sheets',
      { assessment_id: id, state, page_size: 1 },
      signal,
    ),
})

// Lays the approved targets open to everybody until a day.
export function PublishTargets({
  assessment,
  onClose,
}: {
  assessment: Assessment
  onClose: () => void
}) {
  const t = useText()
  const { message } = App.useApp()
  const refresh = useRefreshSheets()
  const [until, setUntil] = useState<string | null>(null)
  const [error, setError] = useState<unknown>(null)
  const [isSending, setSending] = useState(false)
  const approved = useQuery(countQuery(assessment.id, 'approved'))
  const count = approved.data?.total ?? 0

  async function publish() {
    setSending(true)
    setError(null)
    try {
      const done = await api.create<{ count: number }>(
        `/assessments/${assessment.id}/targets/publish`,
        { comment_until: until },
      )
      await refresh()
      void message.success(t('targets.published', { count: done.count }))
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
      title={t('targets.publish')}
      okText={t('targets.publishOk')}
      okButtonProps={{ disabled: until === null || count === 0 }}
      confirmLoading={isSending}
      onOk={() => void publish()}
      onCancel={onClose}
    >
      <ErrorAlert error={error} />
      {approved.data && (
        <Alert
          type={count > 0 ? 'info' : 'warning'}
          showIcon
          className="block"
          title={
            count > 0 ? t('targets.publishCount', { count }) : t('targets.publishNothing')
          }
        />
      )}
      <p>{t('targets.publishHint')}</p>
      <Form layout="vertical">
        <Form.Item label={t('targets.commentUntil')} required htmlFor="comment-until">
          <DayPicker id="comment-until" value={until} onChange={setUntil} />
        </Form.Item>
      </Form>
    </Modal>
  )
}
