// SPDX-License-Identifier: Apache-2.0
import type {
  CheckedReport,
  JobState,
  Paged,
  Report,
  ReportComparison,
  ReportPairText,
  Rubric,
  Workbench,
} from '../../api/types'
import { api } from '../../lib/api-client'
import type { Tone } from '../../components/state-tag'

type Signal = { signal: AbortSignal }
type Filter = Record<string, string | number | null>

export const isBusy = (state: JobState) => state === 'waiting' || state === 'running'

export const jobTones: Record<JobState, Tone> = {
  waiting: 'idle',
  running: 'working',
  done: 'done',
  failed: 'returned',
}

export const reportsQuery = (filter: Filter) => ({
  queryKey: ['reports', 'list', filter],
  queryFn: ({ signal }: Signal) => api.get<Paged<Report>>('/reports', filter, signal),
})

export const reportQuery = (id: string, number: string) => ({
  queryKey: ['reports', 'one', id, number],
  queryFn: ({ signal }: Signal) => api.get<CheckedReport>(`/reports/${id}`, { number }, signal),
})

export const comparisonsQuery = (page: number, pageSize: number) => ({
  queryKey: ['report-comparisons', 'list', page, pageSize],
  queryFn: ({ signal }: Signal) =>
    api.get<Paged<ReportComparison>>(
      '/report-comparisons',
      { page, page_size: pageSize },
      signal,
    ),
})

export const pairQuery = (id: string, pair: string) => ({
  queryKey: ['report-comparisons', 'pair', id, pair],
  queryFn: ({ signal }: Signal) =>
    api.get<ReportPairText>(`/report-comparisons/${id}/pairs/${pair}`, {}, signal),
})

export const rubricsQuery = (page: number, pageSize: number) => ({
  queryKey: ['rubrics', 'list', page, pageSize],
  queryFn: ({ signal }: Signal) =>
    api.get<Paged<Rubric>>('/rubrics', { page, page_size: pageSize }, signal),
})

export const rubricQuery = (id: string) => ({
  queryKey: ['rubrics', 'one', id],
  queryFn: ({ signal }: Signal) => api.get<Workbench>(`/rubrics/${id}`, {}, signal),
})
