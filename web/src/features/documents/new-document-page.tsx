// SPDX-License-Identifier: Apache-2.0
// Drafting: a template, what it is about, what the office gives; then the draft with its preview, or a
// batch of many.
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Button, Card, Flex, Form, Radio, Select, Steps } from 'antd'
import { useState } from 'react'
import { useNavigate, useSearchParams } from 'react-router'
import type {
  Computation,
  DocumentBatch,
  DocumentForm,
  DocumentTemplate,
  WholeDocument,
} from '../../api/types'
import { AssesseeSelect } from '../../components/assessee-select'
import { AssessmentSelect } from '../../components/assessment-select'
import { ErrorAlert } from '../../components/error-panel'
import { Guard } from '../../components/guard'
import { Loaded } from '../../components/loaded'
import { useCan, useMayWrite } from '../../components/me'
import { Page } from '../../components/page'
import { useText } from '../../i18n'
import { api } from '../../lib/api-client'
import { showInstant } from '../../lib/date'
import { firstState, GivenForm, missingIn, toGiven, type GivenState } from './given-form'
import { formQuery, sourcesQuery, templatesQuery } from './queries'
import '../../components/work.css'
import './documents.css'

const present = 'present'

interface Wanted {
  template?: string
  assessment?: string
  computation?: string
  assessee?: string
  objection?: string
  period?: string
  // One, or all of a kind.
  many: boolean
  kind?: string
  issueTo: '' | 'office' | 'assessed'
}

export function NewDocumentPage() {
  const t = useText()
  return (
    <Guard act="draft_documents">
      <Page title={t('documents.new')} back="/documents">
        <Wizard />
      </Page>
    </Guard>
  )
}

function Wizard() {
  const t = useText()
  const [search] = useSearchParams()
  const [wanted, setWanted] = useState<Wanted>({
    template: search.get('template') ?? undefined,
    assessment: search.get('assessment') ?? undefined,
    computation: search.get('computation') ?? undefined,
    assessee: search.get('assessee') ?? undefined,
    objection: search.get('objection') ?? undefined,
    many: search.get('many') !== null,
    issueTo: '',
  })
  const isChosen = wanted.template && wanted.assessment && (wanted.assessee || wanted.many)
  const [step, setStep] = useState(!wanted.template ? 0 : isChosen && !wanted.many ? 2 : 1)
  const templates = useQuery(templatesQuery())
  const form = useQuery(formQuery(wanted.template, wanted.assessment, wanted.objection))
  const template = templates.data?.items.find((one) => one.key === wanted.template)
  return (
    <>
      <Steps
        size="small"
        className="block"
        current={step}
        items={[
          { title: t('newDocument.template') },
          { title: t('newDocument.about') },
          { title: t('newDocument.given') },
        ]}
      />
      {step === 0 && (
        <Loaded query={templates}>
          {(data) => (
            <Templates
              templates={data.items.filter((one) => !wanted.many || one.subject === 'assessee')}
              onChoose={(key) => {
                setWanted({ ...wanted, template: key })
                setStep(1)
              }}
            />
          )}
        </Loaded>
      )}
      {step === 1 && (
        <About
          wanted={wanted}
          template={template}
          form={form.data}
          formError={form.error}
          onChange={setWanted}
          onBack={() => setStep(0)}
          onNext={() => setStep(2)}
        />
      )}
      {step === 2 && (
        <Loaded query={form}>
          {(data) => <Give wanted={wanted} form={data} onBack={() => setStep(1)} />}
        </Loaded>
      )}
    </>
  )
}

interface TemplatesProps {
  templates: readonly DocumentTemplate[]
  onChoose: (key: string) => void
}

function Templates({ templates, onChoose }: TemplatesProps) {
  const t = useText()
  const groups = [
    ...(['whole', 'assessee', 'paid'] as const).map((subject) => ({
      title: t(`newDocument.${subject}`),
      items: templates.filter((one) => one.is_shipped && one.subject === subject),
    })),
    { title: t('newDocument.own'), items: templates.filter((one) => !one.is_shipped) },
  ]
  return groups
    .filter((group) => group.items.length > 0)
    .map((group) => (
      <Card key={group.title} size="small" className="block" title={group.title}>
        <div className="template-choice">
          {group.items.map((one) => (
            <Button key={one.key} onClick={() => onChoose(one.key)}>
              {one.title}
            </Button>
          ))}
        </div>
      </Card>
    ))
}

