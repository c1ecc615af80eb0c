// SPDX-License-Identifier: Apache-2.0
import { InboxOutlined } from '@ant-design/icons'
import { Alert, Button, Modal, Upload } from 'antd'
import { useState, type ReactNode } from 'react'
import { ApiError, api } from '../lib/api-client'
import { useText } from '../i18n'
import { ErrorAlert } from './error-panel'
import { IssueTable } from './issue-table'

interface Props<T> {
  title: string
  // Where to get the workbook that is filled in.
  intro: ReactNode
  path: string
  done: (answer: T) => string
  onDone: () => unknown
  onClose: () => void
}

// A filled-in workbook goes in as a whole or not at all; what is wrong is listed cell by cell.
export function WorkbookDialog<T>({ title, intro, path, done, onDone, onClose }: Props<T>) {
  const t = useText()
  const [error, setError] = useState<unknown>(null)
  const [fileName, setFileName] = useState('')
  const [isSending, setSending] = useState(false)
  const [answer, setAnswer] = useState<string | null>(null)
  const issues = error instanceof ApiError ? error.issues : []

  async function upload(file: File) {
    setSending(true)
    setError(null)
    setAnswer(null)
    setFileName(file.name)
    try {
      const form = new FormData()
      form.append('file', file)
      setAnswer(done(await api.upload<T>(path, form)))
      await onDone()
    } catch (problem) {
      setError(problem)
    } finally {
      setSending(false)
    }
  }

  return (
    <Modal
      open
      width={820}
      title={title}
      footer={<Button onClick={onClose}>{t('common.close')}</Button>}
      onCancel={onClose}
    >
      {intro}
      {answer !== null && <Alert type="success" showIcon className="block" title={answer} />}
      {issues.length > 0 ? (
        <>
          <Alert
            type="error"
            showIcon
            className="block"
            title={t('import.refused', { count: issues.length })}
            description={t('import.refusedHint')}
          />
          <IssueTable issues={issues} fileName={fileName} />
        </>
      ) : (
        <ErrorAlert error={error} />
      )}
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
    </Modal>
  )
}
