// SPDX-License-Identifier: Apache-2.0
// A document: its preview beside what was done to it, and what can be done now.
import { DownloadOutlined } from '@ant-design/icons'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, App, Button, Card, Descriptions, Flex, Modal } from 'antd'
import { useState } from 'react'
import { Link, useNavigate, useParams } from 'react-router'
import type { DocumentChange, WholeDocument } from '../../api/types'
import { ErrorAlert, messageOf } from '../../components/error-panel'
import { Guard } from '../../components/guard'
import { Loaded } from '../../components/loaded'
import { Page } from '../../components/page'
import { ReasonDialog } from '../../components/reason-dialog'
import { StateTag } from '../../components/state-tag'
import { useText } from '../../i18n'
import { api, url } from '../../lib/api-client'
import { showInstant } from '../../lib/date'
import { showSize } from '../../lib/file-size'
import { ChangesTable } from './changes-table'
import { firstState, GivenForm, missingIn, toGiven, type GivenState } from './given-form'
import { IssueDialog } from './issue-dialog'
import { documentQuery, documentTones, formats, formQuery } from './queries'
import '../../components/work.css'
import './documents.css'

export function DocumentPage() {
  const t = useText()
  const { id } = useParams()
  const document = useQuery(documentQuery(id))
  const data = document.data
  return (
    <Guard act="view_documents">
      <Page
        title={data?.title ?? t('documents.one')}
        subtitle={
          data && (
            <>
              {data.assessee && <span className="muted">{data.assessee.name}</span>}
              <StateTag tone={documentTones[data.state]}>{data.state_title}</StateTag>
            </>
          )
        }
        back="/documents"
        extra={data && <Acts document={data} />}
      >
        <Loaded query={document}>{(found) => <View document={found} />}</Loaded>
      </Page>
    </Guard>
  )
}

// Sends a change and keeps what the document is then.
function useChange(document: WholeDocument) {
  const queryClient = useQueryClient()
  return async (path: string, body: object = {}) => {
    const next = await api.post<WholeDocument>(`/documents/${document.id}/${path}`, {
      version: document.version,
      ...body,
    })
    queryClient.setQueryData(documentQuery(document.id).queryKey, next)
    void queryClient.invalidateQueries({ queryKey: ['documents', 'list'] })
  }
}

function Acts({ document }: { document: WholeDocument }) {
  const t = useText()
  const navigate = useNavigate()
  const { message, modal } = App.useApp()
  const change = useChange(document)
  const [isIssuing, setIssuing] = useState(false)
  const [isWithdrawing, setWithdrawing] = useState(false)
  const mayEdit = document.may.includes('edit')
  const discard = () =>
    modal.confirm({
      title: t('document.discardSure'),
      content: t('document.discardHint'),
      okText: t('document.discard'),
      okButtonProps: { danger: true },
      onOk: () => change('discard').catch((error) => void message.error(messageOf(error, t))),
    })
  return (
    <>
      {document.versions.length > 1 && (
        <Button onClick={() => void navigate(`/documents/${document.id}/compare`)}>
          {t('document.compare')}
        </Button>
      )}
      {mayEdit && (
        <>
          <Button danger onClick={discard}>
            {t('document.discard')}
          </Button>
          <Button onClick={() => void navigate(`/documents/${document.id}/edit`)}>
            {t('document.edit')}
          </Button>
        </>
      )}
      {document.may.includes('issue') && (
        <Button type="primary" onClick={() => setIssuing(true)}>
          {t('document.issue')}
        </Button>
      )}
      {document.may.includes('withdraw') && (
        <Button danger onClick={() => setWithdrawing(true)}>
          {t('document.withdraw')}
        </Button>
      )}
      {isIssuing && <IssueDialog document={document} onClose={() => setIssuing(false)} />}
      {isWithdrawing && (
        <ReasonDialog
          title={t('document.withdrawSure')}
          okText={t('document.withdraw')}
          isDanger
          onSubmit={(reason) => change('withdraw', { reason })}
          onClose={() => setWithdrawing(false)}
        />
      )}
    </>
  )
}

