// SPDX-License-Identifier: Apache-2.0
// A shipped regulation read from this repository, in the shapes of the API. It only looks like the
// compiler: enough to draw screens, no more.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Article, CaseRow, Check, IssueRow, Reading, Totals, TreeRow } from '../../api/types'
import { compareDecimals, sumDecimals } from '../../lib/decimal.ts'

export type Files = Map<string, string>

export function readFolder(root: string): Files {
  const files: Files = new Map()
  for (const folder of ['', 'params', 'cases']) {
    for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
      if (!entry.isFile() || !/\.(md|yaml)$/.test(entry.name)) continue
      const path = folder ? `${folder}/${entry.name}` : entry.name
      if (path !== 'README.md') files.set(path, readFileSync(join(root, path), 'utf8'))
    }
  }
  return files
}

function articlesOf(files: Files): Article[] {
  const articles: Article[] = []
  let fence: { kind: string; line: number; lines: string[] } | null = null
  const lines = (files.get('regulation.md') ?? '').split('\n')
  lines.forEach((line, index) => {
    const heading = /^## (第\S+条)\s*(.*)$/.exec(line)
    const mark = /^```(\S*)/.exec(line)
    const article = articles.at(-1)
    if (heading) {
      articles.push({
        number: heading[1]!,
        title: heading[2]!,
        status: 'unmarked',
        reason: null,
        file: 'regulation.md',
        line: index + 1,
        paragraphs: [],
        rules: [],
        figures: [],
        parameters: [],
        issues: [],
      })
    } else if (mark && fence) {
      if (fence.kind === '规则') {
        article?.rules.push({ line: fence.line, text: fence.lines.join('\n') })
        if (article) article.status = 'encoded'
      } else if (article) {
        article.status = fence.kind === '未编码' ? 'not_modelled' : 'informative'
        article.reason = fence.lines.join('\n')
      }
      fence = null
    } else if (mark) fence = { kind: mark[1]!, line: index + 2, lines: [] }
    else if (fence) fence.lines.push(line)
    else if (article && line.trim() !== '') article.paragraphs.push(line)
  })
  return articles
}

function casesOf(files: Files): CaseRow[] {
  return [...files].flatMap(([file, text]) =>
    file.startsWith('cases/')
      ? text.split(/^---$/m).map((part) => ({
          file,
          line: 1,
          title: /^case: (.*)$/m.exec(part)?.[1] ?? file,
          origin: /^origin: (\w+)/m.exec(part)?.[1] ?? 'office',
          basis: /^basis: \[(.*)\]/m.exec(part)?.[1]?.split(/,\s*/) ?? [],
          passed: true,
          failures: [],
        }))
      : [],
  )
}

function parametersOf(files: Files): Reading['parameters'] {
  const inText = [...(files.get('regulation.md') ?? '').matchAll(/^参数 (\S+) = (\S+)/gm)]
  return [
    ...inText.map((match) => ({
      name: match[1]!,
      unit: '',
      is_percent: match[2]!.endsWith('%'),
      file: 'regulation.md',
      line: 1,
      values: [{ from: null, value: match[2]!, reference: '' }],
    })),
    ...[...files].flatMap(([path, text]) =>
      path.startsWith('params/')
        ? [
            {
              name: /^name: (.*)$/m.exec(text)?.[1] ?? path,
              unit: '',
              is_percent: false,
              file: path,
              line: 1,
              values: [
                {
                  from: /^\s+(\d{4}-\d\d-\d\d):/m.exec(text)?.[1] ?? null,
                  value: /(?:bands|value|points|lookup): (.*)$/m.exec(text)?.[1] ?? '—',
                  reference: /reference: (.*)$/m.exec(text)?.[1] ?? '',
                },
              ],
            },
          ]
        : [],
    ),
  ]
}

export function readingOf(files: Files): Reading {
  return {
    articles: articlesOf(files),
    parameters: parametersOf(files),
    cases: casesOf(files),
  }
}

function treeOf(files: Files): TreeRow[] {
  const rows: TreeRow[] = []
  let path: { indent: number; id: string }[] = []
  let kind = ''
  let article = ''
  for (const line of (files.get('regulation.md') ?? '').split('\n')) {
    article = /^## (第\S+条)/.exec(line)?.[1] ?? article
    const on = /^(?:针对|对象) (\S+)/.exec(line)
    if (on) kind = on[1]!
    const match = /^(\s*)(指标|加分|扣分|项) (\S+)(.*)$/.exec(line)
    if (!match) {
      const formula = /^\s+计分 (.*?)(?:\s+@(\S+))?$/.exec(line)
      const last = rows.at(-1)
      if (formula && last) {
        last.formula = formula[1]!
        last.clause = formula[2] ?? ''
      }
      if (/^\S/.test(line)) path = []
      continue
    }
    const indent = match[1]!.length
    path = indent === 0 ? [] : path.filter((step) => step.indent < indent)
    const parent = path.at(-1)?.id ?? null
    const rest = match[4]!
    const inherited = rows.find((row) => row.figure_id === parent)
    const id = `${kind}.${match[3]}`
    rows.push({
      figure_id: id,
      parent_id: parent,
      depth: path.length,
      name: match[3]!,
      kind,
      role: match[2] === '加分' ? 'bonus' : match[2] === '扣分' ? 'deduction' : (inherited?.role ?? 'indicator'),
      points: /(?:^|\s)([\d.]+)分/.exec(rest.replace(/不超过 [\d.]+分/, ''))?.[1] ?? null,
      weight: null,
      cap: /不超过 ([\d.]+)分/.exec(rest)?.[1] ?? null,
      formula: /=\s*(.*)$/.exec(rest)?.[1] ?? '',
      owner: /责任 (\S+)/.exec(rest)?.[1] ?? inherited?.owner ?? '',
      source: '',
      article,
      clause: '',
    })
    path.push({ indent, id })
  }
  return rows
}

export function checkOf(files: Files): Check {
  const tree = treeOf(files)
  const articles = articlesOf(files)
  const totals: Totals[] = tree.flatMap((row) => {
    const below = tree.filter((item) => item.parent_id === row.figure_id && item.points)
    if (!row.points || below.length === 0) return []
    const sum = sumDecimals(below.map((item) => item.points ?? '0')) ?? '0'
    return [
      {
        figure: row.figure_id,
        points: row.points,
        children_points: sum,
        is_balanced: compareDecimals(sum, row.points) === 0,
      },
    ]
  })
  const lines = (files.get('regulation.md') ?? '').split('\n')
  const issues: IssueRow[] = totals
    .filter((total) => !total.is_balanced)
    .map((total) => {
      const row = tree.find((item) => item.figure_id === total.figure)!
      const line = lines.findIndex((text) => text.includes(`指标 ${row.name} `))
      return {
        severity: 'error',
        code: 'lint.points-sum',
        file: 'regulation.md',
        line: line + 1,
        column: 1 + (lines[line]?.search(/\S/) ?? 0),
        length: row.name.length + 3,
        article: row.article,
        sheet: '',
        cell: '',
        message: `“${row.name}”的下级指标共 ${total.children_points} 分，与其 ${total.points} 分不符`,
        hint: '改正下级指标的分值，使其合计与上级一致',
      }
    })
  lines.forEach((text, index) => {
    const at = text.indexOf('按比列')
    if (at < 0) return
    issues.push({
      severity: 'error',
      code: 'compile.unknown-function',
      file: 'regulation.md',
      line: index + 1,
      column: Array.from(text.slice(0, at)).length + 1,
      length: 3,
      article: '',
      sheet: '',
      cell: '',
      message: '没有名为“按比列”的函数',
      hint: '是否为“按比例”？',
    })
  })
  const count = (status: Article['status']) =>
    articles.filter((article) => article.status === status).length
  return {
    issues,
    tree,
    totals,
    coverage: {
      encoded: count('encoded'),
      informative: count('informative'),
      not_modelled: count('not_modelled'),
      unmarked: count('unmarked'),
    },
    cases: {
      passed: casesOf(files).length - (issues.length > 0 ? 1 : 0),
      failed: issues.length > 0 ? 1 : 0,
      failures:
        issues.length > 0
          ? [
              {
                file: 'cases/01-proportional.yaml',
                line: 1,
                title: '按比例计分',
                message: '办法有错误，案例未能运行',
              },
            ]
          : [],
    },
  }
}
