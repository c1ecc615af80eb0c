// SPDX-License-Identifier: Apache-2.0
// Texts of the screens. Chinese is the source: its keys are the type, so a text that English lacks
// does not compile. English comes in a chunk of its own.
import { useSyncExternalStore } from 'react'
import { language, onLanguage, setLanguage, type Language } from '../lib/language'
import { zh, type TextKey } from './zh-CN'

export type { TextKey }
export type Translate = (key: TextKey, values?: Record<string, string | number>) => string

const texts: Partial<Record<Language, Record<TextKey, string>>> = { 'zh-CN': zh }

// Has the texts of a language at hand; needed before it is shown.
export async function loadLanguage(to: Language) {
  if (to === 'en') texts.en ??= (await import('./en')).en
}

export async function switchLanguage(to: Language) {
  await loadLanguage(to)
  setLanguage(to)
}

export function translate(
  to: Language,
  key: TextKey,
  values: Record<string, string | number> = {},
): string {
  return (texts[to] ?? zh)[key].replace(/\{(\w+)\}/g, (whole, name: string) =>
    name in values ? String(values[name]) : whole,
  )
}

export function useLanguage(): Language {
  return useSyncExternalStore(onLanguage, language)
}

export function useText(): Translate {
  const to = useLanguage()
  return (key, values) => translate(to, key, values)
}