function View({ document }: { document: WholeDocument }) {
  const t = useText()
  const latest = document.versions[0]!.number
  const [shown, setShown] = useState<number | null>(null)
  // The version in the address makes the frame load anew after a change.
  const number = shown ?? latest
  return (
    <>
      {document.state === 'withdrawn' && (
        <Alert
          type="warning"
          showIcon
          className="block"
          title={t('document.withdrawn', {
            who: document.withdrawn_by ?? '',
            when: showInstant(document.withdrawn_at ?? ''),
            why: document.withdraw_reason ?? '',
          })}
        />
      )}
      <p className="print-only">{t('document.printHint')}</p>
      <div className="document-split no-print">
        <iframe
          className="document-frame"
          title={t('document.preview')}
          sandbox="allow-same-origin"
          src={url(`/documents/${document.id}/preview`, { number })}
        />
        <aside className="document-side">
          <Downloads document={document} />
          <Figures document={document} />
          <History document={document} shown={number} onShow={setShown} />
        </aside>
      </div>
    </>
  )
}

function Downloads({ document }: { document: WholeDocument }) {
  const t = useText()
  return (
    <Card size="small">
      <Flex gap="small" wrap>
        {formats.map((format) => (
          <Button
            key={format}
            size="small"
            icon={<DownloadOutlined />}
            href={url(`/documents/${document.id}/file`, { format })}
          >
            {t('document.download', { format: format.toUpperCase() })}
          </Button>
        ))}
      </Flex>
      {document.issued_at && (
        <p>
          {t('document.issued', {
            who: document.issued_by ?? '',
            when: showInstant(document.issued_at),
          })}
          {document.audience && (
            <span className="muted"> {t(`document.audience.${document.audience}`)}</span>
          )}
        </p>
      )}
      {document.number && <p>{document.number}</p>}
      {document.files.map((file) => (
        <p key={file.format} className="muted small">
          {file.format.toUpperCase()} {showSize(file.size)}{' '}
          <code title={file.sha256}>{file.sha256.slice(0, 16)}</code>
        </p>
      ))}
    </Card>
  )
}

// Where the figures come from, whether they are still so, and what was given besides.
function Figures({ document }: { document: WholeDocument }) {
  const t = useText()
  const { message, modal } = App.useApp()
  const change = useChange(document)
  const [changes, setChanges] = useState<DocumentChange[] | null>(null)
  const [isGiving, setGiving] = useState(false)
  const mayEdit = document.may.includes('edit')

  async function run(work: () => Promise<unknown>) {
    try {
      await work()
    } catch (error) {
      void message.error(messageOf(error, t))
    }
  }
  const check = () =>
    run(async () => {
      const found = await api.get<{ items: DocumentChange[] }>(`/documents/${document.id}/changes`)
      setChanges(found.items)
    })
  const refresh = (redraft: boolean) =>
    run(async () => {
      await change('refresh', { redraft })
      setChanges(null)
      void message.success(t('common.saved'))
    })
  const redraft = () =>
    modal.confirm({
      title: t('document.redraft'),
      content: t('document.redraftHint'),
      okText: t('document.redraft'),
      onOk: () => refresh(true),
    })

  return (
    <Card size="small" title={t('document.source')}>
      <Descriptions size="small" column={1}>
        <Descriptions.Item label={t('newDocument.assessment')}>
          <Link to={`/assessments/${document.assessment.id}`}>{document.assessment.title}</Link>
        </Descriptions.Item>
        <Descriptions.Item label={t('document.computation')}>
          {document.computation_id ? (
            <Link to={`/computations/${document.computation_id}`}>
              {t(`computations.basis.${document.basis}`)}
            </Link>
          ) : (
            t('newDocument.present')
          )}
        </Descriptions.Item>
        {document.period && (
          <Descriptions.Item label={t('newDocument.period')}>{document.period}</Descriptions.Item>
        )}
      </Descriptions>
      {mayEdit && (
        <Flex gap="small" wrap className="below">
          <Button size="small" onClick={() => void check()}>
            {t('document.check')}
          </Button>
          <Button size="small" onClick={() => setGiving(true)}>
            {t('document.giveAgain')}
          </Button>
          <Button size="small" onClick={redraft}>
            {t('document.redraft')}
          </Button>
        </Flex>
      )}
      {changes?.length === 0 && (
        <p role="status" className="good">
          {t('document.unchanged')}
        </p>
      )}
      {changes !== null && changes.length > 0 && (
        <Modal
          open
          width={860}
          title={t('document.changed', { count: changes.length })}
          okText={t('document.refresh')}
          onOk={() => void refresh(false)}
          onCancel={() => setChanges(null)}
        >
          <ChangesTable changes={changes} />
        </Modal>
      )}
      {isGiving && <GiveAgain document={document} onClose={() => setGiving(false)} />}
    </Card>
  )
}

