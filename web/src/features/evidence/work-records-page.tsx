// SPDX-License-Identifier: Apache-2.0
// The work of each day, with what proves it; each record may serve a target.
import { PlusOutlined } from '@ant-design/icons'
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Button, Checkbox, Drawer, Empty, Flex, Grid, Pagination } from 'antd'
import { useState } from 'react'
import type { Paged, WorkRecord } from '../../api/types'
import { DayPicker } from '../../components/day-picker'
import { EvidenceList } from '../../components/evidence-list'
import { messageOf } from '../../components/error-panel'
import { Guard } from '../../components/guard'
import { Loaded } from '../../components/loaded'
import { useMayWrite } from '../../components/me'
import { Page } from '../../components/page'
import { useListState, usePagination } from '../../components/paged'
import { SearchEntry } from '../../components/search-entry'
import { UnitSelect } from '../../components/unit-select'
import { useText } from '../../i18n'
import { api } from '../../lib/api-client'
import { showInstant } from '../../lib/date'
import { WorkRecordForm } from './work-record-form'
import '../../components/work.css'

export function WorkRecordsPage() {
  const t = useText()
  const mayAdd = useMayWrite('add_work_records')
  const [edited, setEdited] = useState<WorkRecord | 'new' | null>(null)
  const isWide = Grid.useBreakpoint().md ?? true
  return (
    <Guard act="view_process">
      <Page
        title={t('nav.workRecords')}
        extra={
          mayAdd && (
            <Button type="primary" icon={<PlusOutlined />} onClick={() => setEdited('new')}>
              {t('work.add')}
            </Button>
          )
        }
      >
        <Records onEdit={setEdited} />
        {edited && (
          <Drawer
            open
            size={isWide ? 640 : '100%'}
            title={t(edited === 'new' ? 'work.add' : 'work.edit')}
            mask={{ closable: false }}
            onClose={() => setEdited(null)}
          >
            <WorkRecordForm
              record={edited === 'new' ? null : edited}
              onDone={() => setEdited(null)}
            />
          </Drawer>
        )}
      </Page>
    </Guard>
  )
}

function Records({ onEdit }: { onEdit: (record: WorkRecord) => void }) {
  const t = useText()
  const list = useListState()
  const filter = {
    unit_id: list.get('unit'),
    from: list.get('from'),
    to: list.get('to'),
    mine: list.get('mine') === '1' ? true : null,
    query: list.get('query'),
    page: list.page,
    page_size: list.pageSize,
  }
  const records = useQuery({
    queryKey: ['work-records', filter],
    queryFn: ({ signal }) => api.get<Paged<WorkRecord>>('/work-records', filter, signal),
    placeholderData: keepPreviousData,
  })
  const pagination = usePagination(list, records.data?.total ?? 0)
  return (
    <>
      <Flex gap="small" wrap align="center" className="filters">
        <div className="filter-unit">
          <UnitSelect
            allowClear
            label={t('work.unit')}
            placeholder={t('work.allUnits')}
            value={filter.unit_id}
            onChange={(unit) => list.set({ unit })}
          />
        </div>
        <DayPicker
          allowClear
          label={t('common.from')}
          value={filter.from}
          onChange={(from) => list.set({ from })}
        />
        <span>{t('common.to')}</span>
        <DayPicker
          allowClear
          label={t('common.to')}
          value={filter.to}
          onChange={(to) => list.set({ to })}
        />
        <SearchEntry
          className="filter-short"
          allowClear
          defaultValue={filter.query}
          placeholder={t('work.search')}
          onSearch={(query) => list.set({ query })}
        />
        <Checkbox
          checked={filter.mine === true}
          onChange={(event) => list.set({ mine: event.target.checked ? '1' : null })}
        >
          {t('work.mine')}
        </Checkbox>
      </Flex>
      <Loaded
        query={records}
        isEmpty={(data) => data.total === 0}
        empty={<Empty description={t('work.none')} />}
      >
        {(data) => (
          <>
            {data.items.map((record) => (
              <RecordCard key={record.id} record={record} onEdit={onEdit} />
            ))}
            <Pagination {...pagination} size="small" align="end" />
          </>
        )}
      </Loaded>
    </>
  )
}

interface CardProps {
  record: WorkRecord
  onEdit: (record: WorkRecord) => void
}

function RecordCard({ record, onEdit }: CardProps) {
  const t = useText()
  const { modal, message } = App.useApp()
  const queryClient = useQueryClient()
  const mayAdd = useMayWrite('add_work_records')

  function archive() {
    modal.confirm({
      title: t('work.archiveSure', { title: record.title }),
      content: t('work.archiveHint'),
      okText: t('work.archive'),
      onOk: async () => {
        try {
          await api.remove(`/work-records/${record.id}`)
          await queryClient.invalidateQueries({ queryKey: ['work-records'] })
        } catch (error) {
          void message.error(messageOf(error, t))
        }
      },
    })
  }

  return (
    <article className="framed work-record" aria-label={record.title}>
      <Flex justify="space-between" gap="small" wrap>
        <div>
          <span className="work-day decimal">{record.day}</span> <strong>{record.title}</strong>
        </div>
        {mayAdd && record.is_mine && (
          <div>
            <Button type="link" size="small" onClick={() => onEdit(record)}>
              {t('common.edit')}
            </Button>
            <Button type="link" size="small" onClick={archive}>
              {t('work.archive')}
            </Button>
          </div>
        )}
      </Flex>
      {record.text && <p className="work-text">{record.text}</p>}
      <EvidenceList files={record.evidence} />
      <div className="muted small">
        {[
          record.unit.name,
          record.author,
          showInstant(record.created_at),
          record.assessment && record.field_label
            ? t('work.serves', { target: record.field_label, assessment: record.assessment.title })
            : null,
        ]
          .filter(Boolean)
          .join(' · ')}
      </div>
    </article>
  )
}
