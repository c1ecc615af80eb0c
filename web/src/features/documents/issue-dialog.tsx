// SPDX-License-Identifier: Apache-2.0
// Issuing a document; when the record has changed since, what and where, and a way to bring the
// figures up to date.
import { useQueryClient } from '@tanstack/react-query'
import { Alert, App, Button, Form, Input, Modal, Radio } from 'antd'
import { useState } from 'react'
import type { WholeDocument } from '../../api/types'
import { ErrorAlert } from '../../components/error-panel'
import { useText } from '../../i18n'
import { api, ApiError } from '../../lib/api-client'
import { ChangesTable } from './changes-table'
import { numberName } from './given-words'
import { documentQuery } from './queries'
import '../../components/work.css'

interface Props {
  document: WholeDocument
  onClose: () => void
}

export function IssueDialog({ document, onClose }: Props) {
  const t = useText()
  const { message } = App.useApp()
  const queryClient = useQueryClient()
  const [audience, setAudience] = useState<'office' | 'assessed'>(
    document.is_published && document.subject !== 'paid' ? 'assessed' : 'office',
  )
  const [number, setNumber] = useState('')
  const [isSending, setSending] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const ownNumber = document.given.find((value) => value.name === numberName)?.text
  const changes = error instanceof ApiError ? error.changes : []

  function keep(next: WholeDocument) {
    queryClient.setQueryData(documentQuery(document.id).queryKey, next)
    void queryClient.invalidateQueries({ queryKey: ['documents', 'list'] })
  }

  async function act(path: string, body: object, done: () => void) {
    setSending(true)
    setError(null)
    try {
      keep(
        await api.post<WholeDocument>(`/documents/${document.id}/${path}`, {
          version: document.version,
          ...body,
        }),
      )
      done()
    } catch (problem) {
      setError(problem)
    } finally {
      setSending(false)
    }
  }

  const issue = () =>
    act('issue', { audience, number: ownNumber ? null : number.trim() || null }, () => {
      void message.success(t('issue.done'))
      onClose()
    })
  const refresh = (redraft: boolean) =>
    act('refresh', { redraft }, () => void message.success(t('common.saved')))

  return (
    <Modal
      open
      width={changes.length > 0 ? 860 : 520}
      title={t('issue.title')}
      okText={t('document.issue')}
      confirmLoading={isSending}
      onOk={() => void issue()}
      onCancel={onClose}
    >
      {changes.length > 0 ? (
        <>
          <Alert
            type="error"
            showIcon
            className="block"
            title={t('document.changed', { count: changes.length })}
            description={
              <>
                <p>{t('document.changedHint')}</p>
                <Button size="small" onClick={() => void refresh(false)}>
                  {t('document.refresh')}
                </Button>{' '}
                <Button size="small" onClick={() => void refresh(true)}>
                  {t('document.redraft')}
                </Button>
              </>
            }
          />
          <ChangesTable changes={changes} />
        </>
      ) : (
        <ErrorAlert error={error} />
      )}
      <Form layout="vertical" component="div">
        <Form.Item label={t('issue.audience')}>
          <Radio.Group
            className="radio-lines"
            value={audience}
            onChange={(event) => setAudience(event.target.value as 'office' | 'assessed')}
            options={(['office', 'assessed'] as const).map((one) => ({
              value: one,
              label: t(`document.audience.${one}`),
              disabled: one === 'assessed' && document.subject === 'paid',
            }))}
          />
        </Form.Item>
        {!document.is_published && <p className="muted">{t('document.notPublished')}</p>}
        {!ownNumber && (
          <Form.Item label={t('issue.number')} htmlFor="issue-number">
            <Input
              id="issue-number"
              maxLength={50}
              value={number}
              onChange={(event) => setNumber(event.target.value)}
            />
          </Form.Item>
        )}
      </Form>
      <p className="muted">{t('issue.hint')}</p>
    </Modal>
  )
}
