// SPDX-License-Identifier: Apache-2.0
// A report beside what was found in it: from a finding to its place in the text and back.
import { DownloadOutlined, ReloadOutlined, UploadOutlined } from '@ant-design/icons'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, App, Button, Dropdown, Flex, Grid, Progress, Segmented, Select } from 'antd'
import { useEffect, useState } from 'react'
import { useNavigate, useParams } from 'react-router'
import type {
  CheckedReport,
  FindingVerdict,
  Report,
  ReportFinding,
  ReportVersion,
} from '../../api/types'
import { messageOf } from '../../components/error-panel'
import { Guard } from '../../components/guard'
import { Loaded } from '../../components/loaded'
import { useMayWrite } from '../../components/me'
import { Page } from '../../components/page'
import { useListState } from '../../components/paged'
import { usePrinting } from '../../components/use-printing'
import { useText } from '../../i18n'
import { api, url } from '../../lib/api-client'
import { showInstant } from '../../lib/date'
import { EditReport } from './edit-report'
import { cardId, FindingsPanel } from './findings-panel'
import { isBusy, reportQuery } from './queries'
import { markId, ReportText } from './report-text'
import { UploadVersion } from './upload-version'
import '../../components/work.css'
import './reports.css'

export function ReportPage() {
  const t = useText()
  const { id = '' } = useParams()
  const list = useListState()
  const report = useQuery({
    ...reportQuery(id, list.get('number')),
    refetchInterval: (query) =>
      query.state.data && isBusy(checkOf(query.state.data)) ? 1000 : false,
  })
  const data = report.data
  return (
    <Guard act="view_reports">
      <Page
        title={data?.report.title ?? t('reports.title')}
        subtitle={
          data && (
            <span className="muted">
              {data.report.unit.name} · {data.report.year}
            </span>
          )
        }
        back="/reports"
        extra={data && <Acts checked={data} />}
      >
        <Loaded query={report}>
          {(found) => (
            <>
              <VersionLine checked={found} onChoose={(number) => list.set({ number })} />
              <View key={`${found.report.id}-${found.number}`} checked={found} />
            </>
          )}
        </Loaded>
      </Page>
    </Guard>
  )
}

const versionOf = (checked: CheckedReport): ReportVersion =>
  checked.report.versions.find((version) => version.number === checked.number)!
const checkOf = (checked: CheckedReport) => versionOf(checked).check.state
const isLatest = (checked: CheckedReport) => checked.report.versions[0]!.number === checked.number

function Acts({ checked }: { checked: CheckedReport }) {
  const t = useText()
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  const { modal, message } = App.useApp()
  const mayWrite = useMayWrite('check_reports') && checked.report.may_check
  const [isCorrecting, setCorrecting] = useState(false)
  const [isEditing, setEditing] = useState(false)
  const { report, number } = checked
  const isRead = checkOf(checked) === 'done'
  const refresh = () => queryClient.invalidateQueries({ queryKey: ['reports'] })

  async function checkAgain() {
    try {
      await api.post(`/reports/${report.id}/check`)
      await refresh()
      void message.success(t('reports.checkAgainDone'))
    } catch (error) {
      void message.error(messageOf(error, t))
    }
  }

  function archive() {
    modal.confirm({
      title: t('reports.archiveSure', { title: report.title }),
      content: t('reports.archiveHint'),
      okText: t('reports.archive'),
      onOk: async () => {
        try {
          await api.remove(`/reports/${report.id}`)
          await refresh()
          void navigate('/reports')
        } catch (error) {
          void message.error(messageOf(error, t))
        }
      },
    })
  }

  const more = [
    { key: 'original', label: <a href={url(`/reports/${report.id}/file`, { number })} download>{t('reports.original')}</a> },
    ...(mayWrite
      ? [
          { key: 'again', label: t('reports.checkAgain'), onClick: () => void checkAgain() },
          { key: 'edit', label: t('reports.settings'), onClick: () => setEditing(true) },
          { key: 'archive', label: t('reports.archive'), danger: true, onClick: archive },
        ]
      : []),
  ]
  return (
    <>
      {isRead && (
        <Button
          icon={<DownloadOutlined />}
          href={url(`/reports/${report.id}/annotated`, { number })}
          download
        >
          {t('reports.annotated')}
        </Button>
      )}
      {mayWrite && (
        <Button type="primary" icon={<UploadOutlined />} onClick={() => setCorrecting(true)}>
          {t('reports.correct')}
        </Button>
      )}
      <Dropdown menu={{ items: more }} trigger={['click']}>
        <Button>{t('common.actions')}</Button>
      </Dropdown>
      {isCorrecting && <UploadVersion report={report} onClose={() => setCorrecting(false)} />}
      {isEditing && <EditReport report={report} onClose={() => setEditing(false)} />}
    </>
  )
}

