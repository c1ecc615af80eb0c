// SPDX-License-Identifier: Apache-2.0
// The frame of the pages of one assessment: its title and stage, and the way from one page to another.
import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef, type ReactNode } from 'react'
import { Link } from 'react-router'
import type { Act, Assessment, Stage } from '../api/types'
import { useText, type TextKey } from '../i18n'
import { api } from '../lib/api-client'
import { can } from '../lib/authorization'
import { Loaded } from './loaded'
import { useMe } from './me'
import { Page } from './page'
import { StateTag, type Tone } from './state-tag'

export const assessmentQuery = (id: string) => ({
  queryKey: ['assessment', id],
  queryFn: ({ signal }: { signal: AbortSignal }) =>
    api.get<Assessment>(`/assessments/${id}`, {}, signal),
})

const stageTones: Record<Stage, Tone> = {
  preparing: 'idle',
  targets: 'working',
  process: 'working',
  results: 'waiting',
  notice: 'waiting',
  final: 'done',
  archived: 'done',
}

export function StageTag({ stage, title }: { stage: Stage; title: string }) {
  return <StateTag tone={stageTones[stage]}>{title}</StateTag>
}

export type AssessmentTab =
  | 'overview'
  | 'fields'
  | 'assessees'
  | 'targets'
  | 'reporting'
  | 'verification'
  | 'events'
  | 'review'
  | 'results'
  | 'publish'

const tabs: {
  key: AssessmentTab
  name: TextKey
  to: (id: string) => string
  acts: readonly Act[]
}[] = [
  {
    key: 'overview',
    name: 'assessment.overview',
    to: (id) => `/assessments/${id}`,
    acts: ['view_assessments'],
  },
  {
    key: 'fields',
    name: 'assessment.fields',
    to: (id) => `/assessments/${id}/fields`,
    acts: ['view_assessments'],
  },
  {
    key: 'assessees',
    name: 'assessment.assessees',
    to: (id) => `/assessments/${id}/assessees`,
    acts: ['view_assessments'],
  },
  {
    key: 'targets',
    name: 'assessment.targets',
    to: (id) => `/assessments/${id}/targets`,
    acts: ['view_assessments'],
  },
  {
    key: 'reporting',
    name: 'nav.reporting',
    to: (id) => `/reporting?assessment=${id}`,
    acts: ['report_data', 'view_process'],
  },
  {
    key: 'verification',
    name: 'nav.verification',
    to: (id) => `/verification?assessment=${id}`,
    acts: ['verify_data'],
  },
  {
    key: 'events',
    name: 'nav.events',
    to: (id) => `/events?assessment=${id}`,
    acts: ['propose_events', 'view_process'],
  },
  {
    key: 'review',
    name: 'assessment.review',
    to: (id) => `/assessments/${id}/review`,
    acts: ['view_process'],
  },
  {
    key: 'results',
    name: 'assessment.results',
    to: (id) => `/assessments/${id}/results`,
    acts: ['view_draft_results', 'view_results'],
  },
  {
    key: 'publish',
    name: 'assessment.publish',
    to: (id) => `/assessments/${id}/publish`,
    acts: ['publish_results', 'view_draft_results'],
  },
]

export function AssessmentTabs({ id, current }: { id: string; current: AssessmentTab }) {
  const t = useText()
  const me = useMe()
  const open = useRef<HTMLAnchorElement>(null)
  // On a narrow screen the tabs scroll.
  useEffect(() => {
    // Its promise would be taken for what ends the effect.
    void open.current?.scrollIntoView?.({ block: 'nearest', inline: 'center' })
  }, [current])
  return (
    <nav className="page-tabs" aria-label={t('assessment.parts')}>
      {tabs
        .filter((tab) => tab.acts.some((act) => can(me, act)))
        .map((tab) => (
          <Link
            key={tab.key}
            ref={tab.key === current ? open : undefined}
            to={tab.to(id)}
            aria-current={tab.key === current ? 'page' : undefined}
          >
            {t(tab.name)}
          </Link>
        ))}
    </nav>
  )
}

interface Props {
  id: string
  current: AssessmentTab
  extra?: (assessment: Assessment) => ReactNode
  children: (assessment: Assessment) => ReactNode
}

export function AssessmentFrame({ id, current, extra, children }: Props) {
  const t = useText()
  const assessment = useQuery(assessmentQuery(id))
  const { data } = assessment
  return (
    <Page
      title={data?.title ?? t('nav.assessmentYears')}
      back="/assessments"
      subtitle={data && <StageTag stage={data.stage} title={data.stage_title} />}
      extra={data && extra?.(data)}
    >
      <AssessmentTabs id={id} current={current} />
      <Loaded query={assessment}>{children}</Loaded>
    </Page>
  )
}
