// SPDX-License-Identifier: Apache-2.0
// What was found, one card each: what is wrong, the arithmetic, and what a person decides about it.
import { DownOutlined, EnvironmentOutlined, UpOutlined } from '@ant-design/icons'
import { App, Button, Checkbox, Collapse, Empty, Flex, Tag } from 'antd'
import { useState } from 'react'
import type { Certainty, CheckedReport, FindingVerdict, ReportFinding } from '../../api/types'
import { messageOf } from '../../components/error-panel'
import { ReasonDialog } from '../../components/reason-dialog'
import { useText } from '../../i18n'
import { showInstant } from '../../lib/date'
import { CertaintyTag, certainties } from './finding-counts'

export const cardId = (finding: number) => `finding-${finding}`

interface Props {
  checked: CheckedReport
  selected: number | null
  // Only about the latest version.
  mayDecide: boolean
  onJump: (finding: number) => void
  onDecide: (finding: ReportFinding, verdict: FindingVerdict, reason: string) => Promise<unknown>
}

export function FindingsPanel({ checked, selected, mayDecide, onJump, onDecide }: Props) {
  const t = useText()
  const { findings, gone } = checked
  const [chosen, setChosen] = useState<Certainty[]>(certainties)
  const [isOnlyOpen, setOnlyOpen] = useState(false)
  const [accepted, setAccepted] = useState<ReportFinding | null>(null)
  const shown = findings
    .map((finding, index) => ({ finding, index }))
    .filter(
      ({ finding }) => chosen.includes(finding.certainty) && !(isOnlyOpen && finding.decision),
    )
  const at = shown.findIndex(({ index }) => index === selected)
  const step = (by: number) => {
    const next = shown[(at + by + shown.length) % shown.length]
    if (next) onJump(next.index)
  }
  return (
    <section aria-label={t('reports.findings')} className="findings">
      <Flex gap={4} wrap align="center" className="findings-head">
        <Checkbox.Group
          aria-label={t('reports.certainty')}
          value={chosen}
          onChange={setChosen}
          options={certainties.map((certainty) => ({
            value: certainty,
            label: (
              <CertaintyTag
                certainty={certainty}
                count={findings.filter((one) => one.certainty === certainty).length}
              />
            ),
          }))}
        />
        <Checkbox checked={isOnlyOpen} onChange={(event) => setOnlyOpen(event.target.checked)}>
          {t('reports.onlyOpen')}
        </Checkbox>
        {shown.length > 0 && (
          <span className="findings-step">
            <Button
              size="small"
              icon={<UpOutlined />}
              aria-label={t('reports.previous')}
              onClick={() => step(at < 0 ? 0 : -1)}
            />{' '}
            <Button
              size="small"
              icon={<DownOutlined />}
              aria-label={t('reports.next')}
              onClick={() => step(1)}
            />{' '}
            {at >= 0 && (
              <span className="muted">
                {t('reports.place', { at: at + 1, count: shown.length })}
              </span>
            )}
          </span>
        )}
      </Flex>
      {shown.length === 0 && (
        <Empty
          image={Empty.PRESENTED_IMAGE_SIMPLE}
          description={t(findings.length === 0 ? 'reports.noFindings' : 'reports.noneShown')}
        />
      )}
      {shown.map(({ finding, index }) => (
        <Card
          key={finding.key}
          finding={finding}
          number={index}
          isSelected={index === selected}
          mayDecide={mayDecide}
          onJump={() => onJump(index)}
          onAccept={() => setAccepted(finding)}
          onDecide={(verdict) => onDecide(finding, verdict, '')}
        />
      ))}
      {gone.length > 0 && (
        <Collapse
          size="small"
          items={[
            {
              key: 'gone',
              label: `${t('reports.goneTitle')} ${gone.length}`,
              children: gone.map((finding) => (
                <div key={finding.key} className="finding-gone">
                  <CertaintyTag certainty={finding.certainty} /> {finding.message}
                  <div className="muted">{finding.sentence}</div>
                </div>
              )),
            },
          ]}
        />
      )}
      {accepted && (
        <ReasonDialog
          title={t('reports.acceptTitle')}
          okText={t('reports.accept')}
          onSubmit={(reason) => onDecide(accepted, 'accepted', reason)}
          onClose={() => setAccepted(null)}
        >
          <p>{accepted.message}</p>
        </ReasonDialog>
      )}
    </section>
  )
}

interface CardProps {
  finding: ReportFinding
  number: number
  isSelected: boolean
  mayDecide: boolean
  onJump: () => void
  onAccept: () => void
  onDecide: (verdict: FindingVerdict) => Promise<unknown>
}

function Card({ finding, number, isSelected, mayDecide, onJump, onAccept, onDecide }: CardProps) {
  const t = useText()
  const { message } = App.useApp()
  const [isSending, setSending] = useState(false)
  const { decision } = finding

  async function decide(verdict: FindingVerdict) {
    setSending(true)
    try {
      await onDecide(verdict)
    } catch (error) {
      void message.error(messageOf(error, t))
    } finally {
      setSending(false)
    }
  }

  return (
    <article
      id={cardId(number)}
      className={`framed finding ${isSelected ? 'selected' : ''}`}
      aria-label={`${number + 1} ${finding.check_title}`}
    >
      <Flex gap={4} wrap align="center">
        <span className="finding-number">{number + 1}</span>
        <CertaintyTag certainty={finding.certainty} />
        <strong>{finding.check_title}</strong>
        {finding.is_new && <Tag color="purple">{t('reports.new')}</Tag>}
        <span className="spacer" />
        <Button type="link" size="small" icon={<EnvironmentOutlined />} onClick={onJump}>
          {t('reports.jump')}
        </Button>
      </Flex>
      <p className="finding-message">{finding.message}</p>
      {finding.computed && (
        <p className="finding-computed">
          <span className="muted">{t('reports.computed')}</span> <code>{finding.computed}</code>
        </p>
      )}
      <div className="muted small">
        {finding.location}
        {finding.compared_with.length > 0 &&
          ` · ${t('reports.comparedWith')} ${finding.compared_with.map((one) => one.text).join(' ')}`}
      </div>
      {decision && (
        <p className="finding-decision">
          <Tag>
            {t(
              decision.verdict === 'accepted'
                ? 'reports.verdict.accepted'
                : 'reports.verdict.to_correct',
            )}
          </Tag>
          {decision.reason}{' '}
          <span className="muted small">
            {decision.made_by} {showInstant(decision.made_at)}
          </span>
        </p>
      )}
      {mayDecide && (
        <Flex gap={4} wrap className="finding-acts">
          {!decision && (
            <>
              <Button size="small" disabled={isSending} onClick={onAccept}>
                {t('reports.accept')}
              </Button>
              <Button size="small" loading={isSending} onClick={() => void decide('to_correct')}>
                {t('reports.toCorrect')}
              </Button>
            </>
          )}
          {decision && (
            <Button size="small" loading={isSending} onClick={() => void decide('open')}>
              {t('reports.reopen')}
            </Button>
          )}
        </Flex>
      )}
    </article>
  )
}
