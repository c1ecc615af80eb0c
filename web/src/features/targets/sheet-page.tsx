// SPDX-License-Identifier: Apache-2.0
// One assessee's targets: drafted beside last year and the peers, submitted, confirmed, approved.
import { PartitionOutlined, SafetyCertificateOutlined } from '@ant-design/icons'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, App, Button, Card, Flex, Grid, Input, Modal, Select, Steps } from 'antd'
import { useState } from 'react'
import { Link, useNavigate, useParams } from 'react-router'
import type { Target, TargetSheet } from '../../api/types'
import '../../components/cells.css'
import { ErrorAlert } from '../../components/error-panel'
import { Guard } from '../../components/guard'
import { LeaveGuard } from '../../components/leave-guard'
import { Loaded } from '../../components/loaded'
import { useMe } from '../../components/me'
import { Page } from '../../components/page'
import { StateTag } from '../../components/state-tag'
import { useText } from '../../i18n'
import { api, ApiError, isConflict } from '../../lib/api-client'
import { clashes, overlaid, withEdit, type Edits } from '../../lib/overlay'
import { hasLetter, sheetQuery, sheetStates, sheetTones, useRefreshSheets } from './queries'
import { SheetCards } from './sheet-cards'
import { SheetComments } from './sheet-comments'
import { pasteValues, targetChanges, targetKey, totalsOf } from './sheet-edits'
import { SheetGrid, type GridProps } from './sheet-grid'
import { SheetSteps } from './sheet-steps'
import './targets.css'

export function SheetPage() {
  const t = useText()
  const { id = '' } = useParams()
  const sheet = useQuery(sheetQuery(id))
  return (
    <Guard act="view_assessments">
      {sheet.data ? (
        // Another sheet starts with no edits.
        <Sheet key={id} sheet={sheet.data} />
      ) : (
        <Page title={t('targets.sheet')} back="/target-sheets">
          <Loaded query={sheet}>{() => null}</Loaded>
        </Page>
      )}
    </Guard>
  )
}

type Act = 'submit' | 'confirm' | 'approve'

