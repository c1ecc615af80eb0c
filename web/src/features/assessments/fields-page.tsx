// SPDX-License-Identifier: Apache-2.0
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, App, Button, Empty, Flex, InputNumber, Select, Switch, Tag } from 'antd'
import { Fragment, useState } from 'react'
import { useParams } from 'react-router'
import type { Assessment, AssessmentField, AssessmentFields, FieldClass } from '../../api/types'
import { assessmentFieldsQuery } from '../../components/assessment-fields'
import { AssessmentFrame } from '../../components/assessment-frame'
import '../../components/cells.css'
import { moveByKey } from '../../components/decimal-entry'
import { ErrorAlert } from '../../components/error-panel'
import { Guard } from '../../components/guard'
import { LeaveGuard } from '../../components/leave-guard'
import { Loaded } from '../../components/loaded'
import { useMayWrite } from '../../components/me'
import { SearchEntry } from '../../components/search-entry'
import { UnitSelect, unitsQuery } from '../../components/unit-select'
import { useText } from '../../i18n'
import { api, isConflict } from '../../lib/api-client'
import { clashes, overlaid, withEdit, type Edits } from '../../lib/overlay'
import { changesOf, isKept, keyOf, type FieldFilter } from './field-edits'

export function FieldsPage() {
  const { id = '' } = useParams()
  return (
    <Guard act="view_assessments">
      <AssessmentFrame id={id} current="fields">
        {(assessment) => <Fields assessment={assessment} />}
      </AssessmentFrame>
    </Guard>
  )
}

function Fields({ assessment }: { assessment: Assessment }) {
  const t = useText()
  const fields = useQuery(assessmentFieldsQuery(assessment.id))
  return (
    <Loaded
      query={fields}
      isEmpty={(data) => data.items.length === 0}
      empty={<Empty description={t('fields.none')} />}
    >
      {(data) => <FieldGrid assessment={assessment} fields={data} />}
    </Loaded>
  )
}

const allClasses: readonly FieldClass[] = [
  'attribute',
  'target',
  'baseline',
  'reported',
  'measurement',
  'event',
  'imported',
]

