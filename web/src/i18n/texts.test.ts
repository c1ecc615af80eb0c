// SPDX-License-Identifier: Apache-2.0
// @vitest-environment node
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { en } from './en'
import { zh, type TextKey } from './zh-CN'
import { first } from './zh-CN/first'

const keys = Object.keys(zh) as TextKey[]
const holes = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort()

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return ['i18n', 'testing', 'generated'].includes(entry.name) ? [] : sources(path)
    return /\.tsx?$/.test(entry.name) && !entry.name.includes('.test.') ? [path] : []
  })
}

// What a module imports before it runs, and that in turn.
function reached(path: string, found = new Set<string>()): Set<string> {
  if (found.has(path)) return found
  found.add(path)
  const imports = readFileSync(path, 'utf8').matchAll(/^(?:import|export) (?!type)[^;]*? from '(\.[^']+)'/gm)
  for (const [, name] of imports) {
    const file = ['.tsx', '.ts'].map((end) => join(dirname(path), name!) + end).find(existsSync)
    if (file && !file.includes('i18n')) reached(file, found)
  }
  return found
}

describe('the texts of the screens', () => {
  it('that the first page needs are there with it', () => {
    const files = reached(join(process.cwd(), 'src/main.tsx'))
    reached(join(process.cwd(), 'src/features/home/home.tsx'), files)
    const code = [...files].map((path) => readFileSync(path, 'utf8')).join('\n')
    const stems = new Set([...code.matchAll(/`([a-zA-Z.]+)\.\$\{/g)].map((match) => match[1]))
    const needed = keys.filter(
      (key) => code.includes(`'${key}'`) || stems.has(key.split('.').slice(0, -1).join('.')),
    )
    expect(needed.length).toBeGreaterThan(100)
    expect(needed.filter((key) => !(key in first))).toEqual([])
  })

  it('are the same set in both languages, none empty', () => {
    expect(Object.keys(en).sort()).toEqual([...keys].sort())
    for (const key of keys) {
      expect(zh[key].trim(), key).not.toBe('')
      expect(en[key].trim(), key).not.toBe('')
    }
  })

  it('take the same values in both languages', () => {
    for (const key of keys) expect(holes(en[key]), key).toEqual(holes(zh[key]))
  })

  it('are Chinese in Chinese and not in English', () => {
    const isChinese = (text: string) => /\p{Script=Han}/u.test(text)
    const neutral = keys.filter((key) => !isChinese(zh[key]))
    expect(neutral.sort()).toEqual(
      [
        'common.comma',
        'common.semicolon',
        'events.claimedOne',
        'fact.withUnit',
        'publication.columnsOf',
        'runs.export.json',
      ],
    )
    expect(keys.filter((key) => isChinese(en[key]))).toEqual([])
  })

  it('are all used, and no text stands in a component', () => {
    const files = sources(join(process.cwd(), 'src')).map((path) => ({
      path,
      text: readFileSync(path, 'utf8'),
    }))
    const code = files.map((file) => file.text).join('\n')
    const stems = [...code.matchAll(/`([a-zA-Z.]+)\.\$\{/g)].map((match) => match[1])
    const unused = keys.filter(
      (key) => !code.includes(`'${key}'`) && !stems.includes(key.split('.').slice(0, -1).join('.')),
    )
    expect(unused).toEqual([])
    // Words of the rule language and of what Excel pastes are data, each where it is read.
    const data = ['rule-language.ts', 'code-language.ts', 'entry-rows.ts', 'date.ts', 'fact-value.ts', 'language-switch.tsx', 'given-words.ts']
    const withChinese = files
      .filter((file) => !data.some((name) => file.path.endsWith(name)))
      .flatMap((file) =>
        file.text
          .split('\n')
          .filter((line) => /\p{Script=Han}/u.test(line.replace(/(?:\/\/|\*|\/\*).*$/, '')))
          .map((line) => `${file.path}: ${line.trim()}`),
      )
    expect(withChinese).toEqual([])
  })
})
