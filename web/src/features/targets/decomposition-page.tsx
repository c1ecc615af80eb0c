// SPDX-License-Identifier: Apache-2.0
// Targets shared out below: every one has somebody who answers for it and a day, and the shares add up.
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, App, Button, Empty, Flex, Segmented } from 'antd'
import { Fragment, useState } from 'react'
import { useParams } from 'react-router'
import type { Decomposition, DecompositionItem, TargetSheet } from '../../api/types'
import '../../components/cells.css'
import { DayEntry } from '../../components/day-entry'
import { DecimalEntry, moveByKey } from '../../components/decimal-entry'
import { DecimalText } from '../../components/decimal-text'
import { ErrorAlert } from '../../components/error-panel'
import { Guard } from '../../components/guard'
import { LeaveGuard } from '../../components/leave-guard'
import { Loaded } from '../../components/loaded'
import { useMe } from '../../components/me'
import { Page } from '../../components/page'
import { useText } from '../../i18n'
import { api, isConflict } from '../../lib/api-client'
import { groupDigits } from '../../lib/decimal'
import { decompositionQuery, sheetQuery, useRefreshSheets } from './queries'
import {
  coverageOf,
  evenShares,
  isSame,
  itemKey,
  newShare,
  readShares,
  shareChanges,
  type Coverage,
  type Share,
  type Shares,
} from './shares'
import './targets.css'

export function DecompositionPage() {
  const t = useText()
  const { id = '' } = useParams()
  const sheet = useQuery(sheetQuery(id))
  const decomposition = useQuery(decompositionQuery(id))
  return (
    <Guard act="view_assessments">
      <Page
        title={
          sheet.data
            ? t('decomposition.of', { name: sheet.data.assessee.name })
            : t('targets.decomposition')
        }
        back={`/target-sheets/${id}`}
        subtitle={sheet.data && <span className="muted">{sheet.data.assessment.title}</span>}
      >
        <Loaded
          query={decomposition}
          isEmpty={(data) => data.items.length === 0}
          empty={<Empty description={t('decomposition.none')} />}
        >
          {(data) => <Tree key={id} sheet={sheet.data} decomposition={data} />}
        </Loaded>
      </Page>
    </Guard>
  )
}

