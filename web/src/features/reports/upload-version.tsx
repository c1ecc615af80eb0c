// SPDX-License-Identifier: Apache-2.0
import { InboxOutlined } from '@ant-design/icons'
import { useQueryClient } from '@tanstack/react-query'
import { Alert, Button, Modal, Upload } from 'antd'
import { useState } from 'react'
import { useSearchParams } from 'react-router'
import type { Report } from '../../api/types'
import { ErrorAlert } from '../../components/error-panel'
import { useText } from '../../i18n'
import { api } from '../../lib/api-client'
import { reportAccept } from './upload-reports'

// A corrected file becomes the next version.
export function UploadVersion({ report, onClose }: { report: Report; onClose: () => void }) {
  const t = useText()
  const queryClient = useQueryClient()
  const [, setSearch] = useSearchParams()
  const [isSending, setSending] = useState(false)
  const [error, setError] = useState<unknown>(null)

  async function send(file: File) {
    setSending(true)
    setError(null)
    try {
      const form = new FormData()
      form.append('version', String(report.version))
      form.append('file', file, file.name)
      await api.upload<Report>(`/reports/${report.id}/versions`, form)
      setSearch({}, { replace: true })
      await queryClient.invalidateQueries({ queryKey: ['reports'] })
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
      width={640}
      title={t('reports.correct')}
      footer={<Button onClick={onClose}>{t('common.close')}</Button>}
      onCancel={onClose}
    >
      <ErrorAlert error={error} />
      <Alert type="info" showIcon className="block" title={t('reports.correctHint')} />
      <Upload.Dragger
        accept={reportAccept}
        maxCount={1}
        showUploadList={false}
        disabled={isSending}
        beforeUpload={(file) => {
          void send(file)
          return false
        }}
      >
        <p>
          <InboxOutlined className="upload-icon" />
        </p>
        <p>{t(isSending ? 'import.sending' : 'reports.dropOne')}</p>
      </Upload.Dragger>
    </Modal>
  )
}
