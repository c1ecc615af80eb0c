// SPDX-License-Identifier: Apache-2.0
// What one assessee reports for one period: the figure beside its target, the period before and last
// year. Drafts are kept as often as one likes; what is submitted goes to who verifies it.
import { HistoryOutlined } from '@ant-design/icons'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, App, Button, Checkbox, Flex, Input } from 'antd'
import { useState } from 'react'
import { useParams } from 'react-router'
import type { MeasurementKey, ReportingCell, ReportingSheet } from '../../api/types'
import { ConflictDialog, type Conflict } from '../../components/conflict-dialog'
import { DueText } from '../../components/due-text'
import { ErrorAlert } from '../../components/error-panel'
import { EvidenceList, type EvidenceFile } from '../../components/evidence-list'
import { FactEntry, factMessage } from '../../components/fact-entry'
import { Guard } from '../../components/guard'
import { LeaveGuard } from '../../components/leave-guard'
import { LightTag } from '../../components/light-tag'
import { Loaded } from '../../components/loaded'
import { useMe } from '../../components/me'
import { MeasurementHistory } from '../../components/measurement-history'
import { MeasurementState } from '../../components/measurement-state'
import { Page } from '../../components/page'
import { useText } from '../../i18n'
import { api, ApiError, isConflict } from '../../lib/api-client'
import { showFact } from '../../lib/fact-value'
import type { Grid } from '../../lib/grid'
import {
  cellFault,
  changeCell,
  countCells,
  faultsByCell,
  keyOf,
  pasteCells,
  shownCell,
  toItems,
  type CellEdit,
  type CellEdits,
} from './cells'
import { isAllSubmitted } from './reporting-page'
import '../../components/work.css'

export function SheetPage() {
  const t = useText()
  const { assessment, assessee, level, period } = useParams()
  const filter = { assessment_id: assessment, assessee_id: assessee, level, period }
  const queryKey = ['reporting-sheet', filter]
  const sheet = useQuery({
    queryKey,
    queryFn: ({ signal }) => api.get<ReportingSheet>('/reporting-sheet', filter, signal),
  })
  return (
    <Guard act="view_process">
      <Page
        title={
          sheet.data
            ? `${sheet.data.assessee.name} · ${sheet.data.period_title}`
            : t('nav.reporting')
        }
        subtitle={sheet.data && <span className="muted">{sheet.data.assessment.title}</span>}
        back="/reporting"
      >
        <Loaded query={sheet}>
          {(data) => <Sheet key={JSON.stringify(filter)} sheet={data} queryKey={queryKey} />}
        </Loaded>
      </Page>
    </Guard>
  )
}

