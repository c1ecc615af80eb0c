// SPDX-License-Identifier: Apache-2.0
// One clause: its words, the rule they became, the worked example, and what a person decides. While
// the rule is edited the example is worked anew.
import { useQuery } from '@tanstack/react-query'
import { Button, Flex, Input, Spin, Tag } from 'antd'
import { useEffect, useState, type ReactNode } from 'react'
import type { ClausePreview, RubricClause } from '../../api/types'
import { ErrorAlert } from '../../components/error-panel'
import { useText } from '../../i18n'
import { api } from '../../lib/api-client'
import { showInstant } from '../../lib/date'
import { UnderstoodTag } from './coverage-bar'

type Example = RubricClause['examples'][number]

export interface NewDecision {
  item: number
  clause: number
  verdict: 'accept' | 'correct' | 'reject' | null
  formula: string | null
}

interface Props {
  rubricId: string
  item: number
  clause: number
  of: RubricClause
  mayEdit: boolean
  onDecide: (decision: NewDecision) => Promise<unknown>
}

export function ClauseCard({ rubricId, item, clause, of, mayEdit, onDecide }: Props) {
  const t = useText()
  const [draft, setDraft] = useState<string | null>(null)
  const [sending, setSending] = useState<NewDecision['verdict'] | 'back' | undefined>()

  async function decide(verdict: NewDecision['verdict'], formula: string | null = null) {
    setSending(verdict ?? 'back')
    try {
      await onDecide({ item, clause, verdict, formula })
      setDraft(null)
    } catch {
      // It was said where the decision is sent.
    } finally {
      setSending(undefined)
    }
  }

  const { decision } = of
  return (
    <article className="framed clause" aria-label={of.text}>
      <Flex gap={4} wrap align="center">
        <UnderstoodTag understood={of.understood} />
        {decision && (
          <>
            <Tag color="purple">{t(`rubric.verdict.${decision.verdict}`)}</Tag>
            <span className="muted small">
              {decision.made_by} {showInstant(decision.made_at)}
            </span>
          </>
        )}
      </Flex>
      <p className="clause-text">{withVague(of)}</p>
      {of.reason && <p className="bad">{of.reason}</p>}
      {draft === null ? (
        <Rule formula={of.formula} />
      ) : (
        <Editor
          rubricId={rubricId}
          item={item}
          clause={clause}
          before={of.examples}
          formula={draft}
          onChange={setDraft}
          isSending={sending === 'correct'}
          onSave={() => void decide('correct', draft)}
          onCancel={() => setDraft(null)}
        />
      )}
      {draft === null &&
        of.examples.map((example, index) => (
          <ExampleView key={index} example={example}>
            <strong>{t('rubric.gives', { value: example.expected })}</strong>
          </ExampleView>
        ))}
      {of.questions.length > 0 && (
        <>
          <div className="muted">{t('rubric.questions')}</div>
          <ul className="plain-list">
            {of.questions.map((question) => (
              <li key={question.code}>
                {question.question} <span className="muted">{question.taken}</span>
              </li>
            ))}
          </ul>
        </>
      )}
      {of.vague.length > 0 && (
        <>
          <div className="muted">{t('rubric.vague')}</div>
          <ul className="plain-list">
            {of.vague.map((vague) => (
              <li key={vague.begin}>
                {t('rubric.vagueOne', {
                  words: vague.words,
                  reason: vague.reason,
                  wording: vague.wording,
                })}
              </li>
            ))}
          </ul>
        </>
      )}
      {mayEdit && draft === null && (
        <Flex gap={4} wrap className="finding-acts">
          {of.formula && decision?.verdict !== 'accept' && (
            <Button
              size="small"
              loading={sending === 'accept'}
              onClick={() => void decide('accept')}
            >
              {t('rubric.accept')}
            </Button>
          )}
          <Button size="small" onClick={() => setDraft(decision?.formula || of.formula)}>
            {t('rubric.correct')}
          </Button>
          {of.formula && decision?.verdict !== 'reject' && (
            <Button
              size="small"
              danger
              loading={sending === 'reject'}
              onClick={() => void decide('reject')}
            >
              {t('rubric.reject')}
            </Button>
          )}
          {decision && (
            <Button size="small" loading={sending === 'back'} onClick={() => void decide(null)}>
              {t('rubric.takeBack')}
            </Button>
          )}
        </Flex>
      )}
    </article>
  )
}

