// SPDX-License-Identifier: Apache-2.0
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Button, Flex } from 'antd'
import { useState } from 'react'
import type { Paged, Person, Position, Unit } from '../../api/types'
import { EntryTable } from '../../components/entry-table'
import { messageOf } from '../../components/error-panel'
import { useText } from '../../i18n'
import { api } from '../../lib/api-client'
import { today } from '../../lib/date'
import type { Grid } from '../../lib/grid'
import { appointmentBody, appointmentColumns, appointmentFault, isEmptyRow } from './entry-rows'

// People typed or pasted into a unit row by row. A code that is known gets the appointment; a new one
// with a name becomes a person. What was refused stays with its message, what was saved goes.
export function AppointmentEntry({ unit, onDone }: { unit: Unit; onDone: () => void }) {
  const t = useText()
  const { message } = App.useApp()
  const queryClient = useQueryClient()
  const [rows, setRows] = useState<Grid>(() =>
    Array.from({ length: 3 }, () => ['', '', '', t('common.yes'), today()]),
  )
  const [refusals, setRefusals] = useState<Record<number, string>>({})
  const [isSaving, setSaving] = useState(false)
  const positions = useQuery({
    queryKey: ['positions'],
    queryFn: ({ signal }) => api.get<Paged<Position>>('/positions', { page_size: 200 }, signal),
  })
  const known = positions.data?.items ?? []
  // A row counts once something besides what it begins with is there.
  const isUsed = (cells: string[]) => !isEmptyRow(cells.slice(0, 3))

  function errorOf(row: number, column: number): string {
    if (!isUsed(rows[row] ?? [])) return ''
    if (column === 0 && refusals[row]) return refusals[row]
    const fault = appointmentFault(rows, row, column, known)
    return fault ? t(`entry.${fault}`) : ''
  }

  async function saveRow(cells: string[]) {
    const code = (cells[0] ?? '').trim()
    const name = (cells[1] ?? '').trim()
    const found = await api.get<Paged<Person>>('/persons', { query: code, page_size: 20 })
    const person = found.items.find((item) => item.code === code)
    const body = appointmentBody(cells, unit.id, known)
    if (person) await api.create(`/persons/${person.id}/appointments`, body)
    else if (name === '') throw new Error(t('entry.unknownPerson'))
    else await api.create('/persons', { code, name, appointments: [body] })
  }

  async function save() {
    setSaving(true)
    const left: Grid = []
    const messages: Record<number, string> = {}
    let saved = 0
    for (const cells of rows) {
      if (!isUsed(cells)) continue
      try {
        await saveRow(cells)
        saved++
      } catch (error) {
        messages[left.length] = error instanceof Error && error.constructor === Error
          ? error.message
          : messageOf(error, t)
        left.push(cells)
      }
    }
    setSaving(false)
    setRefusals(messages)
    await queryClient.invalidateQueries({ queryKey: ['persons'] })
    await queryClient.invalidateQueries({ queryKey: ['units'] })
    if (saved > 0) void message.success(t('entry.savedRows', { count: saved }))
    if (left.length > 0) setRows(left)
    else onDone()
  }

  const isFaulty = rows.some(
    (cells, row) =>
      isUsed(cells) &&
      appointmentColumns.some((_, column) => appointmentFault(rows, row, column, known)),
  )
  return (
    <div className="block">
      <EntryTable
        label={t('units.enterPeople')}
        rows={rows}
        onChange={(next) => {
          setRefusals({})
          setRows(next)
        }}
        errorOf={errorOf}
        columns={[
          { key: 'code', title: t('persons.code') },
          { key: 'name', title: t('persons.name') },
          {
            key: 'position',
            title: t('persons.position'),
            options: known.map((item) => item.name),
          },
          {
            key: 'primary',
            title: t('persons.primary'), options: [t('common.yes'), t('common.no')],
            width: 80,
          },
          { key: 'from', title: t('persons.since'), placeholder: '2026-01-01' },
        ]}
      />
      <Flex gap="small">
        <Button
          type="primary"
          loading={isSaving}
          disabled={isFaulty || !rows.some(isUsed)}
          onClick={() => void save()}
        >
          {t('common.save')}
        </Button>
        <span className="muted">{t('entry.newPersonHint')}</span>
      </Flex>
    </div>
  )
}