function Tree({
  sheet,
  decomposition,
}: {
  sheet: TargetSheet | undefined
  decomposition: Decomposition
}) {
  const t = useText()
  const me = useMe()
  const { message } = App.useApp()
  const queryClient = useQueryClient()
  const refresh = useRefreshSheets()
  const { items } = decomposition
  const [stored, setStored] = useState<Shares>(() => readShares(decomposition))
  const [shares, setShares] = useState<Shares>(stored)
  const [version, setVersion] = useState(decomposition.version)
  const [theirs, setTheirs] = useState<Decomposition | null>(null)
  const [show, setShow] = useState<'all' | 'open'>('all')
  const [error, setError] = useState<unknown>(null)
  const [isSaving, setSaving] = useState(false)
  const isEditable = !me.viewing_as && (sheet?.may.includes('decompose') ?? false)
  const isDirty = !isSame(items, stored, shares)
  const coverage = new Map(
    items.map((item) => [itemKey(item), coverageOf(item, shares[itemKey(item)] ?? [])]),
  )
  const open = items.filter((item) => coverage.get(itemKey(item))!.state !== 'ok')
  const faults = [...coverage.values()].reduce((sum, one) => sum + one.faults, 0)
  const deadlineOf = (item: DecompositionItem) =>
    sheet?.items.find((target) => itemKey(target) === itemKey(item))?.deadline ?? ''

  const set = (item: DecompositionItem, next: readonly Share[]) =>
    setShares((old) => ({ ...old, [itemKey(item)]: next }))

  function take(next: Decomposition) {
    const read = readShares(next)
    queryClient.setQueryData(['decomposition', next.sheet_id], next)
    setStored(read)
    setShares(read)
    setVersion(next.version)
    setTheirs(null)
    setError(null)
  }

  async function save() {
    setSaving(true)
    setError(null)
    try {
      const next = await api.put<Decomposition>(
        `/target-sheets/${decomposition.sheet_id}/decomposition`,
        { version, shares: shareChanges(items, shares) },
      )
      take(next)
      await queryClient.invalidateQueries({ queryKey: ['target-sheet', next.sheet_id] })
      await refresh()
      void message.success(t('common.saved'))
    } catch (problem) {
      if (isConflict(problem)) setTheirs(problem.current as Decomposition)
      else setError(problem)
    } finally {
      setSaving(false)
    }
  }

  const shown = show === 'open' ? open : items
  let line = -1
  return (
    <>
      <LeaveGuard isDirty={isDirty} />
      <ErrorAlert error={error} />
      {theirs && (
        <Conflict
          items={items}
          mine={shares}
          theirs={theirs}
          onTheirs={() => take(theirs)}
          onMine={() => {
            setStored(readShares(theirs))
            setVersion(theirs.version)
            setTheirs(null)
          }}
        />
      )}
      <Flex gap="small" wrap align="center" className="filters">
        <Segmented
          value={show}
          onChange={(value) => setShow(value as 'all' | 'open')}
          options={[
            { value: 'all', label: t('decomposition.all', { count: items.length }) },
            { value: 'open', label: t('decomposition.open', { count: open.length }) },
          ]}
        />
        <span role="status" className={open.length > 0 ? 'bad' : 'met'}>
          {open.length > 0
            ? t('decomposition.notCovered', { count: open.length })
            : t('decomposition.covered')}
        </span>
        {isEditable && (
          <>
            {isDirty && <span className="dirty">{t('decomposition.dirty')}</span>}
            <Button disabled={!isDirty} onClick={() => setShares(stored)}>
              {t('common.undo')}
            </Button>
            <Button
              type="primary"
              disabled={!isDirty || faults > 0 || theirs !== null}
              loading={isSaving}
              onClick={() => void save()}
            >
              {t('common.save')}
            </Button>
          </>
        )}
      </Flex>
      {isEditable && decomposition.units.length + decomposition.persons.length === 0 && (
        <Alert type="info" showIcon className="block" title={t('decomposition.nobody')} />
      )}
      {shown.length === 0 ? (
        <Empty description={t('decomposition.allCovered')} />
      ) : (
        <div className="cells-host" data-cells>
          <table className="cells" aria-label={t('targets.decomposition')}>
            <thead>
              <tr>
                <th className="frozen">{t('decomposition.holder')}</th>
                <th className="number">{t('targets.value')}</th>
                <th>{t('targets.unit')}</th>
                <th className="medium">{t('targets.deadline')}</th>
                <th>{t('decomposition.coverage')}</th>
                {isEditable && <th>{t('common.actions')}</th>}
              </tr>
            </thead>
            <tbody>
              {shown.map((item) => {
                const rows = shares[itemKey(item)] ?? []
                const state = coverage.get(itemKey(item))!
                return (
                  <Fragment key={itemKey(item)}>
                    <tr className="group-row">
                      <td className="share-item">
                        {item.label} <span className="muted">{item.period_title}</span>
                      </td>
                      <td className="number">
                        <DecimalText value={item.value} />
                      </td>
                      <td>{item.unit}</td>
                      <td className="decimal">{deadlineOf(item) || '—'}</td>
                      <td>
                        <CoverageText item={item} coverage={state} />
                      </td>
                      {isEditable && (
                        <td>
                          <Button
                            size="small"
                            type="link"
                            onClick={() =>
                              set(item, [...rows, newShare('', '', deadlineOf(item))])
                            }
                          >
                            {t('decomposition.add')}
                          </Button>
                          {decomposition.units.length > 0 && rows.length === 0 && (
                            <Button
                              size="small"
                              type="link"
                              onClick={() =>
                                set(
                                  item,
                                  evenShares(
                                    item,
                                    decomposition.units.map((unit) => `unit:${unit.id}`),
                                    deadlineOf(item),
                                  ),
                                )
                              }
                            >
                              {t('decomposition.even')}
                            </Button>
                          )}
                        </td>
                      )}
                    </tr>
                    {rows.map((share) => {
                      line++
                      return (
                        <ShareRow
                          key={share.id}
                          line={line}
                          item={item}
                          share={share}
                          decomposition={decomposition}
                          isEditable={isEditable}
                          onChange={(change) =>
                            set(
                              item,
                              rows.map((one) => (one.id === share.id ? { ...one, ...change } : one)),
                            )
                          }
                          onRemove={() =>
                            set(
                              item,
                              rows.filter((one) => one.id !== share.id),
                            )
                          }
                        />
                      )
                    })}
                  </Fragment>
                )
              })}
            </tbody>
          </table>
        </div>
      )}
      <p className="muted cells-foot">{t('decomposition.hint')}</p>
    </>
  )
}

function CoverageText({ item, coverage }: { item: DecompositionItem; coverage: Coverage }) {
  const t = useText()
  return (
    <span className={coverage.state === 'ok' ? 'met' : 'bad'}>
      <span aria-hidden>{coverage.state === 'ok' ? '✓' : '!'}</span>{' '}
      {t(`coverage.${coverage.state}`)}
      {item.is_additive && coverage.sum !== null && (
        <>
          {' '}
          {t('coverage.sum', {
            sum: groupDigits(coverage.sum),
            value: groupDigits(item.value ?? '—'),
          })}
        </>
      )}
    </span>
  )
}

