// SPDX-License-Identifier: Apache-2.0
import type {
  Computation,
  DocumentBatch,
  DocumentComparison,
  DocumentForm,
  DocumentState,
  DocumentTemplate,
  Paged,
  WholeDocument,
} from '../../api/types'
import type { Tone } from '../../components/state-tag'
import { api } from '../../lib/api-client'

type Signal = { signal: AbortSignal }

export const documentTones: Record<DocumentState, Tone> = {
  draft: 'working',
  issued: 'done',
  withdrawn: 'returned',
  discarded: 'over',
}

export const documentQuery = (id: string | undefined) => ({
  queryKey: ['documents', 'one', id],
  queryFn: ({ signal }: Signal) => api.get<WholeDocument>(`/documents/${id}`, {}, signal),
  enabled: id !== undefined,
})

export const templatesQuery = (archived = false) => ({
  queryKey: ['document-templates', archived],
  queryFn: ({ signal }: Signal) =>
    api.get<{ items: DocumentTemplate[] }>('/document-templates', { archived }, signal),
})

export const formQuery = (
  key: string | undefined,
  assessmentId: string | undefined,
  objectionId?: string,
) => ({
  queryKey: ['document-form', key, assessmentId, objectionId],
  queryFn: ({ signal }: Signal) =>
    api.get<DocumentForm>(
      `/document-templates/${key}/form`,
      { assessment_id: assessmentId, objection_id: objectionId },
      signal,
    ),
  enabled: Boolean(key && assessmentId),
})

export const sourcesQuery = (assessmentId: string | undefined) => ({
  queryKey: ['computations', 'of', assessmentId],
  queryFn: ({ signal }: Signal) =>
    api.get<Paged<Computation>>(
      '/computations',
      { assessment_id: assessmentId, page_size: 200 },
      signal,
    ),
  enabled: assessmentId !== undefined,
})

export const comparisonQuery = (id: string | undefined, before?: string, after?: string) => ({
  queryKey: ['documents', 'comparison', id, before, after],
  queryFn: ({ signal }: Signal) =>
    api.get<DocumentComparison>(`/documents/${id}/comparison`, { before, after }, signal),
  enabled: id !== undefined,
})

export const isMaking = (batch: DocumentBatch) =>
  batch.state === 'waiting' || batch.state === 'running'

export const batchTones: Record<DocumentBatch['state'], Tone> = {
  waiting: 'idle',
  running: 'working',
  done: 'done',
  failed: 'returned',
  cancelled: 'over',
}

export const formats = ['docx', 'pdf', 'xlsx'] as const
