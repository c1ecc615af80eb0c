// SPDX-License-Identifier: Apache-2.0
import { useQuery } from '@tanstack/react-query'
import { TreeSelect } from 'antd'
import type { UnitRow } from '../api/types'
import { api } from '../lib/api-client'
import { buildTree, type TreeNode } from '../lib/tree'
import { useText } from '../i18n'

export const unitsQuery = (on?: string) => ({
  queryKey: ['units', on ?? ''],
  queryFn: ({ signal }: { signal: AbortSignal }) =>
    api.get<{ on: string; items: UnitRow[] }>('/units', { on }, signal),
})

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
  value?: string | null
  onChange?: (id: string | null) => void
  on?: string
  id?: string
  allowClear?: boolean
  placeholder?: string
  label?: string
}

// Chooses a unit from the tree in official order; units beyond the user's scope only show the path.
export function UnitSelect({ value, onChange, on, id, allowClear, placeholder, label }: Props) {
  const t = useText()
  const units = useQuery(unitsQuery(on))
  return (
    <TreeSelect<string>
      id={id}
      aria-label={label}
      className="grow"
      popupMatchSelectWidth={false}
      value={value || undefined}
      onChange={(next) => onChange?.(next ?? null)}
      treeData={buildTree(units.data?.items ?? []).map(toOption)}
      treeDefaultExpandedKeys={units.data?.items.slice(0, 1).map((row) => row.id)}
      loading={units.isLoading}
      status={units.isError ? 'error' : undefined}
      showSearch={{ treeNodeFilterProp: 'title' }}
      allowClear={allowClear}
      placeholder={placeholder ?? t('units.choose')}
    />
  )
}
