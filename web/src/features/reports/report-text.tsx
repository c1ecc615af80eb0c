// SPDX-License-Identifier: Apache-2.0
// The text of a report with its findings marked; a mark leads to its finding.
import { Button, Table } from 'antd'
import { memo, useMemo, useState, type KeyboardEvent, type ReactNode } from 'react'
import type { CheckedReport, ReportFinding } from '../../api/types'
import { pagesOf } from '../../components/paged'
import { useText } from '../../i18n'
import { blocksOf, runsOf, type Run, type TableBlock } from './highlights'

// Longer texts are shown in parts.
const blocksShown = 1500

export const markId = (finding: number) => `mark-${finding}`

interface Props {
  checked: CheckedReport
  selected: number | null
  onSelect: (finding: number) => void
}

export function ReportText({ checked, selected, onSelect }: Props) {
  const t = useText()
  const { paragraphs, findings } = checked
  const runs = useMemo(() => runsOf(paragraphs, findings), [paragraphs, findings])
  const blocks = useMemo(() => blocksOf(paragraphs), [paragraphs])
  const [asked, setAsked] = useState(blocksShown)
  // What is selected is shown, however far below it stands.
  const target = selected === null ? -1 : (findings[selected]?.figure.pieces[0]?.paragraph ?? -1)
  const isTarget = (paragraph: number) => paragraph === target
  const needed = blocks.findIndex((block) =>
    block.kind === 'text'
      ? isTarget(block.paragraph)
      : block.rows.some((row) => row.cells.some((cell) => cell.paragraphs.some(isTarget))),
  )
  const shown = Math.max(asked, needed + 1)
  let page = 0
  const line = (paragraph: number) => (
    <Runs key={paragraph} runs={runs[paragraph]!} {...{ findings, selected, onSelect }} />
  )
  return (
    <div className="report-text">
      {blocks.slice(0, shown).map((block) => {
        if (block.kind === 'table')
          return <Cells key={`table-${block.table}`} block={block} line={line} />
        const { kind, page: its } = paragraphs[block.paragraph]!
        const begins = its > 0 && its !== page
        page = its
        const Tag = kind === 'heading' ? 'h3' : 'p'
        return (
          <div key={block.paragraph} className="report-paragraph">
            {begins && <div className="report-page">{t('reports.page', { page: its })}</div>}
            <Tag>{line(block.paragraph)}</Tag>
          </div>
        )
      })}
      {shown < blocks.length && (
        <Button block onClick={() => setAsked(shown + blocksShown)}>
          {t('reports.more', { count: blocks.length - shown })}
        </Button>
      )}
    </div>
  )
}

interface RunsProps {
  runs: readonly Run[]
  findings: readonly ReportFinding[]
  selected: number | null
  onSelect: (finding: number) => void
}

const Runs = memo(function Runs({ runs, findings, selected, onSelect }: RunsProps) {
  const t = useText()
  return runs.map((run, index) => {
    const isCompared = selected !== null && run.compared.includes(selected)
    const [first] = run.figures
    if (first === undefined) {
      if (!isCompared) return run.text
      return (
        <mark key={index} className="mark-compared">
          {run.text}
        </mark>
      )
    }
    const finding = findings[first]!
    const isSelected = selected !== null && run.figures.includes(selected)
    const open = () => onSelect(isSelected ? selected : first)
    return (
      <mark
        key={index}
        id={run.begins.length > 0 ? markId(run.begins[0]!) : undefined}
        role="button"
        tabIndex={0}
        aria-label={`${run.text} ${t('reports.markOf', { number: first + 1, title: finding.check_title })}`}
        aria-pressed={isSelected}
        className={`mark-${finding.certainty} ${isSelected ? 'selected' : ''} ${
          finding.decision ? 'decided' : ''
        } ${isCompared ? 'mark-compared' : ''}`}
        onClick={open}
        onKeyDown={(event: KeyboardEvent) => {
          if (event.key === 'Enter' || event.key === ' ') {
            event.preventDefault()
            open()
          }
        }}
      >
        {run.text}
        <sup aria-hidden>{run.begins.length > 0 && run.begins[0]! + 1}</sup>
      </mark>
    )
  })
})

function Cells({ block, line }: { block: TableBlock; line: (paragraph: number) => ReactNode }) {
  const t = useText()
  const width = Math.max(...block.rows.flatMap((row) => row.cells.map((cell) => cell.column)))
  return (
    <Table
      className="report-table"
      size="small"
      bordered
      showHeader={false}
      pagination={pagesOf(t, 200)}
      scroll={{ x: 'max-content' }}
      rowKey="row"
      dataSource={block.rows}
      columns={Array.from({ length: width }, (_, index) => ({
        key: index,
        className: 'text-cell',
        render: (_value: unknown, row: TableBlock['rows'][number]) =>
          row.cells
            .find((cell) => cell.column === index + 1)
            ?.paragraphs.map((paragraph) => <div key={paragraph}>{line(paragraph)}</div>),
      }))}
    />
  )
}
