// SPDX-License-Identifier: Apache-2.0
// @vitest-environment node
import { describe, expect, it } from 'vitest'
import type { ReportFinding, ReportParagraph } from '../../api/types'
import { blocksOf, runsOf } from './highlights'

const paragraph = (text: string, table = 0, row = 0, column = 0): ReportParagraph => ({
  text,
  kind: table ? 'cell' : 'body',
  page: 0,
  table,
  row,
  column,
})

type Piece = [paragraph: number, begin: number, end: number]

function finding(certainty: 'sure' | 'likely' | 'ask', figure: Piece[], others: Piece[] = []): ReportFinding {
  const stretch = (pieces: Piece[]) => ({
    text: '',
    pieces: pieces.map(([p, begin, end]) => ({ paragraph: p, begin, end })),
  })
  return {
    key: certainty,
    check: 'share',
    check_title: '',
    certainty,
    certainty_title: '',
    figure: stretch(figure),
    sentence: '',
    message: '',
    computed: '',
    location: '',
    compared_with: others.map((piece) => stretch([piece])),
    is_new: false,
    decision: null,
  }
}

describe('the runs of a text', () => {
  it('join to the text again, with marks where figures stand', () => {
    const runs = runsOf([paragraph('共80所，其中高中1所')], [finding('sure', [[0, 1, 4]], [[0, 9, 11]])])
    expect(runs[0]!.map((run) => run.text)).toEqual(['共', '80所', '，其中高中', '1所'])
    expect(runs[0]!.map((run) => run.text).join('')).toBe('共80所，其中高中1所')
    expect(runs[0]![1]).toMatchObject({ figures: [0], compared: [], begins: [0] })
    expect(runs[0]![3]).toMatchObject({ figures: [], compared: [0], begins: [] })
  })

  it('name the surest first where findings overlap', () => {
    const runs = runsOf(
      [paragraph('abcdef')],
      [finding('ask', [[0, 0, 4]]), finding('sure', [[0, 2, 6]])],
    )
    expect(runs[0]!.map((run) => [run.text, run.figures])).toEqual([
      ['ab', [0]],
      ['cd', [1, 0]],
      ['ef', [1]],
    ])
  })

  it('let a figure that a line end cut in two begin once', () => {
    const runs = runsOf([paragraph('共12'), paragraph('00人')], [finding('sure', [[0, 1, 3], [1, 0, 3]])])
    expect(runs.flat().flatMap((run) => run.begins)).toEqual([0])
  })

  it('count what lies beyond the basic plane as browsers do', () => {
    const runs = runsOf([paragraph('𠮷5人')], [finding('sure', [[0, 2, 4]])])
    expect(runs[0]!.map((run) => run.text)).toEqual(['𠮷', '5人'])
  })
})

describe('blocks', () => {
  it('put the cells of a table together, several paragraphs of a cell too', () => {
    const blocks = blocksOf([
      paragraph('前言'),
      paragraph('指标', 1, 1, 1),
      paragraph('数', 1, 1, 2),
      paragraph('粮食', 1, 2, 1),
      paragraph('5', 1, 2, 2),
      paragraph('吨', 1, 2, 2),
      paragraph('别的表', 2, 1, 1),
      paragraph('后记'),
    ])
    expect(blocks.map((block) => block.kind)).toEqual(['text', 'table', 'table', 'text'])
    const table = blocks[1]!
    expect(table.kind === 'table' && table.rows.map((row) => row.cells.map((cell) => cell.paragraphs))).toEqual([
      [[1], [2]],
      [[3], [4, 5]],
    ])
  })
})
