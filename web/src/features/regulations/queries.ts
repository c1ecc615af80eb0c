// SPDX-License-Identifier: Apache-2.0
import type { FileText, Paged, Reading, Regulation, Version } from '../../api/types'
import { api } from '../../lib/api-client'

type Signal = { signal: AbortSignal }

export const regulationsQuery = (filter: Record<string, string | number>) => ({
  queryKey: ['regulations', filter],
  queryFn: ({ signal }: Signal) => api.get<Paged<Regulation>>('/regulations', filter, signal),
})

export const regulationQuery = (id: string | undefined) => ({
  queryKey: ['regulations', 'one', id],
  queryFn: ({ signal }: Signal) => api.get<Regulation>(`/regulations/${id}`, {}, signal),
  enabled: id !== undefined,
})

export const versionQuery = (id: string | undefined) => ({
  queryKey: ['versions', id],
  queryFn: ({ signal }: Signal) => api.get<Version>(`/regulation-versions/${id}`, {}, signal),
})

export const readingQuery = (id: string | undefined) => ({
  queryKey: ['versions', id, 'reading'],
  queryFn: ({ signal }: Signal) =>
    api.get<Reading>(`/regulation-versions/${id}/reading`, {}, signal),
})

export const filePath = (versionId: string, path: string) =>
  `/regulation-versions/${versionId}/files/${path.split('/').map(encodeURIComponent).join('/')}`

export const readFile = (versionId: string, path: string, signal?: AbortSignal) =>
  api.get<FileText>(filePath(versionId, path), {}, signal)
