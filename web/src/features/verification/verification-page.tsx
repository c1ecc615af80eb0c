// SPDX-License-Identifier: Apache-2.0
// Figures that the user's department answers for: each beside the period before and last year, with
// what is odd about it. Decided one by one or many at once.
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Button, Empty, Flex, Grid, Select, Space, Table, Tag } from 'antd'
import { useState } from 'react'
import type { Paged, VerificationRow } from '../../api/types'
import { AssessmentTabs } from '../../components/assessment-frame'
import { AssessmentSelect } from '../../components/assessment-select'
import { ErrorAlert } from '../../components/error-panel'
import { EvidenceList } from '../../components/evidence-list'
import { Guard } from '../../components/guard'
import { Loaded } from '../../components/loaded'
import { useMayWrite } from '../../components/me'
import { MeasurementHistory } from '../../components/measurement-history'
import { MeasurementState } from '../../components/measurement-state'
import { Page } from '../../components/page'
import { useListState, usePagination } from '../../components/paged'
import { ReasonDialog } from '../../components/reason-dialog'
import { SearchEntry } from '../../components/search-entry'
import { useText } from '../../i18n'
import { api } from '../../lib/api-client'
import { showInstant } from '../../lib/date'
import { signOf } from '../../lib/decimal'
import { showFact } from '../../lib/fact-value'
import { CorrectDialog } from './correct-dialog'
import '../../components/work.css'

export const keyOfRow = (row: VerificationRow) =>
  `${row.element_id}:${row.subject_id}:${row.year}:${row.period}`

const measurementOf = ({ element_id, subject_id, year, period, version }: VerificationRow) => ({
  element_id,
  subject_id,
  year,
  period,
  version,
})

export function VerificationPage() {
  const t = useText()
  const assessment = useListState().get('assessment')
  return (
    <Guard act="verify_data">
      <Page title={t('nav.verification')}>
        {assessment && <AssessmentTabs id={assessment} current="verification" />}
        <Rows />
      </Page>
    </Guard>
  )
}

type Asked =
  | { act: 'return' | 'reopen'; rows: VerificationRow[] }
  | { act: 'correct'; row: VerificationRow }
  | { act: 'history'; row: VerificationRow }

const states = ['submitted', 'returned', 'verified'] as const

