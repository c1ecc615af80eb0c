// SPDX-License-Identifier: Apache-2.0
// Scoring one assessee: the items with done and undone at the left, the standard, what was promised and
// what was done at the right. On a phone one item a screen. What is chosen is saved at once, and again
// when the network comes back.
import {
  CheckCircleFilled,
  CheckOutlined,
  ClockCircleOutlined,
  UnorderedListOutlined,
} from '@ant-design/icons'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, App, Button, Drawer, Flex, Grid, Input, Progress, Radio } from 'antd'
import { useCallback, useEffect, useRef, useState } from 'react'
import { useParams } from 'react-router'
import type { PanelItem, PanelSheet } from '../../api/types'
import { ArticleParagraph } from '../../components/article-paragraph'
import { ConflictDialog, type Conflict } from '../../components/conflict-dialog'
import { decimalMessage } from '../../components/decimal-entry'
import { DecimalText } from '../../components/decimal-text'
import { ErrorAlert } from '../../components/error-panel'
import { EvidenceList } from '../../components/evidence-list'
import { Guard } from '../../components/guard'
import { LeaveGuard } from '../../components/leave-guard'
import { Loaded } from '../../components/loaded'
import { useMe } from '../../components/me'
import { Page } from '../../components/page'
import { useText } from '../../i18n'
import { api, ApiError, isConflict } from '../../lib/api-client'
import { addDecimals, compareDecimals } from '../../lib/decimal'
import { readDecimal } from '../../lib/entry'
import {
  changeScore,
  isDone,
  nextOpen,
  scoreFault,
  scoreOf,
  toScores,
  type Score,
  type ScoreEdits,
} from './scores'
import '../../components/work.css'

export function PanelSheetPage() {
  const t = useText()
  const { assessment, kind, assessee } = useParams()
  const filter = { assessment_id: assessment, kind, assessee_id: assessee }
  const queryKey = ['panel', 'sheet', filter]
  const sheet = useQuery({
    queryKey,
    queryFn: ({ signal }) => api.get<PanelSheet>('/panel/sheet', filter, signal),
    // Edits stand on what was read; it is read again only when it was saved.
    refetchOnWindowFocus: false,
  })
  return (
    <Guard act="score_panel">
      <Page
        title={sheet.data?.assessee.name ?? t('nav.panel')}
        subtitle={sheet.data && <span className="muted">{sheet.data.title}</span>}
        back="/panel"
      >
        <Loaded query={sheet}>
          {(data) => <Sheet key={JSON.stringify(filter)} sheet={data} queryKey={queryKey} />}
        </Loaded>
      </Page>
    </Guard>
  )
}

const isPassing = (error: unknown) =>
  error instanceof ApiError && (error.status === 0 || error.status >= 500)

const saveDelay = 1200
const retryDelay = 8000

