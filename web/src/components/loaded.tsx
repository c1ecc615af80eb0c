// SPDX-License-Identifier: Apache-2.0
import type { UseQueryResult } from '@tanstack/react-query'
import { Empty, Skeleton } from 'antd'
import type { ReactNode } from 'react'
import { useText } from '../i18n'
import { ErrorPanel } from './error-panel'

interface Props<T> {
  query: UseQueryResult<T>
  isEmpty?: (data: T) => boolean
  empty?: ReactNode
  children: (data: T) => ReactNode
}

// Shows what a query brought: loading, refused or failed, empty, or filled.
export function Loaded<T>({ query, isEmpty, empty, children }: Props<T>) {
  const t = useText()
  if (query.data === undefined) {
    if (query.isError) {
      return <ErrorPanel error={query.error} onRetry={() => void query.refetch()} />
    }
    return (
      <div role="status" aria-label={t('common.loading')} className="loading">
        <Skeleton active paragraph={{ rows: 6 }} />
      </div>
    )
  }
  if (isEmpty?.(query.data)) return <>{empty ?? <Empty description={t('common.empty')} />}</>
  return <>{children(query.data)}</>
}