function Rows() {
  const t = useText()
  const { message } = App.useApp()
  const queryClient = useQueryClient()
  const mayVerify = useMayWrite('verify_data')
  // On a phone it would lie over the figures.
  const isWide = Grid.useBreakpoint().md ?? true
  const list = useListState({ state: 'submitted' })
  const [chosen, setChosen] = useState<string[]>([])
  const [asked, setAsked] = useState<Asked | null>(null)
  const [error, setError] = useState<unknown>(null)
  const [isSending, setSending] = useState(false)
  const filter = {
    assessment_id: list.get('assessment'),
    element_id: list.get('element'),
    level: list.get('level'),
    period: list.get('period'),
    state: list.get('state'),
    query: list.get('query'),
    page: list.page,
    page_size: list.pageSize,
  }
  const rows = useQuery({
    queryKey: ['verifications', filter],
    queryFn: ({ signal }) => api.get<Paged<VerificationRow>>('/verifications', filter, signal),
    placeholderData: keepPreviousData,
  })
  const pagination = usePagination(list, rows.data?.total ?? 0)
  const items = rows.data?.items ?? []
  const decided = items.filter((row) => chosen.includes(keyOfRow(row)))

  async function decide(
    of: readonly VerificationRow[],
    verdict: 'verify' | 'return' | 'correct',
    more: { reason?: string; value?: string | null; is_not_applicable?: boolean } = {},
  ) {
    await api.create(
      '/verifications',
      { items: of.map((row) => ({ ...measurementOf(row), verdict, ...more })) },
    )
    await settle(t(`verification.done.${verdict}`, { count: of.length }))
  }

  async function settle(text: string) {
    setChosen([])
    await queryClient.invalidateQueries({ queryKey: ['verifications'] })
    void queryClient.invalidateQueries({ queryKey: ['inbox'] })
    void message.success(text)
  }

  async function verify(of: readonly VerificationRow[]) {
    setSending(true)
    setError(null)
    try {
      await decide(of, 'verify')
    } catch (problem) {
      setError(problem)
      // Perhaps somebody changed one of them meanwhile.
      void queryClient.invalidateQueries({ queryKey: ['verifications'] })
    } finally {
      setSending(false)
    }
  }

  const isOpen = filter.state === 'submitted'
  return (
    <>
      <Flex gap="small" wrap align="center" className="filters">
        <AssessmentSelect
          allowClear
          value={filter.assessment_id}
          onChange={(assessment) => list.set({ assessment, element: null })}
        />
        <Select
          className="filter-short"
          aria-label={t('reporting.state')}
          value={filter.state}
          onChange={(state: string) => {
            setChosen([])
            list.set({ state })
          }}
          options={states.map((state) => ({
            value: state,
            label: t(`verification.state.${state}`),
          }))}
        />
        <SearchEntry
          className="filter-text"
          allowClear
          defaultValue={filter.query}
          placeholder={t('verification.search')}
          onSearch={(query) => list.set({ query })}
        />
        {filter.element_id && (
          <Tag closable onClose={() => list.set({ element: null, level: null, period: null })}>
            {items[0]?.label ?? t('verification.oneFigure')}
          </Tag>
        )}
      </Flex>
      <ErrorAlert error={error} />
      <Loaded query={rows}>
        {(data) => (
          <Table
            size="small"
            rowKey={keyOfRow}
            loading={rows.isPlaceholderData}
            pagination={pagination}
            scroll={{ x: 'max-content' }}
            dataSource={data.items}
            locale={{
              emptyText: (
                <Empty description={t(isOpen ? 'verification.none' : 'common.nothingFound')} />
              ),
            }}
            rowSelection={
              mayVerify && isOpen
                ? {
                    fixed: true,
                    selectedRowKeys: chosen,
                    onChange: (keys) => setChosen(keys as string[]),
                    getTitleCheckboxProps: () => ({ 'aria-label': t('common.chooseAll') }),
                    getCheckboxProps: (row) => ({
                      disabled: row.is_own,
                      'aria-label': `${row.assessee.name} ${row.label}`,
                    }),
                  }
                : undefined
            }
            columns={[
              {
                title: t('assessee.one'),
                fixed: 'left',
                render: (_, row) => row.assessee.name,
              },
              {
                title: t('reporting.figure'),
                className: 'text-cell narrow',
                render: (_, row) => (
                  <>
                    <Button
                      type="link"
                      className="cell-link"
                      title={t('verification.onlyThis')}
                      onClick={() => list.set({ element: row.element_id })}
                    >
                      {row.label}
                    </Button>
                    <div className="muted small">{row.period_title}</div>
                  </>
                ),
              },
              {
                title: t('reporting.value'),
                align: 'right',
                render: (_, row) => (
                  <>
                    <strong className="decimal">
                      {row.is_not_applicable
                        ? t('measurement.notApplicable')
                        : showFact(row.value, row)}
                    </strong>
                    {row.target !== null && (
                      <div className="muted small decimal">
                        {t('reporting.target')} {showFact(row.target, row)}
                      </div>
                    )}
                  </>
                ),
              },
              {
                title: t('verification.before'),
                align: 'right',
                render: (_, row) => (
                  <>
                    <div className="decimal">{showFact(row.previous, row)}</div>
                    <div className="decimal">{showFact(row.last_year, row)}</div>
                  </>
                ),
              },
              {
                title: t('verification.change'),
                align: 'right',
                render: (_, row) => <Change text={row.change} />,
              },
              {
                title: t('verification.flags'),
                className: 'text-cell narrow',
                render: (_, row) => (
                  <>
                    {row.flags.map((flag) => (
                      <Tag key={flag.code} color="gold" className="wrap-tag">
                        {flag.text}
                      </Tag>
                    ))}
                    {row.evidence.length > 0 && <EvidenceList files={row.evidence} isCompact />}
                    {(row.return_reason ?? row.note) && (
                      <div className="small">{row.return_reason ?? row.note}</div>
                    )}
                  </>
                ),
              },
              {
                title: t('verification.entered'),
                render: (_, row) => (
                  <>
                    {row.entered_by ?? '—'}{' '}
                    {!isOpen && <MeasurementState state={row.state} title={row.state_title} />}
                    <div className="muted small">{showInstant(row.entered_at)}</div>
                    {row.rounds > 1 && (
                      <div className="muted small">
                        {t('verification.round', { round: row.round, rounds: row.rounds })}
                      </div>
                    )}
                  </>
                ),
              },
              {
                title: t('common.actions'),
                fixed: isWide ? 'right' : undefined,
                width: 170,
                render: (_, row) => (
                  <Space size={0} wrap className="row-actions">
                    {mayVerify && isOpen && !row.is_own && (
                      <>
                        <Button type="link" size="small" onClick={() => void verify([row])}>
                          {t('verification.verify')}
                        </Button>
                        <Button
                          type="link"
                          size="small"
                          danger
                          onClick={() => setAsked({ act: 'return', rows: [row] })}
                        >
                          {t('verification.return')}
                        </Button>
                        <Button
                          type="link"
                          size="small"
                          onClick={() => setAsked({ act: 'correct', row })}
                        >
                          {t('verification.correct')}
                        </Button>
                      </>
                    )}
                    {isOpen && row.is_own && (
                      <div className="muted small">{t('verification.own')}</div>
                    )}
                    {mayVerify && row.state === 'verified' && (
                      <Button
                        type="link"
                        size="small"
                        onClick={() => setAsked({ act: 'reopen', rows: [row] })}
                      >
                        {t('verification.reopen')}
                      </Button>
                    )}
                    <Button
                      type="link"
                      size="small"
                      onClick={() => setAsked({ act: 'history', row })}
                    >
                      {t('measurement.history')}
                    </Button>
                  </Space>
                ),
              },
            ]}
          />
        )}
      </Loaded>
      {decided.length > 0 && (
        <Flex className="action-bar" gap="small" align="center" wrap>
          <span>{t('verification.chosen', { count: decided.length })}</span>
          <span className="spacer" />
          <Button danger onClick={() => setAsked({ act: 'return', rows: decided })}>
            {t('verification.returnAll')}
          </Button>
          <Button type="primary" loading={isSending} onClick={() => void verify(decided)}>
            {t('verification.verifyAll', { count: decided.length })}
          </Button>
        </Flex>
      )}
      {asked?.act === 'return' && (
        <ReasonDialog
          title={t('verification.returnTitle', { count: asked.rows.length })}
          okText={t('verification.return')}
          isDanger
          onSubmit={(reason) => decide(asked.rows, 'return', { reason })}
          onClose={() => setAsked(null)}
        >
          <p className="muted">{t('verification.returnHint')}</p>
        </ReasonDialog>
      )}
      {asked?.act === 'reopen' && (
        <ReasonDialog
          title={t('verification.reopenTitle')}
          okText={t('verification.reopen')}
          onSubmit={async (reason) => {
            await api.create(
              '/measurements/reopen',
              { ...measurementOf(asked.rows[0]!), reason },
            )
            await settle(t('verification.reopened'))
          }}
          onClose={() => setAsked(null)}
        >
          <p className="muted">{t('verification.reopenHint')}</p>
        </ReasonDialog>
      )}
      {asked?.act === 'correct' && (
        <CorrectDialog
          row={asked.row}
          onSubmit={(change) => decide([asked.row], 'correct', change)}
          onClose={() => setAsked(null)}
        />
      )}
      {asked?.act === 'history' && (
        <MeasurementHistory of={asked.row} onClose={() => setAsked(null)} />
      )}
    </>
  )
}

function Change({ text }: { text: string | null }) {
  if (!text) return <span className="muted">—</span>
  const sign = signOf(text)
  return (
    <span className={`decimal ${sign > 0 ? 'rise' : sign < 0 ? 'fall' : ''}`}>
      {sign > 0 ? '▲ ' : sign < 0 ? '▼ ' : ''}
      {text}%
    </span>
  )
}
