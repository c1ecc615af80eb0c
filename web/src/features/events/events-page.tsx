// SPDX-License-Identifier: Apache-2.0
// Bonuses, deductions and vetoes: one proposes with the basis and what proves it, another decides.
import { PlusOutlined, WarningOutlined } from '@ant-design/icons'
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, App, Button, Checkbox, Empty, Flex, Pagination, Segmented } from 'antd'
import { useState } from 'react'
import type { EventRecord, Paged, RecordState } from '../../api/types'
import { AssessmentTabs } from '../../components/assessment-frame'
import { AssessmentSelect } from '../../components/assessment-select'
import { EvidenceList } from '../../components/evidence-list'
import { Guard } from '../../components/guard'
import { Loaded } from '../../components/loaded'
import { useMayWrite } from '../../components/me'
import { Page } from '../../components/page'
import { useListState, usePagination } from '../../components/paged'
import { ReasonDialog } from '../../components/reason-dialog'
import { SearchEntry } from '../../components/search-entry'
import { StateTag, type Tone } from '../../components/state-tag'
import { useText } from '../../i18n'
import { api } from '../../lib/api-client'
import { showInstant } from '../../lib/date'
import { groupDigits, withSign } from '../../lib/decimal'
import { ProposeDrawer } from './propose-drawer'
import '../../components/work.css'

const states: readonly RecordState[] = ['proposed', 'approved', 'rejected', 'withdrawn']
const tones: Record<RecordState, Tone> = {
  proposed: 'waiting',
  approved: 'done',
  rejected: 'returned',
  withdrawn: 'over',
}

export function EventsPage() {
  const t = useText()
  const assessment = useListState().get('assessment')
  const mayPropose = useMayWrite('propose_events')
  const [isProposing, setProposing] = useState(false)
  return (
    <Guard act="view_process">
      <Page
        title={t('nav.events')}
        extra={
          mayPropose && (
            <Button type="primary" icon={<PlusOutlined />} onClick={() => setProposing(true)}>
              {t('events.propose')}
            </Button>
          )
        }
      >
        {assessment && <AssessmentTabs id={assessment} current="events" />}
        <Records />
        {isProposing && (
          <ProposeDrawer
            assessmentId={assessment || undefined}
            onClose={() => setProposing(false)}
          />
        )}
      </Page>
    </Guard>
  )
}

type Asked = { act: 'approve' | 'reject' | 'withdraw'; record: EventRecord }

function Records() {
  const t = useText()
  const { message } = App.useApp()
  const queryClient = useQueryClient()
  const list = useListState()
  const [asked, setAsked] = useState<Asked | null>(null)
  const filter = {
    assessment_id: list.get('assessment'),
    state: list.get('state'),
    assessee_id: list.get('assessee'),
    mine: list.get('mine') === '1' ? true : null,
    query: list.get('query'),
    page: list.page,
    page_size: list.pageSize,
  }
  const records = useQuery({
    queryKey: ['records', filter],
    queryFn: ({ signal }) => api.get<Paged<EventRecord>>('/records', filter, signal),
    placeholderData: keepPreviousData,
  })
  const pagination = usePagination(list, records.data?.total ?? 0)

  async function act({ act: verdict, record }: Asked, reason: string) {
    const { id, version } = record
    if (verdict === 'withdraw') {
      await api.create(`/records/${id}/withdraw`, { version, reason })
    } else {
      await api.create(
        `/records/${id}/decide`,
        { version, verdict, reason: reason || null },
      )
    }
    await queryClient.invalidateQueries({ queryKey: ['records'] })
    void queryClient.invalidateQueries({ queryKey: ['inbox'] })
    void message.success(t(`events.done.${verdict}`))
  }

  return (
    <>
      <Flex gap="small" wrap align="center" className="filters">
        <Segmented
          value={filter.state}
          onChange={(state) => list.set({ state })}
          options={[
            { value: '', label: t('events.all') },
            ...states.map((state) => ({ value: state, label: t(`events.state.${state}`) })),
          ]}
        />
        <AssessmentSelect
          allowClear
          value={filter.assessment_id}
          onChange={(assessment) => list.set({ assessment })}
        />
        <SearchEntry
          className="filter-unit"
          allowClear
          defaultValue={filter.query}
          placeholder={t('events.search')}
          onSearch={(query) => list.set({ query })}
        />
        <Checkbox
          checked={filter.mine === true}
          onChange={(event) => list.set({ mine: event.target.checked ? '1' : null })}
        >
          {t('events.mine')}
        </Checkbox>
      </Flex>
      <Loaded
        query={records}
        isEmpty={(data) => data.total === 0}
        empty={<Empty description={t('events.none')} />}
      >
        {(data) => (
          <>
            {data.items.map((record) => (
              <RecordCard key={record.id} record={record} onAct={setAsked} />
            ))}
            <Pagination {...pagination} size="small" align="end" />
          </>
        )}
      </Loaded>
      {asked && (
        <ReasonDialog
          title={t(`events.${asked.act}Title`, { title: asked.record.title })}
          label={t('events.decisionNote')}
          okText={t(`events.${asked.act}`)}
          isDanger={asked.act !== 'approve'}
          isOptional={asked.act === 'approve'}
          onSubmit={(reason) => act(asked, reason)}
          onClose={() => setAsked(null)}
        >
          {asked.act === 'approve' && asked.record.claimed_by.length > 0 && (
            <ClaimedBy record={asked.record} />
          )}
        </ReasonDialog>
      )}
    </>
  )
}

