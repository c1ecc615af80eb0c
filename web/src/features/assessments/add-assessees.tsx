// SPDX-License-Identifier: Apache-2.0
// Many rows at once: units by name or by category, the people of units, persons, or rows by code.
import { useQuery } from '@tanstack/react-query'
import { Alert, App, Form, Modal, Select, Tabs, TreeSelect } from 'antd'
import { useState } from 'react'
import type { Assessee, Assessment, Category, NewAssessees, Paged, Person } from '../../api/types'
import { categories } from '../../api/types'
import { EntryTable } from '../../components/entry-table'
import { ErrorAlert } from '../../components/error-panel'
import { UnitSelect, unitsQuery } from '../../components/unit-select'
import { useText } from '../../i18n'
import { api } from '../../lib/api-client'
import type { Grid } from '../../lib/grid'
import { buildTree, type TreeNode } from '../../lib/tree'
import type { UnitRow } from '../../api/types'
import { bodyOf, isWhole, type AddWay, type Draft } from './assessee-drafts'

interface Option {
  value: string
  title: string
  disabled: boolean
  children: Option[]
}

const toOption = ({ row, children }: TreeNode<UnitRow>): Option => ({
  value: row.id,
  title: row.name,
  disabled: !row.is_covered,
  children: children.map(toOption),
})

interface Props {
  assessment: Assessment
  kind: Assessment['kinds'][number]
  onDone: () => Promise<void>
  onClose: () => void
}

export function AddAssessees({ assessment, kind, onDone, onClose }: Props) {
  const t = useText()
  const { message } = App.useApp()
  const [way, setWay] = useState<AddWay>('category')
  const [draft, setDraft] = useState<Draft>({
    unitIds: [],
    underUnitId: null,
    category: null,
    personIds: [],
    parentCode: null,
    rows: [['', '', '']],
  })
  const [error, setError] = useState<unknown>(null)
  const [isSending, setSending] = useState(false)
  const units = useQuery(unitsQuery())
  const set = (change: Partial<Draft>) => setDraft({ ...draft, ...change })

  async function add() {
    setSending(true)
    setError(null)
    try {
      const body: NewAssessees = bodyOf(kind.kind, way, draft)
      const answer = await api.create<{ added: number; skipped: number }>(
        `/assessments/${assessment.id}/assessees`,
        body,
      )
      await onDone()
      void message.success(t('assessees.added', answer))
      onClose()
    } catch (problem) {
      setError(problem)
    } finally {
      setSending(false)
    }
  }

  const chooseUnits = (label: string) => (
    <Form.Item label={label} htmlFor="add-units">
      <TreeSelect<string[]>
        id="add-units"
        className="grow"
        treeCheckable
        showCheckedStrategy="SHOW_ALL"
        treeCheckStrictly={false}
        maxTagCount={12}
        value={draft.unitIds}
        onChange={(unitIds) => set({ unitIds })}
        treeData={buildTree(units.data?.items ?? []).map(toOption)}
        loading={units.isLoading}
        showSearch={{ treeNodeFilterProp: 'title' }}
        allowClear
      />
    </Form.Item>
  )
  const chooseUnder = (
    <>
      <Form.Item label={t('assessees.under')} htmlFor="add-under">
        <UnitSelect
          id="add-under"
          allowClear
          value={draft.underUnitId}
          onChange={(underUnitId) => set({ underUnitId })}
        />
      </Form.Item>
      <Form.Item label={t('assessees.category')} htmlFor="add-category">
        <Select
          id="add-category"
          allowClear
          value={draft.category}
          onChange={(category?: Category) => set({ category: category ?? null })}
          options={categories.map((category) => ({
            value: category,
            label: t(`category.${category}`),
          }))}
        />
      </Form.Item>
    </>
  )
  const parent = kind.parent && (
    <Form.Item
      label={t('assessees.parent', { kind: kind.parent })}
      extra={t('assessees.parentHint')}
      htmlFor="add-parent"
    >
      <ParentSelect
        assessment={assessment}
        kind={kind.parent}
        value={draft.parentCode}
        onChange={(parentCode) => set({ parentCode })}
      />
    </Form.Item>
  )
  return (
    <Modal
      open
      width={760}
      title={t('assessees.addTo', { kind: kind.kind })}
      okText={t('assessees.add')}
      okButtonProps={{ disabled: !isWhole(way, draft) }}
      confirmLoading={isSending}
      onOk={() => void add()}
      onCancel={onClose}
    >
      <ErrorAlert error={error} />
      <Form layout="vertical" component="div">
        <Tabs
          activeKey={way}
          onChange={(next) => setWay(next as AddWay)}
          items={[
            {
              key: 'category',
              label: t('assessees.byCategory'),
              children: (
                <>
                  {chooseUnder}
                  {parent}
                </>
              ),
            },
            {
              key: 'units',
              label: t('assessees.byUnits'),
              children: (
                <>
                  {chooseUnits(t('assessees.units'))}
                  {parent}
                </>
              ),
            },
            {
              key: 'people',
              label: t('assessees.byUnitsPeople'),
              children: (
                <>
                  <Alert
                    type="info"
                    showIcon
                    className="block"
                    title={t('assessees.peopleHint')}
                  />
                  {chooseUnits(t('assessees.unitsOrUnder'))}
                  {chooseUnder}
                  {parent}
                </>
              ),
            },
            {
              key: 'persons',
              label: t('assessees.byPersons'),
              children: (
                <>
                  <Form.Item label={t('assessees.persons')} htmlFor="add-persons">
                    <PersonsSelect
                      value={draft.personIds}
                      onChange={(personIds) => set({ personIds })}
                    />
                  </Form.Item>
                  {parent}
                </>
              ),
            },
            {
              key: 'rows',
              label: t('assessees.byRows'),
              children: (
                <>
                  <p className="muted">{t('assessees.rowsHint')}</p>
                  <EntryTable
                    label={t('assessees.byRows')}
                    columns={[
                      { key: 'code', title: t('assessees.code') },
                      { key: 'name', title: t('assessees.name') },
                      ...(kind.parent
                        ? [{ key: 'parent', title: t('assessees.parentCode') }]
                        : []),
                    ]}
                    rows={draft.rows}
                    onChange={(rows: Grid) => set({ rows })}
                  />
                </>
              ),
            },
          ]}
        />
      </Form>
    </Modal>
  )
}

