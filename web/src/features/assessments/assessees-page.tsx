// SPDX-License-Identifier: Apache-2.0
import { DeleteOutlined, DownloadOutlined, PlusOutlined, UploadOutlined } from '@ant-design/icons'
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Button, Empty, Flex, Popconfirm, Segmented, Table } from 'antd'
import { useState } from 'react'
import { Link, useParams } from 'react-router'
import type { Assessee, Assessment, Paged } from '../../api/types'
import { assessmentFieldsQuery } from '../../components/assessment-fields'
import { AssessmentFrame } from '../../components/assessment-frame'
import { messageOf } from '../../components/error-panel'
import { Guard } from '../../components/guard'
import { Loaded } from '../../components/loaded'
import { useMayWrite } from '../../components/me'
import { useListState, usePagination } from '../../components/paged'
import { SearchEntry } from '../../components/search-entry'
import { WorkbookDialog } from '../../components/workbook-dialog'
import { useText } from '../../i18n'
import { api, url } from '../../lib/api-client'
import { AddAssessees } from './add-assessees'

export function AssesseesPage() {
  const { id = '' } = useParams()
  return (
    <Guard act="view_assessments">
      <AssessmentFrame id={id} current="assessees">
        {(assessment) => <Assessees assessment={assessment} />}
      </AssessmentFrame>
    </Guard>
  )
}