interface AboutProps {
  wanted: Wanted
  template: DocumentTemplate | undefined
  form: DocumentForm | undefined
  formError: unknown
  onChange: (wanted: Wanted) => void
  onBack: () => void
  onNext: () => void
}

function About({ wanted, template, form, formError, onChange, onBack, onNext }: AboutProps) {
  const t = useText()
  const isAboutOne = template?.subject === 'assessee'
  const computation = useComputation(wanted)
  const hasSubject = !isAboutOne || (wanted.many ? wanted.kind : wanted.assessee)
  return (
    <Card size="small">
      <ErrorAlert error={formError} />
      <Form layout="vertical" component="div">
        <Form.Item label={t('newDocument.assessment')} htmlFor="about-assessment" required>
          <AssessmentSelect
            id="about-assessment"
            value={wanted.assessment}
            onChange={(assessment) =>
              onChange({
                ...wanted,
                assessment,
                computation: undefined,
                assessee: undefined,
                kind: undefined,
              })
            }
          />
        </Form.Item>
        <Source
          assessmentId={wanted.assessment}
          value={computation}
          onChange={(next) => onChange({ ...wanted, computation: next })}
        />
        {isAboutOne && (
          <Subjects wanted={wanted} kinds={form?.kinds ?? []} onChange={onChange} />
        )}
        {form && form.periods.length > 0 && (
          <Form.Item label={t('newDocument.period')} htmlFor="about-period">
            <Select
              id="about-period"
              className="filter-assessment"
              allowClear
              placeholder={t('newDocument.wholeYear')}
              value={wanted.period}
              onChange={(period: string | undefined) => onChange({ ...wanted, period })}
              options={form.periods.map((period) => ({ value: period, label: period }))}
            />
          </Form.Item>
        )}
      </Form>
      <Flex gap="small">
        <Button onClick={onBack}>{t('newDocument.back')}</Button>
        <Button
          type="primary"
          disabled={!form || !computation || !hasSubject}
          onClick={() => {
            onChange({ ...wanted, computation })
            onNext()
          }}
        >
          {t('newDocument.next')}
        </Button>
      </Flex>
    </Card>
  )
}

// The one chosen; else what stands: the newest that is published, else the newest, else the data.
function useComputation(wanted: Wanted): string | undefined {
  const sources = useQuery(sourcesQuery(wanted.assessment))
  const maySeeDrafts = useCan('view_draft_results')
  if (wanted.computation) return wanted.computation
  const done = sources.data?.items.filter((one) => one.state === 'done') ?? []
  const best = done.find((one) => one.is_published) ?? done[0]
  return best?.id ?? (sources.data && maySeeDrafts ? present : undefined)
}

interface SourceProps {
  assessmentId: string | undefined
  value: string | undefined
  onChange: (value: string) => void
}

function Source({ assessmentId, value, onChange }: SourceProps) {
  const t = useText()
  const maySeeDrafts = useCan('view_draft_results')
  const sources = useQuery(sourcesQuery(assessmentId))
  const label = (one: Computation) =>
    [
      one.label,
      showInstant(one.finished_at ?? one.created_at),
      one.is_published ? t('computations.published') : '',
    ]
      .filter(Boolean)
      .join(' · ')
  const options = (sources.data?.items ?? [])
    .filter((one) => one.state === 'done')
    .map((one) => ({ value: one.id, label: label(one) }))
  if (maySeeDrafts) options.push({ value: present, label: t('newDocument.present') })
  return (
    <Form.Item label={t('newDocument.source')} htmlFor="about-source" required>
      <Select
        id="about-source"
        className="filter-assessment"
        popupMatchSelectWidth={false}
        loading={sources.isLoading}
        disabled={assessmentId === undefined}
        value={value}
        onChange={onChange}
        notFoundContent={t('computations.none')}
        options={options}
      />
    </Form.Item>
  )
}