function Sheet({ sheet, queryKey }: { sheet: PanelSheet; queryKey: readonly unknown[] }) {
  const t = useText()
  const { message, modal } = App.useApp()
  const me = useMe()
  const queryClient = useQueryClient()
  const isWide = Grid.useBreakpoint().lg ?? true
  const [edits, setEdits] = useState<ScoreEdits>({})
  const [place, setPlace] = useState(() => Math.max(0, nextOpen(sheet.items, {}, -1)))
  const [isListOpen, setListOpen] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const [isSaving, setSaving] = useState(false)
  const [conflict, setConflict] = useState<(Conflict & { sheet: PanelSheet }) | null>(null)
  const isClosed = sheet.is_submitted || sheet.closed_reason !== null || Boolean(me.viewing_as)
  const done = sheet.items.filter((item) => isDone(item, edits)).length
  const pending = toScores(sheet.items, edits, false)
  const hasPending = pending.length > 0
  const isSending = useRef(false)

  const send = useCallback(
    async (from: PanelSheet, changed: ScoreEdits, submit: boolean) => {
      if (isSending.current) return
      isSending.current = true
      setSaving(true)
      const items = toScores(from.items, changed, submit)
      try {
        const next = await api.put<PanelSheet>('/panel/sheet', {
          assessment_id: from.assessment.id,
          kind: from.kind,
          assessee_id: from.assessee.id,
          version: from.version,
          submit,
          items,
        })
        queryClient.setQueryData(queryKey, next)
        setError(null)
        // What was typed while it was on its way stays an edit.
        setEdits((now) =>
          next.items.reduce<ScoreEdits>(
            (kept, item) => (now[item.item] ? changeScore(kept, item, now[item.item]!) : kept),
            {},
          ),
        )
        if (submit) {
          void queryClient.invalidateQueries({ queryKey: ['panel', 'sheets'] })
          void queryClient.invalidateQueries({ queryKey: ['inbox'] })
          void message.success(t('panel.submittedNow'))
        }
      } catch (problem) {
        if (isConflict(problem)) {
          const now = problem.current as PanelSheet
          const fields = (of: PanelSheet, edited: ScoreEdits) =>
            Object.fromEntries(
              of.items
                .filter((item) => changed[item.item])
                .map((item) => [item.item, scoreOf(item, edited)]),
            )
          setConflict({
            base: fields(from, {}),
            mine: fields(from, changed),
            theirs: fields(now, {}),
            sheet: now,
          })
        } else setError(problem)
      } finally {
        isSending.current = false
        setSaving(false)
      }
    },
    [message, queryClient, queryKey, t],
  )

  // Saves a while after the last change; what failed is tried again, networks in villages come and go.
  const latest = useRef({ sheet, edits, send })
  useEffect(() => {
    latest.current = { sheet, edits, send }
  })
  useEffect(() => {
    if (!hasPending || isSaving || conflict || isClosed) return
    // What the server refused it refuses again until something is changed.
    if (error && !isPassing(error)) return
    const timer = setTimeout(
      () => {
        const now = latest.current
        void now.send(now.sheet, now.edits, false)
      },
      error ? retryDelay : saveDelay,
    )
    return () => clearTimeout(timer)
  }, [hasPending, edits, isSaving, conflict, isClosed, error])

  const item = sheet.items[place]
  const go = (to: number) => {
    setPlace(to)
    setListOpen(false)
    window.scrollTo(0, 0)
  }
  const change = (of: PanelItem, next: Partial<Score>) => {
    setEdits((old) => changeScore(old, of, next))
    if (error && !isPassing(error)) setError(null)
  }

  function submit() {
    modal.confirm({
      title: t('panel.submitSure', { name: sheet.assessee.name }),
      content: t('panel.submitHint'),
      okText: t('panel.submit'),
      onOk: () => send(sheet, edits, true),
    })
  }

  const list = <ItemList items={sheet.items} edits={edits} place={place} onChoose={go} />
  const labels = Object.fromEntries(sheet.items.map((one) => [one.item, one.label]))
  return (
    <div className="panel-scoring">
      <LeaveGuard isDirty={hasPending && !isClosed} />
      <Flex gap="small" align="center" className="block" wrap>
        <Progress
          className="panel-progress"
          percent={sheet.items.length > 0 ? (done * 100) / sheet.items.length : 0}
          showInfo={false}
        />
        <span className="decimal">{t('panel.done', { done, total: sheet.items.length })}</span>
        {!isClosed && <SaveState isSaving={isSaving} hasPending={hasPending} error={error} />}
        {!isWide && (
          <Button icon={<UnorderedListOutlined />} onClick={() => setListOpen(true)}>
            {t('panel.items')}
          </Button>
        )}
      </Flex>
      {sheet.is_submitted && (
        <Alert type="success" showIcon className="block" title={t('panel.isSubmitted')} />
      )}
      {!sheet.is_submitted && sheet.closed_reason && (
        <Alert type="info" showIcon className="block" title={sheet.closed_reason} />
      )}
      <ErrorAlert error={error} />
      <div className="panel-columns">
        {isWide && <nav className="framed panel-list">{list}</nav>}
        {item && (
          <ItemView
            key={item.item}
            item={item}
            place={place}
            count={sheet.items.length}
            score={scoreOf(item, edits)}
            isClosed={isClosed}
            onChange={(next) => change(item, next)}
          />
        )}
      </div>
      <Flex className="action-bar panel-actions" gap="small" align="center">
        <Button disabled={place === 0} onClick={() => go(place - 1)}>
          {t('panel.previous')}
        </Button>
        <Button
          type={done < sheet.items.length ? 'primary' : 'default'}
          disabled={place >= sheet.items.length - 1 && done >= sheet.items.length - 1}
          onClick={() => {
            const open = nextOpen(sheet.items, edits, place)
            go(place < sheet.items.length - 1 ? place + 1 : Math.max(0, open))
          }}
        >
          {t('panel.next')}
        </Button>
        <span className="spacer" />
        {!isClosed && (
          <Button
            type={done === sheet.items.length ? 'primary' : 'default'}
            disabled={done < sheet.items.length || isSaving}
            onClick={submit}
          >
            {t('panel.submit')}
          </Button>
        )}
      </Flex>
      {!isWide && (
        <Drawer
          open={isListOpen}
          placement="bottom"
          size="75%"
          title={t('panel.items')}
          onClose={() => setListOpen(false)}
        >
          {list}
        </Drawer>
      )}
      {conflict && (
        <ConflictDialog
          conflict={conflict}
          labels={Object.fromEntries(
            Object.keys(conflict.mine).map((key) => [key, labels[key] ?? key]),
          )}
          show={(_, value) => {
            const score = value as Score | undefined
            if (!score?.choice) return '—'
            return score.choice === 'score'
              ? (score.value ?? '—')
              : t(`panel.choice.${score.choice}`)
          }}
          onSave={(merged) => {
            const now = conflict.sheet
            const next = now.items.reduce<ScoreEdits>(
              (kept, one) =>
                merged[one.item] ? changeScore(kept, one, merged[one.item] as Score) : kept,
              {},
            )
            queryClient.setQueryData(queryKey, now)
            setEdits(next)
            setConflict(null)
          }}
          onCancel={() => setConflict(null)}
        />
      )}
    </div>
  )
}

