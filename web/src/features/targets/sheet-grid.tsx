// SPDX-License-Identifier: Apache-2.0
import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { Fragment } from 'react'
import type { Target, TargetSheet } from '../../api/types'
import { SparkLine } from '../../charts/spark-line'
import { DayEntry } from '../../components/day-entry'
import { DecimalEntry, moveByKey } from '../../components/decimal-entry'
import { DecimalText } from '../../components/decimal-text'
import { useText } from '../../i18n'
import { groupDigits, percentChange } from '../../lib/decimal'
import type { Grid } from '../../lib/grid'
import type { Edits } from '../../lib/overlay'
import { decompositionQuery } from './queries'
import { groupsOf, targetKey, type Totals } from './sheet-edits'

export interface GridProps {
  sheet: TargetSheet
  targets: readonly Target[]
  stored: ReadonlyMap<string, Target>
  edits: Edits<Target>
  clashing: readonly string[]
  faults: ReadonlyMap<string, string>
  isEditable: boolean
  reasons: Readonly<Record<string, string>> | null
  onReason: (key: string, text: string) => void
  onChange: (key: string, edit: Partial<Target>) => void
  onPaste: (row: number, block: Grid) => void
  onTakeTheirs: (key: string) => void
}

export const unitOf = (target: Target) => target.unit || (target.is_percent ? '%' : '')

export const labelOf = (target: Target) =>
  target.period_title ? `${target.label} ${target.period_title}` : target.label

// Who may own a target: the people below the assessee, once somebody may choose.
export function useOwners(sheet: TargetSheet, isEditable: boolean) {
  const decomposition = useQuery({ ...decompositionQuery(sheet.id), enabled: isEditable })
  return decomposition.data?.persons ?? []
}