interface RowProps {
  line: number
  item: DecompositionItem
  share: Share
  decomposition: Decomposition
  isEditable: boolean
  onChange: (change: Partial<Share>) => void
  onRemove: () => void
}

function ShareRow({
  line,
  item,
  share,
  decomposition,
  isEditable,
  onChange,
  onRemove,
}: RowProps) {
  const t = useText()
  const name = nameOf(decomposition, share.holder)
  const label = `${item.label} ${item.period_title} ${name}`
  if (!isEditable) {
    return (
      <tr>
        <td className="frozen share-holder">{name}</td>
        <td className="number">
          <DecimalText value={share.value} />
        </td>
        <td>{item.unit}</td>
        <td className="decimal">{share.deadline || <span className="bad">{t('due.none')}</span>}</td>
        <td />
      </tr>
    )
  }
  return (
    <tr>
      <td className="frozen typed share-holder">
        <select
          data-cell={`${line}:0`}
          aria-label={`${t('decomposition.holder')} ${label}`}
          value={share.holder}
          onKeyDown={moveByKey}
          onChange={(event) => onChange({ holder: event.target.value })}
        >
          <option value="">{t('decomposition.choose')}</option>
          {decomposition.units.length > 0 && (
            <optgroup label={t('decomposition.units')}>
              {decomposition.units.map((unit) => (
                <option key={unit.id} value={`unit:${unit.id}`}>
                  {unit.name}
                </option>
              ))}
            </optgroup>
          )}
          {decomposition.persons.length > 0 && (
            <optgroup label={t('decomposition.persons')}>
              {decomposition.persons.map((person) => (
                <option key={person.id} value={`person:${person.id}`}>
                  {person.name}
                </option>
              ))}
            </optgroup>
          )}
        </select>
      </td>
      <td className="typed">
        <DecimalEntry
          cell={`${line}:1`}
          label={`${t('targets.value')} ${label}`}
          places={item.places}
          value={share.value}
          onChange={(value) => onChange({ value })}
        />
      </td>
      <td>{item.unit}</td>
      <td className="typed">
        <DayEntry
          cell={`${line}:2`}
          label={`${t('targets.deadline')} ${label}`}
          value={share.deadline}
          onChange={(deadline) => onChange({ deadline })}
        />
      </td>
      <td>{share.holder === '' && <span className="bad">{t('decomposition.chooseSomebody')}</span>}</td>
      <td>
        <Button size="small" type="link" danger onClick={onRemove}>
          {t('common.remove')}
        </Button>
      </td>
    </tr>
  )
}

function nameOf(decomposition: Decomposition, holder: string): string {
  const [kind, id] = holder.split(':')
  const found = (kind === 'person' ? decomposition.persons : decomposition.units).find(
    (one) => one.id === id,
  )
  if (found) return found.name
  // Somebody who left since: the name stands with the share.
  for (const item of decomposition.items) {
    for (const share of item.shares) {
      const one = kind === 'person' ? share.person : share.unit
      if (one?.id === id) return one.name
    }
  }
  return ''
}

function Conflict({
  items,
  mine,
  theirs,
  onTheirs,
  onMine,
}: {
  items: readonly DecompositionItem[]
  mine: Shares
  theirs: Decomposition
  onTheirs: () => void
  onMine: () => void
}) {
  const t = useText()
  const other = readShares(theirs)
  const different = items.filter((item) => !isSame([item], mine, other))
  const show = (source: Decomposition, shares: readonly Share[]) =>
    shares.map((share) => `${nameOf(source, share.holder)} ${share.value}`).join(' · ') || '—'
  return (
    <Alert
      type="warning"
      showIcon
      className="block"
      title={t('conflict.title')}
      description={
        <>
          <p>{t('decomposition.conflict')}</p>
          <ul className="plain-list">
            {different.map((item) => (
              <li key={itemKey(item)}>
                <strong>
                  {item.label} {item.period_title}
                </strong>
                <div>
                  {t('conflict.mine')}: {show(theirs, mine[itemKey(item)] ?? [])}
                </div>
                <div>
                  {t('conflict.theirs')}: {show(theirs, other[itemKey(item)] ?? [])}
                </div>
              </li>
            ))}
          </ul>
          <Flex gap="small">
            <Button onClick={onMine}>{t('decomposition.keepMine')}</Button>
            <Button onClick={onTheirs}>{t('decomposition.takeTheirs')}</Button>
          </Flex>
        </>
      }
    />
  )
}
