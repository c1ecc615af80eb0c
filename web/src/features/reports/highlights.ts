// SPDX-License-Identifier: Apache-2.0
// Where findings stand in the text: each paragraph cut into runs, and cells put back into tables.
import type { ReportFinding, ReportParagraph, ReportStretch } from '../../api/types'

export interface Run {
  text: string
  // Findings whose figure stands here, by their place in the list, the surest first; and those that
  // are compared with it.
  figures: number[]
  compared: number[]
  // Findings whose figure begins with this run: where a jump goes.
  begins: number[]
}

interface Range {
  begin: number
  end: number
  finding: number
  isFigure: boolean
  isFirst: boolean
}

const order = { sure: 0, likely: 1, ask: 2 }

function rangesOf(stretch: ReportStretch, finding: number, isFigure: boolean) {
  return stretch.pieces.map((piece, index) => ({
    paragraph: piece.paragraph,
    range: {
      begin: piece.begin,
      end: piece.end,
      finding,
      isFigure,
      isFirst: isFigure && index === 0,
    },
  }))
}

/** The ranges of all findings, by paragraph. */
function rangesByParagraph(findings: readonly ReportFinding[]): Map<number, Range[]> {
  const ranges = new Map<number, Range[]>()
  findings.forEach((finding, index) => {
    for (const { paragraph, range } of [
      ...rangesOf(finding.figure, index, true),
      ...finding.compared_with.flatMap((stretch) => rangesOf(stretch, index, false)),
    ]) {
      ranges.set(paragraph, [...(ranges.get(paragraph) ?? []), range])
    }
  })
  return ranges
}

function cut(text: string, ranges: readonly Range[], findings: readonly ReportFinding[]): Run[] {
  const ends = new Set([0, text.length])
  for (const { begin, end } of ranges) {
    ends.add(Math.min(begin, text.length))
    ends.add(Math.min(end, text.length))
  }
  const marks = [...ends].sort((a, b) => a - b)
  const bySureness = (a: number, b: number) =>
    order[findings[a]!.certainty] - order[findings[b]!.certainty] || a - b
  return marks.slice(0, -1).map((begin, index) => {
    const end = marks[index + 1]!
    const here = ranges.filter((range) => range.begin < end && range.end > begin)
    const of = (isFigure: boolean) =>
      [...new Set(here.filter((r) => r.isFigure === isFigure).map((r) => r.finding))].sort(bySureness)
    return {
      text: text.slice(begin, end),
      figures: of(true),
      compared: of(false),
      begins: here.filter((r) => r.isFirst && r.begin === begin).map((r) => r.finding),
    }
  })
}

/** Every paragraph as runs; one without findings is a single run. */
export function runsOf(
  paragraphs: readonly ReportParagraph[],
  findings: readonly ReportFinding[],
): Run[][] {
  const ranges = rangesByParagraph(findings)
  return paragraphs.map(({ text }, index) => cut(text, ranges.get(index) ?? [], findings))
}

export interface TextBlock {
  kind: 'text'
  paragraph: number
}
export interface TableBlock {
  kind: 'table'
  table: number
  // Rows of cells of paragraphs.
  rows: { row: number; cells: { column: number; paragraphs: number[] }[] }[]
}

/** Paragraphs in their order, those of one table together. */
export function blocksOf(paragraphs: readonly ReportParagraph[]): (TextBlock | TableBlock)[] {
  const blocks: (TextBlock | TableBlock)[] = []
  paragraphs.forEach(({ table, row, column }, paragraph) => {
    if (table === 0) {
      blocks.push({ kind: 'text', paragraph })
      return
    }
    let block = blocks[blocks.length - 1]
    if (block?.kind !== 'table' || block.table !== table) {
      block = { kind: 'table', table, rows: [] }
      blocks.push(block)
    }
    let line = block.rows[block.rows.length - 1]
    if (line?.row !== row) {
      line = { row, cells: [] }
      block.rows.push(line)
    }
    const cell = line.cells[line.cells.length - 1]
    if (cell?.column === column) cell.paragraphs.push(paragraph)
    else line.cells.push({ column, paragraphs: [paragraph] })
  })
  return blocks
}