function Sheet({ sheet }: { sheet: TargetSheet }) {
  const t = useText()
  const { message, modal } = App.useApp()
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  const refresh = useRefreshSheets()
  const me = useMe()
  const isWide = Grid.useBreakpoint().md ?? true
  const may = (act: TargetSheet['may'][number]) => !me.viewing_as && sheet.may.includes(act)
  const [edits, setEdits] = useState<Edits<Target>>({})
  const [clashing, setClashing] = useState<readonly string[]>([])
  // Reasons while the sheet is being returned; null when it is not.
  const [reasons, setReasons] = useState<Readonly<Record<string, string>> | null>(null)
  const [isRevising, setRevising] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState('')

  const stored = new Map(sheet.items.map((item) => [targetKey(item), item]))
  const targets = sheet.items.map((item) => overlaid(item, targetKey(item), edits))
  const totals = totalsOf(targets)
  const changed = Object.keys(edits).length
  const faults = faultsOf(error, sheet, edits)

  function take(next: TargetSheet) {
    queryClient.setQueryData(['target-sheet', sheet.id], next)
  }

  // Runs what sends, and shows what came of it; a conflict brings the sheet as it is now.
  async function run(name: string, send: () => Promise<TargetSheet | null>): Promise<boolean> {
    setBusy(name)
    setError(null)
    try {
      const next = await send()
      if (next) take(next)
      await refresh(sheet.id)
      return true
    } catch (problem) {
      if (isConflict(problem)) {
        const current = problem.current as TargetSheet
        if (current.items) {
          setClashing(clashes(sheet.items, current.items, targetKey, edits))
          take(current)
        }
      }
      setError(problem)
      return false
    } finally {
      setBusy('')
    }
  }

  async function put(): Promise<TargetSheet> {
    const next = await api.put<TargetSheet>(`/target-sheets/${sheet.id}`, {
      version: sheet.version,
      items: targetChanges(sheet.items, edits),
    })
    setEdits({})
    setClashing([])
    return next
  }

  async function save() {
    if (await run('save', put)) void message.success(t('common.saved'))
  }

  async function act(name: Act) {
    const isDone = await run(name, async () => {
      let { version } = sheet
      if (changed > 0) {
        const saved = await put()
        take(saved)
        version = saved.version
      }
      return api.create<TargetSheet>(`/target-sheets/${sheet.id}/${name}`, { version })
    })
    if (isDone) void message.success(t(`sheet.done.${name}`))
  }

  function ask(name: Act) {
    void modal.confirm({
      title: t(`sheet.sure.${name}`),
      content: t(`sheet.hint.${name}`),
      okText: t(`sheetAct.${name}`),
      onOk: () => act(name),
    })
  }

  async function giveBack(reason: string) {
    const items = Object.entries(reasons ?? {}).flatMap(([key, text]) => {
      const target = stored.get(key)
      if (!target || text.trim() === '') return []
      return [{ field: target.field, period: target.period, reason: text.trim() }]
    })
    const isDone = await run('return', () =>
      api.create<TargetSheet>(
        `/target-sheets/${sheet.id}/return`,
        { version: sheet.version, reason, items },
      ),
    )
    if (!isDone) return
    setReasons(null)
    void message.success(t('sheet.done.return'))
  }

  const grid: GridProps = {
    sheet,
    targets,
    stored,
    edits,
    clashing,
    faults,
    isEditable: may('save'),
    reasons,
    onReason: (key, text) => setReasons((old) => ({ ...old, [key]: text })),
    onChange: (key, edit) => {
      const base = stored.get(key)
      if (base) setEdits((old) => withEdit(old, key, base, edit))
    },
    onPaste: (row, block) =>
      setEdits((old) => pasteValues(sheet.items, stored, old, row, block)),
    onTakeTheirs: (key) => {
      setEdits(({ [key]: _, ...rest }) => rest)
      setClashing((old) => old.filter((item) => item !== key))
    },
  }
  const current = sheetStates.indexOf(sheet.state)
  return (
    <Page
      title={t('targets.sheetOf', { name: sheet.assessee.name })}
      back={`/assessments/${sheet.assessment.id}/targets`}
      subtitle={
        <StateTag tone={sheet.returned > 0 ? 'returned' : sheetTones[sheet.state]}>
          {sheet.state_title}
        </StateTag>
      }
      extra={
        <>
          {hasLetter(sheet.state) && (
            <Link to={`/target-sheets/${sheet.id}/letter`}>
              <Button icon={<SafetyCertificateOutlined />}>{t('targets.letter')}</Button>
            </Link>
          )}
          <Link to={`/target-sheets/${sheet.id}/decomposition`}>
            <Button icon={<PartitionOutlined />}>{t('targets.decomposition')}</Button>
          </Link>
          {may('revise') && (
            <Button onClick={() => setRevising(true)}>{t('sheetAct.revise')}</Button>
          )}
          {may('return') && reasons === null && (
            <Button danger onClick={() => setReasons({})}>
              {t('sheetAct.return')}
            </Button>
          )}
          {may('save') && (
            <Button
              loading={busy === 'save'}
              disabled={changed === 0 || totals.faulty > 0}
              onClick={() => void save()}
            >
              {t('common.save')}
            </Button>
          )}
          {(['submit', 'confirm', 'approve'] as const).map(
            (name) =>
              may(name) &&
              reasons === null && (
                <Button
                  key={name}
                  type="primary"
                  loading={busy === name}
                  disabled={name === 'submit' && (totals.missing > 0 || totals.faulty > 0)}
                  title={
                    name === 'submit' && totals.missing > 0
                      ? t('sheet.missing', { count: totals.missing })
                      : undefined
                  }
                  onClick={() => ask(name)}
                >
                  {t(`sheetAct.${name}`)}
                </Button>
              ),
          )}
          {may('sign') && (
            <Link to={`/target-sheets/${sheet.id}/letter`}>
              <Button type="primary">{t('sheetAct.sign')}</Button>
            </Link>
          )}
        </>
      }
    >
      <LeaveGuard isDirty={changed > 0} />
      <Flex gap="small" wrap align="center" className="block">
        <Link to={`/assessments/${sheet.assessment.id}`}>{sheet.assessment.title}</Link>
        <span className="muted">
          {sheet.due ? t('targets.dueOn', { day: sheet.due }) : t('due.none')}
        </span>
        {sheet.revisions.length > 1 ? (
          <Select
            size="small"
            aria-label={t('sheet.revisions')}
            value={sheet.id}
            onChange={(id: string) => void navigate(`/target-sheets/${id}`)}
            options={sheet.revisions.map((row) => ({
              value: row.id,
              label: `${t('targets.revision', { revision: row.revision })} · ${row.state_title}`,
            }))}
          />
        ) : (
          <span className="muted">{t('targets.revision', { revision: sheet.revision })}</span>
        )}
        {changed > 0 && (
          <span className="dirty">{t('entry.changedRows', { count: changed })}</span>
        )}
      </Flex>
      {sheet.state !== 'superseded' && isWide && (
        <Steps
          size="small"
          className="block sheet-states"
          current={current}
          status={sheet.returned > 0 ? 'error' : undefined}
          items={sheetStates.map((state) => ({ title: t(`sheetState.${state}`) }))}
        />
      )}
      {clashing.length > 0 ? (
        <Alert
          type="warning"
          showIcon
          className="block"
          title={t('sheet.clash', { count: clashing.length })}
        />
      ) : (
        <ErrorAlert error={error} />
      )}
      {sheet.reason && sheet.state === 'draft' && (
        <Alert
          type={sheet.returned > 0 || sheet.revision === 1 ? 'error' : 'info'}
          showIcon
          className="block"
          title={t(sheet.returned > 0 ? 'sheet.returnedBecause' : 'sheet.because', {
            reason: sheet.reason,
          })}
        />
      )}
      {reasons !== null && (
        <ReturnBar
          isSending={busy === 'return'}
          onReturn={(reason) => void giveBack(reason)}
          onCancel={() => setReasons(null)}
        />
      )}
      {isWide ? <SheetGrid {...grid} totals={totals} /> : <SheetCards {...grid} totals={totals} />}
      <div className="sheet-below">
        <SheetSteps steps={sheet.steps} />
        <SheetComments sheet={sheet} />
      </div>
      {isRevising && (
        <Revise
          sheet={sheet}
          onDone={async (next) => {
            await refresh()
            void navigate(`/target-sheets/${next.id}`)
          }}
          onClose={() => setRevising(false)}
        />
      )}
    </Page>
  )
}