interface SaveStateProps {
  isSaving: boolean
  hasPending: boolean
  error: unknown
}

function SaveState({ isSaving, hasPending, error }: SaveStateProps) {
  const t = useText()
  if (error) return <span className="bad">{t('panel.notSaved')}</span>
  if (isSaving || hasPending) {
    return (
      <span className="muted">
        <ClockCircleOutlined aria-hidden /> {t('panel.saving')}
      </span>
    )
  }
  return (
    <span className="met">
      <CheckOutlined aria-hidden /> {t('panel.saved')}
    </span>
  )
}

interface ListProps {
  items: readonly PanelItem[]
  edits: ScoreEdits
  place: number
  onChoose: (place: number) => void
}

function ItemList({ items, edits, place, onChoose }: ListProps) {
  const t = useText()
  return (
    <ol className="panel-items">
      {items.map((item, index) => {
        const score = scoreOf(item, edits)
        const isMade = isDone(item, edits)
        return (
          <li key={item.item}>
            <button
              type="button"
              className={index === place ? 'current' : undefined}
              aria-current={index === place ? 'step' : undefined}
              onClick={() => onChoose(index)}
            >
              <span className={isMade ? 'met' : 'muted'}>
                {isMade ? (
                  <CheckCircleFilled aria-label={t('panel.isDone')} />
                ) : (
                  <span className="panel-undone" role="img" aria-label={t('panel.isOpen')} />
                )}
              </span>
              <span className="panel-item-label">{item.label}</span>
              <span className="decimal muted">
                {score.choice === 'score'
                  ? (score.value ?? '')
                  : score.choice
                    ? t(`panel.choice.${score.choice}`)
                    : ''}
              </span>
            </button>
          </li>
        )
      })}
    </ol>
  )
}

interface ItemProps {
  item: PanelItem
  place: number
  count: number
  score: Score
  isClosed: boolean
  onChange: (change: Partial<Score>) => void
}

