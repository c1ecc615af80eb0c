// SPDX-License-Identifier: Apache-2.0
import { DownloadOutlined, PlusOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Button, Card, Empty, Flex, Grid, Tree } from 'antd'
import type { TreeDataNode } from 'antd'
import { useMemo, useState } from 'react'
import { useNavigate, useParams, useSearchParams } from 'react-router'
import type { UnitRow } from '../../api/types'
import { DayPicker } from '../../components/day-picker'
import { Guard } from '../../components/guard'
import { Loaded } from '../../components/loaded'
import { useMayWrite } from '../../components/me'
import { Page } from '../../components/page'
import { SearchEntry } from '../../components/search-entry'
import { unitsQuery } from '../../components/unit-select'
import { useText } from '../../i18n'
import { url } from '../../lib/api-client'
import { today } from '../../lib/date'
import { buildTree, keepMatching, type TreeNode } from '../../lib/tree'
import { CreateUnit } from './unit-dialogs'
import { UnitPanel } from './unit-panel'

function toTreeData(node: TreeNode<UnitRow>): TreeDataNode {
  const { row } = node
  return {
    key: row.id,
    disabled: !row.is_covered,
    title: (
      <span className="tree-title">
        <span>{row.name}</span>
        {!!row.person_count && <span className="muted decimal">{row.person_count}</span>}
      </span>
    ),
    children: node.children.map(toTreeData),
  }
}

export function UnitsPage() {
  const t = useText()
  return (
    <Guard act="view_organisation">
      <Page title={t('nav.units')} extra={<Extra />}>
        <Units />
      </Page>
    </Guard>
  )
}

function useAsOf() {
  const [search, setSearch] = useSearchParams()
  const on = search.get('on') ?? ''
  return {
    on,
    setOn: (day: string | null) =>
      setSearch(day && day !== today() ? { on: day } : {}, { replace: true }),
  }
}

function Extra() {
  const t = useText()
  const { on, setOn } = useAsOf()
  const { id } = useParams()
  const canEdit = useMayWrite('edit_organisation')
  const [isCreating, setCreating] = useState(false)
  return (
    <>
      <Flex align="center" gap={6}>
        <span className="muted">{t('units.asOf')}</span>
        <DayPicker value={on || today()} onChange={setOn} label={t('units.asOf')} />
      </Flex>
      <Button
        icon={<DownloadOutlined />}
        href={url('/organisation/export.xlsx', { on })}
        download
      >
        {t('common.export')}
      </Button>
      {canEdit && (
        <Button type="primary" icon={<PlusOutlined />} onClick={() => setCreating(true)}>
          {t('units.create')}
        </Button>
      )}
      {isCreating && <CreateUnit parentId={id ?? null} onClose={() => setCreating(false)} />}
    </>
  )
}

function Units() {
  const t = useText()
  const { on } = useAsOf()
  const { id } = useParams()
  const isWide = Grid.useBreakpoint().lg ?? true
  const units = useQuery(unitsQuery(on))
  return (
    <Loaded
      query={units}
      isEmpty={(data) => data.items.length === 0}
      empty={<Empty description={t('units.none')} />}
    >
      {(data) => {
        if (!isWide) {
          return id ? (
            <UnitPanel id={id} on={on} isNarrow />
          ) : (
            <UnitTree rows={data.items} on={on} />
          )
        }
        const shown = id ?? data.items.find((row) => row.is_covered)?.id
        return (
          <Flex gap={12} align="flex-start">
            <div className="tree-pane">
              <UnitTree rows={data.items} on={on} selected={shown} />
            </div>
            <div className="grow-pane">{shown && <UnitPanel id={shown} on={on} />}</div>
          </Flex>
        )
      }}
    </Loaded>
  )
}

function UnitTree({ rows, on, selected }: { rows: UnitRow[]; on: string; selected?: string }) {
  const t = useText()
  const navigate = useNavigate()
  const [query, setQuery] = useState('')
  const [expanded, setExpanded] = useState<React.Key[]>(() =>
    rows.filter((row) => row.depth === 0 || !row.is_covered).map((row) => row.id),
  )
  const text = query.trim().toLowerCase()
  const shown = useMemo(
    () =>
      text === ''
        ? rows
        : keepMatching(rows, (row) =>
            [row.name, row.short_name, row.code].some((field) =>
              field?.toLowerCase().includes(text),
            ),
          ),
    [rows, text],
  )
  const data = useMemo(() => buildTree(shown).map(toTreeData), [shown])
  return (
    <Card size="small">
      <SearchEntry
        allowClear
        placeholder={t('units.search')}
        value={query}
        onChange={(event) => setQuery(event.target.value)}
      />
      {data.length === 0 ? (
        <Empty className="block" description={t('common.nothingFound')} />
      ) : (
        <Tree
          className="unit-tree"
          blockNode
          showLine
          treeData={data}
          selectedKeys={selected ? [selected] : []}
          expandedKeys={text ? shown.map((row) => row.id) : expanded}
          onExpand={(keys) => setExpanded(keys)}
          onSelect={(_, { node }) =>
            void navigate(`/organisation/units/${node.key}${on ? `?on=${on}` : ''}`)
          }
        />
      )}
    </Card>
  )
}
