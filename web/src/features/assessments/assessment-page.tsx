// SPDX-License-Identifier: Apache-2.0
import { BellOutlined, EllipsisOutlined, LeftOutlined, RightOutlined } from '@ant-design/icons'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Button, Card, Descriptions, Dropdown, Flex, Table } from 'antd'
import { useState } from 'react'
import { Link, useNavigate, useParams } from 'react-router'
import type { Assessment, Publication } from '../../api/types'
import { AssessmentFrame } from '../../components/assessment-frame'
import { messageOf } from '../../components/error-panel'
import { Guard } from '../../components/guard'
import { Loaded } from '../../components/loaded'
import { useCan, useMayWrite } from '../../components/me'
import { YearStrip } from '../../components/year-strip'
import { useText } from '../../i18n'
import { api } from '../../lib/api-client'
import { showInstant } from '../../lib/date'
import { EditAssessment } from './edit-assessment'
import { missingLink } from './missing-links'
import { MoveStage } from './move-stage'
import { RollOver } from './roll-over'

export function AssessmentPage() {
  const { id = '' } = useParams()
  return (
    <Guard act="view_assessments">
      <AssessmentFrame
        id={id}
        current="overview"
        extra={(assessment) => <Actions assessment={assessment} />}
      >
        {(assessment) => <Overview assessment={assessment} />}
      </AssessmentFrame>
    </Guard>
  )
}

type Dialog = 'forward' | 'back' | 'edit' | 'roll-over' | null

function Actions({ assessment }: { assessment: Assessment }) {
  const t = useText()
  const { message, modal } = App.useApp()
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  const canManage = useMayWrite('manage_assessments') && assessment.may.includes('manage')
  const [dialog, setDialog] = useState<Dialog>(null)
  if (!canManage) return null
  const { next_stage: next, previous_stage: previous } = assessment

  async function remind() {
    try {
      const { reminded, already_reminded } = await api.create<{
        reminded: number
        already_reminded: number
      }>(`/assessments/${assessment.id}/remind`, {})
      void message.success(t('assessment.reminded', { reminded, already: already_reminded }))
    } catch (error) {
      void message.error(messageOf(error, t))
    }
  }

  async function remove() {
    try {
      await api.remove(`/assessments/${assessment.id}`, { version: assessment.version })
      await queryClient.invalidateQueries({ queryKey: ['assessments'] })
      void navigate('/assessments')
    } catch (error) {
      void message.error(messageOf(error, t))
    }
  }

  return (
    <>
      {previous && (
        <Button icon={<LeftOutlined />} onClick={() => setDialog('back')}>
          {t('assessment.back', { stage: t(`stage.${previous}`) })}
        </Button>
      )}
      {next && (
        <Button type="primary" onClick={() => setDialog('forward')}>
          {t('assessment.forward', { stage: t(`stage.${next}`) })}
          <RightOutlined />
        </Button>
      )}
      <Button icon={<BellOutlined />} onClick={() => void remind()}>
        {t('assessment.remind')}
      </Button>
      <Dropdown
        trigger={['click']}
        menu={{
          items: [
            { key: 'edit', label: t('assessment.edit'), onClick: () => setDialog('edit') },
            {
              key: 'roll-over',
              label: t('assessment.rollOver'),
              onClick: () => setDialog('roll-over'),
            },
            ...(assessment.stage === 'preparing'
              ? [
                  {
                    key: 'remove',
                    danger: true,
                    label: t('assessment.remove'),
                    onClick: () =>
                      void modal.confirm({
                        title: t('assessment.removeSure', { title: assessment.title }),
                        content: t('assessment.removeHint'),
                        okText: t('assessment.remove'),
                        okButtonProps: { danger: true },
                        onOk: remove,
                      }),
                  },
                ]
              : []),
          ],
        }}
      >
        <Button icon={<EllipsisOutlined />} aria-label={t('common.more')} />
      </Dropdown>
      {(dialog === 'forward' || dialog === 'back') && (
        <MoveStage
          assessment={assessment}
          direction={dialog}
          onClose={() => setDialog(null)}
        />
      )}
      {dialog === 'edit' && (
        <EditAssessment assessment={assessment} onClose={() => setDialog(null)} />
      )}
      {dialog === 'roll-over' && (
        <RollOver assessment={assessment} onClose={() => setDialog(null)} />
      )}
    </>
  )
}