interface SubjectsProps {
  wanted: Wanted
  kinds: readonly string[]
  onChange: (wanted: Wanted) => void
}

function Subjects({ wanted, kinds, onChange }: SubjectsProps) {
  const t = useText()
  const mayIssue = useMayWrite('issue_documents')
  return (
    <>
      <Form.Item label={t('newDocument.subjects')}>
        <Radio.Group
          value={wanted.many ? 'many' : 'one'}
          onChange={(event) => onChange({ ...wanted, many: event.target.value === 'many' })}
          options={[
            { value: 'one', label: t('newDocument.onlyOne') },
            { value: 'many', label: t('newDocument.allOfKind') },
          ]}
        />
      </Form.Item>
      {wanted.many ? (
        <>
          <Form.Item label={t('newDocument.kind')} htmlFor="about-kind" required>
            <Select
              id="about-kind"
              className="filter-assessment"
              value={wanted.kind}
              onChange={(kind: string) => onChange({ ...wanted, kind })}
              options={kinds.map((kind) => ({ value: kind, label: kind }))}
            />
          </Form.Item>
          {mayIssue && (
            <Form.Item label={t('newDocument.issueAtOnce')}>
              <Radio.Group
                className="radio-lines"
                value={wanted.issueTo}
                onChange={(event) =>
                  onChange({ ...wanted, issueTo: event.target.value as Wanted['issueTo'] })
                }
                options={[
                  { value: '', label: t('newDocument.keepDrafts') },
                  { value: 'office', label: t('newDocument.issueOffice') },
                  { value: 'assessed', label: t('newDocument.issueAssessed') },
                ]}
              />
            </Form.Item>
          )}
        </>
      ) : (
        <Form.Item label={t('documents.about')} htmlFor="about-assessee" required>
          <AssesseeSelect
            id="about-assessee"
            assessmentId={wanted.assessment}
            value={wanted.assessee}
            onChange={(assessee) => onChange({ ...wanted, assessee })}
          />
        </Form.Item>
      )}
    </>
  )
}

interface GiveProps {
  wanted: Wanted
  form: DocumentForm
  onBack: () => void
}

function Give({ wanted, form, onBack }: GiveProps) {
  const t = useText()
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  const computation = useComputation(wanted)
  const [state, setState] = useState<GivenState>(() => firstState(form.fields))
  const [isAsked, setAsked] = useState(false)
  const [isSending, setSending] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const missing = missingIn(form.fields, state)
  const isBatch = wanted.many && form.template.subject === 'assessee'

  async function send() {
    setAsked(true)
    if (missing.length > 0) return
    setSending(true)
    setError(null)
    const body = {
      assessment_id: wanted.assessment,
      computation_id: computation === present ? null : computation,
      template: form.template.key,
      period: wanted.period ?? null,
      given: toGiven(form.fields, state),
    }
    try {
      if (isBatch) {
        const batch = await api.create<DocumentBatch>('/document-batches', {
          ...body,
          kind: wanted.kind,
          issue_to: wanted.issueTo || null,
        })
        void navigate(`/document-batches/${batch.id}`)
      } else {
        const made = await api.create<WholeDocument>('/documents', {
          ...body,
          assessee_id: form.template.subject === 'assessee' ? wanted.assessee : null,
          objection_id: wanted.objection ?? null,
        })
        void navigate(`/documents/${made.id}`)
      }
      void queryClient.invalidateQueries({ queryKey: ['documents', 'list'] })
    } catch (problem) {
      setError(problem)
    } finally {
      setSending(false)
    }
  }

  return (
    <Card size="small" title={form.template.title}>
      <ErrorAlert error={error} />
      <GivenForm
        fields={form.fields}
        state={state}
        missing={isAsked ? missing : []}
        onChange={setState}
      />
      <Flex gap="small">
        <Button onClick={onBack}>{t('newDocument.back')}</Button>
        <Button type="primary" loading={isSending} onClick={() => void send()}>
          {t(isBatch ? 'newDocument.startBatch' : 'newDocument.draft')}
        </Button>
      </Flex>
    </Card>
  )
}
