// SPDX-License-Identifier: Apache-2.0
// The document centre: what was drafted and issued, by assessment, template, assessee and state.
import { FileAddOutlined } from '@ant-design/icons'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Button, Empty, Flex, Select, Table } from 'antd'
import { Link, useNavigate } from 'react-router'
import type { DocumentRow, DocumentState, Paged } from '../../api/types'
import { AssessmentSelect } from '../../components/assessment-select'
import { Guard } from '../../components/guard'
import { Loaded } from '../../components/loaded'
import { useCan, useMayWrite } from '../../components/me'
import { Page } from '../../components/page'
import { useListState, usePagination } from '../../components/paged'
import { SearchEntry } from '../../components/search-entry'
import { StateTag } from '../../components/state-tag'
import { useText } from '../../i18n'
import { api } from '../../lib/api-client'
import { showInstant } from '../../lib/date'
import { documentTones, templatesQuery } from './queries'
import '../../components/work.css'

const states: DocumentState[] = ['draft', 'issued', 'withdrawn', 'discarded']

export function DocumentsPage() {
  const t = useText()
  const navigate = useNavigate()
  const mayDraft = useMayWrite('draft_documents')
  return (
    <Guard act="view_documents">
      <Page
        title={t('documents.title')}
        extra={
          mayDraft && (
            <>
              <Button onClick={() => void navigate('/documents/new?many=1')}>
                {t('documents.batch')}
              </Button>
              <Button
                type="primary"
                icon={<FileAddOutlined />}
                onClick={() => void navigate('/documents/new')}
              >
                {t('documents.new')}
              </Button>
            </>
          )
        }
      >
        <Documents />
      </Page>
    </Guard>
  )
}

function Documents() {
  const t = useText()
  const mayDraft = useCan('draft_documents')
  const list = useListState()
  const query = {
    assessment_id: list.get('assessment'),
    assessee_id: list.get('assessee'),
    batch_id: list.get('batch'),
    template: list.get('template'),
    state: list.get('state'),
    search: list.get('search'),
    page: list.page,
    page_size: list.pageSize,
  }
  const documents = useQuery({
    queryKey: ['documents', 'list', query],
    queryFn: ({ signal }) => api.get<Paged<DocumentRow>>('/documents', query, signal),
    placeholderData: keepPreviousData,
  })
  const templates = useQuery({ ...templatesQuery(true), enabled: mayDraft })
  const pagination = usePagination(list, documents.data?.total ?? 0)
  return (
    <>
      <Flex gap="small" wrap className="block">
        <AssessmentSelect
          allowClear
          value={list.get('assessment')}
          onChange={(assessment) => list.set({ assessment })}
        />
        {mayDraft && (
          <Select
            aria-label={t('documents.template')}
            className="filter-assessment"
            allowClear
            placeholder={t('documents.anyTemplate')}
            value={list.get('template') || undefined}
            onChange={(template: string | undefined) => list.set({ template })}
            options={templates.data?.items.map((one) => ({ value: one.key, label: one.title }))}
          />
        )}
        <Select
          aria-label={t('documents.state')}
          className="filter-state"
          allowClear
          placeholder={t('documents.anyState')}
          value={list.get('state') || undefined}
          onChange={(state: string | undefined) => list.set({ state })}
          options={states.map((state) => ({ value: state, label: t(`documents.state.${state}`) }))}
        />
        <SearchEntry
          className="filter-assessment"
          placeholder={t('documents.search')}
          allowClear
          maxLength={200}
          defaultValue={list.get('search')}
          onSearch={(search) => list.set({ search })}
        />
      </Flex>
      <Loaded
        query={documents}
        isEmpty={(data) => data.total === 0}
        empty={
          <Empty
            description={
              <>
                {t('documents.none')}
                {mayDraft && <div className="muted">{t('documents.noneHint')}</div>}
              </>
            }
          />
        }
      >
        {(data) => <DocumentTable rows={data.items} pagination={pagination} />}
      </Loaded>
    </>
  )
}

interface TableProps {
  rows: readonly DocumentRow[]
  pagination: ReturnType<typeof usePagination> | false
}

export function DocumentTable({ rows, pagination }: TableProps) {
  const t = useText()
  return (
    <Table
      size="small"
      rowKey="id"
      pagination={pagination}
      scroll={{ x: 'max-content' }}
      dataSource={rows}
      columns={[
        {
          title: t('documents.one'),
          className: 'text-cell',
          render: (_, row) => (
            <>
              <Link to={`/documents/${row.id}`}>{row.title}</Link>
              <div className="muted small">
                {row.assessment.title}
                {row.number && ` · ${row.number}`}
              </div>
            </>
          ),
        },
        {
          title: t('documents.state'),
          render: (_, row) => (
            <StateTag tone={documentTones[row.state]}>{row.state_title}</StateTag>
          ),
        },
        { title: t('documents.template'), dataIndex: 'template_title' },
        {
          title: t('documents.about'),
          render: (_, row) =>
            row.assessee?.name ?? <span className="muted">{t('documents.aboutAll')}</span>,
        },
        {
          title: t('documents.made'),
          render: (_, row) => (
            <>
              {showInstant(row.created_at)} <span className="muted">{row.created_by}</span>
            </>
          ),
        },
        {
          title: t('documents.issuedAt'),
          render: (_, row) =>
            row.issued_at && (
              <>
                {showInstant(row.issued_at)} <span className="muted">{row.issued_by}</span>
              </>
            ),
        },
      ]}
    />
  )
}
