// SPDX-License-Identifier: Apache-2.0
import { useQueryClient } from '@tanstack/react-query'
import type { Decomposition, Letter, SheetState, TargetSheet } from '../../api/types'
import type { Tone } from '../../components/state-tag'
import { api } from '../../lib/api-client'

type Signal = { signal: AbortSignal }

export const sheetStates: readonly SheetState[] = [
  'draft',
  'submitted',
  'confirmed',
  'approved',
  'published',
  'signed_by_assessee',
  'signed',
]

export const sheetTones: Record<SheetState, Tone> = {
  draft: 'working',
  submitted: 'waiting',
  confirmed: 'waiting',
  approved: 'done',
  published: 'done',
  signed_by_assessee: 'waiting',
  signed: 'done',
  superseded: 'over',
}

// From approval on there is a letter.
export const hasLetter = (state: SheetState) =>
  !['draft', 'submitted', 'confirmed'].includes(state)

export const sheetQuery = (id: string) => ({
  queryKey: ['target-sheet', id],
  queryFn: ({ signal }: Signal) => api.get<TargetSheet>(`/target-sheets/${id}`, {}, signal),
})

export const letterQuery = (id: string) => ({
  queryKey: ['letter', id],
  queryFn: ({ signal }: Signal) => api.get<Letter>(`/target-sheets/${id}/letter`, {}, signal),
})

export const decompositionQuery = (id: string) => ({
  queryKey: ['decomposition', id],
  queryFn: ({ signal }: Signal) =>
    api.get<Decomposition>(`/target-sheets/${id}/decomposition`, {}, signal),
})

// Everything that a changed sheet shows in.
export function useRefreshSheets() {
  const queryClient = useQueryClient()
  return async (id?: string) => {
    if (id) {
      await queryClient.invalidateQueries({ queryKey: ['letter', id] })
      await queryClient.invalidateQueries({ queryKey: ['decomposition', id] })
    }
    await queryClient.invalidateQueries({ queryKey: ['target-sheets'] })
    await queryClient.invalidateQueries({ queryKey: ['assessment'] })
    await queryClient.invalidateQueries({ queryKey: ['inbox'] })
  }
}
