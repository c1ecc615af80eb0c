// SPDX-License-Identifier: Apache-2.0
// Texts of the screens. Chinese is the source: its keys are the type, so a text that English lacks
// does not compile. What the first page needs is at hand; the others come before the first other
// page, English as a whole.
import { useSyncExternalStore } from 'react'
import { language, onLanguage, setLanguage, type Language } from '../lib/language'
import type { TextKey } from './zh-CN'
import { first } from './zh-CN/first'

export type { TextKey }
export type Translate = (key: TextKey, values?: Record<string, string | number>) => string

type Texts = Partial<Record<TextKey, string>>

const whole: Partial<Record<Language, Texts>> = {}

async function loadWhole(of: Language) {
  whole[of] ??= of === 'en' ? (await import('./en')).en : (await import('./zh-CN')).zh
}

// Has the texts of all pages at hand, in the language that is shown.
export const loadTexts = () => loadWhole(language())

// Has at hand what the first page needs; the rest follows.
export async function loadFirst() {
  const rest = loadTexts()
  if (language() === 'en') await rest
  // Without the network the page that needs them says so.
  else rest.catch(() => {})
}

export async function switchLanguage(to: Language) {
  await loadWhole(to)
  setLanguage(to)
}

export function translate(
  to: Language,
  key: TextKey,
  values: Record<string, string | number> = {},
): string {
  const text = whole[to]?.[key] ?? (first as Texts)[key] ?? ''
  return text.replace(/\{(\w+)\}/g, (hole, name: string) =>
    name in values ? String(values[name]) : hole,
  )
}

export function useLanguage(): Language {
  return useSyncExternalStore(onLanguage, language)
}

export function useText(): Translate {
  const to = useLanguage()
  return (key, values) => translate(to, key, values)
}
