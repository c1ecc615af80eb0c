// SPDX-License-Identifier: Apache-2.0
import { LockOutlined, SearchOutlined, WarningOutlined } from '@ant-design/icons'
import { Alert, Button } from 'antd'
import type { IssueRow } from '../api/types'
import { ApiError } from '../lib/api-client'
import { useText, type Translate } from '../i18n'
import { Notice } from './notice'

export function messageOf(error: unknown, t: Translate): string {
  if (!(error instanceof ApiError)) return t('error.unexpected')
  if (error.code === 'unreachable') return t('error.unreachable')
  return error.message
}

function RequestId({ error }: { error: unknown }) {
  const t = useText()
  if (!(error instanceof ApiError) || !error.requestId) return null
  return (
    <span className="muted">
      {t('error.requestId')} <code>{error.requestId}</code>
    </span>
  )
}

const shownMax = 20

// Returns 村.csv 村 C3, or regulation.md:24.
export function placeOf(issue: IssueRow): string {
  const file = issue.line > 0 && !issue.cell ? `${issue.file}:${issue.line}` : issue.file
  return [file, issue.sheet, issue.cell].filter(Boolean).join(' ')
}

// In place of a page or a part of one.
export function ErrorPanel({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const t = useText()
  const status = error instanceof ApiError ? error.status : 0
  const retry = onRetry && (
    <Button type="primary" onClick={onRetry}>
      {t('common.retry')}
    </Button>
  )
  const isForbidden = status === 403
  const isMissing = status === 404
  return (
    <Notice
      icon={isForbidden ? <LockOutlined /> : isMissing ? <SearchOutlined /> : <WarningOutlined />}
      title={t(
        isForbidden ? 'error.forbidden' : isMissing ? 'error.notFound' : 'error.title',
      )}
      action={!isForbidden && !isMissing && retry}
    >
      <div>{messageOf(error, t)}</div>
      <RequestId error={error} />
    </Notice>
  )
}

// Inside a form or a dialog, above what failed.
export function ErrorAlert({ error }: { error: unknown }) {
  const t = useText()
  if (!error) return null
  const rows: string[] =
    error instanceof ApiError
      ? [
          ...error.errors.map((row) => row.message),
          ...error.issues.map((issue) => `${placeOf(issue)} ${issue.message}`.trim()),
        ]
      : []
  return (
    <Alert
      type="error"
      showIcon
      className="block"
      title={messageOf(error, t)}
      description={
        (rows.length > 0 || (error instanceof ApiError && error.requestId)) && (
          <>
            {rows.length > 0 && (
              <ul className="plain-list">
                {rows.slice(0, shownMax).map((row, index) => (
                  <li key={index}>{row}</li>
                ))}
                {rows.length > shownMax && <li>{t('common.total', { count: rows.length })}</li>}
              </ul>
            )}
            <RequestId error={error} />
          </>
        )
      }
    />
  )
}