function Sheet({ sheet, queryKey }: { sheet: ReportingSheet; queryKey: readonly unknown[] }) {
  const t = useText()
  const { message, modal } = App.useApp()
  const me = useMe()
  const queryClient = useQueryClient()
  const [edits, setEdits] = useState<CellEdits>({})
  const [refusals, setRefusals] = useState<Record<string, string>>({})
  const [error, setError] = useState<unknown>(null)
  const [isSaving, setSaving] = useState(false)
  const [conflict, setConflict] = useState<
    (Conflict & { sheet: ReportingSheet; submit: boolean }) | null
  >(null)
  const [asked, setAsked] = useState<(MeasurementKey & { label: string }) | null>(null)
  const counts = countCells(sheet.cells, edits)
  const maySave = sheet.may.includes('save') && !me.viewing_as
  const isDirty = counts.edited > 0

  const edit = (cell: ReportingCell, change: Partial<CellEdit>) => {
    setEdits((old) => changeCell(old, cell, change))
    setRefusals(({ [keyOf(cell)]: _, ...rest }) => rest)
  }

  async function send(from: ReportingSheet, changed: CellEdits, submit: boolean) {
    const items = toItems(from.cells, changed, submit)
    setSaving(true)
    setError(null)
    setRefusals({})
    try {
      await api.put('/measurements', { items, submit })
      setEdits({})
      setConflict(null)
      await queryClient.invalidateQueries({ queryKey })
      void queryClient.invalidateQueries({ queryKey: ['reporting-sheets'] })
      void queryClient.invalidateQueries({ queryKey: ['inbox'] })
      void message.success(
        submit ? t('reporting.submitted', { count: items.length }) : t('common.saved'),
      )
    } catch (problem) {
      if (isConflict(problem)) await compare(from, changed, submit)
      else {
        setError(problem)
        if (problem instanceof ApiError) setRefusals(faultsByCell(items, problem.errors))
      }
    } finally {
      setSaving(false)
    }
  }

  // Somebody saved a cell meanwhile: both versions of what was changed here.
  async function compare(from: ReportingSheet, changed: CellEdits, submit: boolean) {
    const [, filter] = queryKey
    const now = await api.get<ReportingSheet>('/reporting-sheet', filter as Record<string, string>)
    const part = ({ value, is_not_applicable, note, evidence }: CellEdit): CellEdit => ({
      value,
      is_not_applicable,
      note,
      evidence,
    })
    const fields = (cells: readonly (ReportingCell & CellEdit)[]) =>
      Object.fromEntries(
        cells.filter((cell) => changed[keyOf(cell)]).map((cell) => [keyOf(cell), part(cell)]),
      )
    setConflict({
      base: fields(from.cells),
      mine: fields(from.cells.map((cell) => shownCell(cell, changed))),
      theirs: fields(now.cells),
      sheet: now,
      submit,
    })
  }

  function resolve(merged: Record<string, unknown>) {
    if (!conflict) return
    let next: CellEdits = {}
    for (const cell of conflict.sheet.cells) {
      const mine = merged[keyOf(cell)] as CellEdit | undefined
      if (mine) next = changeCell(next, cell, mine)
    }
    queryClient.setQueryData(queryKey, conflict.sheet)
    setEdits(next)
    if (Object.keys(next).length === 0) setConflict(null)
    else void send(conflict.sheet, next, conflict.submit)
  }

  function submit() {
    if (counts.missing === 0) {
      void send(sheet, edits, true)
      return
    }
    modal.confirm({
      title: t('reporting.submitSome', { count: counts.missing }),
      content: t('reporting.submitSomeHint'),
      okText: t('reporting.submitAnyway'),
      onOk: () => send(sheet, edits, true),
    })
  }

  const labelOf = new Map(sheet.cells.map((cell) => [keyOf(cell), cell.label]))
  return (
    <>
      <LeaveGuard isDirty={isDirty} />
      <Flex gap="middle" wrap align="center" className="block">
        <span>
          <span className="muted">{t('reporting.due')}</span>{' '}
          <DueText due={sheet.due} daysLeft={isAllSubmitted(sheet) ? null : sheet.days_left} />
        </span>
        <span className="muted">{t('reporting.pasteHint')}</span>
      </Flex>
      {sheet.closed_reason && (
        <Alert type="info" showIcon className="block" title={sheet.closed_reason} />
      )}
      {sheet.returned > 0 && (
        <Alert
          type="warning"
          showIcon
          className="block"
          title={t('reporting.someReturned', { count: sheet.returned })}
        />
      )}
      <ErrorAlert error={error} />
      <div className="table-scroll framed">
        <table className="entry-table sheet-table" aria-label={t('nav.reporting')} data-cells>
          <thead>
            <tr>
              <th className="sheet-label">{t('reporting.figure')}</th>
              <th className="sheet-value">{t('reporting.value')}</th>
              <th>{t('reporting.target')}</th>
              <th className="sheet-number">{t('reporting.previous')}</th>
              <th className="sheet-number">{t('reporting.lastYear')}</th>
              <th className="sheet-note">{t('reporting.note')}</th>
              <th className="sheet-evidence">{t('evidence.title')}</th>
              <th className="sheet-state">{t('reporting.state')}</th>
            </tr>
          </thead>
          <tbody>
            {sheet.cells.map((cell, row) => (
              <CellRow
                key={keyOf(cell)}
                cell={shownCell(cell, edits)}
                row={row}
                isEdited={edits[keyOf(cell)] !== undefined}
                refusal={refusals[keyOf(cell)] ?? ''}
                isOpen={maySave && cell.is_editable}
                onChange={(change) => edit(cell, change)}
                onPaste={(block) => setEdits((old) => pasteCells(old, sheet.cells, block, row))}
                onHistory={() => setAsked(cell)}
              />
            ))}
          </tbody>
        </table>
      </div>
      {maySave && (
        <Flex className="action-bar" gap="small" align="center" wrap>
          <span>
            {t('reporting.filled', { filled: counts.filled, total: counts.total })}
            {counts.faults > 0 && (
              <strong className="bad"> {t('reporting.faults', { count: counts.faults })}</strong>
            )}
          </span>
          {isDirty && (
            <span className="dirty">{t('reporting.unsaved', { count: counts.edited })}</span>
          )}
          <span className="spacer" />
          <Button
            disabled={!isDirty || counts.faults > 0}
            loading={isSaving}
            onClick={() => void send(sheet, edits, false)}
          >
            {t('reporting.saveDraft')}
          </Button>
          {sheet.may.includes('submit') && (
            <Button
              type="primary"
              disabled={counts.toSubmit === 0 || counts.faults > 0}
              loading={isSaving}
              onClick={submit}
            >
              {t('reporting.submit', { count: counts.toSubmit })}
            </Button>
          )}
        </Flex>
      )}
      {conflict && (
        <ConflictDialog
          conflict={conflict}
          labels={Object.fromEntries(
            Object.keys(conflict.mine).map((key) => [key, labelOf.get(key) ?? key]),
          )}
          show={(_, value) => {
            const shown = value as CellEdit | undefined
            if (!shown) return '—'
            if (shown.is_not_applicable) return t('measurement.notApplicable')
            return [shown.value ?? '—', shown.note].filter(Boolean).join(' · ')
          }}
          isSaving={isSaving}
          onSave={resolve}
          onCancel={() => setConflict(null)}
        />
      )}
      {asked && (
        <MeasurementHistory
          of={{ ...asked, period_title: sheet.period_title }}
          onClose={() => setAsked(null)}
        />
      )}
    </>
  )
}

