// SPDX-License-Identifier: Apache-2.0
// Grades that were changed by hand before publication: what the engine gave stays beside it, with
// the reason.
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Button, Empty, Input, Modal, Select, Table, Tag } from 'antd'
import { useState } from 'react'
import type { Calibration, ComputationDetail } from '../../api/types'
import { ErrorAlert } from '../../components/error-panel'
import { Loaded } from '../../components/loaded'
import { useMayWrite } from '../../components/me'
import { pagesOf } from '../../components/paged'
import { ReasonDialog } from '../../components/reason-dialog'
import { useText } from '../../i18n'
import { api } from '../../lib/api-client'
import { showInstant } from '../../lib/date'

export function Calibrations({ computation }: { computation: ComputationDetail }) {
  const t = useText()
  const { message } = App.useApp()
  const queryClient = useQueryClient()
  const mayCalibrate = useMayWrite('calibrate_results') && !computation.is_published
  const [withdrawn, setWithdrawn] = useState<Calibration | null>(null)
  const calibrations = useQuery({
    queryKey: ['computations', computation.id, 'calibrations'],
    queryFn: ({ signal }) =>
      api.get<{ items: Calibration[] }>(`/computations/${computation.id}/calibrations`, {}, signal),
  })
  return (
    <>
      <p className="muted">{t('calibration.intro')}</p>
      <Loaded
        query={calibrations}
        isEmpty={(data) => data.items.length === 0}
        empty={<Empty description={t('calibration.none')} />}
      >
        {(data) => (
          <Table
            size="small"
            rowKey="id"
            pagination={pagesOf(t, 50)}
            scroll={{ x: 'max-content' }}
            dataSource={data.items}
            columns={[
              { title: t('assessee.one'), render: (_, row) => row.assessee.name },
              { title: t('calibration.figure'), dataIndex: 'figure_title' },
              {
                title: t('calibration.change'),
                render: (_, row) => (
                  <>
                    <del>{row.before}</del> → <ins>{row.after}</ins>
                  </>
                ),
              },
              { title: t('reason.label'), dataIndex: 'reason', className: 'text-cell' },
              {
                title: t('calibration.made'),
                render: (_, row) => (
                  <>
                    {row.made_by} <span className="muted">{showInstant(row.made_at)}</span>
                  </>
                ),
              },
              {
                title: t('common.actions'),
                className: 'text-cell narrow',
                render: (_, row) =>
                  row.withdrawn_at ? (
                    <>
                      <Tag>{t('calibration.withdrawn')}</Tag>
                      <span className="muted">
                        {row.withdrawn_by} {row.withdraw_reason}
                      </span>
                    </>
                  ) : (
                    mayCalibrate && (
                      <Button type="link" size="small" onClick={() => setWithdrawn(row)}>
                        {t('calibration.withdraw')}
                      </Button>
                    )
                  ),
              },
            ]}
          />
        )}
      </Loaded>
      {withdrawn && (
        <ReasonDialog
          title={t('calibration.withdrawTitle', { name: withdrawn.assessee.name })}
          okText={t('calibration.withdraw')}
          onSubmit={async (reason) => {
            await api.post(`/calibrations/${withdrawn.id}/withdraw`, { reason })
            await queryClient.invalidateQueries({ queryKey: ['computations', computation.id] })
            void message.success(t('common.saved'))
          }}
          onClose={() => setWithdrawn(null)}
        />
      )}
    </>
  )
}

export interface ToCalibrate {
  assesseeId: string
  name: string
  figure: string
  title: string
  grades: readonly string[]
  now: string
}

interface DialogProps {
  computationId: string
  of: ToCalibrate
  onClose: () => void
}

export function CalibrateDialog({ computationId, of, onClose }: DialogProps) {
  const t = useText()
  const { message } = App.useApp()
  const queryClient = useQueryClient()
  const [grade, setGrade] = useState<string | undefined>()
  const [reason, setReason] = useState('')
  const [isAsked, setAsked] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const [isSending, setSending] = useState(false)

  async function save() {
    setAsked(true)
    if (!grade || reason.trim() === '') return
    setSending(true)
    setError(null)
    try {
      await api.create(
        `/computations/${computationId}/calibrations`,
        { assessee_id: of.assesseeId, figure: of.figure, value: grade, reason: reason.trim() },
      )
      await queryClient.invalidateQueries({ queryKey: ['computations', computationId] })
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
      title={`${t('calibration.do')} · ${of.name} · ${of.title}`}
      okText={t('calibration.save')}
      confirmLoading={isSending}
      onOk={() => void save()}
      onCancel={onClose}
    >
      <ErrorAlert error={error} />
      <p>{t('calibration.dialogHint')}</p>
      <p>
        <del>{of.now}</del> →{' '}
        <Select
          className="filter-short"
          aria-label={t('calibration.after')}
          placeholder={t('calibration.after')}
          status={isAsked && !grade ? 'error' : undefined}
          value={grade}
          onChange={setGrade}
          options={of.grades
            .filter((one) => one !== of.now)
            .map((one) => ({ value: one, label: one }))}
        />
      </p>
      <label className="reason">
        <span>
          {t('reason.label')}
          <span className="bad"> *</span>
        </span>
        <Input.TextArea
          rows={3}
          maxLength={500}
          showCount
          value={reason}
          status={isAsked && reason.trim() === '' ? 'error' : undefined}
          onChange={(event) => setReason(event.target.value)}
        />
      </label>
      {isAsked && reason.trim() === '' && <p className="bad">{t('common.needed')}</p>}
    </Modal>
  )
}
