// SPDX-License-Identifier: Apache-2.0
import { Alert, Button, Empty, Table, Tag } from 'antd'
import type { TableColumnsType } from 'antd'
import type { Totals, TreeRow } from '../../api/types'
import { DecimalText } from '../../components/decimal-text'
import { useText } from '../../i18n'
import { sumDecimals } from '../../lib/decimal'
import { toLeafRows, type LeafRow } from '../../lib/merged-cells'

interface Props {
  tree: TreeRow[]
  totals: Totals[]
  onJump?: (row: TreeRow) => void
}

// Definitions, checks and totals are figures too, but no lines of the table.
const printed: TreeRow['role'][] = ['indicator', 'bonus', 'deduction']

// The indicator tree as offices print it: merged cells, sums, impossible totals in red with words.
export function IndicatorTables({ tree: figures, totals, onJump }: Props) {
  const t = useText()
  const tree = figures.filter((row) => printed.includes(row.role))
  if (tree.length === 0) return <Empty description={t('tree.none')} />
  const kinds = [...new Set(tree.map((row) => row.kind))]
  return kinds.map((kind) => (
    <IndicatorTable
      key={kind}
      kind={kind}
      tree={tree.filter((row) => row.kind === kind)}
      totals={totals}
      onJump={onJump}
    />
  ))
}

function IndicatorTable({ kind, tree, totals, onJump }: Props & { kind: string }) {
  const t = useText()
  const rows = toLeafRows(tree)
  const depth = rows[0]?.levels.length ?? 0
  const wrong = new Map(
    totals.filter((total) => !total.is_balanced).map((total) => [total.figure, total]),
  )
  const unbalanced = (item: TreeRow) => wrong.get(item.figure_id) ?? wrong.get(item.name)
  const sumOf = (items: TreeRow[]) => sumDecimals(items.map((item) => item.points ?? '0'))
  const indicators = rows.map((row) => row.leaf).filter((leaf) => leaf.role === 'indicator')

  const amount = (item: TreeRow) =>
    item.points ? t('tree.points', { points: item.points }) : item.weight ? item.weight : ''

  const levels: TableColumnsType<LeafRow<TreeRow>> = Array.from({ length: depth }, (_, level) => ({
    key: `level-${level}`,
    title: t('tree.level', { level: level + 1 }),
    fixed: level === 0 ? ('left' as const) : undefined,
    onCell: (row) => {
      const item = row.levels[level]
      const isLast = item === row.leaf
      return {
        rowSpan: row.spans[level],
        colSpan: item === null ? 0 : isLast ? depth - level : 1,
        className: item && unbalanced(item) ? 'bad-cell' : undefined,
      }
    },
    render: (_, row) => {
      const item = row.levels[level]
      if (!item) return null
      const total = unbalanced(item)
      return (
        <>
          {onJump ? (
            <Button type="link" size="small" className="cell-link" onClick={() => onJump(item)}>
              {item.name}
            </Button>
          ) : (
            item.name
          )}{' '}
          <span className="muted">{amount(item)}</span>
          {item.role !== 'indicator' && (
            <>
              {' '}
              <Tag>{t(item.role === 'bonus' ? 'tree.bonus' : 'tree.deduction')}</Tag>
            </>
          )}
          {item.cap && <div className="muted">{t('tree.cap', { cap: item.cap })}</div>}
          {total && (
            <div className="bad">
              {t('tree.unbalanced', { children: total.children_points, points: total.points })}
            </div>
          )}
        </>
      )
    },
  }))

  return (
    <div className="block">
      {wrong.size > 0 && (
        <Alert
          type="error"
          showIcon
          className="block"
          title={t('tree.wrongTotals', { count: wrong.size })}
        />
      )}
      <Table
        size="small"
        bordered
        className="indicator-table"
        title={() => <strong>{kind}</strong>}
        rowKey={(row) => row.leaf.figure_id}
        pagination={false}
        scroll={{ x: 'max-content' }}
        dataSource={rows}
        columns={[
          ...levels,
          {
            title: t('tree.pointsHead'),
            align: 'right',
            render: (_, { leaf }) => <DecimalText value={leaf.points ?? leaf.weight} />,
          },
          {
            title: t('tree.formula'),
            className: 'formula-cell',
            render: (_, { leaf }) => <code>{leaf.formula}</code>,
          },
          { title: t('tree.owner'), render: (_, { leaf }) => leaf.owner || '—' },
          { title: t('tree.source'), render: (_, { leaf }) => leaf.source || '—' },
          { title: t('tree.basis'), render: (_, { leaf }) => `${leaf.article}${leaf.clause}` },
        ]}
        summary={() =>
          indicators.length > 0 && (
            <Table.Summary.Row>
              <Table.Summary.Cell index={0} colSpan={depth}>
                <strong>{t('tree.sum')}</strong>
              </Table.Summary.Cell>
              <Table.Summary.Cell index={depth} align="right">
                <strong>
                  <DecimalText value={sumOf(indicators)} />
                </strong>
              </Table.Summary.Cell>
              <Table.Summary.Cell index={depth + 1} colSpan={4} />
            </Table.Summary.Row>
          )
        }
      />
    </div>
  )
}
