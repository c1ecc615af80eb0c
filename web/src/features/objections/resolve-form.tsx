// SPDX-License-Identifier: Apache-2.0
// The handler's decision. Upheld: the data in the figure are corrected, and the result is computed and
// published anew.
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Button, Card, Checkbox, Empty, Flex, Input, Radio } from 'antd'
import { useState } from 'react'
import type { ComputationExplanation, Objection } from '../../api/types'
import { ErrorAlert } from '../../components/error-panel'
import { EvidenceList } from '../../components/evidence-list'
import { FactEntry, factMessage } from '../../components/fact-entry'
import { LeaveGuard } from '../../components/leave-guard'
import { Loaded } from '../../components/loaded'
import { useText } from '../../i18n'
import { api } from '../../lib/api-client'
import { groupDigits } from '../../lib/decimal'
import {
  correctableOf,
  draftFault,
  draftOf,
  keyOf,
  ruleOf,
  toCorrections,
  type Correctable,
  type Draft,
} from './corrections'

type Verdict = 'upheld' | 'not_upheld'

export function ResolveForm({ objection }: { objection: Objection }) {
  const t = useText()
  const { message, modal } = App.useApp()
  const queryClient = useQueryClient()
  const [verdict, setVerdict] = useState<Verdict | null>(null)
  const [reason, setReason] = useState('')
  const [drafts, setDrafts] = useState<Record<string, Draft>>({})
  const [isAsked, setAsked] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const [isSending, setSending] = useState(false)
  const explanation = useQuery({
    queryKey: ['explanation', objection.computation_id, objection.assessee.id, objection.column],
    queryFn: ({ signal }) =>
      api.get<ComputationExplanation>(
        `/computations/${objection.computation_id}/explanation`,
        { assessee_id: objection.assessee.id, column: objection.column },
        signal,
      ),
    enabled: verdict === 'upheld',
  })
  const facts = correctableOf(explanation.data?.provenance ?? [])
  const corrections = toCorrections(facts, drafts)
  const faults = facts.filter((fact) => draftFault(fact, drafts[keyOf(fact)] ?? draftOf(fact)))
  const trouble =
    verdict === null
      ? t('objections.needsVerdict')
      : reason.trim() === ''
        ? t('objections.needsReason')
        : verdict === 'upheld' && corrections.length === 0
          ? t('objections.needsCorrection')
          : faults.length > 0
            ? t('reporting.faults', { count: faults.length })
            : ''

  async function send() {
    setSending(true)
    setError(null)
    try {
      await api.create(
        `/objections/${objection.id}/resolve`,
        {
          verdict,
          reason: reason.trim(),
          version: objection.version,
          corrections: verdict === 'upheld' ? corrections : [],
        },
      )
      setVerdict(null)
      for (const key of ['objections', 'publications', 'computations', 'inbox']) {
        void queryClient.invalidateQueries({ queryKey: [key] })
      }
      void message.success(t('objections.decided'))
    } catch (problem) {
      setError(problem)
    } finally {
      setSending(false)
    }
  }

  function resolve() {
    setAsked(true)
    if (trouble) return
    modal.confirm({
      title: t(verdict === 'upheld' ? 'objections.upholdSure' : 'objections.rejectSure'),
      content: t(verdict === 'upheld' ? 'objections.upholdHint' : 'objections.rejectHint'),
      okText: t('objections.decide'),
      onOk: send,
    })
  }

  return (
    <Card size="small" className="block" title={t('objections.decide')}>
      <LeaveGuard isDirty={!isSending && (verdict !== null || reason !== '')} />
      <ErrorAlert error={error} />
      <Radio.Group
        className="block"
        optionType="button"
        buttonStyle="solid"
        aria-label={t('objections.verdict')}
        value={verdict}
        onChange={(event) => setVerdict(event.target.value as Verdict)}
        options={(['upheld', 'not_upheld'] as const).map((one) => ({
          value: one,
          label: t(`objections.state.${one}`),
        }))}
      />
      {verdict === 'upheld' && (
        <Loaded
          query={explanation}
          isEmpty={() => facts.length === 0}
          empty={<Empty description={t('objections.noFacts')} />}
        >
          {() => (
            <>
              <p className="muted">{t('objections.correctHint')}</p>
              <div className="table-scroll framed block">
                <table className="entry-table" aria-label={t('objections.corrections')} data-cells>
                  <thead>
                    <tr>
                      <th>{t('reporting.figure')}</th>
                      <th>{t('objections.now')}</th>
                      <th>{t('verification.newValue')}</th>
                      <th>{t('objections.origin')}</th>
                    </tr>
                  </thead>
                  <tbody>
                    {facts.map((fact, row) => (
                      <FactRow
                        key={keyOf(fact)}
                        fact={fact}
                        row={row}
                        draft={drafts[keyOf(fact)] ?? draftOf(fact)}
                        onChange={(draft) => setDrafts({ ...drafts, [keyOf(fact)]: draft })}
                      />
                    ))}
                  </tbody>
                </table>
              </div>
            </>
          )}
        </Loaded>
      )}
      <label className="reason">
        <span>
          {t('objections.reason')}
          <span className="bad"> *</span>
        </span>
        <Input.TextArea
          rows={4}
          maxLength={1000}
          showCount
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
      </label>
      {isAsked && trouble && <p className="bad">{trouble}</p>}
      <Flex justify="end" className="form-foot">
        <Button type="primary" loading={isSending} onClick={resolve}>
          {t('objections.decide')}
        </Button>
      </Flex>
    </Card>
  )
}

interface RowProps {
  fact: Correctable
  row: number
  draft: Draft
  onChange: (draft: Draft) => void
}

function FactRow({ fact, row, draft, onChange }: RowProps) {
  const t = useText()
  const rule = ruleOf(fact)
  const fault = draftFault(fact, draft)
  return (
    <tr>
      <th scope="row">
        {fact.row && `${fact.row} `}
        {fact.name}
        {fact.period && ` [${fact.period}]`}
      </th>
      <td className="sheet-pad decimal">
        {fact.key.is_not_applicable
          ? t('measurement.notApplicable')
          : groupDigits(fact.key.value ?? '—')}
      </td>
      <td>
        <FactEntry
          cell={`${row}:0`}
          label={`${fact.name} ${t('verification.newValue')}`}
          rule={rule}
          value={draft.isNone ? '' : draft.value}
          isDisabled={draft.isNone}
          error={fault === 'empty' ? t('common.needed') : factMessage(fault, rule, t)}
          onChange={(value) => onChange({ ...draft, value })}
        />
        <Checkbox
          className="not-applicable"
          checked={draft.isNone}
          onChange={(event) => onChange({ ...draft, isNone: event.target.checked })}
        >
          {t('measurement.notApplicable')}
        </Checkbox>
      </td>
      <td className="sheet-pad">
        <div className="muted small">
          {[
            fact.entered_by && t('why.enteredBy', { name: fact.entered_by }),
            fact.verified_by && t('why.verifiedBy', { name: fact.verified_by }),
            fact.note,
          ]
            .filter(Boolean)
            .join(' · ')}
        </div>
        {fact.evidence.length > 0 && <EvidenceList files={fact.evidence} isCompact />}
      </td>
    </tr>
  )
}
