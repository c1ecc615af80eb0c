// SPDX-License-Identifier: Apache-2.0
import type { AssessmentFields } from '../api/types'
import { api } from '../lib/api-client'

// The fields of an assessment: their class, who verifies them, until when.
export const assessmentFieldsQuery = (id: string) => ({
  queryKey: ['assessment-fields', id],
  queryFn: ({ signal }: { signal: AbortSignal }) =>
    api.get<AssessmentFields>(`/assessments/${id}/fields`, {}, signal),
})