function FieldGrid({ assessment, fields }: { assessment: Assessment; fields: AssessmentFields }) {
  const t = useText()
  const { message } = App.useApp()
  const queryClient = useQueryClient()
  const canManage = useMayWrite('manage_assessments') && assessment.may.includes('manage')
  const isPreparing = assessment.stage === 'preparing'
  const isClosed = ['final', 'archived'].includes(assessment.stage)
  const canEdit = canManage && !isClosed
  const [edits, setEdits] = useState<Edits<AssessmentField>>({})
  const [clashing, setClashing] = useState<readonly string[]>([])
  const [filter, setFilter] = useState<FieldFilter>({ text: '', use: null, isUnassigned: false })
  const [chosen, setChosen] = useState<readonly string[]>([])
  const [error, setError] = useState<unknown>(null)
  const [isSaving, setSaving] = useState(false)

  const rows = fields.items
    .map((field) => overlaid(field, keyOf(field), edits))
    .filter((field) => isKept(field, filter))
  const kinds = [...new Set(rows.map((row) => row.kind))]
  const stored = new Map(fields.items.map((field) => [keyOf(field), field]))
  const changed = Object.keys(edits).length

  function change(keys: readonly string[], edit: Partial<AssessmentField>) {
    setEdits((old) =>
      keys.reduce((next, key) => {
        const field = stored.get(key)
        return field ? withEdit(next, key, field, edit) : next
      }, old),
    )
  }

  async function save() {
    setSaving(true)
    setError(null)
    try {
      const next = await api.put<AssessmentFields>(`/assessments/${assessment.id}/fields`, {
        version: fields.version,
        items: changesOf(fields.items, edits),
      })
      queryClient.setQueryData(['assessment-fields', assessment.id], next)
      await queryClient.invalidateQueries({ queryKey: ['assessment', assessment.id] })
      setEdits({})
      setClashing([])
      setChosen([])
      void message.success(t('common.saved'))
    } catch (problem) {
      if (!isConflict(problem)) {
        setError(problem)
        return
      }
      // The edits stay over what the other one saved; where both changed a row it is marked.
      const current = await queryClient.fetchQuery({
        ...assessmentFieldsQuery(assessment.id),
        staleTime: 0,
      })
      setClashing(clashes(fields.items, current.items, keyOf, edits))
      setError(problem)
    } finally {
      setSaving(false)
    }
  }

  let line = -1
  return (
    <>
      <LeaveGuard isDirty={changed > 0} />
      <ErrorAlert error={error} />
      {clashing.length > 0 && (
        <Alert
          type="warning"
          showIcon
          className="block"
          title={t('fields.clash', { count: clashing.length })}
        />
      )}
      {canManage && !isPreparing && (
        <Alert
          type="info"
          showIcon
          className="block"
          title={t(isClosed ? 'fields.closed' : 'fields.afterPreparing')}
        />
      )}
      <Flex gap="small" wrap className="filters" align="center">
        <SearchEntry
          className="filter-text"
          allowClear
          placeholder={t('fields.search')}
          onSearch={(text) => setFilter({ ...filter, text })}
        />
        <Select
          className="filter-select"
          allowClear
          placeholder={t('fields.class')}
          aria-label={t('fields.class')}
          value={filter.use}
          onChange={(use?: FieldClass) => setFilter({ ...filter, use: use ?? null })}
          options={allClasses.map((use) => ({ value: use, label: t(`fieldClass.${use}`) }))}
        />
        <label>
          <Switch
            size="small"
            checked={filter.isUnassigned}
            onChange={(isUnassigned) => setFilter({ ...filter, isUnassigned })}
          />{' '}
          {t('fields.onlyUnassigned')}
        </label>
        <span className="muted">{t('common.total', { count: rows.length })}</span>
        {canEdit && (
          <Flex gap="small" align="center">
            {changed > 0 && (
              <span className="dirty">{t('entry.changedRows', { count: changed })}</span>
            )}
            <Button disabled={changed === 0} onClick={() => setEdits({})}>
              {t('common.undo')}
            </Button>
            <Button
              type="primary"
              disabled={changed === 0}
              loading={isSaving}
              onClick={() => void save()}
            >
              {t('common.save')}
            </Button>
          </Flex>
        )}
      </Flex>
      {canEdit && chosen.length > 0 && (
        <BulkBar
          count={chosen.length}
          isPreparing={isPreparing}
          onApply={(edit) => change(chosen, edit)}
          onClear={() => setChosen([])}
        />
      )}
      {rows.length === 0 ? (
        <Empty description={t('fields.nothing')} />
      ) : (
        <div className="cells-host" data-cells>
          <table className="cells" aria-label={t('assessment.fields')}>
            <thead>
              <tr>
                <th className="frozen">
                  {canEdit && (
                    <input
                      type="checkbox"
                      aria-label={t('fields.chooseAll')}
                      checked={rows.length > 0 && rows.every((row) => chosen.includes(keyOf(row)))}
                      onChange={(event) =>
                        setChosen(event.target.checked ? rows.map(keyOf) : [])
                      }
                    />
                  )}{' '}
                  {t('fields.field')}
                </th>
                <th>{t('fields.class')}</th>
                <th>{t('fields.periods')}</th>
                <th>{t('fields.unit')}</th>
                <th className="wide">{t('fields.verifier')}</th>
                <th className="narrow">{t('fields.rounds')}</th>
                <th className="narrow">{t('fields.dueDays')}</th>
                <th>{t('fields.additive')}</th>
                <th>{t('fields.shared')}</th>
                <th>{t('fields.source')}</th>
              </tr>
            </thead>
            <tbody>
              {kinds.map((kind) => (
                <Fragment key={kind}>
                  <tr className="group-row">
                    <td colSpan={10}>{kind}</td>
                  </tr>
                  {rows
                    .filter((row) => row.kind === kind)
                    .map((row) => {
                      const key = keyOf(row)
                      line++
                      return (
                        <FieldRow
                          key={key}
                          line={line}
                          row={row}
                          edit={edits[key]}
                          isClashing={clashing.includes(key)}
                          canEdit={canEdit}
                          isPreparing={isPreparing}
                          isChosen={chosen.includes(key)}
                          onChoose={(isChosen) =>
                            setChosen(
                              isChosen ? [...chosen, key] : chosen.filter((item) => item !== key),
                            )
                          }
                          onChange={(edit) => change([key], edit)}
                        />
                      )
                    })}
                </Fragment>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <p className="muted cells-foot">{t('fields.hint')}</p>
    </>
  )
}

interface RowProps {
  line: number
  row: AssessmentField
  edit: Partial<AssessmentField> | undefined
  isClashing: boolean
  canEdit: boolean
  isPreparing: boolean
  isChosen: boolean
  onChoose: (isChosen: boolean) => void
  onChange: (edit: Partial<AssessmentField>) => void
}

// Fields whose values somebody reports; only these are verified and have a day due.
const isReported = (use: FieldClass) => use === 'measurement' || use === 'attribute'

function FieldRow({
  line,
  row,
  edit,
  isClashing,
  canEdit,
  isPreparing,
  isChosen,
  onChoose,
  onChange,
}: RowProps) {
  const t = useText()
  const className = (name: keyof AssessmentField, more = '') =>
    `typed ${more} ${edit && name in edit ? (isClashing ? 'clash' : 'changed') : ''}`
  const number = (text: string, low: number, high: number, old: number) => {
    const read = parseInt(text, 10)
    return Number.isNaN(read) ? old : Math.min(high, Math.max(low, read))
  }
  return (
    <tr>
      <td className="frozen field-name">
        {canEdit && (
          <input
            type="checkbox"
            aria-label={t('fields.choose', { field: row.label })}
            checked={isChosen}
            onChange={(event) => onChoose(event.target.checked)}
          />
        )}{' '}
        {row.label}
        {row.field !== row.label && <div className="muted">{row.field}</div>}
      </td>
      {canEdit && isPreparing && row.classes.length > 1 ? (
        <td className={className('class')}>
          <select
            data-cell={`${line}:0`}
            aria-label={`${t('fields.class')} ${row.label}`}
            value={row.class}
            onKeyDown={moveByKey}
            onChange={(event) => onChange({ class: event.target.value as FieldClass })}
          >
            {row.classes.map((use) => (
              <option key={use} value={use}>
                {t(`fieldClass.${use}`)}
              </option>
            ))}
          </select>
        </td>
      ) : (
        <td>
          {t(`fieldClass.${row.class}`)}
          {row.base_field && <div className="muted">{row.base_field}</div>}
        </td>
      )}
      <td>
        {row.level_name}
        {row.periods.length > 1 && ` × ${row.periods.length}`}
      </td>
      <td>
        {row.type === 'number' ? row.unit || (row.is_percent ? '%' : '—') : t(`figureType.${row.type}`)}
        {row.range && <div className="muted">{row.range}</div>}
      </td>
      {canEdit && isReported(row.class) ? (
        <td className={className('verifier_unit')}>
          <VerifierCell line={line} row={row} onChange={onChange} />
        </td>
      ) : (
        <td>
          {isReported(row.class)
            ? (row.verifier_unit?.name ?? t('fields.officeVerifies'))
            : '—'}
        </td>
      )}
      {canEdit && isPreparing && isReported(row.class) ? (
        <td className={className('rounds')}>
          <select
            data-cell={`${line}:2`}
            aria-label={`${t('fields.rounds')} ${row.label}`}
            value={row.rounds}
            onKeyDown={moveByKey}
            onChange={(event) => onChange({ rounds: number(event.target.value, 1, 3, 1) })}
          >
            {[1, 2, 3].map((count) => (
              <option key={count} value={count}>
                {count}
              </option>
            ))}
          </select>
        </td>
      ) : (
        <td className="number">{isReported(row.class) ? row.rounds : '—'}</td>
      )}
      {canEdit && isReported(row.class) ? (
        <td className={className('due_days')}>
          <input
            className="decimal"
            data-cell={`${line}:3`}
            aria-label={`${t('fields.dueDays')} ${row.label}`}
            inputMode="numeric"
            value={row.due_days}
            onKeyDown={moveByKey}
            onChange={(event) =>
              onChange({ due_days: number(event.target.value, 0, 366, row.due_days) })
            }
          />
        </td>
      ) : (
        <td className="number">{isReported(row.class) ? row.due_days : '—'}</td>
      )}
      {canEdit && isPreparing && row.type === 'number' ? (
        <td className={className('is_additive', 'check')}>
          <input
            type="checkbox"
            data-cell={`${line}:4`}
            aria-label={`${t('fields.additive')} ${row.label}`}
            checked={row.is_additive}
            onKeyDown={moveByKey}
            onChange={(event) => onChange({ is_additive: event.target.checked })}
          />
        </td>
      ) : (
        <td>{t(row.is_additive ? 'common.yes' : 'common.no')}</td>
      )}
      <td className="field-shared">
        {row.shared_with.length === 0 ? (
          <span className="muted">—</span>
        ) : (
          row.shared_with.map((title) => (
            <Tag key={title} className="wrap-tag">
              {title}
            </Tag>
          ))
        )}
      </td>
      <td>{row.source || '—'}</td>
    </tr>
  )
}

// The tree of units opens only in the cell that is being changed.
function VerifierCell({
  line,
  row,
  onChange,
}: {
  line: number
  row: AssessmentField
  onChange: (edit: Partial<AssessmentField>) => void
}) {
  const t = useText()
  const [isOpen, setOpen] = useState(false)
  const units = useQuery({ ...unitsQuery(), enabled: isOpen })
  const label = `${t('fields.verifier')} ${row.label}`
  if (!isOpen) {
    return (
      <button
        type="button"
        className="cell-button"
        data-cell={`${line}:1`}
        aria-label={label}
        onKeyDown={(event) => {
          if (event.key !== 'Enter') moveByKey(event)
        }}
        onClick={() => setOpen(true)}
      >
        {row.verifier_unit?.name ?? <span className="muted">{t('fields.officeVerifies')}</span>}
      </button>
    )
  }
  return (
    <UnitSelect
      allowClear
      label={label}
      placeholder={t('fields.officeVerifies')}
      value={row.verifier_unit?.id ?? null}
      onChange={(id) => {
        const unit = units.data?.items.find((item) => item.id === id)
        onChange({ verifier_unit: unit ? { id: unit.id, name: unit.name } : null })
        setOpen(false)
      }}
    />
  )
}

function BulkBar({
  count,
  isPreparing,
  onApply,
  onClear,
}: {
  count: number
  isPreparing: boolean
  onApply: (edit: Partial<AssessmentField>) => void
  onClear: () => void
}) {
  const t = useText()
  const units = useQuery(unitsQuery())
  const [unitId, setUnitId] = useState<string | null>(null)
  const [days, setDays] = useState<number | null>(null)
  const [rounds, setRounds] = useState<number | null>(null)
  return (
    <Flex gap="small" wrap align="center" className="cells-bulk">
      <strong>{t('fields.chosen', { count })}</strong>
      <div className="filter-unit">
        <UnitSelect
          allowClear
          label={t('fields.setVerifier')}
          placeholder={t('fields.setVerifier')}
          value={unitId}
          onChange={setUnitId}
        />
      </div>
      <InputNumber
        min={0}
        max={366}
        precision={0}
        placeholder={t('fields.dueDays')}
        aria-label={t('fields.dueDays')}
        value={days}
        onChange={setDays}
      />
      {isPreparing && (
        <Select
          allowClear
          className="filter-short"
          placeholder={t('fields.rounds')}
          aria-label={t('fields.rounds')}
          value={rounds}
          onChange={(value?: number) => setRounds(value ?? null)}
          options={[1, 2, 3].map((value) => ({ value, label: String(value) }))}
        />
      )}
      <Button
        disabled={unitId === null && days === null && rounds === null}
        onClick={() => {
          const unit = units.data?.items.find((item) => item.id === unitId)
          onApply({
            ...(unit ? { verifier_unit: { id: unit.id, name: unit.name } } : {}),
            ...(days !== null ? { due_days: days } : {}),
            ...(rounds !== null ? { rounds } : {}),
          })
        }}
      >
        {t('fields.apply')}
      </Button>
      <Button onClick={() => onApply({ verifier_unit: null })}>{t('fields.setOffice')}</Button>
      <Button type="link" onClick={onClear}>
        {t('fields.clear')}
      </Button>
    </Flex>
  )
}
