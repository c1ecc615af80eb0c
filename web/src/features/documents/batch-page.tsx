// SPDX-License-Identifier: Apache-2.0
// A batch: how far it is, its files in one archive, its documents.
import { DownloadOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Alert, App, Button, Card, Flex, Progress } from 'antd'
import { useState } from 'react'
import { useParams } from 'react-router'
import type { DocumentBatch, DocumentRow, Paged } from '../../api/types'
import { messageOf } from '../../components/error-panel'
import { Guard } from '../../components/guard'
import { Loaded } from '../../components/loaded'
import { useMayWrite } from '../../components/me'
import { Page } from '../../components/page'
import { useListState, usePagination } from '../../components/paged'
import { StateTag } from '../../components/state-tag'
import { useJob } from '../../components/use-job'
import { useText } from '../../i18n'
import { api, url } from '../../lib/api-client'
import { DocumentTable } from './documents-page'
import { batchTones, isMaking } from './queries'
import '../../components/work.css'

export function BatchPage() {
  const t = useText()
  const { id = '' } = useParams()
  const batch = useJob<DocumentBatch>({
    queryKey: ['document-batches', 'one', id],
    path: `/document-batches/${id}`,
    isBusy: isMaking,
  })
  const data = batch.data
  return (
    <Guard act="draft_documents">
      <Page
        title={data ? data.template_title : t('batches.number', { id })}
        subtitle={
          data && (
            <>
              <span className="muted">{data.assessment.title}</span>
              <StateTag tone={batchTones[data.state]}>{data.state_title}</StateTag>
            </>
          )
        }
        back="/document-batches"
      >
        <Loaded query={batch}>
          {(found) => (
            <>
              <State batch={found} onChanged={() => void batch.refetch()} />
              {!isMaking(found) && found.made > 0 && <Documents batch={found} />}
            </>
          )}
        </Loaded>
      </Page>
    </Guard>
  )
}

function State({ batch, onChanged }: { batch: DocumentBatch; onChanged: () => void }) {
  const t = useText()
  const { message } = App.useApp()
  const mayDraft = useMayWrite('draft_documents')
  const [isStopping, setStopping] = useState(false)
  const percent = batch.total > 0 ? Math.floor((batch.done * 100) / batch.total) : 0

  async function cancel() {
    setStopping(true)
    try {
      await api.post(`/document-batches/${batch.id}/cancel`)
      onChanged()
    } catch (error) {
      void message.error(messageOf(error, t))
    } finally {
      setStopping(false)
    }
  }

  return (
    <Card size="small" className="block">
      {batch.trouble && <Alert type="error" showIcon className="block" title={batch.trouble} />}
      <div role="status">
        <Progress
          percent={percent}
          status={isMaking(batch) ? 'active' : batch.state === 'done' ? 'success' : 'exception'}
        />
        {t('batches.made', { made: Math.max(batch.made, batch.done), total: batch.total })}
      </div>
      <Flex gap="small" wrap className="below">
        {isMaking(batch) && mayDraft && (
          <Button danger loading={isStopping} onClick={() => void cancel()}>
            {t('batches.cancel')}
          </Button>
        )}
        {!isMaking(batch) &&
          batch.made > 0 &&
          (['docx', 'pdf'] as const).map((format) => (
            <Button
              key={format}
              icon={<DownloadOutlined />}
              href={url(`/document-batches/${batch.id}/files.zip`, { format })}
            >
              {t('batches.zip', { format: format.toUpperCase() })}
            </Button>
          ))}
      </Flex>
    </Card>
  )
}

function Documents({ batch }: { batch: DocumentBatch }) {
  const t = useText()
  const list = useListState()
  const query = { batch_id: batch.id, page: list.page, page_size: list.pageSize }
  const documents = useQuery({
    queryKey: ['documents', 'list', query],
    queryFn: ({ signal }) => api.get<Paged<DocumentRow>>('/documents', query, signal),
  })
  const pagination = usePagination(list, documents.data?.total ?? 0)
  return (
    <>
      <h2>{t('batches.documents')}</h2>
      <Loaded query={documents}>
        {(data) => <DocumentTable rows={data.items} pagination={pagination} />}
      </Loaded>
    </>
  )
}
