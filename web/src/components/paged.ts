// SPDX-License-Identifier: Apache-2.0
import type { TablePaginationConfig } from 'antd'
import { cloneElement, isValidElement } from 'react'
import { useSearchParams } from 'react-router'
import { useText, type Translate } from '../i18n'

// Page, sorting and filters of a list live in the address, so that a list can be sent to somebody
// and the way back leads to the same place.
export function useListState(defaults: Record<string, string> = {}) {
  const [search, setSearch] = useSearchParams()
  const get = (name: string) => search.get(name) ?? defaults[name] ?? ''
  function set(changes: Record<string, string | null | undefined>) {
    setSearch(
      (previous) => {
        const next = new URLSearchParams(previous)
        if (!('page' in changes)) next.delete('page')
        for (const [name, value] of Object.entries(changes)) {
          if (value && value !== defaults[name]) next.set(name, value)
          else next.delete(name)
        }
        return next
      },
      { replace: true },
    )
  }
  const page = parseInt(get('page') || '1', 10) || 1
  const pageSize = parseInt(get('page_size') || '50', 10) || 50
  return { get, set, page, pageSize }
}

const pageNames = {
  prev: 'common.previousPage',
  next: 'common.nextPage',
  'jump-prev': 'common.previousPages',
  'jump-next': 'common.nextPages',
} as const

// Arrows have names.
const namedPages =
  (t: Translate): TablePaginationConfig['itemRender'] =>
  (_, type, element) =>
    type !== 'page' && isValidElement<{ 'aria-label'?: string }>(element)
      ? cloneElement(element, { 'aria-label': t(pageNames[type]) })
      : element

// Of a table that has all its rows.
export const pagesOf = (t: Translate, pageSize: number): TablePaginationConfig => ({
  pageSize,
  hideOnSinglePage: true,
  itemRender: namedPages(t),
})

export function usePagination(
  list: { page: number; pageSize: number; set: (changes: Record<string, string>) => void },
  total: number,
): TablePaginationConfig {
  const t = useText()
  return {
    current: list.page,
    pageSize: list.pageSize,
    total,
    pageSizeOptions: [20, 50, 100, 200],
    showSizeChanger: total > 20,
    hideOnSinglePage: total <= 20,
    showTotal: (count) => t('common.total', { count }),
    itemRender: namedPages(t),
    onChange: (page, size) => list.set({ page: String(page), page_size: String(size) }),
  }
}