function Assessees({ assessment }: { assessment: Assessment }) {
  const t = useText()
  const { message } = App.useApp()
  const queryClient = useQueryClient()
  const canManage = useMayWrite('manage_assessments') && assessment.may.includes('manage')
  const isPreparing = assessment.stage === 'preparing'
  const kinds = assessment.kinds.filter((row) => !row.is_record)
  const list = useListState({ kind: kinds[0]?.kind ?? '' })
  const kind = kinds.find((row) => row.kind === list.get('kind')) ?? kinds[0]
  const [dialog, setDialog] = useState<'add' | 'import' | null>(null)
  const filter = {
    kind: kind?.kind,
    query: list.get('query'),
    parent_id: list.get('parent_id'),
    page: list.page,
    page_size: list.pageSize,
  }
  const assessees = useQuery({
    queryKey: ['assessees', assessment.id, filter],
    queryFn: ({ signal }) =>
      api.get<Paged<Assessee>>(`/assessments/${assessment.id}/assessees`, filter, signal),
    placeholderData: keepPreviousData,
  })
  // A kind may have targets while others of the assessment have none.
  const fields = useQuery(assessmentFieldsQuery(assessment.id))
  const hasTargets =
    !isPreparing &&
    fields.data?.items.some((field) => field.kind === kind?.kind && field.class === 'target')
  const pagination = usePagination(list, assessees.data?.total ?? 0)
  const isFiltered = Boolean(filter.query || filter.parent_id)

  async function refresh() {
    await queryClient.invalidateQueries({ queryKey: ['assessees', assessment.id] })
    await queryClient.invalidateQueries({ queryKey: ['assessment', assessment.id] })
  }

  async function remove(row: Assessee) {
    try {
      await api.remove(`/assessees/${row.id}`)
      await refresh()
    } catch (error) {
      void message.error(messageOf(error, t))
    }
  }

  return (
    <>
      <Flex gap="small" wrap className="filters" align="center">
        {kinds.length > 1 && (
          <Segmented
            value={kind?.kind}
            onChange={(value) => list.set({ kind: value, query: null, parent_id: null })}
            options={kinds.map((row) => ({
              value: row.kind,
              label: `${row.kind} ${row.count}`,
            }))}
          />
        )}
        <SearchEntry
          key={kind?.kind}
          className="filter-text"
          allowClear
          defaultValue={filter.query}
          placeholder={t('assessees.search')}
          onSearch={(query) => list.set({ query })}
        />
        {filter.parent_id && (
          <Button onClick={() => list.set({ parent_id: null })}>{t('assessees.allParents')}</Button>
        )}
        {canManage && isPreparing && (
          <>
            <Button type="primary" icon={<PlusOutlined />} onClick={() => setDialog('add')}>
              {t('assessees.add')}
            </Button>
            <Button icon={<UploadOutlined />} onClick={() => setDialog('import')}>
              {t('assessees.import')}
            </Button>
          </>
        )}
      </Flex>
      {canManage && !isPreparing && <p className="muted">{t('assessees.fixed')}</p>}
      <Loaded
        query={assessees}
        isEmpty={(data) => data.total === 0}
        empty={
          <Empty description={t(isFiltered ? 'assessees.nothing' : 'assessees.none')}>
            {canManage && isPreparing && !isFiltered && (
              <Button type="primary" onClick={() => setDialog('add')}>
                {t('assessees.add')}
              </Button>
            )}
          </Empty>
        }
      >
        {(data) => (
          <Table
            size="small"
            rowKey="id"
            dataSource={data.items}
            loading={assessees.isPlaceholderData}
            pagination={pagination}
            scroll={{ x: 'max-content' }}
            columns={[
              { title: t('assessees.code'), dataIndex: 'code' },
              { title: t('assessees.name'), className: 'text-cell', dataIndex: 'name' },
              ...(kind?.parent
                ? [
                    {
                      title: kind.parent,
                      render: (_: unknown, row: Assessee) =>
                        row.parent ? (
                          <Button
                            type="link"
                            size="small"
                            className="cell-link"
                            onClick={() => list.set({ parent_id: row.parent?.id })}
                          >
                            {row.parent.name}
                          </Button>
                        ) : (
                          '—'
                        ),
                    },
                  ]
                : []),
              {
                title: t('assessees.linked'),
                render: (_, row) =>
                  row.person ? (
                    <Link to={`/organisation/persons/${row.person.id}`}>{row.person.name}</Link>
                  ) : row.unit ? (
                    <Link to={`/organisation/units/${row.unit.id}`}>{row.unit.name}</Link>
                  ) : (
                    <span className="warn">{t('assessees.notLinked')}</span>
                  ),
              },
              ...(hasTargets
                ? [
                    {
                      title: t('nav.targets'),
                      render: (_: unknown, row: Assessee) => (
                        <Link to={`/assessments/${assessment.id}/targets?assessee_id=${row.id}`}>
                          {t('assessees.targets')}
                        </Link>
                      ),
                    },
                  ]
                : []),
              ...(canManage && isPreparing
                ? [
                    {
                      title: t('common.actions'),
                      render: (_: unknown, row: Assessee) => (
                        <Popconfirm
                          title={t('assessees.removeSure', { name: row.name })}
                          okText={t('common.remove')}
                          onConfirm={() => remove(row)}
                        >
                          <Button
                            type="text"
                            size="small"
                            icon={<DeleteOutlined />}
                            aria-label={`${t('common.remove')} ${row.name}`}
                          />
                        </Popconfirm>
                      ),
                    },
                  ]
                : []),
            ]}
          />
        )}
      </Loaded>
      {dialog === 'add' && kind && (
        <AddAssessees
          assessment={assessment}
          kind={kind}
          onDone={refresh}
          onClose={() => setDialog(null)}
        />
      )}
      {dialog === 'import' && (
        <WorkbookDialog<{ added: number; skipped: number }>
          title={t('assessees.import')}
          intro={
            <p>
              {t('assessees.importIntro')}{' '}
              <a
                href={url(`/regulation-versions/${assessment.regulation.version_id}/template.xlsx`)}
                download
              >
                <DownloadOutlined /> {t('import.template')}
              </a>
            </p>
          }
          path={`/assessments/${assessment.id}/assessees/import`}
          done={({ added, skipped }) => t('assessees.added', { added, skipped })}
          onDone={refresh}
          onClose={() => setDialog(null)}
        />
      )}
    </>
  )
}
