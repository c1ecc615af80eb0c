// SPDX-License-Identifier: Apache-2.0
// Work that the server does behind: events where they come through, asking again every second where
// a proxy holds them back.
import { useQuery, useQueryClient, type UseQueryResult } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { api, url } from '../lib/api-client'

interface Options<T> {
  queryKey: readonly unknown[]
  // /computations/7; its events stand under /computations/7/events.
  path: string
  isBusy: (job: T) => boolean
}

export function useJob<T extends object>({
  queryKey,
  path,
  isBusy,
}: Options<T>): UseQueryResult<T> {
  const queryClient = useQueryClient()
  const [isStreaming, setStreaming] = useState(typeof EventSource !== 'undefined')
  const job = useQuery({
    queryKey,
    queryFn: ({ signal }) => api.get<T>(path, {}, signal),
    refetchInterval: (query) =>
      query.state.data && isBusy(query.state.data as T) && !isStreaming ? 1000 : false,
  })
  const isRunning = job.data !== undefined && isBusy(job.data)
  const key = JSON.stringify(queryKey)
  useEffect(() => {
    if (!isRunning || !isStreaming) return
    const source = new EventSource(url(`${path}/events`))
    source.addEventListener('progress', (event) => {
      const next = JSON.parse((event as MessageEvent<string>).data) as T
      const rests = !isBusy(next)
      queryClient.setQueryData<T>(JSON.parse(key) as unknown[], (old) => ({ ...old, ...next }))
      if (!rests) return
      // The events carry only how far it is.
      source.close()
      void queryClient.invalidateQueries({ queryKey: JSON.parse(key) as unknown[] })
    })
    source.onerror = () => {
      source.close()
      setStreaming(false)
    }
    return () => source.close()
  }, [isBusy, isRunning, isStreaming, key, path, queryClient])
  return job
}
