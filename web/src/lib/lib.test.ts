// SPDX-License-Identifier: Apache-2.0
// @vitest-environment node
import { describe, expect, it } from 'vitest'
import { isDay, readDay } from './date'
import { toCsv } from './download'
import { pasteInto, readClipboard } from './grid'
import { joinChunks, mergeLines } from './line-diff'
import { compareEdits, mergeEdits } from './merge'
import { toLeafRows } from './merged-cells'
import { checkPassword } from './password'
import { tokensOf } from './rule-language'
import { buildTree, keepMatching } from './tree'

describe('days as people type them', () => {
  it('reads the forms of Excel and of documents', () => {
    for (const text of ['2026/1/5', '2026.1.5', ' 2026年1月5日 ', '2026-01-05']) {
      expect(readDay(text)).toBe('2026-01-05')
    }
    expect(isDay('2026-02-29')).toBe(false)
    expect(isDay('2024-02-29')).toBe(true)
    expect(isDay(readDay('去年'))).toBe(false)
  })
})

describe('the clipboard', () => {
  it('reads quoted cells with tabs, line ends and quotes', () => {
    expect(readClipboard('a\t"b\tc"\r\n"第一行\n第二行"\t"他说""好"""\r\n')).toEqual([
      ['a', 'b\tc'],
      ['第一行\n第二行', '他说"好"'],
    ])
  })

  it('lays a block over cells, adds rows and leaves out what goes beyond', () => {
    const grid = [['a', 'b']]
    expect(pasteInto(grid, readClipboard('1\t2\n3\t4'), 0, 1, 2)).toEqual([
      ['a', '1'],
      ['', '3'],
    ])
    expect(grid).toEqual([['a', 'b']])
  })
})

describe('CSV', () => {
  it('keeps formulas from running, and numbers as they are', () => {
    expect(toCsv([['=cmd|x', '-1.5', '+2', '@a', 'a"b,c']])).toBe(
      '\uFEFF\'=cmd|x,-1.5,+2,\'@a,"a""b,c"\r\n',
    )
  })
})

describe('two edits of one thing', () => {
  const base = { name: '甲', order: 1, phone: '1' }

  it('keeps what only one side changed and asks about the rest', () => {
    const rows = compareEdits(
      ['name', 'order', 'phone'],
      base,
      { name: '乙', order: 2, phone: '1' },
      { name: '丙', order: 1, phone: '2' },
    )
    expect(rows.filter((row) => row.isContested).map((row) => row.field)).toEqual(['name'])
    expect(mergeEdits(rows, { name: 'theirs' })).toEqual({ name: '丙', order: 2, phone: '2' })
    expect(mergeEdits(rows, {})).toEqual({ name: '乙', order: 2, phone: '2' })
  })

  it('does not ask when both wrote the same', () => {
    const rows = compareEdits(['name'], base, { name: '乙' }, { name: '乙' })
    expect(rows[0]).toMatchObject({ isContested: false, changedBy: 'both' })
    expect(mergeEdits(rows, {})).toEqual({ name: '乙' })
  })
})

describe('two edits of one text', () => {
  const base = '一\n二\n三\n四'

  it('merges lines far apart by itself', () => {
    const chunks = mergeLines(base, '一\n二改\n三\n四', '一\n二\n三\n四\n五')
    expect(chunks.some((chunk) => chunk.kind === 'conflict')).toBe(false)
    expect(joinChunks(chunks, [])).toBe('一\n二改\n三\n四\n五')
  })

  it('loses nothing of a contested line', () => {
    const chunks = mergeLines(base, '一\n甲\n三\n四', '一\n乙\n三')
    expect(chunks.filter((chunk) => chunk.kind === 'conflict')).toHaveLength(1)
    expect(joinChunks(chunks, ['both'])).toBe('一\n甲\n乙\n三')
    expect(joinChunks(chunks, ['mine'])).toBe('一\n甲\n三')
    expect(joinChunks(chunks, ['theirs'])).toBe('一\n乙\n三')
    expect(joinChunks(chunks, [])).toContain('甲')
  })

  it('takes the same edit of both once', () => {
    expect(joinChunks(mergeLines(base, '零\n' + base, '零\n' + base), [])).toBe('零\n' + base)
  })
})

describe('trees', () => {
  const rows = [
    { id: '1', parent_id: null, name: '市' },
    { id: '2', parent_id: '1', name: '局' },
    { id: '3', parent_id: '2', name: '科' },
    { id: '4', parent_id: '1', name: '县' },
  ]

  it('keeps order, and makes a root of what lost its parent', () => {
    expect(buildTree(rows)[0]!.children.map((node) => node.row.id)).toEqual(['2', '4'])
    expect(buildTree(rows.slice(2)).map((node) => node.row.id)).toEqual(['3', '4'])
  })

  it('keeps the way up to what matches', () => {
    expect(keepMatching(rows, (row) => row.name === '科').map((row) => row.id)).toEqual([
      '1',
      '2',
      '3',
    ])
  })

  it('merges the cells of parents over their leaves', () => {
    const items = [
      { figure_id: 'a', parent_id: null },
      { figure_id: 'b', parent_id: 'a' },
      { figure_id: 'c', parent_id: 'a' },
      { figure_id: 'd', parent_id: null },
    ]
    expect(toLeafRows(items).map((row) => [row.leaf.figure_id, row.spans])).toEqual([
      ['b', [2, 1]],
      ['c', [0, 1]],
      ['d', [1, 1]],
    ])
  })
})

describe('passwords', () => {
  it('shows each requirement by itself', () => {
    expect(checkPassword('', 'office', '王明')).toEqual({
      isLongEnough: false,
      isNotOwnName: false,
      isNotTrivial: false,
    })
    expect(checkPassword('office-2026-x', 'office', '王明').isNotOwnName).toBe(false)
    expect(checkPassword('1234567890', 'office', '王明').isNotTrivial).toBe(false)
    expect(checkPassword('临江市考核工作很有意思', 'office', '王明')).toEqual({
      isLongEnough: true,
      isNotOwnName: true,
      isNotTrivial: true,
    })
  })
})

describe('the rule language', () => {
  it('colours keywords, functions, numbers, citations and loses no character', () => {
    const line = '  计分 按比例(粮食, 粮食.目标, 封顶: 120%)  @第二款 # 注'
    const tokens = tokensOf(line)
    expect(tokens.map((token) => token.text).join('')).toBe(line)
    const kindOf = (text: string) => tokens.find((token) => token.text === text)?.kind
    expect(kindOf('计分')).toBe('keyword')
    expect(kindOf('按比例')).toBe('function')
    expect(kindOf('120%')).toBe('number')
    expect(kindOf('@第二款')).toBe('citation')
    expect(kindOf('# 注')).toBe('comment')
    expect(kindOf('粮食')).toBe('name')
  })
})
