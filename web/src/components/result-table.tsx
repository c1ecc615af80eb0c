// SPDX-License-Identifier: Apache-2.0
// A table of results: rows of a kind, columns that are chosen and sorted, and why on every figure.
import { SettingOutlined } from '@ant-design/icons'
import { Button, Checkbox, Popover, Table } from 'antd'
import type { TableColumnsType } from 'antd'
import type { ReactNode } from 'react'
import { useText } from '../i18n'
import { usePagination } from './paged'
import { usePrinting } from './use-printing'

export interface ColumnChoice {
  key: string
  title: string
}

interface ChooserProps {
  choices: readonly ColumnChoice[]
  shown: readonly string[]
  // The keys in the order of the choices.
  onChange: (keys: string[]) => void
}

export function ColumnChooser({ choices, shown, onChange }: ChooserProps) {
  const t = useText()
  return (
    <Popover
      trigger="click"
      placement="bottomLeft"
      content={
        <div className="column-choice">
          <Checkbox.Group
            value={[...shown]}
            onChange={(keys: string[]) =>
              onChange(choices.map(({ key }) => key).filter((key) => keys.includes(key)))
            }
            options={choices.map(({ key, title }) => ({ value: key, label: title }))}
          />
        </div>
      }
    >
      <Button icon={<SettingOutlined />}>
        {t('results.columns', { shown: shown.length, all: choices.length })}
      </Button>
    </Popover>
  )
}

export interface TableColumn extends ColumnChoice {
  unit?: string
  isNumeric: boolean
}

interface Row {
  row: number
  name: string
  parent?: string | null
  values: Record<string, { state: string; text: string } | undefined>
}

export interface Sorting {
  key: string
  isDescending: boolean
}

interface TableProps<R extends Row> {
  kind: string
  columns: readonly TableColumn[]
  rows: readonly R[]
  total: number
  list: Parameters<typeof usePagination>[0]
  isLoading: boolean
  sorting: Sorting | null
  onSort: (sorting: Sorting | null) => void
  onAsk: (row: R, column: TableColumn) => void
  // Behind a figure: tied, calibrated, what can be done with it.
  marksOf?: (row: R, column: TableColumn) => ReactNode
  nameOf?: (row: R) => ReactNode
  before?: TableColumnsType<R>  // Of the columns.
  more?: TableColumnsType<R>
}

export function ResultTable<R extends Row>({
  kind,
  columns,
  rows,
  total,
  list,
  isLoading,
  sorting,
  onSort,
  onAsk,
  marksOf,
  nameOf = (row) => row.name,
  before = [],
  more = [],
}: TableProps<R>) {
  const t = useText()
  const isPrinting = usePrinting()
  const pagination = usePagination(list, total)
  const orderOf = (key: string) =>
    sorting?.key === key ? (sorting.isDescending ? 'descend' : 'ascend') : null
  const columnOf = (column: TableColumn): TableColumnsType<R>[number] => ({
    key: column.key,
    title: (
      <>
        {column.title}
        {column.unit && <span className="muted"> {column.unit}</span>}
      </>
    ),
    align: column.isNumeric ? 'right' : undefined,
    sorter: true,
    sortOrder: orderOf(column.key),
    render: (_, row) => {
      const cell = row.values[column.key]
      if (!cell) return '—'
      return (
        <>
          <Button
            type="link"
            size="small"
            className={`cell-link decimal ${cell.state === 'valid' ? '' : 'not-valid'}`}
            title={t('why.ask')}
            aria-label={`${row.name} ${column.title} ${cell.text} ${t('why.ask')}`}
            onClick={() => onAsk(row, column)}
          >
            {cell.text}
          </Button>
          {marksOf?.(row, column)}
        </>
      )
    },
  })
  return (
    <Table
      className="result-table"
      size="small"
      rowKey="row"
      dataSource={rows}
      loading={isLoading}
      pagination={pagination}
      scroll={{ x: 'max-content' }}
      sticky={isPrinting ? false : { offsetHeader: 0 }}
      locale={{ emptyText: t('common.nothingFound') }}
      onChange={(_, __, sorter, { action }) => {
        if (action !== 'sort' || Array.isArray(sorter)) return
        onSort(
          sorter.order
            ? { key: String(sorter.columnKey), isDescending: sorter.order === 'descend' }
            : null,
        )
      }}
      columns={[
        {
          key: 'name',
          title: kind,
          fixed: 'left',
          sorter: true,
          sortOrder: orderOf('name'),
          render: (_, row) => (
            <>
              {nameOf(row)}
              {row.parent && <span className="muted row-parent"> {row.parent}</span>}
            </>
          ),
        },
        ...before,
        ...columns.map(columnOf),
        ...more,
      ]}
    />
  )
}