export function SheetGrid(props: GridProps & { totals: Totals }) {
  const t = useText()
  const { targets, totals, reasons, isEditable } = props
  const owners = useOwners(props.sheet, isEditable)
  const groups = groupsOf(targets)
  const hasPeriods = groups.some((group) => group.targets.length > 1)
  const columns = 10 + (hasPeriods ? 1 : 0) + (reasons ? 1 : 0)
  let row = -1
  return (
    <>
      <div className="cells-host" data-cells>
        <table className="cells sheet" aria-label={t('targets.sheet')}>
          <thead>
            <tr>
              <th className="frozen">{t('targets.item')}</th>
              {hasPeriods && <th>{t('targets.period')}</th>}
              <th className="number value">{t('targets.value')}</th>
              <th>{t('targets.unit')}</th>
              {reasons && <th className="wide">{t('sheet.itemReason')}</th>}
              <th className="number">{t('targets.baseline')}</th>
              <th className="number">{t('targets.change')}</th>
              <th>{t('targets.history')}</th>
              <th>{t('targets.peers')}</th>
              <th className="medium">{t('targets.owner')}</th>
              <th className="medium">{t('targets.deadline')}</th>
              <th className="wide">{t('targets.measure')}</th>
            </tr>
          </thead>
          <tbody>
            {groups.map((group) => (
              <Fragment key={group.field}>
                {group.targets.map((target, index) => {
                  row++
                  return (
                    <Row
                      key={targetKey(target)}
                      {...props}
                      target={target}
                      row={row}
                      span={index === 0 ? group.targets.length + (group.sum ? 1 : 0) : 0}
                      hasPeriods={hasPeriods}
                      owners={owners}
                    />
                  )
                })}
                {group.sum !== null && (
                  <tr className="sum-row">
                    <td>{t('targets.sum')}</td>
                    <td className="number">
                      <strong>
                        <DecimalText value={group.sum} />
                      </strong>
                    </td>
                    <td colSpan={columns - 3} />
                  </tr>
                )}
              </Fragment>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <td colSpan={columns}>
                <SheetTotals totals={totals} />
              </td>
            </tr>
          </tfoot>
        </table>
      </div>
      {isEditable && <p className="muted cells-foot">{t('sheet.keys')}</p>}
    </>
  )
}

export function SheetTotals({ totals }: { totals: Totals }) {
  const t = useText()
  return (
    <span className="sheet-totals" role="status">
      <span>
        {t('sheet.filled', { filled: totals.filled + totals.notApplicable, total: totals.total })}
      </span>
      {totals.notApplicable > 0 && (
        <span className="muted">{t('sheet.notApplicable', { count: totals.notApplicable })}</span>
      )}
      <span className={totals.missing > 0 ? 'warn' : 'met'}>
        {totals.missing > 0
          ? t('sheet.missing', { count: totals.missing })
          : t('sheet.nothingMissing')}
      </span>
      {totals.faulty > 0 && (
        <span className="bad">{t('sheet.faulty', { count: totals.faulty })}</span>
      )}
    </span>
  )
}

interface RowProps extends GridProps {
  target: Target
  row: number
  // Rows that the name of the figure covers; 0 when one above covers it.
  span: number
  hasPeriods: boolean
  owners: readonly { id: string; name: string }[]
}

function Row({
  target,
  row,
  span,
  hasPeriods,
  owners,
  stored,
  edits,
  clashing,
  faults,
  isEditable,
  reasons,
  onReason,
  onChange,
  onPaste,
  onTakeTheirs,
}: RowProps) {
  const t = useText()
  const key = targetKey(target)
  const edit = edits[key]
  const label = labelOf(target)
  const isClashing = clashing.includes(key)
  const mark = (name: keyof Target) =>
    `typed ${edit && name in edit ? (isClashing ? 'clash' : 'changed') : ''}`
  const choices = target.owner_person
    ? [target.owner_person, ...owners.filter((one) => one.id !== target.owner_person?.id)]
    : owners
  return (
    <tr>
      {span > 0 && (
        <td className="frozen target-name" rowSpan={span}>
          {target.label}
          <div className="muted">
            {[target.article, target.points && t('tree.points', { points: target.points })]
              .filter(Boolean)
              .join(' · ')}
          </div>
        </td>
      )}
      {hasPeriods && <td>{target.period_title}</td>}
      <td className={isEditable ? mark('value') : 'number'}>
        {target.is_not_applicable ? (
          <div className="not-applicable">
            {t('targets.notApplicable')}
            {isEditable && (
              <Button
                type="link"
                size="small"
                onClick={() => onChange(key, { is_not_applicable: false })}
              >
                {t('targets.applicable')}
              </Button>
            )}
          </div>
        ) : isEditable ? (
          <DecimalEntry
            cell={`${row}:0`}
            label={`${t('targets.value')} ${label}`}
            places={target.places}
            value={target.value ?? ''}
            error={faults.get(key)}
            onChange={(value) => onChange(key, { value: value === '' ? null : value })}
            onPasteGrid={(block) => onPaste(row, block)}
          />
        ) : (
          <DecimalText value={target.value} />
        )}
        <TargetNotes target={target} theirs={isClashing ? stored.get(key) : undefined} onTakeTheirs={() => onTakeTheirs(key)} />
        {isEditable && !target.is_not_applicable && !target.value && (
          <Button
            type="link"
            size="small"
            className="not-applicable-link"
            onClick={() => onChange(key, { is_not_applicable: true, value: null })}
          >
            {t('targets.setNotApplicable')}
          </Button>
        )}
      </td>
      <td className="decimal">{unitOf(target)}</td>
      {reasons && (
        <td className="typed">
          <input
            data-cell={`${row}:1`}
            maxLength={500}
            aria-label={`${t('sheet.itemReason')} ${label}`}
            placeholder={t('sheet.itemReasonHint')}
            value={reasons[key] ?? ''}
            onKeyDown={moveByKey}
            onChange={(event) => onReason(key, event.target.value)}
          />
        </td>
      )}
      <td className="number">
        <DecimalText value={target.baseline} />
      </td>
      <td className="number">
        <Change target={target} />
      </td>
      <td>
        <History target={target} />
      </td>
      <td>
        <Peers target={target} />
      </td>
      <td className={isEditable ? mark('owner_person') : undefined}>
        {isEditable ? (
          <select
            data-cell={`${row}:2`}
            aria-label={`${t('targets.owner')} ${label}`}
            value={target.owner_person?.id ?? ''}
            onKeyDown={moveByKey}
            onChange={(event) =>
              onChange(key, {
                owner_person: choices.find((one) => one.id === event.target.value) ?? null,
              })
            }
          >
            <option value="">{t('targets.noOwner')}</option>
            {choices.map((one) => (
              <option key={one.id} value={one.id}>
                {one.name}
              </option>
            ))}
          </select>
        ) : (
          (target.owner_person?.name ?? '—')
        )}
      </td>
      <td className={isEditable ? mark('deadline') : undefined}>
        {isEditable ? (
          <DayEntry
            cell={`${row}:3`}
            label={`${t('targets.deadline')} ${label}`}
            value={target.deadline ?? ''}
            onChange={(day) => onChange(key, { deadline: day || null })}
          />
        ) : (
          <span className="decimal">{target.deadline ?? '—'}</span>
        )}
      </td>
      <td className={isEditable ? mark('measure') : 'text-cell'}>
        {isEditable ? (
          <input
            data-cell={`${row}:4`}
            maxLength={500}
            aria-label={`${t('targets.measure')} ${label}`}
            value={target.measure}
            onKeyDown={moveByKey}
            onChange={(event) => onChange(key, { measure: event.target.value })}
          />
        ) : (
          target.measure || '—'
        )}
      </td>
    </tr>
  )
}

// What stands beside the value: why it was returned, what the server noticed, what somebody else wrote.
export function TargetNotes({
  target,
  theirs,
  onTakeTheirs,
}: {
  target: Target
  theirs?: Target
  onTakeTheirs: () => void
}) {
  const t = useText()
  return (
    <>
      {target.return_reason && (
        <div className="entry-message">
          {t('sheet.returnedBecause', { reason: target.return_reason })}
        </div>
      )}
      {theirs && (
        <div className="entry-message">
          {t('sheet.theirs', {
            value: theirs.is_not_applicable
              ? t('targets.notApplicable')
              : groupDigits(theirs.value ?? '—'),
          })}
          <Button type="link" size="small" onClick={onTakeTheirs}>
            {t('sheet.takeTheirs')}
          </Button>
        </div>
      )}
      {target.warnings.map((warning) => (
        <div key={warning.code} className="target-warning">
          {warning.text}
        </div>
      ))}
    </>
  )
}

// The value against last year's, while it is typed.
export function Change({ target }: { target: Target }) {
  const change =
    target.value && target.baseline ? percentChange(target.baseline, target.value) : null
  if (change === null) return <span className="muted">—</span>
  return <span className="decimal">{change.replace('-', '−')}%</span>
}

export function History({ target }: { target: Target }) {
  const t = useText()
  if (target.history.length === 0) return <span className="muted">—</span>
  const text = target.history.map(({ year, value }) => `${year}: ${groupDigits(value)}`).join(' · ')
  return (
    <span className="history" title={text}>
      <SparkLine
        values={target.history.map(({ value }) => value)}
        label={`${t('targets.history')} ${text}`}
      />
      <span className="muted">
        {target.history
          .slice(-2)
          .map(({ year, value }) => `${year} ${groupDigits(value)}`)
          .join(' · ')}
      </span>
    </span>
  )
}

export function Peers({ target }: { target: Target }) {
  const t = useText()
  if (!target.peers) return <span className="muted">—</span>
  const { count, low, median, high } = target.peers
  return (
    <span title={t('targets.peersCount', { count })}>
      <span className="decimal">{groupDigits(median)}</span>{' '}
      <span className="muted decimal">
        ({groupDigits(low)}–{groupDigits(high)})
      </span>
    </span>
  )
}
