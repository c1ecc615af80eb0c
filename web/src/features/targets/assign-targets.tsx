// SPDX-License-Identifier: Apache-2.0
// The same targets, or last year's value times a factor, into many drafts at once.
import { useQuery } from '@tanstack/react-query'
import { Alert, App, Button, Empty, Flex, Input, Modal, Radio, Select } from 'antd'
import { useState } from 'react'
import type { Assessment, TargetSheetRow } from '../../api/types'
import { assessmentFieldsQuery } from '../../components/assessment-fields'
import '../../components/cells.css'
import { DayEntry } from '../../components/day-entry'
import { DecimalEntry, moveByKey } from '../../components/decimal-entry'
import { ErrorAlert } from '../../components/error-panel'
import { Loaded } from '../../components/loaded'
import { useText } from '../../i18n'
import { api } from '../../lib/api-client'
import { faultOf } from '../../lib/entry'
import { assignable, itemsOf, type AssignDraft, type AssignRow } from './assignments'
import { useRefreshSheets } from './queries'

interface Answer {
  sheets: number
  values: number
  skipped_sheets: number
  without_baseline: number
}

interface Props {
  assessment: Assessment
  chosen: readonly TargetSheetRow[]
  onClose: () => void
}

// Digits of a factor; 1.0525 is as fine as a growth target gets.
const factorPlaces = 4

