// SPDX-License-Identifier: Apache-2.0
// Who scores what in an assessment.
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Button, Empty, Flex, Form, Modal, Progress, Select, Table } from 'antd'
import { useState } from 'react'
import { useParams } from 'react-router'
import type { Named, Panel } from '../../api/types'
import { assessmentQuery } from '../../components/assessment-frame'
import { ErrorAlert } from '../../components/error-panel'
import { Guard } from '../../components/guard'
import { Loaded } from '../../components/loaded'
import { useMayWrite } from '../../components/me'
import { Page } from '../../components/page'
import { useText } from '../../i18n'
import { api } from '../../lib/api-client'
import '../../components/work.css'

interface Panels {
  items: Panel[]
  candidates: Named[]
}

export function PanelsPage() {
  const t = useText()
  const { id } = useParams()
  const mayManage = useMayWrite('manage_assessments')
  const [edited, setEdited] = useState<Panel | null>(null)
  const assessment = useQuery(assessmentQuery(id!))
  const panels = useQuery({
    queryKey: ['assessments', id, 'panels'],
    queryFn: ({ signal }) => api.get<Panels>(`/assessments/${id}/panels`, {}, signal),
  })
  return (
    <Guard act="manage_assessments">
      <Page
        title={t('panels.title')}
        subtitle={<span className="muted">{assessment.data?.title}</span>}
        back={`/assessments/${id}/results`}
      >
        <p className="muted">{t('panels.intro')}</p>
        <Loaded
          query={panels}
          isEmpty={(data) => data.items.length === 0}
          empty={<Empty description={t('panels.none')} />}
        >
          {(data) => (
            <Table
              size="small"
              rowKey="kind"
              pagination={false}
              scroll={{ x: 'max-content' }}
              dataSource={data.items}
              columns={[
                { title: t('panels.kind'), dataIndex: 'title' },
                { title: t('panels.of'), dataIndex: 'parent_kind' },
                {
                  title: t('panels.members'),
                  className: 'text-cell',
                  render: (_, row) =>
                    row.members.length === 0
                      ? t('panels.noMembers')
                      : row.members
                          .map((one) => `${one.name} ${one.submitted}/${one.total}`)
                          .join(t('common.comma')),
                },
                {
                  title: t('panels.progress'),
                  render: (_, row) => (
                    <Flex gap="small" align="center">
                      <Progress
                        size="small"
                        className="panel-progress"
                        showInfo={false}
                        percent={
                          row.sheets_total > 0 ? (row.sheets_submitted * 100) / row.sheets_total : 0
                        }
                      />
                      <span className="decimal">
                        {row.sheets_submitted}/{row.sheets_total}
                      </span>
                    </Flex>
                  ),
                },
                {
                  title: t('common.actions'),
                  render: (_, row) =>
                    mayManage && (
                      <Button type="link" size="small" onClick={() => setEdited(row)}>
                        {t('panels.appoint')}
                      </Button>
                    ),
                },
              ]}
            />
          )}
        </Loaded>
        {edited && panels.data && (
          <Appoint
            assessmentId={id!}
            panel={edited}
            candidates={panels.data.candidates}
            onClose={() => setEdited(null)}
          />
        )}
      </Page>
    </Guard>
  )
}

interface AppointProps {
  assessmentId: string
  panel: Panel
  candidates: Named[]
  onClose: () => void
}

function Appoint({ assessmentId, panel, candidates, onClose }: AppointProps) {
  const t = useText()
  const { message } = App.useApp()
  const queryClient = useQueryClient()
  const [members, setMembers] = useState(panel.members.map((one) => one.account_id))
  const [error, setError] = useState<unknown>(null)
  const [isSending, setSending] = useState(false)

  async function save() {
    setSending(true)
    setError(null)
    try {
      await api.put(`/assessments/${assessmentId}/panels`, {
        kind: panel.kind,
        account_ids: members,
        assessee_ids: panel.is_for_all ? null : panel.assessee_ids,
      })
      await queryClient.invalidateQueries({ queryKey: ['assessments', assessmentId, 'panels'] })
      void message.success(t('common.saved'))
      onClose()
    } catch (problem) {
      setError(problem)
    } finally {
      setSending(false)
    }
  }

  return (
    <Modal
      open
      title={`${t('panels.appoint')} · ${panel.title}`}
      okText={t('common.save')}
      confirmLoading={isSending}
      onOk={() => void save()}
      onCancel={onClose}
    >
      <ErrorAlert error={error} />
      <Form layout="vertical">
        <Form.Item label={t('panels.members')} extra={t('panels.membersHint')}>
          <Select
            mode="multiple"
            aria-label={t('panels.members')}
            showSearch={{ optionFilterProp: 'label' }}
            value={members}
            onChange={setMembers}
            options={candidates.map((one) => ({ value: one.id, label: one.name }))}
          />
        </Form.Item>
      </Form>
    </Modal>
  )
}
