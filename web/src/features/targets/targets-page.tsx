// SPDX-License-Identifier: Apache-2.0
import {
  CheckOutlined,
  DownloadOutlined,
  NotificationOutlined,
  SendOutlined,
  UploadOutlined,
} from '@ant-design/icons'
import { Alert, App, Button, Empty, Flex } from 'antd'
import { useState } from 'react'
import { Link, useParams } from 'react-router'
import type { Assessment, TargetSheetRow } from '../../api/types'
import { AssessmentFrame } from '../../components/assessment-frame'
import { ErrorAlert } from '../../components/error-panel'
import { Guard } from '../../components/guard'
import { useMayWrite } from '../../components/me'
import { WorkbookDialog } from '../../components/workbook-dialog'
import { useText } from '../../i18n'
import { api, url } from '../../lib/api-client'
import { AssignTargets } from './assign-targets'
import { PublishTargets } from './publish-targets'
import { useRefreshSheets } from './queries'
import { SheetList } from './sheet-list'
import './targets.css'

export function AssessmentTargetsPage() {
  const { id = '' } = useParams()
  return (
    <Guard act="view_assessments">
      <AssessmentFrame id={id} current="targets">
        {(assessment) => <Targets assessment={assessment} />}
      </AssessmentFrame>
    </Guard>
  )
}

type Dialog = 'assign' | 'publish' | 'import' | null

function Targets({ assessment }: { assessment: Assessment }) {
  const t = useText()
  const { message } = App.useApp()
  const refresh = useRefreshSheets()
  const canReview = useMayWrite('review_targets') && assessment.may.includes('approve')
  const canAssign = useMayWrite('manage_assessments') && assessment.may.includes('assign')
  const canDraft = useMayWrite('draft_targets')
  const [dialog, setDialog] = useState<Dialog>(null)
  const [chosen, setChosen] = useState<TargetSheetRow[]>([])
  const [error, setError] = useState<unknown>(null)
  const [isSending, setSending] = useState(false)

  const mayApprove = (row: TargetSheetRow) => row.may.includes('approve')
  const approvable = chosen.filter(mayApprove)

  async function approve() {
    setSending(true)
    setError(null)
    try {
      const { count } = await api.create<{ count: number }>(
        `/assessments/${assessment.id}/targets/approve`,
        { sheet_ids: approvable.map((row) => row.id) },
      )
      setChosen([])
      void message.success(t('targets.approved', { count }))
    } catch (problem) {
      setError(problem)
    } finally {
      await refresh()
      setSending(false)
    }
  }

  if (!assessment.has_targets) return <Empty description={t('assessment.noTargets')} />
  return (
    <>
      <ErrorAlert error={error} />
      {assessment.stage === 'preparing' && (
        <Alert
          type="info"
          showIcon
          className="block"
          title={t('targets.notOpened')}
          action={<Link to={`/assessments/${assessment.id}`}>{t('assessment.overview')}</Link>}
        />
      )}
      <Flex gap="small" wrap className="filters">
        {canReview && (
          <Button
            type="primary"
            icon={<CheckOutlined />}
            disabled={approvable.length === 0}
            loading={isSending}
            onClick={() => void approve()}
          >
            {t('targets.approveChosen', { count: approvable.length })}
          </Button>
        )}
        {canAssign && (
          <Button icon={<SendOutlined />} onClick={() => setDialog('assign')}>
            {t('targets.assign')}
          </Button>
        )}
        {canReview && (
          <Button icon={<NotificationOutlined />} onClick={() => setDialog('publish')}>
            {t('targets.publish')}
          </Button>
        )}
        <Button
          icon={<DownloadOutlined />}
          href={url(`/assessments/${assessment.id}/targets.xlsx`)}
          download
        >
          {t('targets.export')}
        </Button>
        {canDraft && (
          <Button icon={<UploadOutlined />} onClick={() => setDialog('import')}>
            {t('targets.import')}
          </Button>
        )}
      </Flex>
      <SheetList
        assessmentId={assessment.id}
        kinds={assessment.kinds.filter((row) => !row.is_record).map((row) => row.kind)}
        {...(canReview || canAssign
          ? { chosen, onChoose: setChosen, isChoosable: canAssign ? undefined : mayApprove }
          : {})}
      />
      {dialog === 'assign' && (
        <AssignTargets
          assessment={assessment}
          chosen={chosen}
          onClose={() => setDialog(null)}
        />
      )}
      {dialog === 'publish' && (
        <PublishTargets assessment={assessment} onClose={() => setDialog(null)} />
      )}
      {dialog === 'import' && (
        <WorkbookDialog<{ changed: number }>
          title={t('targets.import')}
          intro={
            <p>
              {t('targets.importIntro')}{' '}
              <a href={url(`/assessments/${assessment.id}/targets.xlsx`)} download>
                <DownloadOutlined /> {t('targets.export')}
              </a>
            </p>
          }
          path={`/assessments/${assessment.id}/targets/import`}
          done={({ changed }) => t('targets.imported', { changed })}
          onDone={refresh}
          onClose={() => setDialog(null)}
        />
      )}
    </>
  )
}