export function AssignTargets({ assessment, chosen, onClose }: Props) {
  const t = useText()
  const { message } = App.useApp()
  const refresh = useRefreshSheets()
  const kinds = assessment.kinds.filter((row) => !row.is_record).map((row) => row.kind)
  const chosenKinds = [...new Set(chosen.map((row) => row.assessee.kind))]
  const [kind, setKind] = useState(chosenKinds[0] ?? kinds[0] ?? '')
  const [isForChosen, setForChosen] = useState(chosen.length > 0)
  const [drafts, setDrafts] = useState<Readonly<Record<string, AssignDraft>>>({})
  const [factor, setFactor] = useState('1.05')
  const [error, setError] = useState<unknown>(null)
  const [isSending, setSending] = useState(false)
  const [answer, setAnswer] = useState<Answer | null>(null)
  const fields = useQuery(assessmentFieldsQuery(assessment.id))
  const rows = assignable(fields.data?.items ?? [], kind)
  const items = itemsOf(rows, drafts)
  const isFaulty = rows.some((row) => {
    const draft = drafts[row.key]
    if (!draft || draft.way === 'none') return false
    return faultOf(draft.text, { places: draft.way === 'factor' ? factorPlaces : row.places }) !== null
  })
  const targets = chosen.filter((row) => row.assessee.kind === kind)

  function set(row: AssignRow, change: Partial<AssignDraft>) {
    setDrafts((old) => ({
      ...old,
      [row.key]: { ...{ way: 'none', text: '', deadline: '' }, ...old[row.key], ...change },
    }))
  }

  async function assign() {
    setSending(true)
    setError(null)
    setAnswer(null)
    try {
      const done = await api.create<Answer>(
        `/assessments/${assessment.id}/targets/assign`,
        {
          kind,
          items,
          ...(isForChosen ? { assessee_ids: targets.map((row) => row.assessee.id) } : {}),
        },
      )
      setAnswer(done)
      await refresh()
      void message.success(t('assign.done', { sheets: done.sheets, values: done.values }))
    } catch (problem) {
      setError(problem)
    } finally {
      setSending(false)
    }
  }

  return (
    <Modal
      open
      width={900}
      title={t('targets.assign')}
      okText={t('assign.ok')}
      okButtonProps={{
        disabled: items.length === 0 || isFaulty || (isForChosen && targets.length === 0),
      }}
      cancelText={t('common.close')}
      confirmLoading={isSending}
      onOk={() => void assign()}
      onCancel={onClose}
    >
      <ErrorAlert error={error} />
      {answer && (
        <Alert
          type={answer.skipped_sheets > 0 || answer.without_baseline > 0 ? 'warning' : 'success'}
          showIcon
          className="block"
          title={t('assign.done', { sheets: answer.sheets, values: answer.values })}
          description={[
            answer.skipped_sheets > 0 ? t('assign.skipped', { count: answer.skipped_sheets }) : '',
            answer.without_baseline > 0
              ? t('assign.withoutBaseline', { count: answer.without_baseline })
              : '',
          ]
            .filter(Boolean)
            .join(' ')}
        />
      )}
      <Flex gap="small" wrap align="center" className="block">
        {kinds.length > 1 && (
          <Select
            className="filter-short"
            aria-label={t('targets.kind')}
            value={kind}
            onChange={setKind}
            options={kinds.map((item) => ({ value: item, label: item }))}
          />
        )}
        <Radio.Group
          value={isForChosen}
          onChange={(event) => setForChosen(event.target.value as boolean)}
          options={[
            { value: false, label: t('assign.all', { kind }) },
            {
              value: true,
              label: t('assign.chosen', { count: targets.length }),
              disabled: chosen.length === 0,
            },
          ]}
        />
        <Flex gap={6} align="center">
          <Input
            className="factor"
            aria-label={t('assign.factor')}
            inputMode="decimal"
            value={factor}
            onChange={(event) => setFactor(event.target.value.trim())}
          />
          <Button
            disabled={factor === '' || faultOf(factor, { places: factorPlaces }) !== null}
            onClick={() => rows.forEach((row) => set(row, { way: 'factor', text: factor }))}
          >
            {t('assign.allByFactor')}
          </Button>
        </Flex>
      </Flex>
      <Loaded query={fields}>
        {() =>
          rows.length === 0 ? (
            <Empty description={t('assign.noFields')} />
          ) : (
            <div className="cells-host" data-cells>
              <table className="cells" aria-label={t('targets.assign')}>
                <thead>
                  <tr>
                    <th className="frozen">{t('targets.item')}</th>
                    <th>{t('assign.way')}</th>
                    <th className="number">{t('assign.value')}</th>
                    <th className="medium">{t('targets.deadline')}</th>
                  </tr>
                </thead>
                <tbody>
                  {rows.map((row, line) => {
                    const draft = drafts[row.key]
                    const way = draft?.way ?? 'none'
                    return (
                      <tr key={row.key}>
                        <td className="frozen">
                          {row.label} <span className="muted">{row.periodTitle}</span>
                        </td>
                        <td className="typed">
                          <select
                            data-cell={`${line}:0`}
                            aria-label={`${t('assign.way')} ${row.label} ${row.periodTitle}`}
                            value={way}
                            onKeyDown={moveByKey}
                            onChange={(event) =>
                              set(row, { way: event.target.value as AssignDraft['way'] })
                            }
                          >
                            <option value="none">{t('assign.way.none')}</option>
                            <option value="value">{t('assign.way.value')}</option>
                            <option value="factor">{t('assign.way.factor')}</option>
                          </select>
                        </td>
                        <td className="typed">
                          <DecimalEntry
                            cell={`${line}:1`}
                            label={`${t('assign.value')} ${row.label} ${row.periodTitle}`}
                            value={draft?.text ?? ''}
                            places={way === 'factor' ? factorPlaces : row.places}
                            unit={way === 'factor' ? '×' : row.unit}
                            onChange={(text) =>
                              set(row, { text, way: way === 'none' && text ? 'value' : way })
                            }
                          />
                        </td>
                        <td className="typed">
                          <DayEntry
                            cell={`${line}:2`}
                            label={`${t('targets.deadline')} ${row.label} ${row.periodTitle}`}
                            value={draft?.deadline ?? ''}
                            onChange={(deadline) => set(row, { deadline })}
                          />
                        </td>
                      </tr>
                    )
                  })}
                </tbody>
              </table>
            </div>
          )
        }
      </Loaded>
      <p className="muted cells-foot">{t('assign.hint')}</p>
    </Modal>
  )
}