// The server's messages beside the targets that were sent, by /items/3/value.
function faultsOf(
  error: unknown,
  sheet: TargetSheet,
  edits: Edits<Target>,
): ReadonlyMap<string, string> {
  const faults = new Map<string, string>()
  if (!(error instanceof ApiError)) return faults
  const sent = targetChanges(sheet.items, edits)
  for (const { pointer, message } of error.errors) {
    const index = /^\/items\/(\d+)/.exec(pointer)?.[1]
    const target = index === undefined ? undefined : sent[parseInt(index, 10)]
    if (target) faults.set(targetKey(target), message)
  }
  return faults
}

// The reason for all; those for single targets are typed beside them.
function ReturnBar({
  isSending,
  onReturn,
  onCancel,
}: {
  isSending: boolean
  onReturn: (reason: string) => void
  onCancel: () => void
}) {
  const t = useText()
  const [reason, setReason] = useState('')
  return (
    <Card size="small" className="block" title={t('sheet.return')}>
      <p className="muted">{t('sheet.returnHint')}</p>
      <Input.TextArea
        autoFocus
        rows={2}
        maxLength={500}
        showCount
        value={reason}
        aria-label={t('sheet.returnReason')}
        placeholder={t('sheet.returnReason')}
        onChange={(event) => setReason(event.target.value)}
      />
      <Flex gap="small" className="form-foot">
        <Button
          danger
          type="primary"
          loading={isSending}
          disabled={reason.trim() === ''}
          onClick={() => onReturn(reason.trim())}
        >
          {t('sheet.returnOk')}
        </Button>
        <Button onClick={onCancel}>{t('common.cancel')}</Button>
      </Flex>
    </Card>
  )
}

function Revise({
  sheet,
  onDone,
  onClose,
}: {
  sheet: TargetSheet
  onDone: (next: TargetSheet) => Promise<void>
  onClose: () => void
}) {
  const t = useText()
  const [reason, setReason] = useState('')
  const [error, setError] = useState<unknown>(null)
  const [isSending, setSending] = useState(false)

  async function revise() {
    setSending(true)
    setError(null)
    try {
      await onDone(
        await api.create<TargetSheet>(
          `/target-sheets/${sheet.id}/revise`,
          { version: sheet.version, reason: reason.trim() },
        ),
      )
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
      title={t('sheet.revise')}
      okText={t('sheetAct.revise')}
      okButtonProps={{ disabled: reason.trim() === '' }}
      confirmLoading={isSending}
      onOk={() => void revise()}
      onCancel={onClose}
    >
      <ErrorAlert error={error} />
      <Alert type="warning" showIcon className="block" title={t('sheet.reviseHint')} />
      <Input.TextArea
        rows={3}
        maxLength={500}
        showCount
        value={reason}
        aria-label={t('sheet.reviseReason')}
        placeholder={t('sheet.reviseReason')}
        onChange={(event) => setReason(event.target.value)}
      />
    </Modal>
  )
}
