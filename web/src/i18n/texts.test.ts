// SPDX-License-Identifier: Apache-2.0
// @vitest-environment node
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { en } from './en'
import { zh, type TextKey } from './zh-CN'

const keys = Object.keys(zh) as TextKey[]
const holes = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort()

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return ['i18n', 'testing', 'generated'].includes(entry.name) ? [] : sources(path)
    return /\.tsx?$/.test(entry.name) && !entry.name.includes('.test.') ? [path] : []
  })
}

describe('the texts of the screens', () => {
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
      ['common.comma', 'events.claimedOne', 'fact.withUnit', 'runs.export.json'],
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
    const data = ['rule-language.ts', 'code-language.ts', 'entry-rows.ts', 'date.ts', 'fact-value.ts', 'language-switch.tsx']
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