function ParentSelect({
  assessment,
  kind,
  value,
  onChange,
}: {
  assessment: Assessment
  kind: string
  value: string | null
  onChange: (code: string | null) => void
}) {
  const t = useText()
  const [query, setQuery] = useState('')
  const rows = useQuery({
    queryKey: ['assessees', assessment.id, 'choice', kind, query],
    queryFn: ({ signal }) =>
      api.get<Paged<Assessee>>(
        `/assessments/${assessment.id}/assessees`,
        { kind, query, page_size: 50 },
        signal,
      ),
  })
  return (
    <Select
      id="add-parent"
      allowClear
      showSearch={{ filterOption: false, onSearch: setQuery }}
      placeholder={t('assessees.parentByOrganisation')}
      value={value}
      loading={rows.isFetching}
      onChange={(code?: string) => onChange(code ?? null)}
      options={rows.data?.items.map((row) => ({ value: row.code, label: row.name }))}
    />
  )
}

function PersonsSelect({
  value,
  onChange,
}: {
  value: string[]
  onChange: (ids: string[]) => void
}) {
  const t = useText()
  const [query, setQuery] = useState('')
  const persons = useQuery({
    queryKey: ['persons', 'choice', query],
    queryFn: ({ signal }) =>
      api.get<Paged<Person>>('/persons', { query, page_size: 50 }, signal),
  })
  return (
    <Select
      id="add-persons"
      mode="multiple"
      showSearch={{ filterOption: false, onSearch: setQuery }}
      placeholder={t('accounts.choosePerson')}
      loading={persons.isFetching}
      value={value}
      onChange={onChange}
      options={persons.data?.items.map((person) => ({
        value: person.id,
        label: [person.name, person.code, person.appointments[0]?.unit.name]
          .filter(Boolean)
          .join(' · '),
      }))}
    />
  )
}
