// SPDX-License-Identifier: Apache-2.0
// Texts of the screens. Chinese is the source: its keys are the type, so a text that English lacks
// does not compile.
import { useSyncExternalStore } from 'react'
import { language, onLanguage, type Language } from '../lib/language'
import { en } from './en'
import { zh, type TextKey } from './zh-CN'

export type { TextKey }
export type Translate = (key: TextKey, values?: Record<string, string | number>) => string

const texts: Record<Language, Record<TextKey, string>> = { 'zh-CN': zh, en }

export function translate(
  to: Language,
  key: TextKey,
  values: Record<string, string | number> = {},
): string {
  return texts[to][key].replace(/\{(\w+)\}/g, (whole, name: string) =>
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
