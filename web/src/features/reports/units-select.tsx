// SPDX-License-Identifier: Apache-2.0
import { useQuery } from '@tanstack/react-query'
import { TreeSelect } from 'antd'
import type { UnitRow } from '../../api/types'
import { unitsQuery } from '../../components/unit-select'
import { useText } from '../../i18n'
import { buildTree, type TreeNode } from '../../lib/tree'

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
  value?: string[]
  onChange?: (ids: string[]) => void
  id?: string
}

// Chooses several units, each with all below it.
export function UnitsSelect({ value, onChange, id }: Props) {
  const t = useText()
  const units = useQuery(unitsQuery())
  return (
    <TreeSelect<string[]>
      id={id}
      multiple
      maxCount={50}
      className="grow"
      popupMatchSelectWidth={false}
      value={value ?? []}
      onChange={(next) => onChange?.(next)}
      treeData={buildTree(units.data?.items ?? []).map(toOption)}
      treeDefaultExpandedKeys={units.data?.items.slice(0, 1).map((row) => row.id)}
      loading={units.isLoading}
      status={units.isError ? 'error' : undefined}
      showSearch={{ treeNodeFilterProp: 'title' }}
      placeholder={t('compare.allUnits')}
    />
  )
}