function GiveAgain({ document, onClose }: { document: WholeDocument; onClose: () => void }) {
  const t = useText()
  const form = useQuery(
    formQuery(
      document.template.split('/')[0],
      document.assessment.id,
      document.objection_id ?? undefined,
    ),
  )
  const change = useChange(document)
  const [state, setState] = useState<GivenState | null>(null)
  const [isSending, setSending] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const fields = form.data?.fields ?? []
  const now = state ?? firstState(fields, document.given)

  async function send() {
    if (missingIn(fields, now).length > 0) {
      setState({ ...now })
      return
    }
    setSending(true)
    setError(null)
    try {
      await change('refresh', { redraft: false, given: toGiven(fields, now) })
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
      width={720}
      title={t('document.given')}
      okText={t('common.save')}
      confirmLoading={isSending}
      onOk={() => void send()}
      onCancel={onClose}
    >
      <ErrorAlert error={error} />
      <Loaded query={form}>
        {(data) => (
          <GivenForm
            fields={data.fields}
            state={now}
            missing={state ? missingIn(data.fields, now) : []}
            onChange={setState}
          />
        )}
      </Loaded>
    </Modal>
  )
}

interface HistoryProps {
  document: WholeDocument
  shown: number
  onShow: (number: number | null) => void
}

function History({ document, shown, onShow }: HistoryProps) {
  const t = useText()
  const { message } = App.useApp()
  const change = useChange(document)
  const latest = document.versions[0]!.number
  const mayEdit = document.may.includes('edit')
  async function restore(number: number) {
    try {
      await change('restore', { number })
      onShow(null)
    } catch (error) {
      void message.error(messageOf(error, t))
    }
  }
  return (
    <Card size="small" title={t('document.history')}>
      <ol className="version-list">
        {document.versions.map((version) => (
          <li key={version.number}>
            <div>
              {t('document.versionNumber', { number: version.number })} · {version.act_title}
              {version.number === latest && (
                <span className="muted"> {t('document.latest')}</span>
              )}
            </div>
            <div className="muted small">
              {version.made_by} {showInstant(version.made_at)} {version.note}
            </div>
            <Flex gap="small">
              {version.number !== shown && (
                <Button
                  type="link"
                  size="small"
                  className="cell-link"
                  onClick={() => onShow(version.number)}
                >
                  {t('document.show')}
                </Button>
              )}
              {mayEdit && version.number !== latest && (
                <Button
                  type="link"
                  size="small"
                  className="cell-link"
                  onClick={() => void restore(version.number)}
                >
                  {t('document.restore')}
                </Button>
              )}
            </Flex>
          </li>
        ))}
      </ol>
    </Card>
  )
}