function Overview({ assessment }: { assessment: Assessment }) {
  const t = useText()
  const isOut = ['notice', 'final', 'archived'].includes(assessment.stage)
  const canSeeResults = useCan('view_results')
  return (
    <>
      <YearStrip
        steps={assessment.strip}
        linkOf={(code) => missingLink(assessment.id, code)}
      />
      <Card size="small" className="block" title={t('assessment.data')}>
        <Descriptions size="small" column={{ xs: 1, md: 2, xl: 3 }}>
          <Descriptions.Item label={t('assessments.year')}>{assessment.year}</Descriptions.Item>
          <Descriptions.Item label={t('assessments.regulation')}>
            <Link to={`/regulation-versions/${assessment.regulation.version_id}`}>
              {assessment.regulation.title} {assessment.regulation.label}
            </Link>
          </Descriptions.Item>
          <Descriptions.Item label={t('assessments.owner')}>
            {assessment.owner_unit?.name ?? t('assessments.wholeCity')}
          </Descriptions.Item>
          <Descriptions.Item label={t('assessments.targetsDue')}>
            {assessment.has_targets ? (assessment.targets_due ?? '—') : t('assessment.noTargets')}
          </Descriptions.Item>
          <Descriptions.Item label={t('assessments.dataDue')}>
            {assessment.data_due ?? '—'}
          </Descriptions.Item>
          <Descriptions.Item label={t('assessment.created')}>
            {assessment.created_by} · {showInstant(assessment.created_at)}
          </Descriptions.Item>
        </Descriptions>
      </Card>
      {isOut && canSeeResults && <Publications id={assessment.id} />}
      <Card size="small" title={t('assessment.kinds')}>
        <Table
          size="small"
          rowKey="kind"
          pagination={false}
          scroll={{ x: 'max-content' }}
          dataSource={assessment.kinds}
          columns={[
            {
              title: t('assessment.kind'),
              render: (_, row) =>
                row.is_record ? (
                  row.kind
                ) : (
                  <Link
                    to={`/assessments/${assessment.id}/assessees?kind=${encodeURIComponent(row.kind)}`}
                  >
                    {row.kind}
                  </Link>
                ),
            },
            {
              title: t('assessment.use'),
              render: (_, row) =>
                t(row.is_record ? 'assessment.records' : 'assessment.assessed'),
            },
            { title: t('assessment.parentKind'), render: (_, row) => row.parent ?? '—' },
            { title: t('assessment.idColumn'), dataIndex: 'id_column' },
            {
              title: t('assessment.count'),
              align: 'right',
              render: (_, row) => (
                <span className="decimal">{row.is_record ? '—' : row.count}</span>
              ),
            },
          ]}
        />
      </Card>
    </>
  )
}

function Publications({ id }: { id: string }) {
  const t = useText()
  const publications = useQuery({
    queryKey: ['publications', 'of', id],
    queryFn: ({ signal }) =>
      api.get<{ items: Publication[] }>('/publications', { assessment_id: id }, signal),
  })
  return (
    <Card size="small" className="block" title={t('assessment.publications')}>
      <Loaded
        query={publications}
        isEmpty={(data) => data.items.length === 0}
        empty={<span className="muted">{t('assessment.noPublication')}</span>}
      >
        {(data) => (
          <ul className="plain-list">
            {data.items.map((row) => (
              <li key={row.id}>
                <Flex gap="small" wrap>
                  <Link to={`/publications/${row.id}`}>
                    {t('assessment.publication', { revision: row.revision })}
                  </Link>
                  <span>{row.state_title}</span>
                  <span className="muted">
                    {row.notice_from} — {row.notice_until}
                  </span>
                </Flex>
              </li>
            ))}
          </ul>
        )}
      </Loaded>
    </Card>
  )
}
