// SPDX-License-Identifier: Apache-2.0
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, App, Button, Drawer, Flex, Form, Grid, Input, Select } from 'antd'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import type { Objection, Paged, Publication, Scorecard } from '../../api/types'
import { AssesseeSelect } from '../../components/assessee-select'
import { ErrorAlert } from '../../components/error-panel'
import { EvidenceList, type EvidenceFile } from '../../components/evidence-list'
import { applyErrors } from '../../components/form-errors'
import { LeaveGuard } from '../../components/leave-guard'
import { useText } from '../../i18n'
import { api } from '../../lib/api-client'

interface Props {
  publicationId?: string
  assesseeId?: string
  column?: string
  onClose: () => void
}

interface Values {
  publication_id: string
  assessee_id: string
  column: string
  text: string
  evidence: EvidenceFile[]
}

// Objects to one figure of one assessee while the notice runs.
export function RaiseDrawer({ publicationId, assesseeId, column, onClose }: Props) {
  const t = useText()
  const { message } = App.useApp()
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  const isWide = Grid.useBreakpoint().md ?? true
  const [form] = Form.useForm<Values>()
  const [error, setError] = useState<unknown>(null)
  const [isSending, setSending] = useState(false)
  const [isDirty, setDirty] = useState(false)
  const publications = useQuery({
    queryKey: ['publications', 'choice'],
    queryFn: ({ signal }) =>
      api.get<Paged<Publication>>('/publications', { page_size: 200 }, signal),
  })
  const open = (publications.data?.items ?? []).filter((item) => item.state === 'notice')
  const chosenId = Form.useWatch('publication_id', form) ?? publicationId
  const chosen = open.find((item) => item.id === chosenId)
  const assessee = Form.useWatch('assessee_id', form) ?? assesseeId
  const card = useQuery({
    queryKey: ['computations', chosen?.computation_id, 'scorecard', assessee],
    queryFn: ({ signal }) =>
      api.get<Scorecard>(
        `/computations/${chosen!.computation_id}/scorecard`,
        { assessee_id: assessee },
        signal,
      ),
    enabled: chosen !== undefined && assessee !== undefined,
  })
  const figures = card.data
    ? [
        ...card.data.standings,
        ...card.data.indicators,
        ...card.data.adjustments,
        ...card.data.payouts,
      ]
    : []

  async function raise(values: Values) {
    setSending(true)
    setError(null)
    try {
      const objection = await api.create<Objection>(
        '/objections',
        {
          publication_id: values.publication_id,
          assessee_id: values.assessee_id,
          column: values.column,
          text: values.text.trim(),
          evidence_ids: values.evidence.map((file) => file.id),
        },
      )
      setDirty(false)
      await queryClient.invalidateQueries({ queryKey: ['objections'] })
      void message.success(t('objections.raised'))
      void navigate(`/objections/${objection.id}`)
    } catch (problem) {
      setError(applyErrors(form, problem))
    } finally {
      setSending(false)
    }
  }

  return (
    <Drawer
      open
      size={isWide ? 560 : '100%'}
      title={t('objections.raise')}
      mask={{ closable: false }}
      onClose={onClose}
    >
      <LeaveGuard isDirty={isDirty && !isSending} />
      <ErrorAlert error={error} />
      {publications.data && open.length === 0 && (
        <Alert type="info" showIcon className="block" title={t('objections.noNotice')} />
      )}
      <p className="muted">{t('objections.raiseHint')}</p>
      <Form
        form={form}
        layout="vertical"
        initialValues={{
          publication_id: publicationId,
          assessee_id: assesseeId,
          column,
          evidence: [],
        }}
        onValuesChange={() => setDirty(true)}
        onFinish={(values) => void raise(values)}
      >
        <Form.Item
          name="publication_id"
          label={t('objections.publication')}
          rules={[{ required: true, message: t('common.needed') }]}
          extra={
            chosen &&
            t('objections.until', {
              day: chosen.notice_until,
              days: chosen.working_days_left,
            })
          }
        >
          <Select
            loading={publications.isLoading}
            onChange={() => form.resetFields(['assessee_id', 'column'])}
            options={open.map((item) => ({
              value: item.id,
              label: `${item.assessment.title} ${t('publication.revisionNumber', { revision: item.revision })}`,
            }))}
          />
        </Form.Item>
        <Form.Item
          name="assessee_id"
          label={t('assessee.one')}
          rules={[{ required: true, message: t('common.needed') }]}
        >
          {assesseeId && assessee === assesseeId && card.data ? (
            <Select options={[{ value: assesseeId, label: card.data.assessee.name }]} />
          ) : (
            <AssesseeSelect assessmentId={chosen?.assessment.id} />
          )}
        </Form.Item>
        <Form.Item
          name="column"
          label={t('objections.figure')}
          rules={[{ required: true, message: t('common.needed') }]}
        >
          <Select
            loading={card.isLoading}
            disabled={!card.data}
            showSearch={{ optionFilterProp: 'label' }}
            options={figures.map((figure) => ({
              value: figure.column_key,
              label: `${figure.label} ${figure.value.text}`,
            }))}
          />
        </Form.Item>
        <Form.Item
          name="text"
          label={t('objections.text')}
          rules={[{ required: true, whitespace: true, message: t('common.needed') }]}
        >
          <Input.TextArea rows={5} maxLength={2000} showCount />
        </Form.Item>
        <Form.Item name="evidence" label={t('evidence.title')} valuePropName="files">
          <EvidenceList files={[]} />
        </Form.Item>
        <Flex gap="small" justify="end" className="form-foot">
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button type="primary" htmlType="submit" loading={isSending}>
            {t('objections.send')}
          </Button>
        </Flex>
      </Form>
    </Drawer>
  )
}
