// SPDX-License-Identifier: Apache-2.0
// Which language the screens and the server's texts are in. Kept in this browser.

export type Language = 'zh-CN' | 'en'

const key = 'kaogong.language'
const listeners = new Set<() => void>()

function stored(): Language {
  try {
    return localStorage.getItem(key) === 'en' ? 'en' : 'zh-CN'
  } catch {
    return 'zh-CN' // A browser that keeps nothing still works.
  }
}

let current: Language = stored()

export function language(): Language {
  return current
}

export function setLanguage(next: Language) {
  if (next === current) return
  current = next
  try {
    localStorage.setItem(key, next)
  } catch {
    // As above.
  }
  document.documentElement.lang = next
  for (const listener of listeners) listener()
}

export function onLanguage(listener: () => void) {
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
  }
}
