// SPDX-License-Identifier: Apache-2.0
import { useSyncExternalStore } from 'react'

function subscribe(listener: () => void) {
  const paper = window.matchMedia('print')
  paper.addEventListener('change', listener)
  return () => paper.removeEventListener('change', listener)
}

// Whether the page is being laid out on paper, where nothing scrolls.
export function usePrinting(): boolean {
  return useSyncExternalStore(subscribe, () => window.matchMedia('print').matches)
}
