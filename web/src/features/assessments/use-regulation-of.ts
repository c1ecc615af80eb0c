// SPDX-License-Identifier: Apache-2.0
import { useQuery } from '@tanstack/react-query'
import type { Version } from '../../api/types'
import { api } from '../../lib/api-client'

// The regulation that a version belongs to.
export function useRegulationOf(versionId: string): string | undefined {
  const version = useQuery({
    queryKey: ['versions', versionId],
    queryFn: ({ signal }) => api.get<Version>(`/regulation-versions/${versionId}`, {}, signal),
  })
  return version.data?.regulation.id
}
