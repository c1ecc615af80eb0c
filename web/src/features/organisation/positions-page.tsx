// SPDX-License-Identifier: Apache-2.0
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Button, Card, Flex } from 'antd'
import { useState } from 'react'
import type { Paged, Position } from '../../api/types'
import { ConflictDialog, type Conflict } from '../../components/conflict-dialog'
import { EntryTable } from '../../components/entry-table'
import { messageOf } from '../../components/error-panel'
import { Guard } from '../../components/guard'
import { LeaveGuard } from '../../components/leave-guard'
import { Loaded } from '../../components/loaded'
import { useMayWrite } from '../../components/me'
import { Page } from '../../components/page'
import { useText } from '../../i18n'
import { api, isConflict } from '../../lib/api-client'
import type { Grid } from '../../lib/grid'
import type { Fields } from '../../lib/merge'
import {
  isEmptyRow,
  positionBody,
  positionCells,
  positionColumns,
  positionFault,
} from './entry-rows'

export function PositionsPage() {
  const t = useText()
  const positions = useQuery({
    queryKey: ['positions'],
    queryFn: ({ signal }) => api.get<Paged<Position>>('/positions', { page_size: 200 }, signal),
    // Typing must not be overtaken by a reload.
    refetchOnWindowFocus: false,
  })
  return (
    <Guard act="view_organisation">
      <Page title={t('nav.positions')}>
        <Loaded query={positions}>
          {(data) => <Positions key={positions.dataUpdatedAt} stored={data.items} />}
        </Loaded>
      </Page>
    </Guard>
  )
}

interface RowConflict extends Conflict {
  row: number
  version: number
}

function Positions({ stored }: { stored: Position[] }) {
  const t = useText()
  const { message } = App.useApp()
  const queryClient = useQueryClient()
  const canEdit = useMayWrite('edit_organisation')
  const [base, setBase] = useState(stored)
  const [rows, setRows] = useState<Grid>(() => stored.map(positionCells))
  const [refusals, setRefusals] = useState<Record<number, string>>({})
  const [conflict, setConflict] = useState<RowConflict | null>(null)
  const [isSaving, setSaving] = useState(false)

  const isChanged = (row: number) => {
    const before = base[row]
    const cells = rows[row] ?? []
    if (!before) return !isEmptyRow(cells)
    return positionCells(before).some((cell, column) => cell !== (cells[column] ?? '').trim())
  }
  const changed = rows.map((_, row) => row).filter(isChanged)
  const faultOf = (row: number, column: number) =>
    base[row] && isEmptyRow(rows[row] ?? []) ? 'needed' : positionFault(rows, row, column)
  const isFaulty = rows.some((_, row) => positionColumns.some((_, column) => faultOf(row, column)))

  // Returns whether the row is stored now.
  async function saveRow(row: number, body: Fields, version?: number): Promise<boolean> {
    const before = base[row]
    try {
      if (before) {
        await api.patch(`/positions/${before.id}`, { ...body, version: version ?? before.version })
      } else await api.create('/positions', body)
      return true
    } catch (error) {
      if (isConflict(error) && before) {
        const current = error.current as Position
        setConflict({
          row,
          version: current.version,
          base: positionBody(positionCells(before)),
          mine: body,
          theirs: positionBody(positionCells(current)),
        })
      } else setRefusals((all) => ({ ...all, [row]: messageOf(error, t) }))
      return false
    }
  }

  async function save(todo: { row: number; body: Fields; version?: number }[]) {
    setSaving(true)
    setRefusals({})
    const done = new Set<number>()
    for (const { row, body, version } of todo) {
      if (await saveRow(row, body, version)) done.add(row)
    }
    setSaving(false)
    if (done.size > 0) void message.success(t('entry.savedRows', { count: done.size }))
    const open = changed.filter((row) => !done.has(row))
    if (open.length === 0) {
      setConflict(null)
      await queryClient.invalidateQueries({ queryKey: ['positions'] })
      return
    }
    // What was saved is the new base; what was not stays as typed.
    const fresh = await api.get<Paged<Position>>('/positions', { page_size: 200 })
    const byCode = new Map(fresh.items.map((item) => [item.code, item]))
    setBase(
      rows.flatMap((cells, row) => {
        const now = done.has(row) ? byCode.get((cells[0] ?? '').trim()) : base[row]
        return now ? [now] : []
      }),
    )
    setRows([
      ...rows.filter((_, row) => done.has(row) || base[row]),
      ...rows.filter((_, row) => !done.has(row) && !base[row]),
    ])
  }

  return (
    <Card size="small">
      <p className="muted">{t('positions.intro')}</p>
      <EntryTable
        label={t('nav.positions')}
        rows={rows}
        onChange={setRows}
        isReadOnly={!canEdit}
        errorOf={(row, column) => {
          if (column === 0 && refusals[row]) return refusals[row]
          const fault = faultOf(row, column)
          return fault ? t(`entry.${fault}`) : ''
        }}
        columns={[
          { key: 'code', title: t('positions.code') },
          { key: 'name', title: t('positions.name') },
          { key: 'coefficient', title: t('positions.coefficient'), isDecimal: true, width: 120 },
          { key: 'order', title: t('units.order'), isDecimal: true, width: 100 },
        ]}
      />
      {canEdit && (
        <Flex gap="small" align="center">
          <Button
            type="primary"
            disabled={changed.length === 0 || isFaulty}
            loading={isSaving}
            onClick={() =>
              void save(changed.map((row) => ({ row, body: positionBody(rows[row] ?? []) })))
            }
          >
            {t('common.save')}
          </Button>
          <Button
            disabled={changed.length === 0}
            onClick={() => {
              setRows(base.map(positionCells))
              setRefusals({})
            }}
          >
            {t('common.undo')}
          </Button>
          {changed.length > 0 && (
            <span className="muted">{t('entry.changedRows', { count: changed.length })}</span>
          )}
        </Flex>
      )}
      <LeaveGuard isDirty={canEdit && changed.length > 0} />
      {conflict && (
        <ConflictDialog
          conflict={conflict}
          isSaving={isSaving}
          labels={{
            code: t('positions.code'),
            name: t('positions.name'),
            coefficient: t('positions.coefficient'),
            order: t('units.order'),
          }}
          onSave={(merged) => {
            const { row, version } = conflict
            setConflict(null)
            void save([{ row, body: merged, version }])
          }}
          onCancel={() => setConflict(null)}
        />
      )}
    </Card>
  )
}
