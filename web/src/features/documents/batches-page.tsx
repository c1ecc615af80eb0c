// SPDX-License-Identifier: Apache-2.0
import { useQuery } from '@tanstack/react-query'
import { Button, Empty, Flex, Table } from 'antd'
import { Link, useNavigate } from 'react-router'
import type { DocumentBatch, Paged } from '../../api/types'
import { AssessmentSelect } from '../../components/assessment-select'
import { Guard } from '../../components/guard'
import { Loaded } from '../../components/loaded'
import { useMayWrite } from '../../components/me'
import { Page } from '../../components/page'
import { useListState, usePagination } from '../../components/paged'
import { StateTag } from '../../components/state-tag'
import { useText } from '../../i18n'
import { api } from '../../lib/api-client'
import { showInstant } from '../../lib/date'
import { batchTones } from './queries'
import '../../components/work.css'

export function BatchesPage() {
  const t = useText()
  const navigate = useNavigate()
  const mayDraft = useMayWrite('draft_documents')
  return (
    <Guard act="draft_documents">
      <Page
        title={t('batches.title')}
        extra={
          mayDraft && (
            <Button type="primary" onClick={() => void navigate('/documents/new?many=1')}>
              {t('batches.new')}
            </Button>
          )
        }
      >
        <Batches />
      </Page>
    </Guard>
  )
}

function Batches() {
  const t = useText()
  const list = useListState()
  const query = {
    assessment_id: list.get('assessment'),
    page: list.page,
    page_size: list.pageSize,
  }
  const batches = useQuery({
    queryKey: ['document-batches', 'list', query],
    queryFn: ({ signal }) => api.get<Paged<DocumentBatch>>('/document-batches', query, signal),
  })
  const pagination = usePagination(list, batches.data?.total ?? 0)
  return (
    <>
      <Flex className="block">
        <AssessmentSelect
          allowClear
          value={list.get('assessment')}
          onChange={(assessment) => list.set({ assessment })}
        />
      </Flex>
      <Loaded
        query={batches}
        isEmpty={(data) => data.total === 0}
        empty={<Empty description={t('batches.none')} />}
      >
        {(data) => (
          <Table
            size="small"
            rowKey="id"
            pagination={pagination}
            scroll={{ x: 'max-content' }}
            dataSource={data.items}
            columns={[
              {
                title: t('documents.template'),
                className: 'text-cell',
                render: (_, row) => (
                  <>
                    <Link to={`/document-batches/${row.id}`}>{row.template_title}</Link>
                    <div className="muted small">{row.assessment.title}</div>
                  </>
                ),
              },
              {
                title: t('documents.state'),
                render: (_, row) => (
                  <StateTag tone={batchTones[row.state]}>{row.state_title}</StateTag>
                ),
              },
              {
                title: t('batches.progress'),
                render: (_, row) => t('batches.made', { made: row.made, total: row.total }),
              },
              {
                title: t('batches.issueTo'),
                render: (_, row) => row.issue_to && t(`document.audience.${row.issue_to}`),
              },
              {
                title: t('documents.made'),
                render: (_, row) => (
                  <>
                    {showInstant(row.created_at)}{' '}
                    <span className="muted">{row.created_by}</span>
                  </>
                ),
              },
            ]}
          />
        )}
      </Loaded>
    </>
  )
}