function ClaimedBy({ record }: { record: EventRecord }) {
  const t = useText()
  const others = record.claimed_by
    .map((other) =>
      t('events.claimedOne', {
        name: other.assessee,
        state: t(`events.state.${other.state}`),
      }),
    )
    .join(t('common.comma'))
  return (
    <Alert
      type="warning"
      icon={<WarningOutlined />}
      showIcon
      className="block"
      title={t('events.claimed', { others })}
    />
  )
}

interface CardProps {
  record: EventRecord
  onAct: (asked: Asked) => void
}

function RecordCard({ record, onAct }: CardProps) {
  const t = useText()
  const mayDecide = useMayWrite('approve_events')
  const mayWithdraw = useMayWrite('propose_events') || mayDecide
  return (
    <article className="framed work-record" aria-label={record.title}>
      <Flex justify="space-between" gap="small" wrap>
        <div>
          <StateTag tone={tones[record.state]}>{record.state_title}</StateTag>
          <strong>{record.assessee.name}</strong> · {record.title}
          {record.amount !== null && (
            <strong className="decimal">
              {' '}
              {withSign(groupDigits(record.amount))} {record.unit}
            </strong>
          )}
        </div>
        <Flex gap={4}>
          {mayDecide && record.may.includes('decide') && (
            <>
              <Button size="small" type="primary" onClick={() => onAct({ act: 'approve', record })}>
                {t('events.approve')}
              </Button>
              <Button size="small" danger onClick={() => onAct({ act: 'reject', record })}>
                {t('events.reject')}
              </Button>
            </>
          )}
          {mayWithdraw && record.may.includes('withdraw') && (
            <Button size="small" onClick={() => onAct({ act: 'withdraw', record })}>
              {t('events.withdraw')}
            </Button>
          )}
        </Flex>
      </Flex>
      {record.claimed_by.length > 0 && <ClaimedBy record={record} />}
      <dl className="facts">
        <div>
          <dt>{t('events.day')}</dt>
          <dd>{record.day}</dd>
        </div>
        <div>
          <dt>{t('events.basis')}</dt>
          <dd>{record.basis}</dd>
        </div>
        {record.values.map((value) => (
          <div key={value.field}>
            <dt>{value.label}</dt>
            <dd>{value.value}</dd>
          </div>
        ))}
      </dl>
      <EvidenceList files={record.evidence} />
      <div className="muted small">
        {record.assessment.title} ·{' '}
        {t('events.proposedBy', {
          name: record.proposed_by,
          at: showInstant(record.proposed_at),
        })}
        {record.decided_by &&
          ` · ${t('events.decidedBy', { name: record.decided_by, at: showInstant(record.decided_at) })}`}
      </div>
      {record.decision_note && <div>{t('events.note', { note: record.decision_note })}</div>}
      {record.state === 'proposed' && record.is_mine && mayDecide && (
        <div className="muted small">{t('events.ownHint')}</div>
      )}
    </article>
  )
}
