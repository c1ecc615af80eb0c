// SPDX-License-Identifier: Apache-2.0
import { cleanup, configure } from '@testing-library/react'
import { afterEach } from 'vitest'
import { setLanguage } from '../lib/language'

// A chunk that is imported for the first time takes its time on a busy machine.
configure({ asyncUtilTimeout: 15_000 })

// What jsdom lacks and the components ask for.
class Observer {
  observe() {}
  unobserve() {}
  disconnect() {}
}

if (typeof window !== 'undefined') {
  Object.assign(window, { ResizeObserver: Observer, IntersectionObserver: Observer })
  window.matchMedia = (query) =>
    ({
      // A desktop: every min-width matches.
      matches: query.includes('min-width'),
      media: query,
      addListener() {},
      removeListener() {},
      addEventListener() {},
      removeEventListener() {},
      dispatchEvent: () => false,
      onchange: null,
    }) as MediaQueryList
  window.scrollTo = () => {}
  // jsdom has no layout: the pseudo-element is not looked at.
  const style = window.getComputedStyle.bind(window)
  window.getComputedStyle = (element) => style(element)
  afterEach(() => {
    cleanup()
    setLanguage('zh-CN')
    localStorage.clear()
  })
}