function ItemView({ item, place, count, score, isClosed, onChange }: ItemProps) {
  const t = useText()
  return (
    <section className="framed panel-item" aria-label={item.label}>
      <h2>
        <span className="muted decimal">
          {place + 1}/{count}
        </span>{' '}
        {item.label}
        {item.low !== null && item.high !== null && (
          <span className="muted">
            {' '}
            {t('panel.range', { low: item.low, high: item.high, unit: item.unit })}
          </span>
        )}
      </h2>
      <ScoreEntry item={item} score={score} isClosed={isClosed} onChange={onChange} />
      <h3>
        {t('panel.standard')} {item.article && <span className="muted">{item.article}</span>}
      </h3>
      <ArticleParagraph className="panel-standard" text={item.standard || t('panel.noStandard')} />
      <dl className="facts">
        <div>
          <dt>{t('panel.target')}</dt>
          <dd>{item.target ?? '—'}</dd>
        </div>
        <div>
          <dt>{t('panel.actual')}</dt>
          <dd>{item.actual ?? '—'}</dd>
        </div>
        <div>
          <dt>{t('panel.history')}</dt>
          <dd className="decimal">
            {item.history.length === 0
              ? '—'
              : item.history.map((one) => `${one.year}: ${one.value}`).join('  ')}
          </dd>
        </div>
        <div>
          <dt>{t('panel.average')}</dt>
          <dd>
            <DecimalText value={item.group_average} />
          </dd>
        </div>
      </dl>
      <h3>{t('evidence.title')}</h3>
      <EvidenceList files={item.evidence} />
    </section>
  )
}

function ScoreEntry({ item, score, isClosed, onChange }: Omit<ItemProps, 'place' | 'count'>) {
  const t = useText()
  const [isTouched, setTouched] = useState(false)
  const fault = scoreFault(item, score)
  const trouble =
    fault && fault !== 'noChoice' && fault !== 'noValue'
      ? decimalMessage(
          score.value ?? '',
          { places: item.places, low: item.low, high: item.high },
          t,
        )
      : isTouched && fault === 'noValue'
        ? t('common.needed')
        : ''
  const step = (by: string) => {
    const next = addDecimals(score.value || item.low || '0', by)
    if (next === null) return
    const isOut =
      (item.low !== null && compareDecimals(next, item.low) < 0) ||
      (item.high !== null && compareDecimals(next, item.high) > 0)
    if (!isOut) onChange({ choice: 'score', value: next })
  }
  return (
    <div className="panel-entry">
      <Radio.Group
        aria-label={t('panel.choice')}
        optionType="button"
        buttonStyle="solid"
        size="large"
        disabled={isClosed}
        value={score.choice}
        onChange={(event) => onChange({ choice: event.target.value as Score['choice'] })}
        options={(['score', 'unknown', 'not_applicable'] as const).map((choice) => ({
          value: choice,
          label: t(`panel.choice.${choice}`),
        }))}
      />
      {(score.choice === null || score.choice === 'score') && (
        <Flex gap="small" align="center" wrap className="panel-value">
          <Button
            size="large"
            aria-label={t('panel.less')}
            disabled={isClosed}
            onClick={() => step('-1')}
          >
            −1
          </Button>
          <Input
            size="large"
            className="panel-score decimal"
            aria-label={t('panel.score')}
            inputMode="decimal"
            autoComplete="off"
            disabled={isClosed}
            status={trouble ? 'error' : undefined}
            value={score.value ?? ''}
            suffix={item.unit || undefined}
            onChange={(event) => {
              const value = event.target.value
              onChange({ choice: 'score', value: value === '' ? null : value })
            }}
            onBlur={() => {
              setTouched(true)
              if (score.value) onChange({ value: readDecimal(score.value) })
            }}
          />
          <Button
            size="large"
            aria-label={t('panel.more')}
            disabled={isClosed}
            onClick={() => step('1')}
          >
            +1
          </Button>
          {item.high !== null && (
            <Button
              size="large"
              disabled={isClosed}
              onClick={() => onChange({ choice: 'score', value: item.high })}
            >
              {t('panel.full')}
            </Button>
          )}
        </Flex>
      )}
      {trouble && <p className="bad">{trouble}</p>}
      {score.choice && score.choice !== 'score' && (
        <p className="muted">{t(`panel.about.${score.choice}`)}</p>
      )}
      <Input.TextArea
        aria-label={t('panel.note')}
        placeholder={t('panel.note')}
        autoSize={{ minRows: 1, maxRows: 4 }}
        maxLength={500}
        disabled={isClosed}
        value={score.note}
        onChange={(event) => onChange({ note: event.target.value })}
      />
    </div>
  )
}