interface RowProps {
  cell: ReportingCell & CellEdit
  row: number
  isEdited: boolean
  refusal: string
  isOpen: boolean
  onChange: (change: Partial<CellEdit>) => void
  onPaste: (block: Grid) => void
  onHistory: () => void
}

function CellRow({ cell, row, isEdited, refusal, isOpen, onChange, onPaste, onHistory }: RowProps) {
  const t = useText()
  const fault = cellFault(cell)
  const message = fault === 'needsNote' ? '' : factMessage(fault, cell, t)
  return (
    <tr className={isEdited ? 'edited' : undefined}>
      <th scope="row" className="sheet-label">
        {cell.label}
        {cell.used_by.length > 1 && (
          <div className="muted small">
            {t('reporting.usedBy', { titles: cell.used_by.join(t('common.comma')) })}
          </div>
        )}
      </th>
      <td className="sheet-value">
        {isOpen ? (
          <>
            <FactEntry
              cell={`${row}:0`}
              label={cell.label}
              rule={cell}
              value={cell.is_not_applicable ? '' : (cell.value ?? '')}
              isDisabled={cell.is_not_applicable}
              error={message || refusal}
              onChange={(value) => onChange({ value: value === '' ? null : value })}
              onPasteGrid={onPaste}
            />
            <Checkbox
              className="not-applicable"
              checked={cell.is_not_applicable}
              onChange={(event) => onChange({ is_not_applicable: event.target.checked })}
            >
              {t('measurement.notApplicable')}
            </Checkbox>
          </>
        ) : (
          <div className="sheet-shown decimal">
            {cell.is_not_applicable ? t('measurement.notApplicable') : showFact(cell.value, cell)}
          </div>
        )}
        {cell.return_reason && (
          <div className="returned" role="note">
            {t('reporting.returnedFor', { reason: cell.return_reason })}
          </div>
        )}
      </td>
      <td className="sheet-pad">
        <div className="decimal">{showFact(cell.target, cell)}</div>
        {(cell.progress.light !== 'none' || cell.progress.text) && (
          <LightTag light={cell.progress.light} text={cell.progress.text} />
        )}
      </td>
      <td className="sheet-pad sheet-number decimal">{showFact(cell.previous, cell)}</td>
      <td className="sheet-pad sheet-number decimal">{showFact(cell.last_year, cell)}</td>
      <td className={isOpen ? 'sheet-typed' : 'sheet-pad'}>
        {isOpen ? (
          <>
            <Input.TextArea
              data-cell={`${row}:1`}
              aria-label={`${cell.label} ${t('reporting.note')}`}
              autoSize={{ minRows: 1, maxRows: 4 }}
              variant="borderless"
              maxLength={500}
              value={cell.note}
              status={fault === 'needsNote' ? 'error' : undefined}
              onChange={(event) => onChange({ note: event.target.value })}
            />
            {fault === 'needsNote' && (
              <div className="entry-message">{t('reporting.needsNote')}</div>
            )}
          </>
        ) : (
          cell.note || <span className="muted">—</span>
        )}
      </td>
      <td className="sheet-pad">
        <EvidenceList
          isCompact
          files={cell.evidence}
          onChange={
            isOpen
              ? (files: EvidenceFile[]) =>
                  onChange({ evidence: files as ReportingCell['evidence'] })
              : undefined
          }
        />
      </td>
      <td className="sheet-pad">
        <MeasurementState state={cell.state} title={cell.state_title} />
        {cell.rounds > 1 && (
          <div className="muted small">
            {t('verification.round', { round: cell.round, rounds: cell.rounds })}
          </div>
        )}
        <div className="muted small">
          {cell.verified_by
            ? t('why.verifiedBy', { name: cell.verified_by })
            : t('reporting.verifier', {
                unit: cell.verifier_unit?.name ?? t('role.office'),
              })}
        </div>
        {cell.version > 0 && (
          <Button
            type="link"
            size="small"
            className="cell-link"
            icon={<HistoryOutlined />}
            onClick={onHistory}
          >
            {t('measurement.history')}
          </Button>
        )}
      </td>
    </tr>
  )
}
