// SPDX-License-Identifier: Apache-2.0
import type { FactsSet, Paged, Regulation, Run, VersionRow } from '../../api/types'
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
  version: VersionRow
}

// The versions in force and the drafts, for choosing.
export function versionChoices(regulations: readonly Regulation[]): VersionChoice[] {
  return regulations.flatMap((regulation) =>
    [regulation.current, regulation.draft].flatMap((version) =>
      version
        ? [
            {
              value: version.id,
              label: `${regulation.title} ${version.label}`,
              regulationId: regulation.id,
              version,
            },
          ]
        : [],
    ),
  )
}