function VersionLine({
  checked,
  onChoose,
}: {
  checked: CheckedReport
  onChoose: (number: string) => void
}) {
  const t = useText()
  const { report, findings, gone } = checked
  const version = versionOf(checked)
  const fresh = findings.filter((finding) => finding.is_new).length
  return (
    <Flex gap="small" wrap align="center" className="block">
      <Select
        className="version-select"
        aria-label={t('reports.version')}
        popupMatchSelectWidth={false}
        value={String(checked.number)}
        onChange={onChoose}
        options={report.versions.map((one) => ({
          value: String(one.number),
          label: t('reports.versionOf', { number: one.number, name: one.file_name }),
        }))}
      />
      <span className="muted">
        {showInstant(version.uploaded_at)} {version.uploaded_by}
      </span>
      {version.check.state === 'done' && (
        <>
          <span className="muted">
            {t('reports.facts', {
              format: checked.format.toUpperCase(),
              characters: version.check.characters,
            })}
          </span>
          <span>{t('reports.heldCount', { count: version.check.held })}</span>
          {report.assessment && (
            <span className="muted">
              {report.assessment.title}
              {' · '}
              {checked.measurement_count > 0
                ? t('reports.measurements', { count: checked.measurement_count })
                : t('reports.noMeasurements')}
            </span>
          )}
          {checked.compared_number !== null && (
            <strong>
              {t('reports.compared', {
                number: checked.compared_number,
                gone: gone.length,
                still: findings.length - fresh,
                fresh,
              })}
            </strong>
          )}
        </>
      )}
    </Flex>
  )
}

function View({ checked }: { checked: CheckedReport }) {
  const t = useText()
  const queryClient = useQueryClient()
  const mayWrite = useMayWrite('check_reports') && checked.report.may_check
  const isWide = Grid.useBreakpoint().lg ?? true
  const isPrinting = usePrinting()
  const [side, setSide] = useState<'text' | 'findings'>('findings')
  const [selected, setSelected] = useState<number | null>(null)
  // Where a selection leads: the text, or the list.
  const [goal, setGoal] = useState<{ id: string; serial: number } | null>(null)
  useEffect(() => {
    if (goal) document.getElementById(goal.id)?.scrollIntoView({ block: 'center' })
  }, [goal])
  const { check } = versionOf(checked)

  function go(finding: number, to: 'text' | 'findings') {
    setSelected(finding)
    setSide(to)
    const id = to === 'text' ? markId(finding) : cardId(finding)
    setGoal((last) => ({ id, serial: (last?.serial ?? 0) + 1 }))
  }

  async function decide(finding: ReportFinding, verdict: FindingVerdict, reason: string) {
    await api.create<Report>(`/reports/${checked.report.id}/decisions`, {
      version: checked.report.version,
      finding: finding.key,
      verdict,
      reason,
    })
    await queryClient.invalidateQueries({ queryKey: ['reports'] })
  }

  if (isBusy(check.state)) {
    return (
      <Alert
        type="info"
        role="status"
        title={t('reports.checking')}
        description={
          <>
            <p>{t('reports.checkingHint')}</p>
            <Progress
              percent={check.total > 0 ? Math.floor((check.done * 100) / check.total) : 0}
              status="active"
            />
          </>
        }
      />
    )
  }
  if (check.state === 'failed') {
    return (
      <Alert
        type="error"
        showIcon
        title={t('reports.unreadable')}
        description={
          <>
            <p className="bad">{check.trouble}</p>
            <p>{t('reports.unreadableHint')}</p>
          </>
        }
      />
    )
  }
  return (
    <>
      {!check.is_current && (
        <Alert type="warning" showIcon icon={<ReloadOutlined />} className="block" title={t('reports.outdated')} />
      )}
      {checked.notes.length > 0 && (
        <Alert
          type="info"
          className="block"
          title={t('reports.notes')}
          description={
            <ul className="plain-list">
              {checked.notes.map((note) => (
                <li key={note}>{note}</li>
              ))}
            </ul>
          }
        />
      )}
      {!isWide && (
        <Segmented
          block
          className="block"
          value={side}
          onChange={setSide}
          options={[
            {
              value: 'findings',
              label: `${t('reports.findings')} ${checked.findings.length}`,
            },
            { value: 'text', label: t('reports.text') },
          ]}
        />
      )}
      <div className="report-columns">
        {(isWide || isPrinting || side === 'text') && (
          <div className="report-column framed" role="region" aria-label={t('reports.text')}>
            <ReportText
              checked={checked}
              selected={selected}
              onSelect={(finding) => go(finding, 'findings')}
            />
          </div>
        )}
        {(isWide || isPrinting || side === 'findings') && (
          <div className="report-column">
            <FindingsPanel
              checked={checked}
              selected={selected}
              mayDecide={mayWrite && isLatest(checked)}
              onJump={(finding) => go(finding, 'text')}
              onDecide={decide}
            />
          </div>
        )}
      </div>
    </>
  )
}