// The clause with its vague words underlined.
function withVague({ text, vague }: RubricClause): ReactNode[] {
  const parts: ReactNode[] = []
  let at = 0
  for (const { begin, end } of vague) {
    parts.push(text.slice(at, begin))
    parts.push(<u key={begin}>{text.slice(begin, end)}</u>)
    at = end
  }
  parts.push(text.slice(at))
  return parts
}

function Rule({ formula }: { formula: string }) {
  const t = useText()
  if (!formula) return <p className="muted">{t('rubric.noFormula')}</p>
  return (
    <p>
      <span className="muted">{t('rubric.formula')}</span> <code className="rule">{formula}</code>
    </p>
  )
}

function ExampleView({ example, children }: { example: Example; children: ReactNode }) {
  const t = useText()
  const facts = example.rows.flatMap((row) => row.facts)
  return (
    <div className="clause-example">
      <span className="muted">{t('rubric.example')}</span>{' '}
      {facts.map((fact, index) => (
        <span key={index} className="clause-fact">
          {fact.field} <span className="decimal">{fact.value}</span>
        </span>
      ))}
      <span aria-hidden>→</span> {example.figure} {children}
    </div>
  )
}

const pauseMs = 400

interface EditorProps {
  rubricId: string
  item: number
  clause: number
  before: readonly Example[]
  formula: string
  onChange: (formula: string) => void
  isSending: boolean
  onSave: () => void
  onCancel: () => void
}

function Editor({
  rubricId,
  item,
  clause,
  before,
  formula,
  onChange,
  isSending,
  onSave,
  onCancel,
}: EditorProps) {
  const t = useText()
  const [asked, setAsked] = useState(formula)
  useEffect(() => {
    const timer = setTimeout(() => setAsked(formula), pauseMs)
    return () => clearTimeout(timer)
  }, [formula])
  const line = asked.trim()
  const preview = useQuery({
    queryKey: ['rubrics', 'preview', rubricId, item, clause, line],
    queryFn: ({ signal }) =>
      api.post<ClausePreview>(
        `/rubrics/${rubricId}/preview`,
        { item, clause, verdict: 'correct', formula: line },
        signal,
      ),
    enabled: line !== '',
  })
  const isStale = formula.trim() !== line || preview.isFetching
  const shown = preview.data
  return (
    <div className="clause-editor">
      <label>
        <span className="muted">{t('rubric.edit')}</span>
        <Input.TextArea
          autoFocus
          autoSize={{ minRows: 2, maxRows: 6 }}
          className="rule"
          maxLength={2000}
          value={formula}
          onChange={(event) => onChange(event.target.value.replace(/[\r\n]+/g, ' '))}
        />
      </label>
      <p className="muted small">{t('rubric.editHint')}</p>
      <ErrorAlert error={preview.error} />
      <div aria-live="polite">
        {isStale && (
          <div className="muted">
            <Spin size="small" /> {t('rubric.trying')}
          </div>
        )}
        {!isStale && shown?.runs && (
          <>
            <p className="good">{t('rubric.runs')}</p>
            {shown.clause.examples.map((example, index) => (
              <ExampleView key={index} example={example}>
                <Effect before={before[index]?.expected} after={example.expected} />
              </ExampleView>
            ))}
          </>
        )}
        {!isStale && shown && !shown.runs && (
          <>
            <p className="bad">{t('rubric.runsNot')}</p>
            <ul className="plain-list">
              {shown.issues.map((issue, index) => (
                <li key={index}>
                  {issue.column > 0
                    ? t('rubric.errorAt', { column: issue.column, message: issue.message })
                    : issue.message}{' '}
                  <span className="muted">{issue.hint}</span>
                </li>
              ))}
            </ul>
          </>
        )}
      </div>
      <Flex gap={4} className="finding-acts">
        <Button
          size="small"
          type="primary"
          disabled={isStale || !shown?.runs}
          loading={isSending}
          onClick={onSave}
        >
          {t('rubric.saveRule')}
        </Button>
        <Button size="small" onClick={onCancel}>
          {t('common.cancel')}
        </Button>
      </Flex>
    </div>
  )
}

function Effect({ before, after }: { before: string | undefined; after: string }) {
  const t = useText()
  if (before === undefined) return <strong>{t('rubric.gives', { value: after })}</strong>
  if (before === after) return <span>{t('rubric.givesSame', { value: after })}</span>
  return <strong>{t('rubric.givesWas', { before, after })}</strong>
}
