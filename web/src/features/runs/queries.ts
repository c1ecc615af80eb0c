// SPDX-License-Identifier: Apache-2.0
import { useQueries } from '@tanstack/react-query'
import type { FactsSet, Paged, Regulation, Run, Version, VersionRow } from '../../api/types'
import { api } from '../../lib/api-client'

type Signal = { signal: AbortSignal }

export const factsSetsQuery = (regulationId?: string) => ({
  queryKey: ['facts-sets', regulationId ?? ''],
  queryFn: ({ signal }: Signal) =>
    api.get<Paged<FactsSet>>(
      '/facts-sets',
      { regulation_id: regulationId, page_size: 200 },
      signal,
    ),
})

export const regulationListQuery = {
  queryKey: ['regulations', 'choice'],
  queryFn: ({ signal }: Signal) =>
    api.get<Paged<Regulation>>('/regulations', { page_size: 200 }, signal),
}

export const runQuery = (id: string | undefined) => ({
  queryKey: ['runs', 'one', id],
  queryFn: ({ signal }: Signal) => api.get<Run>(`/runs/${id}`, {}, signal),
})

export interface VersionChoice {
  value: string
  label: string
  regulationId: string
}

// The versions of results, older ones too, by their names.
export function useVersions(ids: readonly string[]): Map<string, VersionChoice> {
  const versions = useQueries({
    queries: [...new Set(ids)].map((id) => ({
      queryKey: ['versions', id],
      queryFn: ({ signal }: Signal) => api.get<Version>(`/regulation-versions/${id}`, {}, signal),
    })),
  })
  return new Map(
    versions.flatMap(({ data }) =>
      data
        ? [
            [
              data.id,
              {
                value: data.id,
                label: `${data.regulation.title} ${data.label}`,
                regulationId: data.regulation.id,
              },
            ] as const,
          ]
        : [],
    ),
  )
}

export const regulationVersionsQuery = (id: string | undefined) => ({
  queryKey: ['regulations', 'one', id],
  queryFn: ({ signal }: Signal) => api.get<Regulation>(`/regulations/${id}`, {}, signal),
  enabled: id !== undefined,
})

export const choiceOf = (regulation: Regulation, version: VersionRow): VersionChoice => ({
  value: version.id,
  label: `${regulation.title} ${version.label}`,
  regulationId: regulation.id,
})

// The versions in force and the drafts, for choosing.
export function versionChoices(regulations: readonly Regulation[]): VersionChoice[] {
  return regulations.flatMap((regulation) =>
    [regulation.current, regulation.draft].flatMap((version) =>
      version ? [choiceOf(regulation, version)] : [],
    ),
  )
}
