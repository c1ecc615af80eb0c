// SPDX-License-Identifier: Apache-2.0
import type { Computation, ComputationDetail, Paged, Publication } from '../../api/types'
import { api } from '../../lib/api-client'

type Signal = { signal: AbortSignal }

export const computationQuery = (id: string | undefined) => ({
  queryKey: ['computations', 'one', id],
  queryFn: ({ signal }: Signal) => api.get<ComputationDetail>(`/computations/${id}`, {}, signal),
  enabled: id !== undefined,
})

export const computationsOfQuery = (assessmentId: string | undefined) => ({
  queryKey: ['computations', 'of', assessmentId],
  queryFn: ({ signal }: Signal) =>
    api.get<Paged<Computation>>(
      '/computations',
      { assessment_id: assessmentId, page_size: 200 },
      signal,
    ),
  enabled: assessmentId !== undefined,
})

export const publicationsOfQuery = (assessmentId: string | undefined) => ({
  queryKey: ['publications', 'of', assessmentId],
  queryFn: ({ signal }: Signal) =>
    api.get<Paged<Publication>>(
      '/publications',
      { assessment_id: assessmentId, page_size: 50 },
      signal,
    ),
  enabled: assessmentId !== undefined,
})

export const publicationQuery = (id: string | undefined) => ({
  queryKey: ['publications', 'one', id],
  queryFn: ({ signal }: Signal) => api.get<Publication>(`/publications/${id}`, {}, signal),
  enabled: id !== undefined,
})
